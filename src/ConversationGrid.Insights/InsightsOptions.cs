using System.ComponentModel.DataAnnotations;

namespace ConversationGrid.Insights;

/// <summary>How projections follow the journal. Section <c>Grid:Insights</c>.</summary>
public sealed class InsightsOptions
{
    /// <summary>How often the journal is looked at when there was nothing new. Default: 200 milliseconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan FollowEvery { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long to wait after the journal did not answer. Default: 1 second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>A hand-over counts as answered in time when an agent takes it within this time. Default: 60 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ServiceLevelWithin { get; set; } = TimeSpan.FromSeconds(60);
}
