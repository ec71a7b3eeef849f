namespace ConversationGrid.Client.Hubs;

/// <summary>How long to wait before an attempt: exponential with jitter, so that ten thousand clients do not come back as one wave.</summary>
public sealed class BackOff
{
    /// <summary>The longest first wait. Default: 250 milliseconds.</summary>
    public TimeSpan First { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest wait of all. Default: 10 seconds.</summary>
    public TimeSpan Max { get; set; } = TimeSpan.FromSeconds(10);

    /// <param name="attempt">0 for the first.</param>
    /// <param name="dice">Drawn from 0 to 1.</param>
    /// <returns>Between a tenth of the attempt's step and the whole step.</returns>
    public TimeSpan Wait(int attempt, double dice)
    {
        var step = First * Math.Pow(2, Math.Min(attempt, 16));
        return (step < Max ? step : Max) * (0.1 + 0.9 * dice);
    }
}
