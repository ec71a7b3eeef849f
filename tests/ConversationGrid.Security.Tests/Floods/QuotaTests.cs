using ConversationGrid.Contracts;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Fuzz.Wire;
using ConversationGrid.Gateway.Configuration;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Throttling;
using ConversationGrid.Security.Tests.Access;
using ConversationGrid.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace ConversationGrid.Security.Tests.Floods;

/// <summary>What a stranger may create, over all processes, and who is not counted.</summary>
public sealed class QuotaTests : IDisposable
{
    private const string Address = "203.0.113.7";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 12, 1, 9, 0, 0, TimeSpan.Zero));
    private readonly MemoryAccessStore _store;
    private readonly QuotaOptions _options = new()
    {
        ConversationsPerCustomer = 10, ConversationsPerAddress = 40, HandoversPerCustomer = 5, HandoversPerAddress = 20, BytesPerDayPerCustomer = 65_536,
        MessagesPerSecondPerAddress = 10,
    };

    private readonly List<Quotas> _made = [];

    public QuotaTests() => _store = new(_time);

    [Fact]
    public async Task OneStranger_BeginsSoMany_AtAllProcessesTogether_AndIsToldWhenItGoesOn()
    {
        var (one, two) = (Process(), Process());
        var taken = 0;
        var refused = await TakeAsync(async i =>
        {
            await (i % 2 == 0 ? one : two).TakeConversationAsync(Stranger("ann"), Address, null, default);
            taken++;
        }, 400);
        Assert.Equal(10, taken);
        Assert.Equal((RefusalCodes.RateLimited, true), (refused!.Code, refused.Retryable));
        Assert.InRange(refused.RetryAfterMs!.Value, 1, (long)_options.Window.TotalMilliseconds);
        _time.Advance(_options.Window);
        await one.TakeConversationAsync(Stranger("ann"), Address, null, default);
    }

    [Fact]
    public async Task ManyAtOnce_TakeOnePortionOfTheWorkspace_NotTheWholeQuota()
    {
        var slow = new SlowStore(_store);
        using var process = new Quotas(slow, new Seals(new(new byte[32])), Options.Create(_options), _time);
        var began = Enumerable.Range(0, 300).Select(i => process.TakeConversationAsync(Stranger($"m{i}"), $"203.0.{i % 250}.{i / 250 + 1}", null, default))
            .ToList();
        slow.Answer.SetResult();
        await Task.WhenAll(began);
        Assert.Equal(1, slow.Asked.Count(key => key.Max == _options.ConversationsPerWorkspace));
    }

    [Fact]
    public async Task ManyStrangers_OfOneAddress_ShareItsQuota_AndOfAKnownNetworkTheyDoNot()
    {
        var process = Process();
        var taken = 0;
        await TakeAsync(async i =>
        {
            await process.TakeHandoverAsync(Stranger($"c{i}"), Address, default);
            taken++;
        }, 100);
        Assert.Equal(20, taken);
        await process.TakeHandoverAsync(Stranger("elsewhere"), "203.0.113.8", default);
        _options.KnownNetworks = ["203.0.113.0/29"];
        for (var i = 0; i < 100; i++) await process.TakeHandoverAsync(Stranger($"d{i}"), Address, default);
        for (var i = 0; i < 100; i++) await process.TakeHandoverAsync(Stranger($"e{i}"), "127.0.0.1", default);
    }

    [Fact]
    public async Task BytesOfADay_AreCounted_AndMessagesASecondOfAnAddress()
    {
        var process = Process();
        var written = 0;
        await TakeAsync(async _ =>
        {
            await process.TakeMessageAsync(Stranger("ann"), "127.0.0.1", new string('x', 8_000), default);
            written += 8_000;
        }, 100);
        // What a process does not count at first comes on top.
        Assert.InRange(written, 56_000, 65_536 + 16_384);
        var taken = 0;
        await TakeAsync(async i =>
        {
            await process.TakeMessageAsync(Stranger($"c{i}"), Address, "x", default);
            taken++;
        }, 1_000);
        Assert.InRange(taken, 100, 120);
    }

    [Fact]
    public async Task ProvenCustomer_IsNoStranger()
    {
        var process = Process();
        for (var i = 0; i < 100; i++) await process.TakeConversationAsync(Stranger("ann", isProven: true), Address, "hello", default);
    }

    public void Dispose() => _made.ForEach(q => q.Dispose());

    /// <summary>Answers nothing until it is told to: so many callers ask at the same time.</summary>
    private sealed class SlowStore(MemoryAccessStore inner) : IAccessStore
    {
        public TaskCompletionSource Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public System.Collections.Concurrent.ConcurrentQueue<(string Key, int Max)> Asked { get; } = new();

        public async Task<bool> TryCountAsync(string key, int max, TimeSpan window, int uses, CancellationToken cancel = default)
        {
            Asked.Enqueue((key, max));
            await Answer.Task;
            return await inner.TryCountAsync(key, max, window, uses, cancel);
        }

        public Task<AccessCount> CountedAsync(string key, CancellationToken cancel = default) => inner.CountedAsync(key, cancel);
        public Task ForgetCountAsync(string key, CancellationToken cancel = default) => inner.ForgetCountAsync(key, cancel);
        public Task<AccessRecord?> FindAsync(string kind, string workspace, string id, CancellationToken cancel = default) =>
            inner.FindAsync(kind, workspace, id, cancel);
        public Task<IReadOnlyList<AccessRecord>> ListAsync(string kind, string workspace, string? owner, CancellationToken cancel = default) =>
            inner.ListAsync(kind, workspace, owner, cancel);
        public Task<bool> TryAddAsync(AccessRecord record, CancellationToken cancel = default) => inner.TryAddAsync(record, cancel);
        public Task<bool> TryReplaceAsync(AccessRecord record, CancellationToken cancel = default) => inner.TryReplaceAsync(record, cancel);
        public Task<bool> RemoveAsync(string kind, string workspace, string id, CancellationToken cancel = default) =>
            inner.RemoveAsync(kind, workspace, id, cancel);
        public Task RemoveOfOwnerAsync(string kind, string workspace, string owner, CancellationToken cancel = default) =>
            inner.RemoveOfOwnerAsync(kind, workspace, owner, cancel);
        public Task CleanAsync(CancellationToken cancel = default) => inner.CleanAsync(cancel);
    }

    private Quotas Process()
    {
        var made = new Quotas(_store, new Seals(new(new byte[32])), Options.Create(_options), _time);
        _made.Add(made);
        return made;
    }

    private static CallerIn Stranger(string id, bool isProven = false) =>
        new(new Workspace("demo", new(), Workspace.NoPolicies), Caller.Customer(id, null, isProven));

    private static async Task<Refusal?> TakeAsync(Func<int, Task> take, int times)
    {
        Refusal? last = null;
        for (var i = 0; i < times; i++)
        {
            try
            {
                await take(i);
            }
            catch (RefusedException refused)
            {
                last = refused.Refusal;
            }
        }
        return last;
    }
}

