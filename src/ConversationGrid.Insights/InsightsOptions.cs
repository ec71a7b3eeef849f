using System.ComponentModel.DataAnnotations;

namespace ConversationGrid.Insights;

/// <summary>How figures are counted. Section <c>Grid:Insights</c>.</summary>
public sealed class InsightsOptions
{
    /// <summary>A hand-over counts as answered in time when an agent takes it within this time. Default: 60 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ServiceLevelWithin { get; set; } = TimeSpan.FromSeconds(60);
}
