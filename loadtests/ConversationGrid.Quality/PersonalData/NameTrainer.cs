using ConversationGrid.Understanding.PersonalData;
using ConversationGrid.Understanding.PersonalData.Names;

namespace ConversationGrid.Quality.PersonalData;

/// <summary>
/// Trains the name tagger: annotated sentences, hand-written care sentences with made-up fillings, and ordinary customer messages without any name as
/// counter-examples. Averaged perceptron; the order is shuffled with a fixed seed, so the same files give the same model.
/// </summary>
internal sealed class NameTrainer
{
    private const int Rounds = 8;

    private readonly float[] _weights = new float[NameFeatures.Rows * NameTagger.Lanes];
    private readonly double[] _sums = new double[NameFeatures.Rows * NameTagger.Lanes];
    private long _step = 1;

    /// <summary>Trains on what <paramref name="data"/> (the shared data folder) and <paramref name="care"/> hold and writes the model.</summary>
    public static void Train(string data, string care, bool everything, float caution, string path, TextWriter output)
    {
        var material = new NameMaterial(data, care);
        var annotated = material.Annotated.Where(row => everything || !row.IsHeldBack).ToList();
        output.WriteLine($"{annotated.Count} annotated, {material.Made.Count} made, {material.Quiet.Count} quiet, {material.Common.Count} everyday words");
        using var file = File.Create(path);
        NameTagger.Save(file, material.Common, Weights(material, annotated), caution);
    }

    /// <summary>
    /// Cross-validation over the templates of the tuning part: each fold is tagged by a model that saw none of its templates. The held-back part is not
    /// touched.
    /// </summary>
    public static void CrossValidate(string data, string care, IReadOnlyList<float> cautions, int errorsMax, TextWriter output)
    {
        const int Folds = 4;
        var material = new NameMaterial(data, care);
        var scores = cautions.Select(_ => new PersonalDataScore()).ToList();
        for (var fold = 0; fold < Folds; fold++)
        {
            var tune = material.Annotated.Where(row => !row.IsHeldBack).ToLookup(row => Understanding.Text.Hashing.Of($"fold {row.Template}") % Folds == fold);
            var weights = Weights(material, tune[false]);
            for (var k = 0; k < cautions.Count; k++)
            {
                var tagger = new NameTagger(material.Words, weights, cautions[k]);
                foreach (var row in tune[true])
                {
                    var found = new SpanList();
                    PersonalDataFinder.FindStructured(row.Text, ref found);
                    tagger.Find(row.Text, ref found);
                    scores[k].Add(row, found.Result);
                    if (k == 0 && errorsMax > 0 && PersonalDataTask.WriteErrors(row, found.Result, output))
                        errorsMax--;
                }
            }
        }
        for (var k = 0; k < cautions.Count; k++)
        {
            output.WriteLine($"caution {cautions[k]}");
            output.WriteLine(PersonalDataTask.Report(scores[k], [], exact: null, output).ToJsonString());
        }
    }

    private static float[] Weights(NameMaterial material, IEnumerable<AnnotatedText> annotated)
    {
        var known = annotated.ToList();
        var rows = known.Concat(known).Concat(material.Quiet).Concat(material.Made).Select(row => Prepare(row, material.Words)).ToArray();
        var trainer = new NameTrainer();
        trainer.Learn(rows, material.Words);
        return trainer.Average();
    }

    private void Learn((NameToken[] Tokens, byte[] Tags)[] rows, WordList words)
    {
        var random = new Random(1);
        var tagger = new NameTagger(words, _weights, 0);
        for (var round = 0; round < Rounds; round++)
        {
            random.Shuffle(rows);
            foreach (var (tokens, tags) in rows)
                Step(tagger, tokens, tags);
        }
    }

    private void Step(NameTagger tagger, NameToken[] tokens, byte[] wanted)
    {
        Span<int> rows = stackalloc int[NameFeatures.Count];
        Span<byte> tags = new byte[tokens.Length];
        tagger.Tag(tokens, tags);
        for (var i = 0; i < tokens.Length; i++, _step++)
        {
            if (tags[i] == wanted[i] || tokens[i].Shape == Shape.Known)
                continue;
            NameFeatures.Fill(tokens, i, i > 0 ? tags[i - 1] : 0, i > 1 ? tags[i - 2] : 0, rows);
            foreach (var row in rows)
            {
                Change((row * NameTagger.Lanes) + wanted[i], 1);
                Change((row * NameTagger.Lanes) + tags[i], -1);
            }
        }
    }

    private void Change(int at, int by)
    {
        _weights[at] += by;
        _sums[at] += by * (double)_step;
    }

    private float[] Average() => [.. _weights.Select((w, i) => (float)(w - (_sums[i] / _step)))];

    private static (NameToken[] Tokens, byte[] Tags) Prepare(AnnotatedText row, WordList words)
    {
        var found = new SpanList();
        PersonalDataFinder.FindStructured(row.Text, ref found);
        var room = new NameToken[row.Text.Length + 1];
        var tokens = room[..NameTokens.Cut(row.Text, row.Text.Length, found, words, room)];
        var starts = PersonalDataSpan.ToCodePoints(row.Text, [.. tokens.Select(t => new PersonalDataSpan(t.Start, t.End, PersonalDataType.None))]);
        var tags = new byte[tokens.Length];
        for (var i = 0; i < tags.Length; i++)
        {
            var (start, end, label) = row.Spans.FirstOrDefault(s => s.Start < starts[i].End && starts[i].Start < s.End);
            if (end > start && tokens[i].Shape != Shape.Known)
                tags[i] = (byte)Math.Max(0, Array.IndexOf(NameTagger.Tags, AnnotatedText.TypeOf(label)));
        }
        return (tokens, tags);
    }
}
