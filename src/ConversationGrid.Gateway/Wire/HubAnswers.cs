using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Rules;

namespace ConversationGrid.Gateway.Wire;

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
    private Action? _release;

    /// <summary>This answer, calling <paramref name="release"/> once when it is written.</summary>
    internal T Releasing<T>(Action release) where T : HeldAnswer
    {
        _release = release;
        return (T)this;
    }

    internal void OnWritten() => Interlocked.Exchange(ref _release, null)?.Invoke();
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
        new(slot.OfferId, slot.ConversationId, slot.Queue, summary, slot.OfferExpiresAt!.Value,
            Math.Max(0, (long)(slot.OfferExpiresAt.Value - now).TotalMilliseconds));
}
