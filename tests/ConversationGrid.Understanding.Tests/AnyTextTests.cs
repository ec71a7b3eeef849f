using System.Diagnostics;
using System.Text.Json;

namespace ConversationGrid.Understanding.Tests;

/// <summary>Whatever somebody sends: an analysis comes back, in bounds, the same twice, quickly.</summary>
public sealed class AnyTextTests
{
    private static readonly MessageAnalyser Analyser = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void AnyUnits_GiveAnAnalysis_InBounds(int seed)
    {
        var dice = new Random(seed);
        for (var i = 0; i < 400; i++)
        {
            var units = new char[dice.Next(0, 200)];
            for (var j = 0; j < units.Length; j++)
                units[j] = (char)(dice.Next(4) == 0 ? dice.Next(0xD700, 0xE100) : dice.Next(2) == 0 ? dice.Next(0x20, 0x7F) : dice.Next(0x10000));
            Check(new string(units), $"seed {seed}, text {i}");
        }
    }

    [SharedDataFact]
    public void AttackTexts_GiveAnAnalysis_InBounds()
    {
        var count = 0;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(SharedData.Folder!, "attacks"), "*.jsonl"))
        {
            foreach (var line in File.ReadLines(file))
            {
                Check(line, file);
                using var json = JsonDocument.Parse(line);
                foreach (var text in Strings(json.RootElement))
                {
                    Check(text, file);
                    count++;
                }
            }
        }
        Assert.True(count > 500, $"only {count} attack texts were found");
    }

    [Theory]
    [InlineData("a")]
    [InlineData("refund please! ")]
    [InlineData("\u0E01")]
    [InlineData("\u4E2D")]
    [InlineData("\uD83D\uDE21")]
    [InlineData("no ")]
    [InlineData("!?")]
    public void LongestMessage_CostsInProportionToItsLength(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 8_000))[..8_000];
        var (eighth, whole) = (Best(text[..1_000], piece), Best(text, piece));
        // A cost that grows with the square of the length would be 64 times the one of an eighth.
        Assert.True(whole < 24 * eighth, $"8,000 characters took {whole.TotalMilliseconds:F3} ms, 1,000 of them {eighth.TotalMilliseconds:F3} ms");
    }

    [Fact]
    public void VariedLongestMessage_CostsInProportionToItsLength()
    {
        var dice = new Random(5);
        LongestMessage_CostsInProportionToItsLength(
            string.Concat(Enumerable.Range(0, 8_000).Select(_ => (char)(dice.Next(6) == 0 ? ' ' : 'a' + dice.Next(26)))));
    }

    /// <summary>The best of many rounds is the code's own time; the others are the machine's.</summary>
    private static TimeSpan Best(string text, string piece)
    {
        var best = TimeSpan.MaxValue;
        for (var round = 0; round < 60; round++)
        {
            var clock = Stopwatch.StartNew();
            Check(text, piece);
            best = clock.Elapsed < best ? clock.Elapsed : best;
        }
        return best;
    }

    [Fact]
    public void ManyThreads_GiveTheSameAnswersAsOne()
    {
        string[] texts = [.. Enumerable.Range(0, 200).Select(
            i => $"Where is my order {i}? I am {(i % 2 == 0 ? "very angry" : "so happy")} about it, saya dah tunggu {i} hari")];
        var alone = texts.Select(text => JsonSerializer.Serialize(Analyser.Analyse(text))).ToArray();
        var together = new string[texts.Length];
        Parallel.For(0, texts.Length, i => together[i] = JsonSerializer.Serialize(Analyser.Analyse(texts[i])));
        Assert.Equal(alone, together);
    }

    [Fact]
    public void Analysis_AllocatesItsResultAndNoMore()
    {
        const string Text = "Where is my order? It was supposed to arrive on Monday and I am still waiting for it.";
        for (var i = 0; i < 200; i++)
            Analyser.Analyse(Text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            Analyser.Analyse(Text);
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / 1_000;

        // The record, its two readings, and the reasons with their words.
        Assert.InRange(bytes, 1, 700);
    }

    [Fact]
    public void WithoutReasons_OnlyTheRecordsAreAllocated()
    {
        const string Text = "When does the shop in Penang open on Sunday, and is there parking near the entrance?";
        for (var i = 0; i < 200; i++)
            Analyser.Analyse(Text, AnalysisParts.All & ~AnalysisParts.Reasons);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            Analyser.Analyse(Text, AnalysisParts.All & ~AnalysisParts.Reasons);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 1_000, 1, 400);
    }

    private static void Check(string text, string where)
    {
        var first = Analyser.Analyse(text);
        Assert.InRange(first.Sentiment.Score, -1, 1);
        Assert.InRange(first.Intent.Confidence, 0, 1);
        Assert.InRange(first.Priority, 0, 3);
        Assert.False(string.IsNullOrEmpty(first.Language), where);
        var second = Analyser.Analyse(text);
        Assert.True(first.Reasons is null ? second.Reasons is null : first.Reasons.SequenceEqual(second.Reasons!), where);
        Assert.Equal(first with { Reasons = null }, second with { Reasons = null });
    }

    private static IEnumerable<string> Strings(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [Text(element)],
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Strings(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Strings),
        _ => [],
    };

    /// <summary>A JSON string with a lone surrogate has no text for the reader; its escape is taken as it stands.</summary>
    private static string Text(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return element.GetRawText();
        }
    }
}
