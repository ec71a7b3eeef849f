using System.Globalization;
using ConversationGrid.Contracts;
using ConversationGrid.Understanding.SmallMessages;

namespace ConversationGrid.Knowledge;

/// <summary>
/// The assistant without a model: finds the passage that answers, takes whole sentences of it and cites it; below the floor it says so.
/// It cannot state what no article states. Deterministic: the same articles, question and time give the same reply.
/// </summary>
public sealed class AnswerComposer
{
    /// <summary>Most characters of a question or draft that are read.</summary>
    public const int QuestionLengthMax = 2_000;

    /// <summary>Articles that a customer may be asked to choose from.</summary>
    private const int ChoicesMax = 3;

    /// <summary>Articles that are looked at, and those of them that count where nothing is denied.</summary>
    private const int HitsMax = 5;
    private const int ShownMax = 3;

    /// <summary>Share of a message, by weight of its words, that an article must know to be about it.</summary>
    private const float KnownShare = 0.5f;

    /// <summary>So few topical words ask for a fact alone ("and how much does it cost?").</summary>
    private const int FactWordsMax = 1;

    private readonly KnowledgeBase _knowledge;
    private readonly AnswerOptions _options;
    private readonly TimeProvider _time;
    private readonly AnswerText _text;

    public AnswerComposer(KnowledgeBase knowledge, AnswerOptions? options = null, TimeProvider? time = null)
    {
        _knowledge = knowledge;
        _options = options ?? new AnswerOptions();
        _time = time ?? TimeProvider.System;
        _text = new AnswerText(_options);
    }

    /// <summary>
    /// The reply to one question. <paramref name="language"/> is the customer's (<c>en</c>, <c>ms</c>, also with a region); null, empty or <c>und</c>: the one
    /// the question seems to be in.
    /// </summary>
    /// <param name="meaning">What stands in for the built-in vectors in the search; null: these.</param>
    /// <param name="before">What the customer asked before and was answered; a message that leans on it is read with it.</param>
    public AssistantReply Compose(string question, string? language = null, ArticleAudience audience = ArticleAudience.Public, GivenMeaning? meaning = null,
        string? before = null)
    {
        var said = Shorten(question);
        var spoken = LanguageOf(language, said);
        if (PersonWish.Of(said) is { } wish)
            return new WantsHuman(spoken, wish);
        if (PersonWish.AsksWhatAnswers(said))
            return new SmallTalk(SmallTalkKind.WhatAnswers, WhatAnswers(spoken), spoken, $"rule: {SmallTalkKind.WhatAnswers}");
        if (SmallMessageReader.Of(said, spoken) is { Kind: not SmallTalkKind.None } small)
            return Small(small.Kind, small.Language is null or "en" ? spoken : small.Language);
        said = PersonWish.WithoutRefusals(said);
        if (said.Length == 0 && !string.IsNullOrWhiteSpace(question) && question.Any(char.IsLetter))
            return Small(SmallTalkKind.Greeting, spoken) with { Reason = "rule: wants no person" };
        said = ParticleVerbs.Joined(Unwanted.Without(said));
        if (said.Length == 0 && !string.IsNullOrWhiteSpace(question) && question.Any(char.IsLetter))
            return Small(SmallTalkKind.Keeps, spoken);
        var scope = new SearchScope(SearchedIn(spoken, said), audience, _time.GetUtcNow(), ShownMax);
        return Several(said, spoken, scope, before) ?? Single(said, spoken, scope, meaning, before);
    }

    /// <summary>One answer to all questions of a message; null where it asks one, or where one of them is not answered: then the message is read as a
    /// whole.</summary>
    private Answer? Several(string said, string spoken, SearchScope scope, string? before)
    {
        var parts = QuestionParts.Of(said);
        if (parts.Count < 2) return null;
        var answers = new List<Answer>(parts.Count);
        foreach (var part in parts)
        {
            if (Single(part, spoken, scope, null, before) is not Answer answer) return null;
            answers.Add(answer);
            before = part;
        }
        return answers[0] with
        {
            Text = string.Join("\n\n", answers.Select(answer => answer.Text).Distinct()),
            Citations = [.. answers.SelectMany(answer => answer.Citations).Distinct()],
            Confidence = answers.Min(answer => answer.Confidence),
            Reason = string.Join("; ", answers.Select(answer => answer.Reason)),
        };
    }