/// <summary>The same at the host: one anonymous customer who asks for people again and again.</summary>
public class QuotaAtTheHostTests
{
    [Fact]
    public async Task HandOvers_OfOneStranger_DoNotFillTheQueue()
    {
        var grid = new GridInProcess { Settings = ["--Grid:Quotas:ConversationsPerCustomer", "15", "--Grid:Quotas:HandoversPerCustomer", "5"] };
        await grid.InitializeAsync();
        try
        {
            using var peer = (await HubPeer.OpenAsync(grid.Address, "/hubs/customer", (await grid.Rest.CustomerAsync()).Token)).Peer!;
            var (started, handed, refusals) = (0, 0, new List<string>());
            for (var i = 0; i < 40; i++)
            {
                var start = await peer.CallAsync("Start", new { clientId = $"k{i}", text = "hello" });
                if (!start.IsOk)
                {
                    refusals.Add(start.Error);
                    continue;
                }
                started++;
                var human = await peer.CallAsync("RequestHuman", new { conversationId = start.Result.GetProperty("conversationId").GetString() });
                if (human.IsOk) handed++;
                else refusals.Add(human.Error);
            }
            Assert.Equal((15, 5), (started, handed));
            Assert.All(refusals, r => Assert.Matches(@"rate_limited: .* retryAfterMs=\d+ \(retry\)$", r));
        }
        finally
        {
            await grid.DisposeAsync();
            grid.Dispose();
        }
    }

    [Fact]
    public async Task EveryRefusal_OfTheFramework_SaysWhatToDo()
    {
        var grid = new GridInProcess();
        await grid.InitializeAsync();
        try
        {
            var omar = await grid.Rest.StaffAsync("omar");
            foreach (var (method, path, body) in ((string, string, string?)[])[
                ("POST", "/api/v1/sessions/customer", "{"), ("POST", "/api/v1/sessions/customer", "[]"), ("POST", "/api/v1/sessions/customer", ""),
                ("POST", "/api/v1/sessions/customer", null),
                ("GET", "/api/v1/conversations?limit=many", null), ("GET", "/api/v1/conversations?limit=0", null), ("PUT", "/api/v1/queues/q", "nonsense"),
                ("GET", "/api/v1/nosuch", null), ("PATCH", "/api/v1/queues/q", "{}")])
            {
                var answer = await grid.Rest.SendAsync(method, path, omar, body is null ? null : Rest.Json(body));
                Assert.True(answer.Status is >= 400 and < 500 && answer.Text("detail") is { Length: > 10 },
                    $"{method} {path} '{body}': {answer.Status} {answer.Body}");
            }
        }
        finally
        {
            await grid.DisposeAsync();
            grid.Dispose();
        }
    }
}
