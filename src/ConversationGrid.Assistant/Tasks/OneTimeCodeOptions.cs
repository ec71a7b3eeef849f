using System.ComponentModel.DataAnnotations;

namespace ConversationGrid.Assistant.Tasks;

/// <summary>How many one-time codes are sent and tried, over all conversations and processes. Section <c>Grid:Assistant:Codes</c>.</summary>
public sealed class OneTimeCodeOptions
{
    /// <summary>The time in which they are counted. Default: 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")] public TimeSpan Window { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Codes sent to one address. Default: 5.</summary>
    [Range(1, 1_000)] public int SentPerAddressMax { get; set; } = 5;

    /// <summary>Codes sent for one customer. Default: 6.</summary>
    [Range(1, 1_000)] public int SentPerCustomerMax { get; set; } = 6;

    /// <summary>Codes sent for all customers who write from one network address. Default: 30.</summary>
    [Range(1, 100_000)] public int SentPerSourceMax { get; set; } = 30;

    /// <summary>Codes sent for all customers of a workspace. Default: 2,000.</summary>
    [Range(1, 10_000_000)] public int SentPerWorkspaceMax { get; set; } = 2_000;

    /// <summary>Codes tried for one address. Default: 10.</summary>
    [Range(1, 1_000)] public int TriesPerAddressMax { get; set; } = 10;

    /// <summary>Codes tried by one customer. Default: 12.</summary>
    [Range(1, 1_000)] public int TriesPerCustomerMax { get; set; } = 12;

    /// <summary>Codes tried by all customers who write from one network address. Default: 60.</summary>
    [Range(1, 100_000)] public int TriesPerSourceMax { get; set; } = 60;
}