    private AssistantReply Single(string said, string spoken, SearchScope scope, GivenMeaning? meaning, string? before)
    {
        var asked = new Asked(said, Words.Of(Courtesies.Cut(said).ToString()), scope, spoken);
        var leansOn = before is not null && FollowUp.LeansOnBefore(said, asked.Words) ? Shorten(before) : null;
        if (ByTime(asked, leansOn) is { } decided) return decided;
        if (leansOn is not null && FromBefore(asked, leansOn, meaning) is { } continued) return continued;
        if (Denied.Asks(said)) return JudgeDenied(asked, _knowledge.Current.Search(said, scope with { Limit = HitsMax }, meaning));
        var judged = Judge(asked, _knowledge.Current.Search(said, scope, meaning), "");
        // What was told before the question may have drowned it.
        return judged is NoAnswer && QuestionParts.QuestionAlone(said) is { } question
            && Single(question, spoken, scope, null, before) is Answer answer ? answer : judged;
    }

    /// <summary>Yes or no by the time that the question names and the limit that the article sets; null where either is missing.</summary>
    private Answer? ByTime(Asked asked, string? before)
    {
        if (TimeLimit.Asked(asked.Text, isFollowUp: before is not null) is not { } time) return null;
        var index = _knowledge.Current;
        var hits = index.Search(before is null ? time.Rest : $"{before} {time.Rest}", asked.Scope);
        if (hits.Length == 0 || hits[0].Confidence < _options.ConfidenceFloor) return null;
        var (article, words) = (hits[0].Article, Words.Of(before is null ? time.Rest : $"{before} {time.Rest}"));
        if (TimeLimit.Of(article, time, new Question(words, article.Language, index)) is not var (sentence, isWithin)) return null;
        var found = Found(asked, hits[0], isWithin ? "within its limit: " : "past its limit: ");
        return found with { Text = $"{YesOrNo(isWithin, article.Language)} {sentence}" };
    }

    private static string YesOrNo(bool yes, string language) => language == "ms" ? yes ? "Ya." : "Tidak." : yes ? "Yes." : "No.";

    /// <summary>The hit that denies what the question asks for; none answers it by affirming something.</summary>
    private AssistantReply JudgeDenied(Asked asked, SearchHit[] hits)
    {
        if (Denied.Find(hits, asked.Words, _knowledge.Current, _options.ChoiceFloor) is not var (hit, sentence))
            return new NoAnswer(hits.Length == 0 ? 0 : hits[0].Confidence, [.. hits.Take(ShownMax).Select(CitationOf)], asked.Language, "nothing denies it");
        var answer = Found(asked, hits[hit], "denies it: ");
        return answer.Text.Contains(sentence, StringComparison.Ordinal) ? answer : answer with { Text = sentence };
    }

    /// <summary>Whether a message is read with the question before it; then its vector is that of both.</summary>
    public static bool LeansOnBefore(string question) => FollowUp.LeansOnBefore(question, Words.Of(question)) && !IsAside(question);

    /// <summary>The choice that a message makes among numbered things, from 0; -1 for none.</summary>
    public static int ChoiceOf(string message) => FollowUp.Choice(Shorten(message));

