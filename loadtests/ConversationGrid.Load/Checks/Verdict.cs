namespace ConversationGrid.Load.Checks;

/// <summary>Broken promises, counted, and the first of them in words.</summary>
internal sealed class Verdict
{
    private const int NotesMax = 50;
    private readonly List<string> _notes = [];

    public long Acked { get; set; }

    /// <summary>Messages shown to a party.</summary>
    public long Delivered { get; set; }

    /// <summary>Acknowledged messages that are missing, or stand elsewhere, or have another text, once for each party and the transcript.</summary>
    public long Lost { get; set; }

    public long Duplicated { get; set; }

    /// <summary>Broken <c>prev</c> chains, pushes out of order, messages of one sender out of order.</summary>
    public long Reordered { get; set; }

    /// <summary>Messages that a party was shown and that the transcript does not hold in that place: written by somebody who had lost the right to.</summary>
    public long Forked { get; set; }

    /// <summary>Transcripts that could not be read back.</summary>
    public long Unread { get; set; }

    public IReadOnlyList<string> Notes => _notes;

    public bool Kept => Lost == 0 && Duplicated == 0 && Reordered == 0 && Forked == 0 && Unread == 0;

    public void Note(string what)
    {
        if (_notes.Count < NotesMax) _notes.Add(what);
    }

    public void Add(Verdict other)
    {
        Acked += other.Acked;
        Delivered += other.Delivered;
        Lost += other.Lost;
        Duplicated += other.Duplicated;
        Reordered += other.Reordered;
        Forked += other.Forked;
        Unread += other.Unread;
        foreach (var note in other.Notes) Note(note);
    }
}
