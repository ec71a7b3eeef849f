using System.Threading.Channels;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal.Tables;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Privacy.Audit;

/// <inheritdoc cref="ISecurityLog"/>
internal sealed partial class SecurityLog(IDatabase database, TimeProvider time, ILogger<SecurityLog> log) : BackgroundService, ISecurityLog
{
    private const int WaitingMax = 10_000;
    private const int TogetherMax = 500;
    private const int TriesMax = 20;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(100);

    private readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(WaitingMax);

    public async Task AddAsync(string workspace, SecurityEntry entry)
    {
        var waiting = new Waiting(workspace, time.GetUtcNow(), entry);
        // Nothing is dropped: whoever writes faster than the store waits for it.
        await _waiting.Writer.WriteAsync(waiting);
        await waiting.Done.Task;
    }

    public Task<IReadOnlyList<LoggedEntry>> ReadAsync(string workspace, long after, int max, CancellationToken cancel = default) =>
        SecurityChain.PageAsync(database, workspace, after, max, cancel);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Waiting>();
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
            {
                while (batch.Count < TogetherMax && _waiting.Reader.TryRead(out var next)) batch.Add(next);
                foreach (var workspace in batch.GroupBy(w => w.Workspace)) await WriteAsync(workspace.Key, [.. workspace]);
                batch.Clear();
            }
        }
        catch (OperationCanceledException)
        {
            // What is still there is written, and then there is an end.
            _waiting.Writer.TryComplete();
            while (_waiting.Reader.TryRead(out var last)) await WriteAsync(last.Workspace, [last]);
        }
    }

    /// <summary>Chains entries to the head and moves it, in one transaction. Where another process moved it meanwhile they are chained again.</summary>
    private async Task WriteAsync(string workspace, IReadOnlyList<Waiting> entries)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                if (await TryWriteAsync(workspace, entries)) break;
                if (tries < TriesMax) continue;
                throw new JournalUnavailableException("The head of the security log kept moving.");
            }
            catch (JournalUnavailableException failure)
            {
                if (tries >= TriesMax)
                {
                    Lost(log, entries.Count, failure);
                    foreach (var entry in entries) entry.Done.TrySetException(failure);
                    return;
                }
                await Task.Delay(RetryAfter, time, CancellationToken.None);
            }
        }
        foreach (var entry in entries) entry.Done.TrySetResult();
    }

    private async Task<bool> TryWriteAsync(string workspace, IReadOnlyList<Waiting> entries)
    {
        var heads = await database.QueryAsync(
            new("select seq, hash from security_heads where workspace = $1", workspace), row => (Seq: row.Int64(0), Hash: row.Text(1)));
        var (before, hash) = heads.Count == 0 ? (0L, "") : heads[0];
        var seq = before;
        var writes = new WriteSet { GuardRows = 1 };
        foreach (var (_, at, entry) in entries)
        {
            var micros = SecurityChain.Micros(at);
            hash = SecurityChain.HashOf(hash, workspace, ++seq, micros, entry);
            writes.Run(
                "insert into security_log (workspace, seq, at, actor, action, subject, detail, hash) values ($1, $2, $3, $4, $5, $6, $7, $8)",
                workspace, seq, micros, entry.ActorId, entry.Action, entry.Subject, entry.Detail, hash);
        }
        writes.Guard = heads.Count == 0
            ? new("insert into security_heads (workspace, seq, hash) values ($1, $2, $3) on conflict (workspace) do nothing", workspace, seq, hash)
            : new("update security_heads set seq = $2, hash = $3 where workspace = $1 and seq = $4", workspace, seq, hash, before);
        return await database.WriteAsync(writes);
    }

    private sealed record Waiting(string Workspace, DateTimeOffset At, SecurityEntry Entry)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    [LoggerMessage(5620, LogLevel.Error, "{Count} entries of the security log could not be written and are lost.")]
    private static partial void Lost(ILogger log, int count, Exception failure);
}
