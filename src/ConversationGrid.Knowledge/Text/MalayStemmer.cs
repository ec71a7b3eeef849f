namespace ConversationGrid.Knowledge;

/// <summary>
/// Malay stemmer: strips particles (-lah, -kah, -pun), possessives (-nya, -ku, -mu), one derivational suffix (-kan, -an, -i) and one or two prefixes (di-,
/// ter-, ber-, se-, ke-, meN-, peN-), giving back the consonant that a nasal prefix swallowed. No dictionary beyond a short list of roots where the sound
/// change is ambiguous: query and article are stemmed alike, so a stem need only be the same for both. Works in place and allocates nothing.
/// </summary>
internal static class MalayStemmer
{
    private const int RootMin = 4;

    /// <summary>Roots that would lose a piece of themselves, and roots with a vowel or k after meng-/peng-.</summary>
    private static readonly HashSet<string> Roots = new(StringComparer.Ordinal)
    {
        "ambil", "ubah", "ikut", "isi", "atur", "urus", "angkut", "antara", "alami", "akaun", "edar", "elak", "esah", "ingat", "inap", "ulang", "undi", "adu",
            "ajar", "aktif", "ikat",
        "kembali", "kira", "kirim", "kenal", "kesan", "kena", "kurang", "kumpul", "kawal", "keluar", "kongsi", "kemas", "kunci", "kutip", "kuat", "kad",
        "beli", "lagi", "hari", "kami", "bagi", "rugi", "pergi", "cari", "beri", "jadi", "ganti", "janji", "pakai", "nilai", "bukti", "peti", "duti", "hati",
        "harian", "boleh", "mesti", "kunjungi",
        "pesan", "tempah", "bulan", "bahan", "aman", "jalan", "badan", "makan", "ringan", "depan", "lepas", "pelan", "laman", "yuran", "pekan", "hujan",
        "bukan", "akan", "rakan", "simpan",
        "belum", "bersih", "berat", "berapa", "benar", "betul", "besar", "telefon", "terima", "terus", "tetap", "tiada", "dinding", "dilema", "digital",
        "diskaun", "keadaan", "ketika",
        "masa", "mesin", "menu", "meja", "mana", "masuk", "minta", "mula", "main", "mahu", "mahal", "muat", "minit", "mod", "pekerja", "penting", "pelanggan",
        "percuma", "pertama", "semua", "sebab", "sebelum", "selepas", "sekarang",
        "selesai", "semak", "serah", "setuju", "sedia", "segera", "selamat", "seluar", "sewa", "kedai", "kerja", "kepada", "kereta", "kecil", "pejabat",
        "perlu", "produk", "hantar", "tukar", "bayar", "batal", "pulang", "kali", "pilih", "perang",
        "ansuran", "jaminan", "waranti", "invois", "resit", "langgan", "daftar", "tarikh", "alamat", "sampai", "lambat", "rosak", "hilang", "salah", "cacat",
        "pecah", "pasang", "kutipan", "biasanya",
    };

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> RootsBySpan = Roots.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Stems the first <paramref name="length"/> characters of <paramref name="word"/> (lower case) in place; returns the stem's length.</summary>
    public static int Stem(Span<char> word, int length)
    {
        if (length <= RootMin || IsRoot(word[..length]) || word[..length].IndexOfAnyExceptInRange('a', 'z') >= 0)
            return length;
        length = Particles(word, length);
        var before = length;
        length = Prefix(word, length);
        var prefixed = length < before;
        length = Suffix(word, length, prefixed);
        return length < before || prefixed ? Prefix(word, length, secondOnly: true) : Prefix(word, length);
    }

    private static int Particles(Span<char> word, int length)
    {
        foreach (var suffix in (ReadOnlySpan<string>)["lah", "kah", "pun", "nya", "ku", "mu"])
        {
            if (length - suffix.Length >= RootMin && word[..length].EndsWith(suffix) && !IsRoot(word[..length]))
                return length - suffix.Length;
        }
        return length;
    }

    private static int Suffix(Span<char> word, int length, bool prefixed)
    {
        if (IsRoot(word[..length]))
            return length;
        if (length >= RootMin + 3 && word[..length].EndsWith("kan"))
            return length - 3;
        if (length >= RootMin + 2 && word[..length].EndsWith("an"))
            return length - 2;
        return prefixed && length >= RootMin + 1 && word[length - 1] == 'i' && word[length - 2] is not ('a' or 'e' or 'o' or 'u') ? length - 1 : length;
    }

    private static int Prefix(Span<char> word, int length, bool secondOnly = false)
    {
        if (IsRoot(word[..length]))
            return length;
        foreach (var prefix in (ReadOnlySpan<string>)["memper", "diper", "di", "ter", "ber", "ke", "se"])
        {
            if (secondOnly && prefix is "di" or "se" or "ke")
                continue;
            if (length - prefix.Length >= RootMin && word.StartsWith(prefix))
                return Drop(word, length, prefix.Length);
        }
        return secondOnly ? length : Nasal(word, length);
    }

    /// <summary>meN- and peN-: the nasal tells which consonant it swallowed.</summary>
    private static int Nasal(Span<char> word, int length)
    {
        if (length < RootMin + 2 || word[0] is not ('m' or 'p') || word[1] != 'e')
            return length;
        var third = word[2];
        var fourth = word[3];
        if (third == 'n' && fourth == 'y' && length - 4 >= 3)
            return Swallowed(word, length, 4, 's');
        if (third == 'n' && fourth == 'g' && length - 4 >= 3)
            return IsVowel(word[4]) && RootLength('k', word[4..length]) > 0 ? Swallowed(word, length, 4, 'k') : Drop(word, length, 4);
        if (third == 'n' && length - 3 >= 3)
            return IsVowel(fourth) ? Swallowed(word, length, 3, 't') : Drop(word, length, 3);
        if (third == 'm' && length - 3 >= 3)
            return IsVowel(fourth) ? Swallowed(word, length, 3, 'p') : Drop(word, length, 3);
        if (third == 'r' && word[0] == 'p' && length - 3 >= RootMin)
            return Drop(word, length, 3);
        return third is 'l' or 'r' or 'w' or 'y' or 'm' or 'n' && length - 2 >= RootMin ? Drop(word, length, 2) : length;
    }

    private static int Swallowed(Span<char> word, int length, int cut, char consonant)
    {
        if (consonant == 'p' && RootLength('m', word[cut..length]) > RootLength('p', word[cut..length]))
            consonant = 'm';
        length = Drop(word, length, cut - 1);
        word[0] = consonant;
        return length;
    }

    private static int Drop(Span<char> word, int length, int cut)
    {
        word[cut..length].CopyTo(word);
        return length - cut;
    }

    private static bool IsRoot(ReadOnlySpan<char> word) => RootsBySpan.Contains(word);

    /// <summary>Length of the longest listed root that is the consonant and the beginning of the rest (which may still carry a suffix); 0 for none.</summary>
    private static int RootLength(char consonant, ReadOnlySpan<char> rest)
    {
        Span<char> root = stackalloc char[rest.Length + 1];
        root[0] = consonant;
        rest.CopyTo(root[1..]);
        for (var length = root.Length; length >= 3; length--)
        {
            if (IsRoot(root[..length]))
                return length;
        }
        return 0;
    }

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u';
}
