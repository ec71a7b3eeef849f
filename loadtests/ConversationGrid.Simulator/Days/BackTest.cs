using ConversationGrid.Contracts;
using ConversationGrid.Domain.Queues;

namespace ConversationGrid.Simulator.Days;

/// <summary>
/// Runs the routing code again over recorded queues: at every moment the same state must lead to the same choice, and to none where none
/// was made.
/// </summary>
internal sealed class BackTest
{
    private readonly Dictionary<StreamId, QueueState> _queues = [];
    private readonly HashSet<string> _wrong = [];
    private readonly HashSet<string> _offers = [];

    /// <summary>Choices recorded, and those that come out the same.</summary>
    public int Choices { get; private set; }
    public int Same { get; private set; }

    /// <summary>Times at which the code would choose and nobody was chosen.</summary>
    public int Missed { get; private set; }

    /// <summary>Assignments that came of recorded choices, and those whose choice comes out the same.</summary>
    public int Assignments { get; private set; }
    public int SameAssignments { get; private set; }

    public double Equality => Choices == 0 ? 1 : (double)Same / (Choices + Missed);

    public void Add(StreamId stream, long seq, DomainEvent e)
    {
        if (e is Assigned assigned && _offers.Contains(assigned.OfferId))
        {
            Assignments++;
            if (!_wrong.Contains(assigned.OfferId)) SameAssignments++;
        }
        if (e is not QueueEvent recorded) return;
        var state = _queues.GetValueOrDefault(stream) ?? QueueState.Initial(stream.Id);
        if (recorded is AgentPicked pick) Compare(state, pick);
        else if (state.UpdatedAt < recorded.At && Queue.NextPick(state, state.UpdatedAt) is not null) Missed++;
        _queues[stream] = Queue.Evolve(state, seq, recorded);
    }

    private void Compare(QueueState state, AgentPicked pick)
    {
        Choices++;
        _offers.Add(pick.OfferId);
        var again = Queue.NextPick(state, pick.At);
        if (again?.ConversationId == pick.ConversationId && again.AgentId == pick.AgentId) Same++;
        else _wrong.Add(pick.OfferId);
    }
}
