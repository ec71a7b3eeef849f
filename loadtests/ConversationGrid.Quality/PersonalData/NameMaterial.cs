using System.IO.Compression;
using System.Text.Json;
using ConversationGrid.Understanding.PersonalData;
using ConversationGrid.Understanding.PersonalData.Names;

namespace ConversationGrid.Quality.PersonalData;

/// <summary>What the name tagger is trained on, read once.</summary>
internal sealed class NameMaterial
{
    private const int CommonCountMin = 3;
    private const int CommonNameCountMin = 150;
    private const int QuietMax = 16_000;
    private const int CareRounds = 14;

    public NameMaterial(string data, string care)
    {
        Annotated = AnnotatedText.Read(Path.Combine(data, "ai/pii-presidio/dev.jsonl"));
        var messages = StarMessages(Path.Combine(data, "traffic/star.jsonl.gz"))
            .Concat(File.ReadLines(Path.Combine(care, "malay-care-tune.tsv")).Skip(1).Select(line => line.Split('\t')[0])).ToList();
        var prose = File.ReadLines(Path.Combine(data, "ai/goemotions/train.tsv")).Concat(File.ReadLines(Path.Combine(data, "ai/banking77/train.tsv")))
            .Concat(Directory.EnumerateFiles(Path.Combine(data, "ai/uci-sentences"), "*.tsv").Order(StringComparer.Ordinal).SelectMany(File.ReadLines))
            .Select(line => line.Split('\t')[0]).ToList();
        Common = CommonWords(messages.Concat(prose));
        Words = WordList.With(Common);
        Quiet = prose.Where((text, i) => i % 5 == 0 && !text.Contains('[')).Concat(messages).Where(text => IsQuiet(text, Words)).Distinct().Take(QuietMax)
            .Select(text => new AnnotatedText(text, -1, [])).ToList();
        Made = new CareSentences(seed: 7).Make(File.ReadLines(Path.Combine(care, "personal-data-sentences.txt")), CareRounds).ToList();
    }

    public IReadOnlyList<AnnotatedText> Annotated { get; }

    public IReadOnlyList<AnnotatedText> Quiet { get; }

    public IReadOnlyList<AnnotatedText> Made { get; }

    public HashSet<uint> Common { get; }

    public WordList Words { get; }

    private static IEnumerable<string> StarMessages(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            foreach (var turn in json.RootElement.GetProperty("turns").EnumerateArray())
            {
                if (turn.GetProperty("who").GetString() == "customer")
                    yield return turn.GetProperty("text").GetString() ?? "";
            }
        }
    }

    /// <summary>Words that stand in lower case in messages often enough, given names left out.</summary>
    private static HashSet<uint> CommonWords(IEnumerable<string> messages)
    {
        var counts = new Dictionary<uint, int>();
        var nobody = WordList.With([]);
        foreach (var text in messages)
        {
            foreach (var word in text.Split([' ', ',', '.', '!', '?', '"', '(', ')', '\n', ';', ':'], StringSplitOptions.RemoveEmptyEntries))
            {
                if (char.IsLower(word[0]) && word.All(c => char.IsLower(c) || c == '\''))
                {
                    var hash = WordList.HashOf(word);
                    counts[hash] = counts.GetValueOrDefault(hash) + 1;
                }
            }
        }
        return [.. counts.Where(c => c.Value >= ((nobody.Of(c.Key) & (WordKinds.Given | WordKinds.Family | WordKinds.Place)) != 0 ? CommonNameCountMin
            : CommonCountMin)).Select(c => c.Key)];
    }

    /// <summary>A message that surely names nobody: nothing but everyday words, written small except at the beginning.</summary>
    private static bool IsQuiet(string text, WordList words)
    {
        var found = new SpanList();
        PersonalDataFinder.FindStructured(text, ref found);
        var room = new NameToken[text.Length + 1];
        var tokens = room.AsSpan(0, NameTokens.Cut(text, text.Length, found, words, room));
        for (var i = 0; i < tokens.Length; i++)
        {
            var token = tokens[i];
            var small = token.Shape is Shape.Lower or Shape.Initial || (token.Shape == Shape.Title && (i == 0 || tokens[i - 1].Shape == Shape.Punctuation));
            if (token.Shape is Shape.Upper or Shape.Mixed or Shape.Code || (token.Shape is Shape.Lower or Shape.Title
                && (!small || (token.Kinds & WordKinds.Common) == 0)))
                return false;
        }
        return tokens.Length > 0;
    }
}
