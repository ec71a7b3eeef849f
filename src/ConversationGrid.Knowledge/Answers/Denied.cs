using System.Text.RegularExpressions;

namespace ConversationGrid.Knowledge;

/// <summary>Questions for what is not so ("what can I not return?", "barang apa yang tidak boleh dipulangkan?"), and articles that deny it. What an article
/// affirms answers no such question.</summary>
internal static partial class Denied
{
    public static bool Asks(string question) => Question().IsMatch(question) && !Condition().IsMatch(question);

    /// <summary>Whether a text says of something that it is not so.</summary>
    public static bool In(string text) => Denial().IsMatch(text);

    [GeneratedRegex(@"^\W*(?:(?:hi|hello|so|and|but|ok|please|dan|tapi)\W+)*(?:what|which|who|apa|apakah|barang apa|yang mana)\b(?:\s+\w+){0,3}?\s+(?:(?:can|could|may|do|does|is|are|will|would|should) (?:i |you |we |it |they |one )?not|cannot|(?:can|is|are|do|does|wo|wouldn|couldn|shouldn|may)n?['\u2019]?t|yang (?:tidak|tak)|(?:tidak|tak) (?:boleh|dapat|akan|termasuk|dibenarkan))\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Question();

    [GeneratedRegex(@"\b(?:if|when|because|happens|jika|kalau|apabila|bila|sebab|kerana)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Condition();

    [GeneratedRegex(@"\b(?:(?<!need |needs )not|cannot|never|except|excluded|excludes|excluding|(?:tidak|tak)(?! perlu)|bukan|kecuali|tiada)\b|n['\u2019]t\b|\bnon-",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Denial();
}
