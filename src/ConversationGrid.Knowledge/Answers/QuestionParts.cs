using System.Text.RegularExpressions;

namespace ConversationGrid.Knowledge;

/// <summary>
/// The questions of a message that asks several: sentences that end as questions, and questions joined by "and" or "dan". What is told before a question
/// belongs to it. A message that asks one question, or tells something and asks nothing, is one part.
/// </summary>
internal static partial class QuestionParts
{
    /// <summary>More questions than that are an interrogation: the message is read as a whole.</summary>
    private const int PartsMax = 3;

    /// <summary>The parts in their order; the whole message where it asks fewer than two questions, or too many.</summary>
    public static IReadOnlyList<string> Of(string text)
    {
        var parts = new List<string>();
        var told = "";
        foreach (var sentence in Ends().Split(text).Where(piece => piece.Trim().Length > 0))
        {
            foreach (var piece in Joins().Split(sentence))
            {
                if (!IsQuestion(piece)) told = $"{told} {piece}".Trim();
                else
                {
                    parts.Add($"{told} {piece}".Trim());
                    told = "";
                }
            }
        }
        if (parts.Count is < 2 or > PartsMax) return [text];
        if (told.Length > 0) parts[^1] = $"{parts[^1]} {told}";
        return parts;
    }

    /// <summary>The one question of a message that tells something before it; null where nothing is told, or not one thing is asked.</summary>
    public static string? QuestionAlone(string text)
    {
        var sentences = Ends().Split(text).Where(piece => piece.Trim().Length > 0).ToList();
        return sentences.Count > 1 && sentences.Where(IsQuestion).ToList() is [var question] && question.Trim() != text.Trim() ? question.Trim() : null;
    }

    private static bool IsQuestion(string piece) => piece.TrimEnd().EndsWith('?') || Asks().IsMatch(piece);

    private const string QuestionWords =
        "how|what|when|where|which|who|why|can|could|may|do|does|did|is|are|will|would|should|am|" +
        "berapa|bila|bilakah|apa|apakah|di mana|kat mana|mana|macam mana|bagaimana|camne|boleh|bolehkah|adakah|siapa|kenapa|mengapa";

    /// <summary>Behind the end of a sentence, which stays with it.</summary>
    [GeneratedRegex(@"(?<=[?!.])\s+|\n+")]
    private static partial Regex Ends();

    [GeneratedRegex(@",?\s+(?:and|also|plus|dan|serta|&)\s+(?:also |then |juga )?(?=(?:" + QuestionWords + @")\b)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Joins();

    [GeneratedRegex(@"^\W*(?:(?:hi|hello|hey|so|and|but|also|ok|okay|please|pls|hai|dan|tapi|juga)\W+)*(?:" + QuestionWords + @")\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Asks();
}
