using System.Diagnostics;
using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Telemetry;

namespace ConversationGrid.Journal;

/// <summary>
/// One append on its way to the store, encoded on its caller's thread so that the writer only writes. Without events it is a change
/// of the due time alone, which passes the same queue and so keeps its place among the appends.
/// </summary>
internal sealed class PendingAppend : TaskCompletionSource<AppendResult>, IPendingWrite
{
    private PendingAppend(string stream, long expectedSeq, IReadOnlyList<DomainEvent> source, EncodedEvent[] events, DueChange due)
        : base(GridTelemetry.Recorded, TaskCreationOptions.RunContinuationsAsynchronously)
    {
        (Stream, ExpectedSeq, Source, Events, Due) = (stream, expectedSeq, source, events, due);
        foreach (var e in events)
        {
            Bytes += e.Structure.Length + (e.Personal?.Length ?? 0);
            IsPersonal |= e.Personal is not null;
        }
    }

    public string Stream { get; }
    public long ExpectedSeq { get; }
    public IReadOnlyList<DomainEvent> Source { get; }
    public EncodedEvent[] Events { get; }
    public DueChange Due { get; }
    public int Bytes { get; }

    /// <summary>Whether anything of it is personal, and so to be encrypted.</summary>
    public bool IsPersonal { get; }
    public int Rows => Math.Max(1, Events.Length);
    public long LastSeq => ExpectedSeq + Events.Length;
    public bool IsDueOnly => Events.Length == 0;
    public bool IsSettled => Task.IsCompleted;

    /// <summary>The span that waits for it; null where it is not traced.</summary>
    public Activity? Span => (Activity?)Task.AsyncState;

    /// <summary>Place in its batch, in order of arrival.</summary>
    public int Arrival { get; set; }

    public static PendingAppend Of(in AppendRequest request)
    {
        if (request.Events.Count == 0) throw new ArgumentException($"An append to '{request.Stream}' holds no event.", nameof(request));
        if (request.ExpectedSeq < 0) throw new ArgumentException($"'{request.Stream}' cannot be at sequence number {request.ExpectedSeq}.", nameof(request));
        var events = new EncodedEvent[request.Events.Count];
        for (var i = 0; i < events.Length; i++) events[i] = EventCodec.Encode(request.Events[i]);
        return new(KeyOf(request.Stream), request.ExpectedSeq, request.Events, events, request.Due);
    }

    public static PendingAppend Of(StreamId stream, long expectedSeq, DateTimeOffset? due) => new(KeyOf(stream), expectedSeq, [], [], DueChange.To(due));

    /// <summary>Encrypts what is personal. Without a key it is left out: the stream was erased.</summary>
    public PendingAppend Under(IDataKey? key)
    {
        for (var i = 0; i < Events.Length; i++)
            if (Events[i].Personal is { } personal)
                Events[i] = Events[i] with { Personal = key?.Seal(personal, ExpectedSeq + 1 + i, Events[i].Structure), PersonalKey = key?.Id };
        return this;
    }

    public void Fail(Exception reason) => TrySetException(reason);

    /// <summary>A stream's key, only of a well-formed id: nothing that a store could choke on reaches a batch.</summary>
    public static string KeyOf(StreamId stream) =>
        stream.Id.IsWellFormed ? stream.ToString() : throw new ArgumentException("The stream's id is not well formed.", nameof(stream));
}
