using System.Text.RegularExpressions;

namespace ConversationGrid.Knowledge;

/// <summary>Questions for what is not so ("what can I not return?", "barang apa yang tidak boleh dipulangkan?"), and articles that deny it. What an article
/// affirms answers no such question.</summary>
internal static partial class Denied
{
    public static bool Asks(string question) => Asking().IsMatch(question) && !Condition().IsMatch(question);

    /// <summary>The hit with the sentence that denies most of what is asked: in so many words, or under a title that does; null for none.</summary>
    /// <param name="likely">Confidence from which on a hit needs to meet less of the question.</param>
    public static (int Hit, string Sentence)? Find(SearchHit[] hits, List<string> words, SearchIndex index, double likely)
    {
        (int Hit, string Sentence, float Met) best = (-1, "", 0);
        for (var i = 0; i < hits.Length; i++)
        {
            var article = hits[i].Article;
            var question = new Question(words, article.Language, index);
            var (title, isTitleDenial) = (question.Meet(article.Title), Denial().IsMatch(article.Title));
            var share = hits[i].Confidence >= likely ? LikelyShare : OtherShare;
            foreach (var sentence in article.Sections.SelectMany(section => Sentences.Of(section.Text)))
            {
                if (!isTitleDenial && !Denial().IsMatch(sentence)) continue;
                var met = question.Sum(Question.Better(question.Meet(sentence), title));
                if (met >= share * question.Total && met > best.Met) best = (i, sentence, met);
            }
        }
        return best.Hit < 0 ? null : (best.Hit, best.Sentence);
    }

    /// <summary>Share of the question, by weight of its words, that a sentence must meet: of a likely hit, and of any other.</summary>
    private const float LikelyShare = 0.5f;
    private const float OtherShare = 0.85f;

    [GeneratedRegex(@"^\W*(?:(?:hi|hello|so|and|but|ok|please|dan|tapi)\W+)*(?:what|which|who|apa|apakah|barang apa|yang mana)\b(?:\s+\w+){0,3}?\s+(?:(?:can|could|may|do|does|is|are|will|would|should) (?:i |you |we |it |they |one )?not|cannot|(?:can|is|are|do|does|wo|wouldn|couldn|shouldn|may)n?['\u2019]?t|yang (?:tidak|tak)|(?:tidak|tak) (?:boleh|dapat|akan|termasuk|dibenarkan))\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Asking();

    [GeneratedRegex(@"\b(?:if|when|because|happens|jika|kalau|apabila|bila|sebab|kerana)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Condition();

    [GeneratedRegex(@"\b(?:(?<!need |needs )not|cannot|never|except|excluded|excludes|excluding|(?:tidak|tak)(?! perlu)|bukan|kecuali|tiada)\b|n['\u2019]t\b|\bnon-",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Denial();
}
