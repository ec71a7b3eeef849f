namespace ConversationGrid.Understanding.PersonalData;

/// <summary>One piece of personal data: UTF-16 positions [<paramref name="Start"/>, <paramref name="End"/>) in the text, as .NET strings count.</summary>
public readonly record struct PersonalDataSpan(int Start, int End, PersonalDataType Type)
{
    /// <summary>Length in UTF-16 units.</summary>
    public int Length => End - Start;

    /// <summary>
    /// The same spans in Unicode code points, as annotated evaluation files count. <paramref name="spans"/> must be in ascending order, as the finder gives
    /// them.
    /// </summary>
    public static IReadOnlyList<PersonalDataSpan> ToCodePoints(string text, IReadOnlyList<PersonalDataSpan> spans)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(spans);
        var result = new PersonalDataSpan[spans.Count];
        var (at, points) = (0, 0);
        for (var i = 0; i < result.Length; i++)
        {
            var start = Advance(spans[i].Start);
            result[i] = spans[i] with { Start = start, End = Advance(spans[i].End) };
        }
        return result;

        int Advance(int to)
        {
            for (; at < to; points++)
                at += char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;
            return points;
        }
    }
}
