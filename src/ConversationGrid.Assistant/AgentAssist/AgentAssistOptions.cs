using System.ComponentModel.DataAnnotations;

namespace ConversationGrid.Assistant.AgentAssist;

/// <summary>What agents are suggested from solved conversations.</summary>
public sealed class AgentAssistOptions
{
    /// <summary>Newest replies of solved conversations kept for each workspace, in this process's memory; 0 switches them off. Default: 2,000.</summary>
    [Range(0, 100_000)] public int SolvedMax { get; set; } = 2_000;

    /// <summary>How long after a change what was solved and learnt is searched. Default: 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")] public TimeSpan LearnEvery { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Unanswered questions that make a topic for a new article. Default: 3.</summary>
    [Range(1, 1_000)] public int GapFrom { get; set; } = 3;

    /// <summary>How long before its end an article is said to expire. Default: 14 days.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "365.00:00:00")] public TimeSpan ExpiresSoon { get; set; } = TimeSpan.FromDays(14);

    /// <summary>After how long without being quoted or sent an article is said to be unused. Default: 90 days.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")] public TimeSpan UnusedAfter { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Share of its topics that a solved conversation's question must have in common with the one at hand, 0 to 1. Default: 0.4.</summary>
    [Range(0.0, 1.0)] public double SolvedLikeness { get; set; } = 0.4;
}
