using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;

namespace ConversationGrid.Engine.Ports;

/// <summary>
/// A way to customers that is not live: e-mail, or a bridge to a messenger. Called off every entity's turn; it may be slow, and it may fail. A channel is added
/// by registering one: nothing else of the engine knows which there are.
/// </summary>
public interface IChannelSender
{
    /// <summary>How a workspace uses a channel through this sender; null where it does not. Called on entities' turns: it must return at once.</summary>
    ChannelProfile? Find(string workspace, string channel);

    /// <summary>
    /// Sends one part of a message. At least once: the receiving side must be able to know the same <see cref="OutboundMessage.Key"/> again. What it throws
    /// counts
    /// as <see cref="DeliveryProblem.Unreachable"/>, and is tried again.
    /// </summary>
    Task<DeliveryReport> SendAsync(OutboundMessage message, CancellationToken cancel);
}

/// <summary>How a workspace uses a channel.</summary>
public sealed record ChannelProfile(ChannelRule Rule, ChannelCapabilities Capabilities);

/// <summary>What a channel can carry.</summary>
/// <param name="TextMax">Characters of one message; a longer text is sent in parts.</param>
/// <param name="Markdown">Whether it shows Markdown; else the marks are taken out.</param>
/// <param name="Attachments">Whether it carries files.</param>
/// <param name="Receipts">Whether it tells later that a message arrived or was read.</param>
/// <param name="OwnDisclosure">Whether the sender itself says which messages an AI wrote; else the first one of a conversation says so.</param>
public sealed record ChannelCapabilities(
    int TextMax = int.MaxValue, bool Markdown = false, bool Attachments = false, bool Receipts = false, bool OwnDisclosure = false);

/// <summary>A message on its way to a customer.</summary>
/// <param name="MessageSeq">Sequence number of the message.</param>
/// <param name="Key">The same for every attempt to send this part, and for nothing else.</param>
/// <param name="Text">The text of this part, as the channel can show it.</param>
/// <param name="Language">Language in which the customer writes, e.g. <c>ms</c>.</param>
public sealed record OutboundMessage(EntityId Conversation, string Channel, long MessageSeq, string Key, string Text, Actor By, string Language)
{
    /// <summary>When it was written.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>What the conversation is about, in the customer's words.</summary>
    public string? Topic { get; init; }

    /// <summary>Whether an AI wrote it.</summary>
    public bool IsByAi => By.Kind == ActorKind.Bot;

    /// <summary>Where the customer's last message came from; null where none came through a channel.</summary>
    public MessageOrigin? Origin { get; init; }

    /// <summary>References of the customer's messages, oldest first; at most <see cref="ReferencesMax"/>.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>The customer's e-mail address as its profile has it; nobody need have proved it.</summary>
    public string? Email { get; init; }

    /// <summary>Files that go along, where the channel carries any.</summary>
    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>Sources of the text.</summary>
    public IReadOnlyList<Citation> Citations { get; init; } = [];

    /// <summary>Most references that go along.</summary>
    public const int ReferencesMax = 20;
}
