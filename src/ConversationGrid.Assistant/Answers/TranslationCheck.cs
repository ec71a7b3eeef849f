using System.Text.RegularExpressions;
using ConversationGrid.Understanding.PersonalData;

namespace ConversationGrid.Assistant.Answers;

/// <summary>
/// What may be shown of a machine's translation: all of it, or nothing. It may hold no number and no address that the message does not, and must hold the
/// personal data that were masked for the way. Whether the words are right is not seen by such rules. Pure.
/// </summary>
internal static partial class TranslationCheck
{
    private const int LengthFactorMax = 4;
    private const int LengthExtraMax = 200;

    /// <summary>Longest translation of a message that is read.</summary>
    public static int LengthMax(string message) => (LengthFactorMax * message.Length) + LengthExtraMax;

    /// <summary>The translation; null when it cannot be one.</summary>
    public static string? Of(string message, string output)
    {
        var text = output.Trim();
        if (text.Length == 0 || text.Length >= LengthMax(message)) return null;
        var numbers = Number().Matches(message).Select(m => m.Value).ToHashSet();
        if (Number().Matches(text).Any(m => !numbers.Contains(m.Value))) return null;
        if (Address().Matches(text).Any(m => !message.Contains(m.Value.TrimEnd('.', ',', ')'), StringComparison.OrdinalIgnoreCase))) return null;
        return PersonalDataFinder.Find(message).All(span => text.Contains(message.Substring(span.Start, span.Length), StringComparison.Ordinal)) ? text : null;
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();

    [GeneratedRegex(@"\S*(?:://|@|www\.)\S+", RegexOptions.IgnoreCase)]
    private static partial Regex Address();
}
