using System.ComponentModel.DataAnnotations;

namespace ConversationGrid.Integrations.Webhooks;

/// <summary>How events are sent to other systems. Section <c>Grid:Webhooks</c>.</summary>
public sealed class WebhookOptions : IValidatableObject
{
    public const string Section = "Grid:Webhooks";

    /// <summary>Hooks of one workspace. Default: 20.</summary>
    [Range(0, 1_000)] public int HooksMax { get; set; } = 20;

    /// <summary>Time for one attempt, from the look-up of the name to the answer's status. Default: 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")] public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Time until a failed attempt is made again, for the first time; up to a fifth more or less, so that not all come at once. Default: 5 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")] public TimeSpan RetryFirst { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>By how much that time grows with each attempt. Default: 3.</summary>
    [Range(1.0, 10.0)] public double RetryFactor { get; set; } = 3;

    /// <summary>Longest time between two attempts. Default: 12 hours.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "2.00:00:00")] public TimeSpan RetryMax { get; set; } = TimeSpan.FromHours(12);

    /// <summary>Attempts until a delivery is given up, and the next of its conversation goes out. Default: 14, which is about three days.</summary>
    [Range(1, 100)] public int AttemptsMax { get; set; } = 14;

    /// <summary>A hook is switched off when every attempt failed for this long. Default: 3 days.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "60.00:00:00")] public TimeSpan DisableAfter { get; set; } = TimeSpan.FromDays(3);

    /// <summary>Conversations sent at the same time to one hook; to one that fails, one. Default: 8.</summary>
    [Range(1, 1_000)] public int AtOncePerHookMax { get; set; } = 8;

    /// <summary>Conversations sent at the same time by this process. Default: 128.</summary>
    [Range(1, 10_000)] public int AtOnceMax { get; set; } = 128;

    /// <summary>How often the store is looked at for what another process recorded, and for what is due again. Default: 500 milliseconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")] public TimeSpan LookEvery { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a process that is gone keeps the conversations that it was sending. Default: 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")] public TimeSpan LeaseFor { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long it is kept what was delivered. Default: 7 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "90.00:00:00")] public TimeSpan KeepDelivered { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long it is kept what was given up, and what waits for a hook that is off. Default: 30 days.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")] public TimeSpan KeepUndelivered { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long the secret before the newest one signs too. Default: 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")] public TimeSpan OldSecretFor { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// Whether hooks may lead to this machine itself. Default: where the host is one machine on SQLite that listens on loopback addresses alone, and nowhere
    /// else.
    /// </summary>
    public bool? AllowLoopback { get; set; }

    /// <summary>Inner addresses that hooks may lead to, as <c>host:port</c>. Default: none.</summary>
    public List<string> InnerHosts { get; set; } = [];

    /// <summary>Events of all workspaces that one page of <c>GET /api/v1/events</c> passes by. Default: 5,000.</summary>
    [Range(100, 100_000)] public int EventsPassedMax { get; set; } = 5_000;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (LeaseFor < 2 * AnswerWithin) yield return new("must be at least twice AnswerWithin.", [nameof(LeaseFor)]);
        if (RetryMax < RetryFirst) yield return new("must be no shorter than RetryFirst.", [nameof(RetryMax)]);
    }

    /// <summary>The time until the next attempt.</summary>
    /// <param name="attempts">Attempts that were made.</param>
    /// <param name="jitter">From 0 to 1.</param>
    internal TimeSpan RetryAfter(long attempts, double jitter) =>
        TimeSpan.FromSeconds(Math.Min(RetryMax.TotalSeconds, RetryFirst.TotalSeconds * Math.Pow(RetryFactor, Math.Min(attempts - 1,
            60))) * (0.8 + 0.4 * jitter));
}
