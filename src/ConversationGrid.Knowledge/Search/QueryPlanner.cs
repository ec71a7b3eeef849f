namespace ConversationGrid.Knowledge;

/// <summary>Finds what a query's words can meet in one index: the same stem, a corrected spelling, a longer word, two words written as one, a shared
/// concept.</summary>
internal static class QueryPlanner
{
    /// <summary>Most meetings of one query.</summary>
    public const int TermsMax = 192;

    private const float RootQuality = 0.5f;
    private const float ConceptQuality = 0.9f;
    private const float GeneralConceptQuality = 0.6f;
    private const float NumberWeight = 0.4f;
    private const int OrderNumberMin = 5;

    /// <summary>A corrected word shorter than this may well be another word: weak evidence that it is answered.</summary>
    private const int SureTypoMin = 6;

    /// <summary>How much of a topic the thing is that a question is about something of.</summary>
    private const float GoodsShare = 0.3f;

    private const int AlternativesMax = 6;
    private const int JoinedMax = 2 * Words.LengthMax;

    /// <summary>Writes the plan into <paramref name="plan"/> (<see cref="TermsMax"/> long) and each word's weight for coverage into
    /// <paramref name="wordWeights"/>; returns the plan's length.</summary>
    public static int Plan(QueryWords query, LanguageIndex index, Concepts concepts, SearchOptions options, bool isDraft, Span<QueryTerm> plan,
        Span<float> wordWeights, Span<WordKind> kinds)
    {
        var terms = index.Terms.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> stem = stackalloc char[Words.LengthMax + 2];
        var count = 0;
        for (var i = 0; i < query.Count; i++)
        {
            var word = query[i];
            var bit = 1UL << i;
            word.CopyTo(stem);
            var length = Stemming.Stem(index.Language, stem, word.Length);
            var known = terms.TryGetValue(stem[..length], out var term);
            var isStop = query.IsStop(i);
            kinds[i] = isStop ? WordKind.Grammar : known && index.IsName[term] ? WordKind.Name : Goods.Names(word) || (!known && Goods.IsPlain(word))
                ? WordKind.Goods : WordKind.Topic;
            wordWeights[i] = isStop ? 0 : (known ? index.Idf[term] : index.IdfMax) * ShareOf(word) * (kinds[i] == WordKind.Goods ? GoodsShare : 1);
            if (known)
                Add(plan, ref count, new QueryTerm(term, isStop ? (float)options.StopWordWeight : 1, 1, bit));
            if (!isStop && Roots.Has(stem[..length]))
                AddRoot(stem[..length], index, options, bit, plan, ref count);
            if (isDraft && i == query.Count - 1 && query.LastIsOpen && word.Length >= 2)
                AddLonger(word, index, options, bit, plan, ref count);
            if (!known && !isStop && !AddCompound(query, i, index, plan, ref count))
                AddCorrected(word, index, options, bit, plan, ref count);
        }
        AddConcepts(query, index, concepts, options, plan, ref count);
        return count;
    }

    /// <summary>What the query is about as a <see cref="Gist"/> in one language; 0 when nothing topical is said.</summary>
    public static ulong GistOf(QueryWords query, string language, Concepts concepts)
    {
        var gist = new Gist();
        Span<char> stem = stackalloc char[Words.LengthMax + 2];
        for (var i = 0; i < query.Count; i++)
        {
            var length = 0;
            var concept = -1;
            if (concepts.Of(language) is { } phrases)
                length = LongestPhrase(query, i, language, phrases.GetAlternateLookup<ReadOnlySpan<char>>(), out concept);
            if (length > 0 && !concepts.IsGeneral(concept) && !IsGrammar(query, i, length))
            {
                gist.AddConcept(concept);
                i += length - 1;
            }
            else if (!query.IsStop(i))
            {
                query[i].CopyTo(stem);
                gist.AddStem(stem[..Stemming.Stem(language, stem, query[i].Length)]);
            }
        }
        return gist.Value;
    }

    private static bool IsGrammar(QueryWords query, int from, int length)
    {
        for (var i = from; i < from + length; i++)
        {
            if (!query.IsStop(i))
                return false;
        }
        return true;
    }

    /// <summary>How much of a topic a word is: a figure says little, an order number nothing.</summary>
    private static float ShareOf(ReadOnlySpan<char> word) => char.IsLetter(word[0]) ? 1 : word.Length >= OrderNumberMin ? 0 : NumberWeight;

    private static void Add(Span<QueryTerm> plan, ref int count, QueryTerm term)
    {
        if (count >= plan.Length)
            return;
        for (var i = 0; i < count; i++)
        {
            if (plan[i].Term != term.Term)
                continue;
            plan[i] = new QueryTerm(term.Term, Math.Max(plan[i].Weight, term.Weight), Math.Max(plan[i].Quality, term.Quality), plan[i].Words | term.Words);
            return;
        }
        plan[count++] = term;
    }

    private static void AddRoot(ReadOnlySpan<char> stem, LanguageIndex index, SearchOptions options, ulong bit, Span<QueryTerm> plan, ref int count)
    {
        Span<char> root = stackalloc char[Roots.Length + 1];
        root[0] = Roots.Mark;
        stem[..Roots.Length].CopyTo(root[1..]);
        if (options.RootWeight > 0 && index.Terms.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(root, out var term))
            Add(plan, ref count, new QueryTerm(term, (float)options.RootWeight, RootQuality, bit));
    }

