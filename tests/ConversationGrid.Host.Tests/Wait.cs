namespace ConversationGrid.Host.Tests;

/// <summary>For what comes about a moment later and is told to nobody.</summary>
internal static class Wait
{
    /// <summary>Looks ten times a second, for half a minute at most.</summary>
    public static Task UntilAsync(Func<Task<bool>> holds, string what) => UntilAsync(holds, () => what);

    /// <param name="what">Says at the end what there was instead.</param>
    public static async Task UntilAsync(Func<Task<bool>> holds, Func<string> what)
    {
        for (var i = 0; i < 300; i++)
        {
            if (await holds()) return;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
        throw new TimeoutException($"Waited in vain until {what()}.");
    }
}
