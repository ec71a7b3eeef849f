using System.Collections.Frozen;

namespace ConversationGrid.Understanding.Text;

/// <summary>Languages that words of a text belong to beyond doubt.</summary>
[Flags]
internal enum WordLanguages
{
    None = 0,
    English = 1,
    Malay = 2,
}

/// <summary>
/// Tells by grammatical words, which hardly any other language shares, which of the product's two languages a text is in. A mixed text is in both. Text that is
/// added to another can only add languages.
/// </summary>
internal static class WordEvidence
{
    private static readonly FrozenDictionary<string, WordLanguages> Words = Build();

    private static readonly FrozenDictionary<string, WordLanguages>.AlternateLookup<ReadOnlySpan<char>> Lookup = Words.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The languages of words with one space between them, in lower case and without apostrophes.</summary>
    public static WordLanguages Of(ReadOnlySpan<char> words)
    {
        var found = WordLanguages.None;
        foreach (var range in words.Split(' '))
            found |= Lookup.TryGetValue(words[range], out var language) ? language : WordLanguages.None;
        return found;
    }

    private static FrozenDictionary<string, WordLanguages> Build()
    {
        var words = new Dictionary<string, WordLanguages>(StringComparer.Ordinal);
        Add(WordLanguages.English, "the my your our their is are was were am been have has had and or but with without from this that these those you he she " +
            "they we it its im ive what where when why how who which not dont doesnt didnt cant cannot wont isnt wasnt will would could should please just " +
            "there here about after before of to for in on");
        Add(WordLanguages.Malay, "saya aku awak anda kami kita dia mereka yang dan atau tapi tetapi dengan dgn dari daripada untuk utk kepada pada dekat kat " +
            "dalam ini itu ni tu tak tidak bukan belum dah sudah telah sedang akan nak mahu boleh blh ada tiada takde kena sampai lagi juga je sahaja saja " +
            "sangat sgt macam mcm apa siapa kenapa knp bagaimana bila tolong tlg lah ya kalau jika sebab kerana keluar masuk anak rumah");
        return words.ToFrozenDictionary(StringComparer.Ordinal);

        void Add(WordLanguages language, string list)
        {
            foreach (var word in list.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                words[word] = words.GetValueOrDefault(word) | language;
        }
    }
}