    /// <summary>
    /// A message that leans on the question before is looked for together with it. The article that answered before goes on answering where it knows something
    /// of the message; else another one may, if it meets the message's own words.
    /// </summary>
    private AssistantReply? FromBefore(Asked asked, string before, GivenMeaning? meaning)
    {
        var index = _knowledge.Current;
        var earlier = index.Search(before, asked.Scope);
        if (earlier.Length == 0 || earlier[0].Confidence < _options.ConfidenceFloor) return null;
        var hits = index.Search($"{before} {asked.Text}", asked.Scope, meaning);
        if (hits.Length == 0 || !Knows(hits[0].Article, asked.Words, index)) return null;
        var goesOn = hits[0].Article.Id == earlier[0].Article.Id;
        if (hits[0].Confidence < (goesOn ? _options.ChoiceFloor : _options.ConfidenceFloor)) return null;
        // The message alone may have changed the subject.
        var alone = index.Search(asked.Text, asked.Scope);
        if (!goesOn && (alone.Length == 0 || alone[0].Article.Id != hits[0].Article.Id)) return null;
        if (alone.Length > 0 && alone[0].Confidence >= _options.ConfidenceFloor && alone[0].Article.Id != hits[0].Article.Id
            && !FollowUp.PointsBack(asked.Text)) return null;
        return goesOn ? Found(asked, hits[0], "after the question before: ") : Judge(asked, hits, "after the question before: ");
    }

    /// <summary>Whether an article says something about the words of a message, or holds a fact of the kind that they expect.</summary>
    private static bool Knows(Article article, List<string> words, SearchIndex index)
    {
        return Meets(article, words, index) || (ExpectedKind.Of(words)?.IsMatch(TextOf(article)) == true
            && new Question(words, article.Language, index).Weights.Length <= FactWordsMax);
    }

    private static bool Meets(Article article, List<string> words, SearchIndex index)
    {
        var question = new Question(words, article.Language, index);
        return question.Total > 0 && question.Sum(question.Meet(TextOf(article))) >= KnownShare * question.Total;
    }

    private static string TextOf(Article article) => string.Join('\n', article.Sections.Select(section => $"{section.Heading}. {section.Text}")
        .Prepend($"{article.Title}. {string.Join(". ", article.Tags)}"));

    private AssistantReply Judge(Asked asked, SearchHit[] hits, string how)
    {
        if (hits.Length == 0)
            return new NoAnswer(0, [], asked.Language, "nothing found");
        var best = hits[0];
        if (best.Confidence < _options.ConfidenceFloor)
        {
            return new NoAnswer(best.Confidence, [.. hits.Select(CitationOf)], asked.Language, string.Create(
                CultureInfo.InvariantCulture, $"{how}below the floor: {best.Article.Id} at {best.Confidence:0.000}, floor {_options.ConfidenceFloor:0.000}"))
            { Choices = ChoicesOf(asked, hits) };
        }
        if (hits.Length > 1 && best.Lead <= 1 - _options.AmbiguityShare && _options.AmbiguityShare < 1)
        {
            return new NoAnswer(best.Confidence, [.. hits.Select(CitationOf)], asked.Language, string.Create(
                CultureInfo.InvariantCulture, $"{how}ambiguous: {hits[1].Article.Id} fits as well as {best.Article.Id} ({1 - best.Lead:0.000} of its score)"))
            { Choices = ChoicesOf(asked, hits) };
        }
        return Found(asked, best, how);
    }

    private Answer Found(Asked asked, in SearchHit best, string how)
    {
        var reason = string.Create(CultureInfo.InvariantCulture, $"{how}article {best.Article.Id}/{best.Article.Language} at {best.Confidence:0.000}");
        return new Answer(_text.Of(best.Article, asked.Words, _knowledge.Current), best.Article.Language, [CitationOf(best)], best.Confidence, asked.Language,
            reason);
    }

    /// <summary>Two or three articles that a vague question may mean: each likely enough, and none left out by words that no article of them has.</summary>
    private Citation[] ChoicesOf(Asked asked, SearchHit[] hits)
    {
        var likely = hits.Where(hit => hit.Confidence >= _options.ChoiceFloor).Take(ChoicesMax).ToArray();
        var index = _knowledge.Current;
        return likely.Length > 1 && likely.All(hit => Meets(hit.Article, asked.Words, index)) ? [.. likely.Select(CitationOf)] : [];
    }

    private static SmallTalk Small(SmallTalkKind kind, string language) => new(kind, PhraseBook.Of(PhraseOf(kind), language), language, $"rule: {kind}");

