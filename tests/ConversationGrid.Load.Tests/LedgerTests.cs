using ConversationGrid.Client.Wire;
using ConversationGrid.Load.Checks;

namespace ConversationGrid.Load.Tests;

/// <summary>A checker is worth what it catches: one clean world, and every way to break it.</summary>
public sealed class LedgerTests
{
    [Fact]
    public void CleanRun_BreaksNothing()
    {
        var verdict = Judge(_ => { });
        Assert.True(verdict.Kept, string.Join('\n', verdict.Notes));
        Assert.Equal(4, verdict.Acked);
        Assert.Equal(8, verdict.Delivered);
    }

    [Fact]
    public void MissingOnAScreen_IsLost() => Assert.Equal(1, Judge(w => w.Agent.RemoveAt(3)).Lost);

    [Fact]
    public void MissingInTheTranscript_IsLost() => Assert.Equal(1, Judge(w => w.Transcript.RemoveAt(2)).Lost);

    [Fact]
    public void AnotherText_IsLost() =>
        Assert.Equal(1, Judge(w => w.Customer[1] = w.Customer[1] with { Data = new EventData { ClientId = "r-0-0", Text = "forged" } }).Lost);

    [Fact]
    public void AnotherNumberThanPromised_IsLost() => Assert.Equal(3, Judge(w => w.Promised["r-0-2"] = 9).Lost);

    [Fact]
    public void SameClientIdTwice_IsDuplicated()
    {
        var verdict = Judge(w => w.Transcript.Add(Message(6, 5, "r-0-1", "agent")));
        Assert.Equal(1, verdict.Duplicated);
        Assert.Equal(0, verdict.Lost);
    }

    [Fact]
    public void NeverAcknowledgedButTwice_IsDuplicated() => Assert.Equal(1, Judge(w =>
    {
        w.Promised.Remove("r-0-3");
        w.Transcript.Add(Message(6, 5, "r-0-3", "agent"));
    }).Duplicated);

    [Fact]
    public void NeverAcknowledgedAndAbsent_IsFine() => Assert.True(Judge(w =>
    {
        w.Promised.Remove("r-0-3");
        w.Transcript.RemoveAt(4);
        w.Customer.RemoveAt(4);
        w.Agent.RemoveAt(4);
    }).Kept);

    [Fact]
    public void BrokenChain_IsReordered() => Assert.Equal(1, Judge(w => w.Customer[2] = w.Customer[2] with { Prev = 1 }).Reordered);

    [Fact]
    public void SendersOrderTurned_IsReordered() => Assert.True(Judge(w =>
    {
        w.Promised["r-0-0"] = 4;
        w.Promised["r-0-2"] = 2;
        foreach (var list in new[] { w.Customer, w.Agent, w.Transcript })
        {
            list[1] = Message(2, 1, "r-0-2", "customer");
            list[3] = Message(4, 3, "r-0-0", "customer");
        }
    }).Reordered > 0);

    [Fact]
    public void PushedTwiceOnOneConnection_IsDuplicated_ButNotAfterABreak()
    {
        var witness = new Witness("w");
        witness.Pushed(1);
        witness.Pushed(2);
        witness.Reconnected();
        witness.Pushed(2);
        Assert.Equal((0, 0), (witness.PushedTwice, witness.PushedLate));
        witness.Pushed(2);
        witness.Pushed(5);
        witness.Pushed(4);
        Assert.Equal((1, 1), (witness.PushedTwice, witness.PushedLate));
    }

    [Fact]
    public void ShownThoughNeverStored_IsAFork()
    {
        var shown = Message(6, 5, "r-0-9", "customer");
        Assert.Equal(1, Judge(w => w.Agent.Add(shown)).Forked);
        Assert.Equal(0, Judge(w =>
        {
            w.Customer.Add(shown);
            w.Agent.Add(shown);
            w.Transcript.Add(shown);
        }).Forked);
    }

    [Fact]
    public void NoTranscript_IsNotKept() => Assert.False(Judge(w => w.Readable = false).Kept);

    [Fact]
    public void TwoReceiptsThatDiffer_AreADuplicate()
    {
        var ledger = new Ledger(_ => null);
        ledger.Acked("a", 1);
        ledger.Acked("a", 1);
        ledger.Acked("a", 2);
        Assert.Equal(1, ledger.Judge([]).Duplicated);
    }

    private static Verdict Judge(Action<World> breakIt)
    {
        var world = new World();
        breakIt(world);
        var ledger = new Ledger(World.TextOf);
        foreach (var clientId in World.ClientIds) ledger.Sent(clientId);
        foreach (var (clientId, seq) in world.Promised) ledger.Acked(clientId, seq);
        var (customer, agent) = (ledger.AddWitness("customer"), ledger.AddWitness("agent"));
        foreach (var e in world.Customer) customer.Show(e);
        foreach (var e in world.Agent) agent.Show(e);
        return ledger.Judge(world.Readable ? world.Transcript : null);
    }

    private static Envelope Message(long seq, long prev, string clientId, string kind) =>
        new("c", seq, prev, EventTypes.MessagePosted, DateTimeOffset.UnixEpoch, new Party(kind, kind, null),
            new EventData { ClientId = clientId, Text = World.TextOf(clientId) });

    private sealed class World
    {
        public static readonly string[] ClientIds = ["r-0-0", "r-0-1", "r-0-2", "r-0-3"];

        public Dictionary<string, long> Promised { get; } = ClientIds.Select((id, i) => (id, Seq: i + 2L)).ToDictionary(x => x.id, x => x.Seq);

        public List<Envelope> Customer { get; } = Everything();

        public List<Envelope> Agent { get; } = Everything();

        public List<Envelope> Transcript { get; } = Everything();

        public bool Readable { get; set; } = true;

        public static string TextOf(string clientId) => "text of " + clientId;

        private static List<Envelope> Everything() =>
        [
            new("c", 1, 0, "conversationStarted", DateTimeOffset.UnixEpoch, new Party("system", null, null), null),
            .. ClientIds.Select((id, i) => Message(i + 2, i + 1, id, i % 2 == 0 ? "customer" : "agent")),
        ];
    }
}
