using System.ComponentModel.DataAnnotations;
using ConversationGrid.Domain.Conversations;

namespace ConversationGrid.Channels.Hooks;

/// <summary>
/// A channel whose messages go out and come in as signed calls, e.g. to a bridge for a messenger. Section
/// <c>Grid:Channels:Hooks:{workspace}:{channel}</c>; a channel is a word of 1 to 32 lower-case letters.
/// </summary>
public sealed class HookOptions : IValidatableObject
{
    /// <summary>Where messages to customers are sent, http or https. No default.</summary>
    [Required]
    public Uri? Url { get; set; }

    /// <summary>Key that signs calls in both directions, at least 16 characters; <c>whsec_</c> and Base64, or any text. No default.</summary>
    [Required, MinLength(16)]
    public string Secret { get; set; } = "";

    /// <summary>What the assistant does on the channel. Default: it answers.</summary>
    public ChannelAssistant Assistant { get; set; } = ChannelAssistant.Answers;

    /// <summary>The queue of its conversations where nothing else says so. Default: what the entry rules choose.</summary>
    public string? Queue { get; set => field = string.IsNullOrWhiteSpace(value) ? null : value; }

    /// <summary>Characters of one message on the channel; a longer one is sent in parts. Default: 4,000.</summary>
    [Range(20, 100_000)]
    public int TextMax { get; set; } = 4_000;

    /// <summary>Whether the channel shows Markdown. Default: no.</summary>
    public bool Markdown { get; set; }

    /// <summary>How long a call may take. Default: 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Url is { IsAbsoluteUri: true, Scheme: "http" or "https" } ? [] : [new("an address of http or https is needed.", [nameof(Url)])];
}
