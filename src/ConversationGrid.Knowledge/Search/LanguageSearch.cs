namespace ConversationGrid.Knowledge;

/// <summary>Ranks the articles of one language: whole articles by BM25F first, then the best of them by their passages.</summary>
internal static class LanguageSearch
{
    private const float PassageSaturation = 1.2f;
    private const float PassageLengthDiscount = 0.5f;
    private const int DeferredMin = 512;

    /// <summary>Articles that the vectors of sentences add to those found by words.</summary>
    private const int AlikeMax = 5;

    /// <summary>A question whose words find little is judged by its sentence as if they had found so much.</summary>
    private const float ScoreMin = 10;

    /// <summary>Writes the best candidates; returns how many. What <paramref name="visibility"/> refuses is never ranked.</summary>
    public static int Search(LanguageIndex index, SearchScratch scratch, QueryWords query, Concepts concepts, SearchOptions options, in SearchScope scope,
        Visibility visibility, in QuestionMeaning meaning, Span<Candidate> found)
    {
        var terms = QueryPlanner.Plan(query, index, concepts, options, scope.IsDraft, scratch.Plan, scratch.WordWeights, scratch.WordKinds);
        if (terms == 0 && !meaning.IsOfSentences)
            return 0;
        var plan = scratch.Plan.AsSpan(0, terms);
        Accumulate(index, scratch.Scores, plan);
        var count = SelectBest(index, scratch, visibility, scope);
        AddDeferred(index, scratch, plan, count);
        if (meaning.IsOfSentences) count = AddAlike(index, scratch, visibility, scope, meaning, count);
        for (var i = 0; i < plan.Length; i++)
            scratch.Slots[plan[i].Term] = (byte)(i + 1);
        var named = index.Gists.GetValueOrDefault(QueryPlanner.GistOf(query, index.Language, concepts)) ?? [];
        for (var i = 0; i < count; i++)
        {
            found[i] = Rank(index, scratch, plan, query.Count, options, scratch.BestDocs[i], scratch.BestScores[i]);
            if (Array.BinarySearch(named, scratch.BestDocs[i]) >= 0)
                found[i].Score *= 1 + (float)options.GistWeight;
        }
        for (var i = 0; i < plan.Length; i++)
            scratch.Slots[plan[i].Term] = 0;
        AddMeaning(found[..count], meaning, (float)(meaning.IsOfSentences ? options.SentenceWeight : options.MeaningWeight));
        return count;
    }

    /// <summary>Adds what the articles' vectors say, as a share of the best score that words gave: a question of many words has greater scores than one of
    /// few.</summary>
    private static void AddMeaning(Span<Candidate> found, in QuestionMeaning meaning, float weight)
    {
        var top = 0f;
        foreach (ref var candidate in found)
            top = Math.Max(top, candidate.Score);
        top = meaning.IsOfSentences ? Math.Max(top, ScoreMin) : top;
        foreach (ref var candidate in found)
        {
            candidate.Lexical = candidate.Score;
            candidate.Likeness = meaning.To(candidate.Article);
            candidate.Score += weight * top * candidate.Likeness;
        }
    }

    /// <summary>
    /// Adds up the terms of every article, but for those that very many articles have: they cannot tell candidates apart, cost most of the time,
    /// and are added to the chosen ones afterwards.
    /// </summary>
    private static void Accumulate(LanguageIndex index, float[] scores, ReadOnlySpan<QueryTerm> plan)
    {
        Array.Clear(scores);
        foreach (ref readonly var term in plan)
        {
            if (IsDeferred(index, term, plan))
                continue;
            var from = index.PostingStarts[term.Term];
            var length = index.PostingStarts[term.Term + 1] - from;
            var docs = index.PostingDocs.AsSpan(from, length);
            var impacts = index.PostingImpacts.AsSpan(from, length);
            for (var i = 0; i < docs.Length; i++)
                scores[docs[i]] += term.Weight * impacts[i];
        }
    }

    private static void AddDeferred(LanguageIndex index, SearchScratch scratch, ReadOnlySpan<QueryTerm> plan, int count)
    {
        foreach (ref readonly var term in plan)
        {
            if (!IsDeferred(index, term, plan))
                continue;
            var from = index.PostingStarts[term.Term];
            var docs = index.PostingDocs.AsSpan(from, index.PostingStarts[term.Term + 1] - from);
            for (var i = 0; i < count; i++)
            {
                var at = docs.BinarySearch(scratch.BestDocs[i]);
                if (at >= 0)
                    scratch.BestScores[i] += term.Weight * index.PostingImpacts[from + at];
            }
        }
    }

