using System.Text.RegularExpressions;

namespace ConversationGrid.Assistant.AgentAssist;

/// <summary>Compares the figures of two answers to one question: days, prices, times.</summary>
internal static partial class Figures
{
    /// <summary>Whether both name figures, and the first names one that the second does not.</summary>
    public static bool Differ(string text, string article)
    {
        var (said, written) = (Of(text), Of(article));
        return said.Count > 0 && written.Count > 0 && !said.IsSubsetOf(written);
    }

    private static HashSet<string> Of(string text) => [.. Figure().Matches(text).Select(match => match.Value.Replace(",", "", StringComparison.Ordinal))];

    /// <summary>Figures, and none that is part of an order's number or a link.</summary>
    [GeneratedRegex(@"(?<![\w#/-])\d{1,3}(?:[.,]\d+)*(?![\w/-])")]
    private static partial Regex Figure();
}
