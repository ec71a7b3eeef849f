namespace ConversationGrid.Knowledge;

/// <summary>
/// English stemmer after the published description of Porter2: plural and possessive, past and gerund, y to i, then derivational endings by the regions R1 and
/// R2. Works in place and allocates nothing.
/// </summary>
internal static class EnglishStemmer
{
    private static readonly (string Suffix, string Replacement)[] Step2 =
    [
        ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("abli", "able"), ("entli", "ent"), ("izer", "ize"), ("ization", "ize"),
        ("isation", "ize"), ("iser", "ize"), ("ation", "ate"), ("ator", "ate"), ("alism", "al"), ("aliti", "al"), ("alli", "al"), ("fulness", "ful"),
        ("ousli", "ous"),
        ("ousness", "ous"), ("iveness", "ive"), ("iviti", "ive"), ("biliti", "ble"), ("bli", "ble"), ("fulli", "ful"), ("lessli", "less"),
    ];

    private static readonly (string Suffix, string Replacement)[] Step3 =
    [
        ("ational", "ate"), ("tional", "tion"), ("alize", "al"), ("alise", "al"), ("icate", "ic"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", ""),
    ];

    private static readonly string[] Step4 =
    [
        "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize", "ise", "ion", "al", "er", "ic",
    ];

    /// <summary>Words that the rules would merge or split wrongly, and irregular forms that customers use.</summary>
    private static readonly Dictionary<string, string> Exceptions = new(StringComparer.Ordinal)
    {
        ["news"] = "news", ["sky"] = "sky", ["skies"] = "sky", ["dying"] = "die", ["lying"] = "lie", ["tying"] = "tie", ["early"] = "earli", ["only"] = "onli",
        ["paid"] = "pay", ["sent"] = "send", ["bought"] = "buy", ["lost"] = "lose", ["broke"] = "break", ["broken"] = "break", ["got"] = "get",
        ["gotten"] = "get", ["took"] = "take",
        ["taken"] = "take", ["gave"] = "give", ["given"] = "give", ["went"] = "go", ["gone"] = "go", ["came"] = "come", ["said"] = "say", ["told"] = "tell",
        ["made"] = "make",
        ["found"] = "find", ["forgot"] = "forget", ["forgotten"] = "forget", ["stole"] = "steal", ["stolen"] = "steal", ["left"] = "leave", ["held"] = "hold",
        ["kept"] = "keep",
        ["children"] = "child", ["people"] = "person", ["men"] = "man", ["women"] = "woman", ["was"] = "be", ["were"] = "be", ["is"] = "be", ["are"] = "be",
        ["been"] = "be", ["am"] = "be",
        ["has"] = "have", ["had"] = "have", ["having"] = "have", ["does"] = "do", ["did"] = "do", ["done"] = "do", ["doing"] = "do", ["wrote"] = "write",
        ["chose"] = "choos", ["chosen"] = "choos",
        ["spent"] = "spend", ["sold"] = "sell", ["wore"] = "wear", ["worn"] = "wear", ["died"] = "die", ["dies"] = "die", ["charging"] = "charg",
        ["goods"] = "goods", ["threw"] = "throw", ["thrown"] = "throw", ["brought"] = "bring", ["caught"] = "catch", ["fell"] = "fall", ["fallen"] = "fall",
        ["shrunk"] = "shrink", ["shrank"] = "shrink", ["tore"] = "tear", ["torn"] = "tear", ["hid"] = "hide", ["hidden"] = "hide", ["began"] = "begin",
        ["begun"] = "begin", ["won"] = "win", ["meant"] = "mean", ["saw"] = "see", ["seen"] = "see", ["thought"] = "think", ["understood"] = "understand",
    };

    private static readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> ExceptionsBySpan =
        Exceptions.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Stems the first <paramref name="length"/> characters of <paramref name="word"/> (lower case, at least that long plus one) in place; returns the
    /// stem's length.</summary>
    public static int Stem(Span<char> word, int length)
    {
        if (length <= 2 || !IsPlainWord(word[..length]))
            return length;
        if (ExceptionsBySpan.TryGetValue(word[..length], out var fixedStem))
        {
            fixedStem.CopyTo(word);
            return fixedStem.Length;
        }
        var r1 = Region(word[..length], 0);
        var r2 = Region(word[..length], r1);
        length = Plural(word, length);
        length = PastAndGerund(word, length, r1);
        if (length > 2 && word[length - 1] == 'y' && !IsVowel(word[length - 2]))
            word[length - 1] = 'i';
        length = Replace(word, length, r1, Step2);
        if (Ends(word, length, "li") && length - 2 >= r1 && length > 4 && "cdeghkmnrt".Contains(word[length - 3], StringComparison.Ordinal))
            length -= 2;
        length = Replace(word, length, r1, Step3);
        length = Derivation(word, length, r2);
        return LastLetter(word, length, r1, r2);
    }

    private static int Plural(Span<char> word, int length)
    {
        if (Ends(word, length, "sses"))
            return length - 2;
        if (Ends(word, length, "ied") || Ends(word, length, "ies"))
            return length > 4 ? length - 2 : length - 1;
        if (word[length - 1] != 's' || Ends(word, length, "us") || Ends(word, length, "ss"))
            return length;
        return HasVowel(word[..(length - 2)]) ? length - 1 : length;
    }

    private static int PastAndGerund(Span<char> word, int length, int r1)
    {
        if (Ends(word, length, "eed"))
            return length - 3 >= r1 ? length - 1 : length;
        var cut = Ends(word, length, "ing") ? 3 : Ends(word, length, "ed") ? 2 : Ends(word, length, "ingly") ? 5 : Ends(word, length, "edly") ? 4 : 0;
        if (cut == 0 || !HasVowel(word[..(length - cut)]))
            return length;
        length -= cut;
        if (Ends(word, length, "at") || Ends(word, length, "bl") || Ends(word, length, "iz"))
        {
            word[length] = 'e';
            return length + 1;
        }
        if (length >= 2 && word[length - 1] == word[length - 2] && "bdfgmnprt".Contains(word[length - 1], StringComparison.Ordinal))
            return length - 1;
        if (r1 >= length && EndsInShortSyllable(word, length))
        {
            word[length] = 'e';
            return length + 1;
        }
        return length;
    }

    private static int Derivation(Span<char> word, int length, int r2)
    {
        foreach (var suffix in Step4)
        {
            if (!Ends(word, length, suffix))
                continue;
            var start = length - suffix.Length;
            if (start < r2 || (suffix == "ion" && word[start - 1] is not ('s' or 't')))
                return length;
            return start;
        }
        return length;
    }

    private static int LastLetter(Span<char> word, int length, int r1, int r2)
    {
        if (word[length - 1] == 'e' && (length - 1 >= r2 || (length - 1 >= r1 && !EndsInShortSyllable(word, length - 1))))
            return length - 1;
        return word[length - 1] == 'l' && length - 1 >= r2 && length > 1 && word[length - 2] == 'l' ? length - 1 : length;
    }

    private static int Replace(Span<char> word, int length, int region, (string Suffix, string Replacement)[] rules)
    {
        foreach (var (suffix, replacement) in rules)
        {
            if (!Ends(word, length, suffix))
                continue;
            var start = length - suffix.Length;
            if (start < region)
                return length;
            replacement.CopyTo(word[start..]);
            return start + replacement.Length;
        }
        return length;
    }

    private static bool IsPlainWord(ReadOnlySpan<char> word) => word.IndexOfAnyExceptInRange('a', 'z') < 0;

    private static bool Ends(ReadOnlySpan<char> word, int length, string suffix) => length > suffix.Length && word[..length].EndsWith(suffix);

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';

    private static bool HasVowel(ReadOnlySpan<char> word) => word.IndexOfAny("aeiouy") >= 0;

    /// <summary>After the first non-vowel that follows a vowel, counted from <paramref name="from"/>.</summary>
    private static int Region(ReadOnlySpan<char> word, int from)
    {
        for (var i = from + 1; i < word.Length; i++)
        {
            if (!IsVowel(word[i]) && IsVowel(word[i - 1]))
                return i + 1;
        }
        return word.Length;
    }

    private static bool EndsInShortSyllable(ReadOnlySpan<char> word, int length)
    {
        if (length == 2)
            return IsVowel(word[0]) && !IsVowel(word[1]);
        return length > 2 && !IsVowel(word[length - 1]) && word[length - 1] is not ('w' or 'x') && IsVowel(word[length - 2]) && !IsVowel(word[length - 3]);
    }
}
