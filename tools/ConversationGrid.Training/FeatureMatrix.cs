using ConversationGrid.Understanding.Models;
using ConversationGrid.Understanding.Text;

namespace ConversationGrid.Training;

/// <summary>The training texts as a sparse matrix of weighed features, one row a text, with the vocabulary that made it.</summary>
internal sealed class FeatureMatrix
{
    private FeatureMatrix(uint[] keys, byte[] values, int unseenValue, int[] starts, int[] columns, float[] cells) =>
        (Keys, Values, UnseenValue, Starts, Columns, Cells) = (keys, values, unseenValue, starts, columns, cells);

    public uint[] Keys { get; }

    /// <summary>Columns of the keys, then those of the words' vectors where they are read.</summary>
    public int ColumnCount => Values.Length;

    /// <summary>Rarity of each feature in 1/16; 1 for a dimension of the vectors.</summary>
    public byte[] Values { get; }

    public int UnseenValue { get; }

    public int[] Starts { get; }

    public int[] Columns { get; }

    public float[] Cells { get; }

    public int Count => Starts.Length - 1;

    /// <param name="examples">The labelled texts.</param>
    /// <param name="options">Families, their weights, and how often a feature must be seen.</param>
    /// <param name="allowed">The only features to know; the others count as never seen. Null knows all.</param>
    public static FeatureMatrix Of(IReadOnlyList<Example> examples, TrainingOptions options, HashSet<uint>? allowed = null)
    {
        var raw = RawFeatures.Of(examples, options);
        var (keys, counts, columnOf) = Vocabulary(raw, options.ExamplesMin, allowed);
        var values = new byte[keys.Length + (options.MeaningWeight > 0 ? WordVectors.Dimensions : 0)];
        values.AsSpan(keys.Length).Fill(LinearWeights.ValueUnit);
        for (var i = 0; i < keys.Length; i++)
            values[i] = Rarity(counts[i], examples.Count);
        var unseenValue = Rarity(Math.Max(1, options.ExamplesMin - 1), examples.Count);
        var starts = new int[examples.Count + 1];
        var columns = new List<int>(raw.Keys.Count);
        var cells = new List<float>(raw.Keys.Count);
        for (var row = 0; row < examples.Count; row++)
        {
            for (var family = 0; family < Grams.FamilyCount; family++)
                AddFamily(raw, row, family, options.FamilyWeights[family], columnOf, values, unseenValue, columns, cells);
            if (options.MeaningWeight > 0)
                AddMeaning(raw.Meaning(row), options.MeaningWeight, keys.Length, columns, cells);
            starts[row + 1] = columns.Count;
        }
        return new FeatureMatrix(keys, values, unseenValue, starts, [.. columns], [.. cells]);
    }

    private static byte Rarity(int seenIn, int examples) =>
        (byte)Math.Clamp(MathF.Round(LinearWeights.ValueUnit * (MathF.Log((1f + examples) / (1f + seenIn)) + 1f)), 1, LinearWeights.ValueMax);

    private static void AddFamily(
        RawFeatures raw, int row, int family, float weight, Dictionary<uint, int> columnOf, byte[] values, int unseenValue, List<int> columns,
        List<float> cells)
    {
        var (from, to) = raw.Span(row, family);
        if (weight <= 0 || from == to)
            return;
        var first = cells.Count;
        var squares = 0f;
        for (var i = from; i < to; i++)
        {
            var known = columnOf.TryGetValue(raw.Keys[i], out var column);
            var value = (known ? values[column] : unseenValue) * LinearModel.TermWeight(raw.Counts[i]);
            squares += value * value;
            if (!known)
                continue;
            columns.Add(column);
            cells.Add(value);
        }
        var scale = weight / MathF.Sqrt(squares);
        for (var i = first; i < cells.Count; i++)
            cells[i] *= scale;
    }

    private static void AddMeaning(ReadOnlySpan<int> meaning, float weight, int firstColumn, List<int> columns, List<float> cells)
    {
        var squares = LinearModel.LengthSquared(meaning);
        if (squares == 0)
            return;
        var scale = weight / MathF.Sqrt(squares);
        for (var i = 0; i < meaning.Length; i++)
        {
            columns.Add(firstColumn + i);
            cells.Add(meaning[i] * scale);
        }
    }

    private static (uint[] Keys, int[] Counts, Dictionary<uint, int> ColumnOf) Vocabulary(RawFeatures raw, int examplesMin, HashSet<uint>? allowed)
    {
        var seenIn = new Dictionary<uint, int>();
        foreach (var key in raw.Keys)
            System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(seenIn, key, out _)++;
        var keys = new List<uint>();
        var counts = new List<int>();
        var columnOf = new Dictionary<uint, int>();
        foreach (var key in raw.Keys)
        {
            var count = seenIn[key];
            if (count >= examplesMin && (allowed is null || allowed.Contains(key)) && columnOf.TryAdd(key, keys.Count))
            {
                keys.Add(key);
                counts.Add(count);
            }
        }
        return ([.. keys], [.. counts], columnOf);
    }

    /// <summary>All features of all texts before any is dropped.</summary>
    private sealed class RawFeatures
    {
        private readonly List<int> _ends = [];
        private readonly List<int> _meanings = [];

        public List<uint> Keys { get; } = [];

        public List<byte> Counts { get; } = [];

        public static RawFeatures Of(IReadOnlyList<Example> examples, TrainingOptions options)
        {
            var raw = new RawFeatures();
            var text = new MessageText();
            var grams = new Grams();
            foreach (var example in examples)
            {
                text.Read(example.Text);
                Negation.Mark(text.Tokens);
                grams.Read(text);
                if (options.MeaningWeight > 0)
                    raw._meanings.AddRange(grams.Meaning);
                var from = 0;
                for (var family = 0; family < Grams.FamilyCount; family++)
                {
                    var to = grams.Ends[family];
                    if (options.FamilyWeights[family] > 0)
                    {
                        raw.Keys.AddRange(grams.Keys[from..to]);
                        raw.Counts.AddRange(grams.Counts[from..to]);
                    }
                    raw._ends.Add(raw.Keys.Count);
                    from = to;
                }
            }
            return raw;
        }

        public ReadOnlySpan<int> Meaning(int row) =>
            System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_meanings).Slice(row * WordVectors.Dimensions, WordVectors.Dimensions);

        public (int From, int To) Span(int row, int family)
        {
            var at = (row * Grams.FamilyCount) + family;
            return (at == 0 ? 0 : _ends[at - 1], _ends[at]);
        }
    }
}
