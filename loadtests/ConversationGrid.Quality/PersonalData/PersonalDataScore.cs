using ConversationGrid.Understanding.PersonalData;

namespace ConversationGrid.Quality.PersonalData;

/// <summary>
/// Counts, by type, of marked spans found and missed and of spans found for nothing. A marked span is found when spans of its type cover at least half of its
/// characters; a found span is right when at least half of it lies in marked spans of its type. F2 weighs recall four times precision, as for masking.
/// </summary>
internal sealed class PersonalDataScore
{
    private readonly Dictionary<string, int[]> _counts = new(StringComparer.Ordinal);

    public int Texts { get; private set; }

    /// <summary>Takes one text into the counts. Types that mean an identifier count as one where a file has no finer label.</summary>
    public void Add(AnnotatedText row, IReadOnlyList<PersonalDataSpan> foundInUnits)
    {
        Texts++;
        var found = PersonalDataSpan.ToCodePoints(row.Text, foundInUnits);
        foreach (var (start, end, label) in row.Spans)
        {
            var type = AnnotatedText.TypeOf(label);
            var covered = found.Where(f => f.Type == type).Sum(f => Overlap(start, end, f.Start, f.End));
            Count(type == PersonalDataType.None ? label : type.Label())[covered * 2 >= end - start && covered > 0 ? 0 : 1]++;
        }
        foreach (var span in found)
        {
            var inside = row.Spans.Where(s => AnnotatedText.TypeOf(s.Label) == span.Type).Sum(s => Overlap(s.Start, s.End, span.Start, span.End));
            Count(span.Type.Label())[inside * 2 >= span.Length ? 2 : 3]++;
        }
    }

    public IEnumerable<string> Labels => _counts.Keys.Order(StringComparer.Ordinal);

    /// <summary>Precision, recall, F2 over the labels that <paramref name="pick"/> accepts, and how many spans are marked.</summary>
    public (double Precision, double Recall, double F2, int Marked, int Found) Of(Func<string, bool> pick)
    {
        var sums = new int[4];
        foreach (var (label, counts) in _counts)
        {
            for (var i = 0; i < 4 && pick(label); i++)
                sums[i] += counts[i];
        }
        var recall = Ratio(sums[0], sums[0] + sums[1]);
        var precision = Ratio(sums[2], sums[2] + sums[3]);
        return (precision, recall, recall + precision == 0 ? 0 : 5 * precision * recall / ((4 * precision) + recall), sums[0] + sums[1], sums[2] + sums[3]);
    }

    /// <summary>True for a label of a type that a checksum or fixed shape proves.</summary>
    public static bool IsStructured(string label) => AnnotatedText.TypeOf(label).IsStructured();

    private static double Ratio(int part, int whole) => whole == 0 ? 1 : (double)part / whole;

    private static int Overlap(int a, int b, int c, int d) => Math.Max(0, Math.Min(b, d) - Math.Max(a, c));

    private int[] Count(string label)
    {
        if (!_counts.TryGetValue(label, out var counts))
            _counts[label] = counts = new int[4];
        return counts;
    }
}
