using ConversationGrid.Understanding.Models;
using ConversationGrid.Understanding.Text;

namespace ConversationGrid.Quality.Measures;

/// <summary>Accuracy on parts of a test that are hard in their own ways.</summary>
internal static class Slices
{
    private static readonly (string Name, Func<Reading, bool> Holds)[] All =
    [
        ("with a negation", reading => Any(reading, token => (token.Word.Role & WordRole.Negator) != 0)),
        ("with a contrast (but ...)", reading => Any(reading, token => (token.Word.Role & WordRole.Contrast) != 0)),
        ("with emoji, emoticon or !", reading => Any(reading, token => (token.Marks & TokenMarks.Symbol) != 0)),
        ("up to 8 words", reading => reading.Text.Tokens.Length <= 8),
        ("9 to 25 words", reading => reading.Text.Tokens.Length is > 8 and <= 25),
        ("more than 25 words", reading => reading.Text.Tokens.Length > 25),
    ];

    public static void Report(IReadOnlyList<string> texts, Func<int, bool> isRight, TextWriter report)
    {
        foreach (var (name, holds) in All)
        {
            var inside = Enumerable.Range(0, texts.Count).Where(i => holds(Reading.Of(texts[i]))).ToArray();
            if (inside.Length == 0)
                continue;
            var right = inside.Count(isRight);
            var interval = Interval.Wilson(right, inside.Length);
            report.WriteLine($"  {name,-28} {right * 100.0 / inside.Length:F1} % ({interval.Low * 100:F1} .. {interval.High * 100:F1}), n {inside.Length}");
        }
    }

    private static bool Any(Reading reading, Func<Token, bool> holds)
    {
        foreach (var token in reading.Text.Tokens)
        {
            if (holds(token))
                return true;
        }
        return false;
    }
}
