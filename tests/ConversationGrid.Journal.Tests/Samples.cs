using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Journal.Tests;

/// <summary>Events and streams to write in tests.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static StreamId Stream(string id) => new(EntityKind.Conversation, new("demo", id));

    public static MessagePosted Message(string text, int minute = 0) =>
        new(text, $"client-{text}", text.Length) { At = Noon.AddMinutes(minute), By = new(ActorKind.Customer, "cust-1", "Aisyah") };

    public static AppendRequest Append(StreamId stream, long expected, params string[] texts) =>
        new(stream, expected, [.. texts.Select(t => Message(t))], DueChange.Keep);

    public static AppendRequest AppendDue(StreamId stream, long expected, DateTimeOffset? due, string text = "hello") =>
        new(stream, expected, [Message(text)], DueChange.To(due));

    public static string? Text(this Committed committed) => ((MessagePosted)committed.Event).Text;
}
