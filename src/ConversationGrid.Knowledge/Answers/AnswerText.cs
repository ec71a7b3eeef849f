using System.Text.RegularExpressions;

namespace ConversationGrid.Knowledge;

/// <summary>
/// Chooses which sentences of the found article answer. The section is chosen by what it meets of the question: its own words count in full, the article's
/// title and tags only for its opening section (they describe the article, and the opening is written for them), and a heading that the question does not share
/// is a condition that nobody named, so it counts against its section. Equal sections: the earlier. Pure; every sentence is the article's own.
/// </summary>
internal sealed class AnswerText(AnswerOptions options)
{
    private const float TitleShare = 0.6f;
    private const float TagShare = 0.35f;

    /// <summary>A fact of the expected kind beside words met, as a share of all that the question weighs.</summary>
    private const float KindShare = 0.4f;

    /// <summary>What a wholly unnamed condition in the heading takes away, as a share of all that the question weighs.</summary>
    private const float HeadingShare = 0.2f;

    /// <summary>A second section is worth its words when it alone meets this share of the question.</summary>
    private const float AdditionShare = 0.25f;

    /// <summary>The text that answers <paramref name="words"/> from <paramref name="article"/>.</summary>
    public string Of(Article article, List<string> words, SearchIndex index)
    {
        var question = new Question(words, article.Language, index);
        var kind = ExpectedKind.Of(words);
        var title = question.Meet(article.Title);
        var tags = question.Meet(string.Join(". ", article.Tags));
        var sections = new List<Section>(article.Sections.Count);
        var best = 0;
        for (var i = 0; i < article.Sections.Count; i++)
        {
            sections.Add(Read(article.Sections[i], question, kind));
            Judge(sections[i], question, title, tags, index, article.Language);
            if (sections[i].Score > sections[best].Score)
                best = i;
        }
        var chosen = Run(sections[best], question);
        var known = Question.Better(Question.Better(sections[best].Own, title), sections[best].IsOpening ? tags : title);
        AddSecond(chosen, sections, best, question, known);
        return Sentences.Join(chosen);
    }

    private Section Read(ArticleSection section, Question question, Regex? kind)
    {
        var sentences = Sentences.Pieces(section.Text, options.AnswerLengthMax);
        var met = sentences.ConvertAll(question.Meet);
        var facts = sentences.ConvertAll(sentence => kind?.IsMatch(sentence) == true);
        return new Section(section.Heading, sentences, met, facts, met.Aggregate(question.Meet(section.Heading), (all, one) => Question.Better(all, one)));
    }

    private static void Judge(Section section, Question question, float[] title, float[] tags, SearchIndex index, string language)
    {
        var met = section.IsOpening ? Question.Better(Question.Better(section.Own, title, TitleShare), tags, TagShare) : section.Own;
        var score = question.Sum(met);
        if (score > 0 && section.Facts.Contains(true))
            score += KindShare * question.Total;
        section.Score = score - (HeadingShare * question.Total * Unnamed(section.Heading, question, index, language));
    }

    /// <summary>The share of a heading, by weight of its topical words, that the question does not name; 0 without a heading.</summary>
    private static float Unnamed(string heading, Question question, SearchIndex index, string language)
    {
        var all = 0f;
        var named = 0f;
        foreach (var word in Words.Of(heading))
        {
            if (StopWords.Contains(language, word))
                continue;
            var weight = index.WeightOf(language, Stemming.Stem(language, word));
            all += weight;
            named += weight * question.Meet(word).DefaultIfEmpty(0).Max();
        }
        return all > 0 ? 1 - (named / all) : 0;
    }

    /// <summary>The run of neighbouring sentences that meets most of the question, the earliest of equals; led by the section's first sentence where that still
    /// fits.</summary>
    private List<string> Run(Section section, Question question)
    {
        var sentences = section.Sentences;
        var (bestFrom, bestTo, bestScore) = (0, 0, float.MinValue);
        for (var from = 0; from < sentences.Count; from++)
        {
            var to = from + 1;
            var length = sentences[from].Length;
            var met = section.Met[from];
            var hasFact = section.Facts[from];
            while (to < sentences.Count && to - from < options.SentencesMax && length + 1 + sentences[to].Length <= options.AnswerLengthMax)
            {
                length += 1 + sentences[to].Length;
                met = Question.Better(met, section.Met[to]);
                hasFact |= section.Facts[to++];
            }
            var score = question.Sum(met) + (hasFact ? KindShare * question.Total : 0);
            if (score > bestScore)
                (bestFrom, bestTo, bestScore) = (from, to, score);
        }
        var run = AskedRows(section, question, bestFrom, bestTo).ConvertAll(i => sentences[i]);
        if (bestFrom > 0 && !Sentences.IsRow(sentences[0]) && Fits(run, [sentences[0]]))
            run.Insert(0, sentences[0]);
        return run;
    }

    /// <summary>A run of sentences, in which of the rows of a table only those stay that meet most of the question, where one meets more than
    /// another.</summary>
    private static List<int> AskedRows(Section section, Question question, int from, int to)
    {
        var run = Enumerable.Range(from, to - from).ToList();
        var rows = Enumerable.Range(0, section.Sentences.Count).Where(i => Sentences.IsRow(section.Sentences[i])).ToList();
        if (rows.Count < 2 || !run.Exists(rows.Contains)) return run;
        var most = rows.Max(i => question.Sum(section.Met[i]));
        if (rows.TrueForAll(i => question.Sum(section.Met[i]) >= most)) return run;
        var asked = rows.Where(i => question.Sum(section.Met[i]) >= most);
        return [.. run.Where(i => !rows.Contains(i)).Concat(asked).Order()];
    }

    /// <summary>
    /// Adds the beginning of the section that meets what the chosen one leaves out, up to the sentence that does, where it fits. A section stands alone from
    /// its first sentence on, so it is never entered in the middle.
    /// </summary>
    private void AddSecond(List<string> chosen, List<Section> sections, int best, Question question, float[] known)
    {
        var bestGain = AdditionShare * question.Total;
        List<string> addition = [];
        for (var i = 0; i < sections.Count; i++)
        {
            for (var s = 0; i != best && s < sections[i].Sentences.Count; s++)
            {
                var gain = question.Sum(Question.Better(known, sections[i].Met[s])) - question.Sum(known);
                var beginning = sections[i].Sentences.GetRange(0, s + 1);
                if (gain > bestGain && Fits(chosen, beginning))
                    (bestGain, addition) = (gain, beginning);
            }
        }
        chosen.AddRange(addition);
    }

    private bool Fits(List<string> chosen, List<string> more) =>
        chosen.Count + more.Count <= options.SentencesMax && chosen.Sum(one => one.Length + 1) + more.Sum(one => one.Length + 1) - 1 <= options.AnswerLengthMax;

    /// <summary>A section as the question sees it.</summary>
    private sealed record Section(string Heading, List<string> Sentences, List<float[]> Met, List<bool> Facts, float[] Own)
    {
        public bool IsOpening => Heading.Length == 0;

        public float Score { get; set; }
    }
}