    private static Phrase PhraseOf(SmallTalkKind kind) => kind switch
    {
        SmallTalkKind.Greeting => Phrase.Greeting,
        SmallTalkKind.Thanks => Phrase.Thanks,
        SmallTalkKind.Goodbye => Phrase.Goodbye,
        SmallTalkKind.Acknowledgement => Phrase.Acknowledgement,
        SmallTalkKind.Displeasure => Phrase.Displeasure,
        SmallTalkKind.Nudge => Phrase.Nudge,
        _ => Phrase.Keeps,
    };

    private static string WhatAnswers(string language) => language == "ms"
        ? "Saya pembantu AI, bukan manusia. Jika anda mahu bercakap dengan manusia, cakap sahaja dan saya akan serahkan kepada rakan sekerja saya."
        : "I am an AI assistant, not a human. If you want a human, just say so and I pass you to a colleague.";

    /// <summary>True for what asks the articles nothing: a wish for a person, a greeting, thanks, a goodbye. Searches nothing.</summary>
    public static bool IsAside(string message)
    {
        var text = Shorten(message);
        return PersonWish.Of(text) is not null || PersonWish.AsksWhatAnswers(text) || SmallMessageReader.Of(text).Kind != SmallTalkKind.None;
    }

    /// <summary>True for thanks, a goodbye or an acknowledgement and nothing else: it asks for no answer.</summary>
    public static bool IsCourtesy(string message) =>
        SmallMessageReader.Of(Shorten(message)).Kind is SmallTalkKind.Thanks or SmallTalkKind.Goodbye or SmallTalkKind.Acknowledgement;

    /// <summary>Articles for a message that is still being typed, best first. Never shows more than <paramref name="audience"/> may see.</summary>
    public IReadOnlyList<ArticleSuggestion> Suggest(string draft, string? language = null, int limit = 3, ArticleAudience audience = ArticleAudience.Public)
    {
        var text = Shorten(draft);
        var hits = _knowledge.Current.Search(text, new SearchScope(LanguageOf(language, text), audience, _time.GetUtcNow(), limit, IsDraft: true));
        var suggestions = new List<ArticleSuggestion>(hits.Length);
        foreach (var hit in hits)
        {
            if (hit.Confidence >= _options.SuggestionFloor)
                suggestions.Add(new ArticleSuggestion(hit.Article.Id, hit.Article.Title, Snippet(hit), hit.Confidence));
        }
        return suggestions;
    }

    private string Snippet(SearchHit hit)
    {
        var snippet = "";
        foreach (var sentence in Sentences.Of(hit.Article.Sections[hit.Passage].Text))
        {
            if (snippet.Length > 0 && snippet.Length + 1 + sentence.Length > _options.SnippetLengthMax)
                break;
            snippet = snippet.Length == 0 ? sentence : snippet + " " + sentence;
        }
        return snippet.Length <= _options.SnippetLengthMax ? snippet : string.Concat(snippet.AsSpan(0, _options.SnippetLengthMax - 1), "…");
    }

    private static Citation CitationOf(SearchHit hit) => new(hit.Article.Id, hit.Article.Title);

    /// <summary>A question as far as it is read: <see cref="QuestionLengthMax"/> characters.</summary>
    public static string Shorten(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length <= QuestionLengthMax ? text : text[..QuestionLengthMax];
    }

    /// <summary>
    /// The customer's language as two letters; guessed from the text when it is not known. A text of plain English or Malay words is that, whatever the
    /// conversation was in before.
    /// </summary>
    private static string LanguageOf(string? language, string text)
    {
        var known = language is { Length: >= 2 } && language != "und" ? language[..2].ToLowerInvariant() : null;
        return known is "en" or "ms" ? known : Guess(text, known is not null && PhraseBook.Has(known) ? known : "en");
    }

    /// <summary>The language to search in: articles are in English and Malay.</summary>
    private static string SearchedIn(string spoken, string text) => spoken is "en" or "ms" ? spoken : spoken == "id" ? "ms" : Guess(text, "en");

    private static string Guess(string text, string otherwise)
    {
        var query = new QueryWords();
        query.Read(text);
        return query.GuessLanguage(otherwise);
    }

    /// <summary>A question as it is judged.</summary>
    private sealed record Asked(string Text, List<string> Words, SearchScope Scope, string Language);
}
