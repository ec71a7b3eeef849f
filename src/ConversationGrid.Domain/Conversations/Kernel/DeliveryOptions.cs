using System.ComponentModel.DataAnnotations;

namespace ConversationGrid.Domain.Conversations;

/// <summary>How long and how often the delivery of a message is tried. Section <c>Grid:Conversations:Delivery</c>.</summary>
public sealed class DeliveryOptions
{
    /// <summary>Time from the first failed attempt to the second; each further wait is twice as long. Default: 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest wait between two attempts. Default: 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan RetryAfterMax { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Age of a message from which a further failed attempt is the last. Default: 2 days.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "14.00:00:00")]
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(2);
}
