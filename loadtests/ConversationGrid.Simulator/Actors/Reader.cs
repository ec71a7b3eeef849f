using ConversationGrid.Contracts;
using ConversationGrid.Simulator.Cluster;

namespace ConversationGrid.Simulator.Actors;

/// <summary>A client's end of a subscription: what it saw so far, over all its connections.</summary>
internal sealed class Reader(World world, StreamId stream, Audience audience, string name)
{
    private Session? _session;

    public StreamId Stream => stream;
    public Audience Audience => audience;
    public string Name => name;
    public List<Committed> Seen { get; } = [];
    public long Last => Seen.Count == 0 ? 0 : Seen[^1].Seq;
    public bool IsConnected => _session is { IsCut: false };

    /// <summary>Connects again and goes on behind the last event seen.</summary>
    public void Connect(SimProcess process)
    {
        _session?.IsCut = true;
        var session = _session = new(world, process, this, Last);
        process.Run(session.RunAsync);
    }

    public void Receive(Session session, Committed e, long prev)
    {
        if (session != _session) return;
        if (prev != Last)
        {
            // The gateway left something out: the protocol's own check tells, and the client starts over from where it is.
            world.Violate("delivery", $"{name} at {Last} of {stream} was sent {e.Seq} after {prev}.");
            return;
        }
        Seen.Add(e);
        world.Checks.OnSeen(this, e);
        world.Note(0x5E, world.Checks.Number(stream), e.Seq);
    }
}
