using System.Globalization;
using System.Text.Json;
using ConversationGrid.Contracts;

namespace ConversationGrid.Integrations.A2a;

/// <summary>Where a task stands, in the words of both versions of the protocol.</summary>
internal enum A2aState
{
    None = 0,
    Submitted,
    Working,
    InputRequired,
    Completed,
    Canceled,
}

/// <summary>A message of a task.</summary>
internal sealed record A2aMessage(string Id, bool IsFromCustomer, string Text, long Seq, DateTimeOffset At);

/// <summary>
/// A conversation as another agent's task: its context is the conversation, the task an episode of it. While the assistant or a person is to answer it is
/// being worked on; when they have, the next word is the caller's.
/// </summary>
internal sealed record A2aTask(A2aTaskId Id, A2aState State, DateTimeOffset At, IReadOnlyList<A2aMessage> History)
{
    /// <summary>What the company's side said last.</summary>
    public A2aMessage? Answer => History.LastOrDefault(message => !message.IsFromCustomer);

    /// <summary>Whether nothing comes before the caller does something.</summary>
    public bool Rests => State is A2aState.InputRequired or A2aState.Completed or A2aState.Canceled;

    /// <param name="events">The latest events that the customer may see.</param>
    public static A2aTask Of(ConversationView view, IReadOnlyList<JsonElement> events)
    {
        var messages = events.Where(e => TypeOf(e) == "messagePosted" && e.GetProperty("data").TryGetProperty("text", out _)).Select(MessageOf).ToList();
        var closed = events.LastOrDefault(e => TypeOf(e) is "closed" or "conversationStarted" or "reopened");
        var isCanceled = closed.ValueKind == JsonValueKind.Object && TypeOf(closed) == "closed" && KindOf(closed) == "customer";
        var isAnswered = messages.Count > 0 && !messages[^1].IsFromCustomer;
        var state = view.State switch
        {
            ConversationStatus.Closed when isCanceled => A2aState.Canceled,
            ConversationStatus.Resolved or ConversationStatus.Closed => A2aState.Completed,
            // Who waits for a person waits, whatever was said about that.
            ConversationStatus.Waiting or ConversationStatus.Offered or ConversationStatus.Snoozed => A2aState.Working,
            _ => isAnswered ? A2aState.InputRequired : A2aState.Working,
        };
        var at = events.Count == 0 ? view.StartedAt : events[^1].GetProperty("at").GetDateTimeOffset();
        return new(new(view.ConversationId, view.Episode), state, at, messages);
    }

    private static A2aMessage MessageOf(JsonElement e)
    {
        var (seq, text) = (e.GetProperty("seq").GetInt64(), e.GetProperty("data").GetProperty("text").GetString()!);
        var id = e.GetProperty("data").TryGetProperty("clientId", out var given) && given.GetString() is { Length: > 0 } mine ? mine
            : string.Create(CultureInfo.InvariantCulture, $"{e.GetProperty("conversationId").GetString()}-{seq}");
        return new(id, KindOf(e) == "customer", text, seq, e.GetProperty("at").GetDateTimeOffset());
    }

    private static string? TypeOf(JsonElement e) => e.GetProperty("type").GetString();

    private static string? KindOf(JsonElement e) => e.GetProperty("by").GetProperty("kind").GetString();
}

/// <summary>The id of a task: the conversation and the number of its episode. Made and read here alone.</summary>
internal sealed record A2aTaskId(string Conversation, int Episode)
{
    private const char Separator = '.';

    /// <summary>Reads what <see cref="ToString"/> wrote; null for any other text.</summary>
    public static A2aTaskId? Read(string? text) => text?.Split(Separator) is [{ Length: > 0 } conversation, var episode]
        && int.TryParse(episode, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new(conversation, number) : null;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Conversation}{Separator}{Episode}");
}
