using ConversationGrid.Client.Wire;

namespace ConversationGrid.Load.Checks;

/// <summary>One party of a conversation: what its client showed it, and what came over its wire before the client put it in order.</summary>
internal sealed class Witness(string name)
{
    private readonly Lock _gate = new();
    private readonly List<Sight> _seen = [];
    private readonly HashSet<long> _pushed = [];
    private long _lastPushed;

    public string Name => name;

    public int PushedTwice { get; private set; }

    public int PushedLate { get; private set; }

    /// <summary>It may not follow the conversation any more, so it need not see the rest.</summary>
    public bool Gone { get; set; }

    public long Last
    {
        get { lock (_gate) return _seen.Count == 0 ? 0 : _seen[^1].Seq; }
    }

    public List<Sight> Seen()
    {
        lock (_gate) return [.. _seen];
    }

    public void Show(Envelope e)
    {
        lock (_gate) _seen.Add(Sight.Of(e));
    }

    /// <summary>On one connection each event is pushed once, and in order.</summary>
    public void Pushed(long seq)
    {
        lock (_gate)
        {
            if (!_pushed.Add(seq)) PushedTwice++;
            else if (seq < _lastPushed) PushedLate++;
            else _lastPushed = seq;
        }
    }

    /// <summary>A new connection: the server may push again what the old one did not get through.</summary>
    public void Reconnected()
    {
        lock (_gate)
        {
            _pushed.Clear();
            _lastPushed = 0;
        }
    }
}
