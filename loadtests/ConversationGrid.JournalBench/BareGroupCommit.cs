using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;

namespace ConversationGrid.JournalBench;

/// <summary>One message of the bare loop.</summary>
internal sealed record BareRow(string Stream, long Seq, byte[] Body, TaskCompletionSource Done);

/// <summary>
/// What anyone would write first: a channel, a loop that takes what is there, one multi-row INSERT, complete. No fencing, no agenda, no
/// due times, no order for projections, no bounds.
/// </summary>
internal abstract class BareGroupCommit : Contender
{
    private const int BatchMax = 1_000;

    private static readonly JsonTypeInfo Shape = ContractsJson.Options.GetTypeInfo(typeof(MessagePosted));

    private readonly Channel<BareRow> _queue = Channel.CreateUnbounded<BareRow>(new() { SingleReader = true });
    private Task _loop = Task.CompletedTask;
    private long _commits;

    public override long Commits => Volatile.Read(ref _commits);

    public override async ValueTask AppendAsync(int stream, long expectedSeq)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(Payload.Message(expectedSeq), Shape);
        var row = new BareRow(Payload.IdOf(stream), expectedSeq + 1, body, new(TaskCreationOptions.RunContinuationsAsynchronously));
        _queue.Writer.TryWrite(row);
        await row.Done.Task;
    }

    public override async ValueTask DisposeAsync()
    {
        _queue.Writer.Complete();
        await _loop;
    }

    protected void Begin() => _loop = Task.Run(LoopAsync);

    protected abstract Task WriteAsync(List<BareRow> rows);

    private async Task LoopAsync()
    {
        var rows = new List<BareRow>();
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (rows.Count < BatchMax && _queue.Reader.TryRead(out var row)) rows.Add(row);
            await WriteAsync(rows);
            Interlocked.Increment(ref _commits);
            foreach (var row in rows) row.Done.SetResult();
            rows.Clear();
        }
    }
}
