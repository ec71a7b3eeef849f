using System.Collections.Concurrent;
using System.Text;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Transcripts;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Integrations.Events;
using ConversationGrid.Integrations.Webhooks;
using ConversationGrid.Journal;
using ConversationGrid.Journal.Postgres;
using ConversationGrid.Journal.Sqlite;
using ConversationGrid.Journal.Tables;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConversationGrid.Integrations.Tests.Webhooks;

/// <summary>Several processes on one store: what one of them records any of them sends.</summary>
public sealed class TwoProcessesTests : IDisposable
{
    private const int Conversations = 40;
    private const int MessagesEach = 12;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grid-webhooks-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory, Stores]
    public async Task Everything_IsSent_InOrder_WhileBothRecordAndReceiverFails(StoreKind kind)
    {
        await using var receiver = await Receiver.StartAsync();
        var random = new Random(11);
        receiver.Answer = (_, _) =>
        {
            lock (random) return Task.FromResult(random.Next(10) == 0 ? 503 : 200);
        };
        IJournalStore store = kind == StoreKind.Sqlite
            ? new SqliteStore(new() { Path = _folder.FullName }, TimeProvider.System)
            : new PostgresStore(new() { ConnectionString = await SharedHost.NewDatabaseAsync() }, TimeProvider.System);
        await store.StartAsync();
        await using var end = store;
        var processes = new[] { Process(store), Process(store) };
        var secrets = processes[0].Hooks.Seal(WebhookSecret.Make());
        var hook = new Webhook("demo", "hook-two", receiver.Url, EventFilter.Everyone, secrets, true, TimeProvider.System.GetUtcNow(), "omar");
        await processes[0].Hooks.SaveAsync(hook, default);
        foreach (var process in processes) await process.Dispatcher.StartAsync(default);

        // Each records half of the conversations, some events at a time, as projectors do.
        await Parallel.ForEachAsync(Enumerable.Range(0, Conversations), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, cancel) =>
        {
            var stream = new StreamId(EntityKind.Conversation, new("demo", $"c{number}"));
            var written = 0;
            while (written < MessagesEach)
            {
                var events = Enumerable.Range(written + 1, Math.Min(1 + number % 3, MessagesEach - written)).Select(i => Message(i)).ToList();
                Assert.Equal(AppendResult.Appended, await store.Journal.AppendAsync(new(stream, written, events, DueChange.Keep), cancel));
                var writes = new WriteSet();
                await processes[number % 2].Recorded.AddAsync(
                    writes, [.. events.Select((e, i) => new GlobalEvent(default, stream, new(written + 1 + i, e)))], cancel);
                Assert.True(await store.Database.WriteAsync(writes, cancel));
                processes[number % 2].Recorded.Written();
                written += events.Count;
            }
        });
        await Until.TrueAsync("all is here", () =>
            receiver.Accepted.Select(r => (r.Conversation, r.Seq)).Distinct().Count() == Conversations * MessagesEach, 60);
        await Until.TrueAsync("all is written", async () =>
            (await store.Database.QueryAsync(new("select count(*) from webhook_lanes"), row => row.Int64(0)))[0] == 0);
        foreach (var process in processes)
        {
            await process.Dispatcher.StopAsync(default);
            process.Dispatcher.Dispose();
            process.Sender.Dispose();
        }
        Assert.True(receiver.All.Count > receiver.Accepted.Count, "Nothing failed.");
        foreach (var conversation in receiver.Accepted.GroupBy(r => r.Conversation))
            Assert.Equal(Enumerable.Range(1, MessagesEach).Select(i => (long)i), conversation.Select(r => r.Seq).Distinct());
        // Nobody was stopped in the middle, so nothing that was accepted came again.
        Assert.Equal(Conversations * MessagesEach, receiver.Accepted.Count);
        Assert.Equal(Conversations * MessagesEach,
            (await store.Database.QueryAsync(new("select count(*) from webhook_deliveries where state = 2"), row => row.Int64(0)))[0]);
    }

    private static MessagePosted Message(int number) => new($"Message {number}", $"m{number}", number)
    {
        At = TimeProvider.System.GetUtcNow(), By = new(ActorKind.Customer, "c1"),
    };

    private static OneProcess Process(IJournalStore store)
    {
        var options = new WebhookOptions
        {
            AllowLoopback = true, RetryFirst = TimeSpan.FromMilliseconds(30), RetryMax = TimeSpan.FromMilliseconds(200), AttemptsMax = 50,
            LookEvery = TimeSpan.FromMilliseconds(30),
        };
        var seals = new Seals(new SigningKey(Encoding.UTF8.GetBytes(new string('k', 32))));
        var hooks = new WebhookStore(store.Database, seals, options, TimeProvider.System);
        var recorded = new RecordedDeliveries(hooks, TimeProvider.System);
        var sender = new WebhookSender(hooks, new TranscriptReader(store.Journal), new(options), options, TimeProvider.System);
        return new(hooks, recorded, sender, new(
            hooks, new(store.Database, options, TimeProvider.System), sender, recorded, new NoLog(), options, TimeProvider.System,
            NullLogger<WebhookDispatcher>.Instance));
    }

    private sealed record OneProcess(WebhookStore Hooks, RecordedDeliveries Recorded, WebhookSender Sender, WebhookDispatcher Dispatcher);

    private sealed class NoLog : ISecurityLog
    {
        public Task AddAsync(string workspace, SecurityEntry entry) => Task.CompletedTask;

        public Task<IReadOnlyList<LoggedEntry>> ReadAsync(string workspace, long after, int max, CancellationToken cancel = default) =>
            Task.FromResult<IReadOnlyList<LoggedEntry>>([]);
    }
}
