using System.Security.Claims;
using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Demo;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Workspaces;
using ConversationGrid.Gateway;
using ConversationGrid.Gateway.Configuration;
using ConversationGrid.Gateway.Delivery;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Testing;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Security.Tests.Delivery;

/// <summary>A round of turns is one tick: it brings each change to each desk once, and never to all desks at once.</summary>
public class InboxPushesTests
{
    private const int Desks = 25;

    private readonly Changes _changes = new();
    private readonly Callers _callers = new(new WorkspaceDirectory([DemoWorkspace.Of(new())], new LiveSettings(new MemoryStore())));
    private readonly LiveList _list;
    private readonly InboxPushes _pushes;
    private readonly List<FakeConnection> _desks = [];

    public InboxPushesTests()
    {
        _pushes = new(_list = new(_changes, Options.Create(new GatewayOptions()), TimeProvider.System), _callers, Options.Create(new GatewayOptions()),
            TimeProvider.System);
        _changes.Changed += _list.Take;
        for (var i = 0; i < Desks; i++) Join();
    }

    [Fact]
    public void Change_ReachesEveryDesk_OnceWithinATick()
    {
        for (var begin = 0; begin < InboxPushes.Turns; begin++)
        {
            _changes.Change($"c{begin}");
            Tick();
            Assert.All(_desks, d => Assert.Equal([$"c{begin} 1"], Taken(d)));
            // The next change comes at another turn of the round.
            _pushes.TakeTurn();
        }
        Tick();
        Assert.All(_desks, d => Assert.Empty(Taken(d)));
    }

    [Fact]
    public void Change_ReachesAFewDesksATurn()
    {
        for (var turn = 0; turn < InboxPushes.Turns; turn++)
        {
            _changes.Change("c");
            _pushes.TakeTurn();
            Assert.InRange(_desks.Count(d => Taken(d).Count > 0), 1, (Desks + InboxPushes.Turns - 1) / InboxPushes.Turns);
        }
    }

    [Fact]
    public void ManyChanges_ComeInOrder_TheLastStateOfEachAlone_InOneWrite()
    {
        _changes.Change("a");
        _changes.Change("b");
        _changes.Change("a");
        _changes.Lose("d");
        var before = _desks.ConvertAll(d => d.Writes);
        Tick();
        Assert.All(_desks, d => Assert.Equal(["b 1", "a 2", "d gone"], Taken(d)));
        Assert.All(_desks.Zip(before), d => Assert.Equal(d.Second + 1, d.First.Writes));
    }

    [Fact]
    public void ManyChanges_ThatAreTooMuchForOneWrite_AllCome()
    {
        for (var i = 0; i < 100; i++) _changes.Change($"{i}", text: new('x', 1_000));
        Tick();
        Assert.All(_desks, d => Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i} 1"), Taken(d)));
        Assert.All(_desks, d => Assert.InRange(d.Writes, 2, 10));
    }

    [Fact]
    public void DeskThatLeft_IsToldNothing_AndOneThatComes_WhatChangesFromThenOn()
    {
        _changes.Change("early");
        _pushes.Leave(_desks[0].ConnectionId);
        var late = Join();
        Tick();
        Assert.Empty(_desks[0].Pushes);
        Assert.Empty(Taken(late));
        _changes.Change("then");
        Tick();
        Assert.Equal(["then 1"], Taken(late));
    }

    private FakeConnection Join()
    {
        var desk = FakeConnection.Open($"desk{_desks.Count}");
        var user = new ClaimsPrincipal(
            new ClaimsIdentity([new("sub", "aina"), new(Tokens.WorkspaceClaim, DemoWorkspace.Name), new(Tokens.RoleClaim, "agent")], "test"));
        _ = _pushes.FollowAsync(new FakeCaller(desk.ConnectionId, user), _callers.Find(user)!, desk.SendBuffer);
        _desks.Add(desk);
        return desk;
    }

    private void Tick()
    {
        for (var i = 0; i < InboxPushes.Turns; i++) _pushes.TakeTurn();
    }

    /// <summary>What came since the last look: id and state.</summary>
    private static List<string> Taken(FakeConnection desk)
    {
        var taken = desk.Pushes.ConvertAll(push =>
        {
            var row = JsonElement.Parse(push).GetProperty("arguments")[0];
            return $"{row.GetProperty("conversationId").GetString()} {(row.TryGetProperty("gone", out _) ? "gone" : row.GetProperty("lastSeq").ToString())}";
        });
        desk.Pushes.Clear();
        return taken;
    }

    [Fact]
    public void WhatIsHeard_IsWhatTheConnectedMaySee()
    {
        Assert.Equal((false, "billing general", "aina"), Said());
        var siti = FakeConnection.Open("siti");
        var user = new ClaimsPrincipal(
            new ClaimsIdentity([new("sub", "siti"), new(Tokens.WorkspaceClaim, DemoWorkspace.Name), new(Tokens.RoleClaim, "supervisor")], "test"));
        _ = _pushes.FollowAsync(new FakeCaller("siti", user), _callers.Find(user)!, siti.SendBuffer);
        Assert.Equal((true, "billing general", "aina"), Said());
        _pushes.Leave("siti");
        foreach (var desk in _desks) _pushes.Leave(desk.ConnectionId);
        Assert.True(_changes.Interest!.IsNone);

        (bool, string, string) Said() =>
            (_changes.Interest!.Everything, string.Join(' ', _changes.Interest.Queues.Order()), string.Join(' ', _changes.Interest.Agents.Order()));
    }

    /// <summary>A workspace's live view that changes when it is told to.</summary>
    private sealed class Changes : ILiveViews
    {
        private readonly Dictionary<string, long> _seqs = [];

        public event Action<string, IReadOnlyList<LiveChange>>? Changed;

        public LiveInterest? Interest { get; private set; }

        public void Change(string id, string? text = null)
        {
            var seq = _seqs[id] = _seqs.GetValueOrDefault(id) + 1;
            Tell(new(id, ConversationStatus.Waiting, "nur", null, "web", "en", "general", null, 1, seq, text, null, null, null, default, default),
                new(seq, "nur", "general", null, []), left: null);
        }

        /// <summary>A colleague takes it out of the queue.</summary>
        public void Lose(string id) => Tell(
            new(id, ConversationStatus.Assigned, "nur", null, "web", "en", "general", new("ben", "Ben"), 1, 9, null, null, null, null, default, default),
            new(9, "nur", null, null, [new("ben")]), left: "general");

        public Task FollowAsync(string workspace, LiveInterest interest, CancellationToken cancel = default)
        {
            Interest = interest;
            return Task.CompletedTask;
        }

        public Task PublishAsync(string workspace, IReadOnlyList<LiveChange> changes, CancellationToken cancel = default) => Task.CompletedTask;

        private void Tell(ListedConversation row, ConversationParties parties, string? left) =>
            Changed?.Invoke("demo", [new(row, parties, left is not null, left)]);
    }
}