    /// <summary>A term that more than a quarter of a large library has, as long as the query has a rarer one.</summary>
    /// <summary>The articles that are most like the question by its sentence's vector, whatever words they share with it.</summary>
    private static int AddAlike(LanguageIndex index, SearchScratch scratch, Visibility visibility, in SearchScope scope, in QuestionMeaning meaning, int count)
    {
        Span<int> best = stackalloc int[AlikeMax];
        Span<float> likeness = stackalloc float[AlikeMax];
        var alike = 0;
        for (var doc = 0; doc < index.Documents; doc++)
        {
            if (!visibility.IsVisible(index.ArticleOf[doc], scope)) continue;
            var value = meaning.Glance(index.ArticleOf[doc]);
            if (value <= 0 || (alike == AlikeMax && value <= likeness[alike - 1])) continue;
            var at = alike < AlikeMax ? alike++ : alike - 1;
            for (; at > 0 && likeness[at - 1] < value; at--) (likeness[at], best[at]) = (likeness[at - 1], best[at - 1]);
            (likeness[at], best[at]) = (value, doc);
        }
        foreach (var doc in best[..alike])
        {
            if (scratch.BestDocs.AsSpan(0, count).Contains(doc)) continue;
            // The last of many candidates by words gives way.
            var at = count < SearchScratch.CandidatesMax ? count++ : count - 1;
            (scratch.BestDocs[at], scratch.BestScores[at]) = (doc, scratch.Scores[doc]);
        }
        return count;
    }

    private static bool IsDeferred(LanguageIndex index, in QueryTerm term, ReadOnlySpan<QueryTerm> plan)
    {
        var limit = Math.Max(DeferredMin, index.Documents / 4);
        if (index.DocumentFrequency(term.Term) <= limit)
            return false;
        foreach (ref readonly var other in plan)
        {
            if (other.Weight >= term.Weight && index.DocumentFrequency(other.Term) is var frequency && frequency > 0 && frequency <= limit)
                return true;
        }
        return false;
    }

    private static int SelectBest(LanguageIndex index, SearchScratch scratch, Visibility visibility, in SearchScope scope)
    {
        var count = 0;
        var threshold = 0f;
        var scores = scratch.Scores;
        for (var doc = 0; doc < scores.Length; doc++)
        {
            var score = scores[doc];
            if (score <= threshold || !visibility.IsVisible(index.ArticleOf[doc], scope))
                continue;
            var at = count < SearchScratch.CandidatesMax ? count++ : count - 1;
            while (at > 0 && scratch.BestScores[at - 1] < score)
            {
                scratch.BestScores[at] = scratch.BestScores[at - 1];
                scratch.BestDocs[at] = scratch.BestDocs[at - 1];
                at--;
            }
            scratch.BestScores[at] = score;
            scratch.BestDocs[at] = doc;
            if (count == SearchScratch.CandidatesMax)
                threshold = scratch.BestScores[count - 1];
        }
        return count;
    }

    private static Candidate Rank(LanguageIndex index, SearchScratch scratch, ReadOnlySpan<QueryTerm> plan, int words, SearchOptions options, int doc,
        float articleScore)
    {
        var title = scratch.Title.AsSpan(0, words);
        var focus = scratch.Focus.AsSpan(0, words);
        var whole = scratch.Whole.AsSpan(0, words);
        var passage = scratch.Passage.AsSpan(0, words);
        whole.Clear();
        focus.Clear();
        var first = index.PassageStarts[doc];
        var titleScore = ScorePassage(index, scratch, plan, options, first, title, out var share);
        Raise(whole, title);
        var best = -1f;
        var section = 0;
        for (var p = first + 1; p < index.PassageStarts[doc + 1]; p++)
        {
            var passageScore = ScorePassage(index, scratch, plan, options, p, passage, out var passageShare);
            share = Math.Max(share, passageShare);
            Raise(whole, passage);
            if (passageScore <= best)
                continue;
            best = passageScore;
            section = p - first - 1;
            passage.CopyTo(focus);
        }
        Raise(focus, title);
        var weights = scratch.WordWeights.AsSpan(0, words);
        var coverage = Coverage(weights, whole);
        var score = articleScore + ((float)options.PassageWeight * Math.Max(titleScore, best));
        score *= 1 + ((float)options.CoverageWeight * coverage) + ((float)options.TextCoverageWeight * share);
        var titleCoverage = Coverage(weights, title);
        if (weights.Length - weights.Count(0f) == 1)
            score *= 1 + ((float)options.OneTopicWeight * titleCoverage);
        var (topics, missed, named) = Topics(scratch.WordKinds.AsSpan(0, words), weights, whole, focus, index.IdfMax);
        return new Candidate(index.ArticleOf[doc], section, score, score, 0, coverage, Coverage(weights, focus), titleCoverage, topics, missed, named);
    }

