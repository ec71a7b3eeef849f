namespace ConversationGrid.Understanding.PersonalData;

/// <summary>Collects spans in ascending order; allocates nothing until the first one.</summary>
internal struct SpanList
{
    private List<PersonalDataSpan>? _spans;

    public readonly IReadOnlyList<PersonalDataSpan> Result => _spans ?? (IReadOnlyList<PersonalDataSpan>)[];

    public readonly int Count => _spans?.Count ?? 0;

    public readonly PersonalDataSpan this[int index] => _spans![index];

    /// <summary>Adds a span that begins at or after the end of the last one; one that reaches back is cut.</summary>
    public void Add(int start, int end, PersonalDataType type)
    {
        _spans ??= [];
        if (_spans.Count > 0)
            start = Math.Max(start, _spans[^1].End);
        if (start < end)
            _spans.Add(new(start, end, type));
    }

    /// <summary>Brings spans of two passes into ascending order. Both passes give ascending spans, so this is a merge of two runs.</summary>
    public readonly void Sort() => _spans?.Sort(static (a, b) => a.Start.CompareTo(b.Start));

    /// <summary>Adds a span of a later pass, anywhere; <see cref="Sort"/> afterwards.</summary>
    public void AddUnordered(int start, int end, PersonalDataType type) => (_spans ??= []).Add(new(start, end, type));
}
