using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal;

namespace ConversationGrid.JournalBench;

/// <summary>The journal itself: encoding, fencing, optionally a due time with every append.</summary>
internal sealed class StoreContender(string name, IJournalStore store, Func<long> commits, Func<TimeSpan> databaseCpu, bool withDue) : Contender
{
    private readonly StreamId[] _streams = [.. Enumerable.Range(0, Payload.StreamsMax)
        .Select(i => new StreamId(EntityKind.Conversation, new("demo", Payload.IdOf(i))))];

    public override string Name => name;
    public override long Commits => commits();
    public override TimeSpan DatabaseCpu => databaseCpu();

    public override async ValueTask AppendAsync(int stream, long expectedSeq)
    {
        var message = Payload.Message(expectedSeq);
        var due = withDue ? DueChange.To(message.At.AddSeconds(expectedSeq)) : DueChange.Keep;
        var result = await store.Journal.AppendAsync(new(_streams[stream], expectedSeq, [message], due));
        if (result != AppendResult.Appended) throw new InvalidOperationException($"Stream {stream} at {expectedSeq}: {result}.");
    }

    public override ValueTask DisposeAsync() => store.DisposeAsync();
}
