using System.ComponentModel.DataAnnotations;
using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Conversations;

/// <summary>How conversations behave. Section <c>Grid:Conversations</c>.</summary>
public sealed class ConversationOptions
{
    /// <summary>How long an agent may think about an offer. Default: 20 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan OfferTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long after it was resolved a conversation closes permanently. Default: 72 hours.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "90.00:00:00")]
    public TimeSpan CloseAfterResolved { get; set; } = TimeSpan.FromHours(72);

    /// <summary>
    /// How long after the assistant's last answer a conversation closes in which nothing more is written and no task is open; 0: never. Default: 30 minutes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan CloseAfterAnswer { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long after a rating the customer may correct it; the later one counts. 0: never. Default: 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan RatingCorrectedWithin { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The queue of hand-overs that name none. Default: general.</summary>
    [Required, RegularExpression("^[A-Za-z0-9_-]{1,64}$")]
    public string DefaultQueue { get; set; } = "general";

    /// <summary>How long a conversation is not offered to an agent who transferred it away, unless a colleague transfers it back. Default: 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan ExcludeSenderFor { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether the assistant answers first. Off, a conversation waits for a human from its first message. Default: on.</summary>
    public bool AssistantEnabled { get; set; } = true;

    /// <summary>Risk of losing the customer, 0 to 1, from which staff are alerted, once an episode. Default: 0.5, more likely than not.</summary>
    [Range(0.0, 1.0)]
    public double AtRiskFrom { get; set; } = 0.5;

    /// <summary>Value of a customer, 1 to 3, from which staff are alerted when it needs a person, once an episode. Default: 2.</summary>
    [Range(1, Limits.CustomerValueMax)]
    public int ValuedFrom { get; set; } = 2;

    /// <summary>How messages are delivered through channels that are not live.</summary>
    public DeliveryOptions Delivery { get; set; } = new();

    /// <summary>Whether messages are analysed for mood, topic and urgency. Default: on.</summary>
    public bool UnderstandingEnabled { get; set; } = true;
}
