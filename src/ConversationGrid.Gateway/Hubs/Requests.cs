using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Rules;

namespace ConversationGrid.Gateway.Hubs;

/// <summary>Arguments of hub methods, one record each, so that fields can be added. Nothing is required here: methods check and answer <c>invalid</c>.</summary>
public sealed record StartRequest(string? ClientId, string? Text, string? Topic, string? Locale);

/// <inheritdoc cref="StartRequest"/>
public sealed record PostRequest(string? ConversationId, string? ClientId, string? Text);

/// <inheritdoc cref="StartRequest"/>
public sealed record TypingRequest(string? ConversationId, string? Draft);

/// <inheritdoc cref="StartRequest"/>
public sealed record ReadRequest(string? ConversationId, long Seq);

/// <inheritdoc cref="StartRequest"/>
public sealed record ResumeRequest(string? ConversationId, long After, int? Limit);

/// <inheritdoc cref="StartRequest"/>
public sealed record ReasonRequest(string? ConversationId, string? Reason);

/// <inheritdoc cref="StartRequest"/>
public sealed record RateRequest(string? ConversationId, int Score, string? Comment);

/// <inheritdoc cref="StartRequest"/>
public sealed record ConversationRequest(string? ConversationId);

/// <inheritdoc cref="StartRequest"/>
public sealed record PresenceRequest(string? Status, string? Reason = null);

/// <inheritdoc cref="StartRequest"/>
public sealed record WrapUpRequest(string? OfferId, string? Code);

/// <inheritdoc cref="StartRequest"/>
public sealed record CallBackRequest(string? ConversationId, string? Phone, string? When);

/// <inheritdoc cref="StartRequest"/>
public sealed record OfferRequest(string? OfferId, string? Reason);

/// <inheritdoc cref="StartRequest"/>
public sealed record TransferRequest(string? ConversationId, string? Queue, string? AgentId, string? Note, bool? ToAssistant = null);

/// <inheritdoc cref="StartRequest"/>
public sealed record ResolveRequest(string? ConversationId, string? Disposition);

/// <inheritdoc cref="StartRequest"/>
public sealed record LabelRequest(string? ConversationId, IReadOnlyList<string>? Add, IReadOnlyList<string>? Remove);

/// <inheritdoc cref="StartRequest"/>
public sealed record FieldsRequest(string? ConversationId, IReadOnlyDictionary<string, string?>? Fields);

/// <inheritdoc cref="StartRequest"/>
public sealed record PriorityRequest(string? ConversationId, int Priority);

/// <inheritdoc cref="StartRequest"/>
public sealed record SnoozeRequest(string? ConversationId, DateTimeOffset Until);

/// <inheritdoc cref="StartRequest"/>
public sealed record HoldRequest(string? ConversationId, bool OnHold);

/// <inheritdoc cref="StartRequest"/>
public sealed record MergeRequest(string? ConversationId, string? Into);

/// <inheritdoc cref="StartRequest"/>
public sealed record BlockRequest(string? ConversationId, bool Blocked, string? Reason);

/// <inheritdoc cref="StartRequest"/>
public sealed record MacroRequest(string? ConversationId, string? MacroId, string? ClientId);

/// <inheritdoc cref="StartRequest"/>
public sealed record TakeOverRequest(string? ConversationId, string? AgentId);

/// <summary>A macro as an agent sees it.</summary>
/// <param name="Texts">What it says, by language; empty where it only acts.</param>
/// <param name="Actions">What it does beside its text, by name.</param>
/// <param name="Preview">What it would say in the conversation that was named.</param>
/// <param name="Missing">Placeholders without a value there: while there are any, the macro is refused.</param>
public sealed record MacroSummary(
    string MacroId, string Name, IReadOnlyList<MacroText> Texts, IReadOnlyList<string> Actions, string? Preview = null, IReadOnlyList<string>? Missing = null);

/// <summary>The macros at hand.</summary>
public sealed record MacrosAnswer(IReadOnlyList<MacroSummary> Macros);

/// <summary>Where a call left its mark.</summary>
public sealed record ConversationReceipt(string ConversationId, long Seq);

/// <summary>A message that is durable.</summary>
public sealed record PostReceipt(string ConversationId, long Seq, DateTimeOffset At);

/// <summary>Events, and the last one that the caller has seen with them.</summary>
public sealed record ResumeAnswer(IReadOnlyList<JsonElement> Events, long Last) : HeldAnswer;

/// <summary>A conversation and its events.</summary>
public sealed record OpenAnswer(ConversationView Conversation, IReadOnlyList<JsonElement> Events, long Last) : HeldAnswer;

/// <summary>An answer that the connection's pushes and its next page wait for.</summary>
public abstract record HeldAnswer
{
    private HeldPage? _held;

    /// <summary>This answer, releasing <paramref name="held"/> when it is written.</summary>
    internal T Releasing<T>(HeldPage held) where T : HeldAnswer
    {
        _held = held;
        return (T)this;
    }

    internal void OnWritten() => Interlocked.Exchange(ref _held, null)?.Release();
}

/// <summary>An agent's presence and room.</summary>
public sealed record PresenceAnswer(PresenceStatus Status, int Load, int Capacity, string? Reason = null);

/// <summary>All that is on an agent's desk.</summary>
public sealed record InboxAnswer(IReadOnlyList<ConversationView> Assigned, IReadOnlyList<OfferAnswer> Offers, PresenceStatus Status, int Load, int Capacity,
    string? Reason = null, IReadOnlyList<WrapUpAnswer>? WrapUps = null);

/// <summary>A conversation that is over and that the agent finishes.</summary>
public sealed record WrapUpAnswer(string OfferId, string ConversationId, ConversationView Summary, DateTimeOffset Until);

/// <summary>A conversation that the agent may take.</summary>
/// <param name="LeftMs">Milliseconds until it ends, counted when this was answered: right whatever the reader's clock says.</param>
public sealed record OfferAnswer(string OfferId, string ConversationId, string Queue, ConversationView Summary, DateTimeOffset ExpiresAt, long LeftMs)
{
    internal static OfferAnswer Of(SlotView slot, ConversationView summary, DateTimeOffset now) =>
        new(slot.OfferId, slot.ConversationId, slot.Queue, summary, slot.OfferExpiresAt!.Value, Math.Max(0, (long)(slot.OfferExpiresAt.Value - now).TotalMilliseconds));
}