    /// <summary>What the words that name a topic say: how many are met, the heaviest that is missed, and how much of what is met is names alone.</summary>
    private static (float Met, float Missed, float Named) Topics(
        ReadOnlySpan<WordKind> kinds, ReadOnlySpan<float> weights, ReadOnlySpan<float> whole, ReadOnlySpan<float> focus, float heaviest)
    {
        var (met, missed, names, all) = (0f, 0f, 0f, 0f);
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] <= 0) continue;
            met += kinds[i] == WordKind.Topic ? focus[i] : 0;
            missed = Math.Max(missed, weights[i] * (1 - whole[i]) / heaviest);
            names += kinds[i] == WordKind.Name ? weights[i] * whole[i] : 0;
            all += weights[i] * whole[i];
        }
        return (met, missed, all > 0 ? names / all : 0);
    }

    /// <summary>Scores a passage, notes how well each word of the query is met in it, and which share of the passage, by weight of its words, the query
    /// has.</summary>
    private static float ScorePassage(LanguageIndex index, SearchScratch scratch, ReadOnlySpan<QueryTerm> plan, SearchOptions options, int passage,
        Span<float> met, out float share)
    {
        met.Clear();
        var counts = scratch.Counts.AsSpan(0, plan.Length + 1);
        counts.Clear();
        var from = index.WordStarts[passage];
        var to = index.WordStarts[passage + 1];
        var terms = index.PassageTerms.AsSpan(from, to - from);
        var ordered = index.ExtraStarts[passage] - from;
        var neighbours = 0f;
        var all = 0f;
        var shared = 0f;
        var lastSlot = 0;
        for (var i = 0; i < terms.Length; i++)
        {
            var slot = scratch.Slots[terms[i]];
            counts[slot]++;
            if (i < ordered)
            {
                var weight = index.Idf[terms[i]];
                all += weight;
                shared += slot == 0 ? 0 : weight * plan[slot - 1].Quality;
            }
            if (slot != 0 && lastSlot != 0 && i < ordered && Follows(plan[lastSlot - 1].Words, plan[slot - 1].Words))
                neighbours += Math.Min(index.Idf[plan[lastSlot - 1].Term] * plan[lastSlot - 1].Weight, index.Idf[plan[slot - 1].Term] * plan[slot - 1].Weight);
            lastSlot = slot;
        }
        share = all > 0 ? shared / all : 0;
        var discount = PassageSaturation * (1 - PassageLengthDiscount + (PassageLengthDiscount * terms.Length / index.PassageLengthMean));
        var score = 0f;
        for (var i = 0; i < plan.Length; i++)
        {
            var count = counts[i + 1];
            if (count == 0)
                continue;
            score += plan[i].Weight * index.Idf[plan[i].Term] * count * (PassageSaturation + 1) / (count + discount);
            for (var bits = plan[i].Words; bits != 0; bits &= bits - 1)
            {
                var word = System.Numerics.BitOperations.TrailingZeroCount(bits);
                met[word] = Math.Max(met[word], plan[i].Quality);
            }
        }
        return score + ((float)options.NeighbourWeight * neighbours);
    }

    private static bool Follows(ulong first, ulong second) => ((first << 1) & second) != 0;

    private static void Raise(Span<float> to, ReadOnlySpan<float> from)
    {
        for (var i = 0; i < to.Length; i++)
            to[i] = Math.Max(to[i], from[i]);
    }

    private static float Coverage(ReadOnlySpan<float> weights, ReadOnlySpan<float> met)
    {
        var all = 0f;
        var covered = 0f;
        for (var i = 0; i < weights.Length; i++)
        {
            all += weights[i];
            covered += weights[i] * met[i];
        }
        return all > 0 ? covered / all : 0;
    }
}
