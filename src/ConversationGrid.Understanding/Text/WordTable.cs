using System.Buffers.Binary;

namespace ConversationGrid.Understanding.Text;

/// <summary>What a word does to the words around it.</summary>
[Flags]
internal enum WordRole : byte
{
    None = 0,
    Negator = 1,
    Contrast = 2,
    Intensifier = 4,

    /// <summary>An intensifier that stands behind its word, as in Malay and Indonesian: <c>lambat sangat</c>.</summary>
    TrailingIntensifier = 8,
    Exclamation = 16,
}

/// <summary>Role and lexicon value of every word that has one, in one table: a word of a message is looked up once.</summary>
internal static class WordTable
{
    private static readonly (WordRole Role, string Words)[] Roles =
    [
        (WordRole.Negator, "not no never none nobody nothing neither nor without hardly barely "
        + "cannot cant couldnt dont doesnt didnt isnt arent wasnt werent wont "
            + "wouldnt shouldnt hasnt havent hadnt aint nt tidak tak takde tiada bukan jangan "
            + "belum blm tdk gak nggak enggak ga gk ngga ndak kagak x xde tanpa xboleh "
            + "takboleh xdapat nicht kein keine nie ohne pas jamais rien aucun sans nunca jamás sin ningún não sem non mai senza niet geen nooit не нет без"),
        (WordRole.Contrast, "but however although though yet except tapi tetapi namun cuma walaupun meskipun sayangnya aber mais pero mas ma maar но"),
        (WordRole.Intensifier, "very really so extremely absolutely totally completely too most "
        + "quite super damn highly sangat sekali amat terlalu betul banget bgt "
            + "teramat sungguh memang gila"),
        (WordRole.TrailingIntensifier, "sangat sekali banget bgt betul gila habis"),
        (WordRole.Exclamation, "! !! !!! ?! !? !!? ?!!"),
    ];

    private static readonly uint[] Keys = new uint[1 << 16];
    private static readonly Entry[] Entries = new Entry[1 << 16];

    static WordTable()
    {
        foreach (var (role, words) in Roles)
        {
            foreach (var word in words.Split(' '))
                EntryOf(Hashing.Of(word)).Role |= role;
        }
        using var stream = typeof(WordTable).Assembly.GetManifestResourceStream("valence.bin");
        Span<byte> bytes = stackalloc byte[5];
        while (stream is not null && stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length)
            EntryOf(BinaryPrimitives.ReadUInt32LittleEndian(bytes)).Valence = (sbyte)bytes[4];
    }

    /// <summary>Role and value in tenths; nothing for a word without either.</summary>
    public static Entry Of(uint word)
    {
        var at = word & 0xFFFF;
        while (Keys[at] != word)
        {
            if (Keys[at] == 0)
                return default;
            at = (at + 1) & 0xFFFF;
        }
        return Entries[at];
    }

    private static ref Entry EntryOf(uint word)
    {
        var at = word & 0xFFFF;
        while (Keys[at] != 0 && Keys[at] != word)
            at = (at + 1) & 0xFFFF;
        Keys[at] = word;
        return ref Entries[at];
    }

    /// <summary>What the table knows of a word; the value is in tenths of the lexicon's -4..4.</summary>
    public struct Entry
    {
        public WordRole Role;
        public sbyte Valence;
    }
}
