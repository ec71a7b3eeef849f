using System.Text.RegularExpressions;

namespace ConversationGrid.Knowledge;

/// <summary>Verbs whose particle stands behind a pronoun ("send it back") as they stand in the lists of words: "send back it".</summary>
internal static partial class ParticleVerbs
{
    public static string Joined(string text) => Parted().Replace(text, "$1 $3 $2");

    [GeneratedRegex(@"\b([a-z]{3,}) (it|them|this|that|these|those|one|something) (back|off|out|up|away|over|down|in|on)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Parted();
}
