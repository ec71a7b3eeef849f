using System.Text.RegularExpressions;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Assistant.AgentAssist;

/// <summary>Tells from what was shown and what was sent whether a suggestion was taken.</summary>
internal static partial class SuggestionJudge
{
    /// <summary>Share of a suggestion's words that a reply keeps, from which it is that suggestion in other words.</summary>
    private const double EditedShare = 0.6;

    public static SuggestionUse? Of(IReadOnlyList<SuggestedReply> shown, string text)
    {
        if (shown.Count == 0) return null;
        List<string> words = [.. WordsOf(text)];
        if (shown.FirstOrDefault(reply => WordsOf(reply.Text).SequenceEqual(words)) is { } same) return new(same.Source, SuggestionUse.Accepted);
        HashSet<string> said = [.. words];
        var (best, kept) = shown.Select(reply => (reply, Kept: Share([.. WordsOf(reply.Text)], said))).MaxBy(pair => pair.Kept);
        return kept >= EditedShare ? new(best.Source, SuggestionUse.Edited) : new(shown[0].Source, SuggestionUse.Ignored);
    }

    private static double Share(HashSet<string> of, HashSet<string> within) => of.Count == 0 ? 0 : (double)of.Count(within.Contains) / of.Count;
    private static IEnumerable<string> WordsOf(string text) => Word().Matches(text).Select(match => match.Value.ToLowerInvariant());

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Word();
}
