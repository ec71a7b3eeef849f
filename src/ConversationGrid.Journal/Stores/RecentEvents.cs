using ConversationGrid.Contracts;

namespace ConversationGrid.Journal;

/// <summary>
/// The events that this process wrote last, so that followers of the journal in this process need not decode them again: most of what it reads was
/// written a moment ago by this very process. A place is found by hash, and a newer event takes it; what is not here is read from the row.
/// </summary>
internal sealed class RecentEvents
{
    /// <summary>A few seconds of writing at the highest rate. A power of two.</summary>
    private const int Places = 16_384;

    private readonly Kept?[] _places = new Kept?[Places];

    /// <summary>This process appended something. Raised on the writer: it must return at once.</summary>
    public event Action? Added;

    /// <summary>Keeps what is durable now.</summary>
    public void Add(PendingAppend append)
    {
        for (var i = 0; i < append.Source.Count; i++)
        {
            var seq = append.ExpectedSeq + 1 + i;
            Volatile.Write(ref _places[PlaceOf(append.Stream, seq)], new(append.Stream, seq, append.Source[i]));
        }
        Added?.Invoke();
    }

    /// <summary>The event, once: the projector has it then, and it need not be kept any longer.</summary>
    public DomainEvent? Take(string stream, long seq)
    {
        ref var place = ref _places[PlaceOf(stream, seq)];
        if (Volatile.Read(ref place) is not { } kept || kept.Seq != seq || kept.Stream != stream) return null;
        Volatile.Write(ref place, null);
        return kept.Event;
    }

    /// <summary>Forgets all of them: somebody was erased.</summary>
    public void Clear() => Array.Clear(_places);

    private static int PlaceOf(string stream, long seq) => (stream.GetHashCode(StringComparison.Ordinal) + (int)seq * 31) & (Places - 1);

    private sealed record Kept(string Stream, long Seq, DomainEvent Event);
}