    private static void AddCorrected(ReadOnlySpan<char> word, LanguageIndex index, SearchOptions options, ulong bit, Span<QueryTerm> plan, ref int count)
    {
        Span<int> found = stackalloc int[AlternativesMax];
        var alternatives = index.Typos.Find(word, found, out var distance);
        for (var i = 0; i < alternatives; i++)
        {
            var weight = (float)(distance == 1 ? options.TypoWeight : options.TypoWeight * options.TypoWeight);
            Add(plan, ref count, new QueryTerm(index.SurfaceTerms[found[i]], weight, word.Length < SureTypoMin ? weight * weight : weight, bit));
        }
    }

    private static void AddLonger(ReadOnlySpan<char> prefix, LanguageIndex index, SearchOptions options, ulong bit, Span<QueryTerm> plan, ref int count)
    {
        var (offset, length) = index.WithPrefix(prefix).GetOffsetAndLength(index.Surfaces.Length);
        Span<int> best = stackalloc int[AlternativesMax];
        var kept = 0;
        for (var i = offset; i < offset + length; i++)
        {
            var term = index.SurfaceTerms[i];
            if (best[..kept].Contains(term))
                continue;
            var at = kept < best.Length ? kept++ : best.Length;
            while (at > 0 && index.DocumentFrequency(best[at - 1]) < index.DocumentFrequency(term))
            {
                if (at < best.Length)
                    best[at] = best[at - 1];
                at--;
            }
            if (at < best.Length)
                best[at] = term;
        }
        for (var i = 0; i < kept; i++)
            Add(plan, ref count, new QueryTerm(best[i], (float)options.PrefixWeight, (float)options.PrefixWeight, bit));
    }

    /// <summary>An unknown word that is two known ones (<c>facemask</c>), or makes a known one with its neighbour (<c>waste water</c>).</summary>
    private static bool AddCompound(QueryWords query, int at, LanguageIndex index, Span<QueryTerm> plan, ref int count)
    {
        var word = query[at];
        var bit = 1UL << at;
        Span<char> joined = stackalloc char[JoinedMax];
        for (var neighbour = at - 1; neighbour <= at + 1; neighbour += 2)
        {
            if (neighbour < 0 || neighbour >= query.Count)
                continue;
            var first = query[Math.Min(at, neighbour)];
            var second = query[Math.Max(at, neighbour)];
            first.CopyTo(joined);
            second.CopyTo(joined[first.Length..]);
            if (!TryFind(joined[..(first.Length + second.Length)], index, out var term))
                continue;
            Add(plan, ref count, new QueryTerm(term, 1, 1, bit | (1UL << neighbour)));
            return true;
        }
        for (var cut = 3; cut <= word.Length - 3; cut++)
        {
            if (!TryFind(word[..cut], index, out var left) || !TryFind(word[cut..], index, out var right))
                continue;
            Add(plan, ref count, new QueryTerm(left, 0.8f, 0.9f, bit));
            Add(plan, ref count, new QueryTerm(right, 0.8f, 0.9f, bit));
            return true;
        }
        return false;
    }

    private static bool TryFind(ReadOnlySpan<char> word, LanguageIndex index, out int term)
    {
        term = 0;
        if (word.Length > Words.LengthMax)
            return false;
        Span<char> stem = stackalloc char[Words.LengthMax + 2];
        word.CopyTo(stem);
        var length = Stemming.Stem(index.Language, stem, word.Length);
        return index.Terms.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(stem[..length], out term)
            && index.PostingStarts[term] < index.PostingStarts[term + 1];
    }

    private static void AddConcepts(QueryWords query, LanguageIndex index, Concepts concepts, SearchOptions options, Span<QueryTerm> plan, ref int count)
    {
        foreach (var language in (ReadOnlySpan<string>)["en", "ms"])
        {
            if (concepts.Of(language) is not { } phrases)
                continue;
            var lookup = phrases.GetAlternateLookup<ReadOnlySpan<char>>();
            for (var i = 0; i < query.Count; i++)
            {
                var length = LongestPhrase(query, i, language, lookup, out var concept);
                if (length == 0)
                    continue;
                var words = ((1UL << length) - 1) << i;
                if (index.ConceptTerms[concept] >= 0)
                    Add(plan, ref count,
                        MeetingOf(index.ConceptTerms[concept], concepts.IsGeneral(concept), concepts.IsQuestion(concept) ? 1 : length, options, words));
                i += length - 1;
            }
        }
    }

    /// <summary>A phrase of care's own language says more than its single words, which are often grammatical (<c>where is my</c>).</summary>
    private static QueryTerm MeetingOf(int term, bool isGeneral, int length, SearchOptions options, ulong words) => isGeneral
        ? new QueryTerm(term, (float)options.ConceptWeight, GeneralConceptQuality, words)
        : new QueryTerm(term, (float)Math.Min(1, options.ConceptWeight * length), ConceptQuality, words);

    private static int LongestPhrase(QueryWords query, int from, string language, Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> phrases,
        out int concept)
    {
        Span<char> phrase = stackalloc char[Concepts.PhraseMax * (Words.LengthMax + 3)];
        var end = 0;
        var found = 0;
        concept = -1;
        for (var i = 0; i < Concepts.PhraseMax && from + i < query.Count; i++)
        {
            if (i > 0)
                phrase[end++] = ' ';
            var word = query[from + i];
            word.CopyTo(phrase[end..]);
            end += Stemming.Stem(language, phrase[end..], word.Length);
            if (phrases.TryGetValue(phrase[..end], out var candidate))
                (found, concept) = (i + 1, candidate);
        }
        return found;
    }
}
