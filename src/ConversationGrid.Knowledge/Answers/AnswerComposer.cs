using System.Globalization;

namespace ConversationGrid.Knowledge;

/// <summary>
/// The assistant without a model: finds the passage that answers, takes whole sentences of it and cites it; below the floor it says so.
/// It cannot state what no article states. Deterministic: the same articles, question and time give the same reply.
/// </summary>
public sealed class AnswerComposer
{
    /// <summary>Most characters of a question or draft that are read.</summary>
    public const int QuestionLengthMax = 2_000;

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
    /// The reply to one question. <paramref name="language"/> is the customer's (<c>en</c>, <c>ms</c>, also with a region); null, empty or <c>und</c>: the one the question seems to be in.
    /// </summary>
    /// <param name="meaning">What stands in for the built-in vectors in the search; null: these.</param>
    public AssistantReply Compose(string question, string? language = null, ArticleAudience audience = ArticleAudience.Public, GivenMeaning? meaning = null)
    {
        var said = Shorten(question);
        var spoken = LanguageOf(language, said);
        if (PersonWish.Of(said) is { } wish)
            return new WantsHuman(spoken, wish);
        if (TalkOf(said, Words.Of(said)) is var kind and not SmallTalkKind.None)
            return new SmallTalk(kind, SmallTalkRules.Text(kind, spoken), spoken, $"rule: {kind}");
        said = PersonWish.WithoutRefusals(said);
        if (said.Length == 0 && !string.IsNullOrWhiteSpace(question) && question.Any(char.IsLetter))
            return new SmallTalk(SmallTalkKind.Greeting, SmallTalkRules.Text(SmallTalkKind.Greeting, spoken), spoken, "rule: wants no person");
        var words = Words.Of(Courtesies.Cut(said).ToString());
        var index = _knowledge.Current;
        var hits = index.Search(said, new SearchScope(spoken, audience, _time.GetUtcNow(), Limit: 3), meaning);
        if (hits.Length == 0)
            return new NoAnswer(0, [], spoken, "nothing found");
        var best = hits[0];
        if (best.Confidence < _options.ConfidenceFloor)
        {
            return new NoAnswer(best.Confidence, [.. hits.Select(CitationOf)], spoken, string.Create(
                CultureInfo.InvariantCulture, $"below the floor: {best.Article.Id} at {best.Confidence:0.000}, floor {_options.ConfidenceFloor:0.000}"));
        }
        if (hits.Length > 1 && best.Lead <= 1 - _options.AmbiguityShare && _options.AmbiguityShare < 1)
        {
            return new NoAnswer(best.Confidence, [.. hits.Select(CitationOf)], spoken, string.Create(
                CultureInfo.InvariantCulture, $"ambiguous: {hits[1].Article.Id} fits as well as {best.Article.Id} ({1 - best.Lead:0.000} of its score)"));
        }
        var reason = string.Create(CultureInfo.InvariantCulture, $"article {best.Article.Id}/{best.Article.Language} at {best.Confidence:0.000}");
        return new Answer(_text.Of(best.Article, words, index), best.Article.Language, [CitationOf(best)], best.Confidence, spoken, reason);
    }

    /// <summary>True for what asks the articles nothing: a wish for a person, a greeting, thanks, a goodbye. Searches nothing.</summary>
    public static bool IsAside(string message)
    {
        var text = Shorten(message);
        return PersonWish.Of(text) is not null || TalkOf(text, Words.Of(text)) != SmallTalkKind.None;
    }

    /// <summary>True for thanks, a goodbye or an acknowledgement and nothing else: it asks for no answer.</summary>
    public static bool IsCourtesy(string message)
    {
        var text = Shorten(message);
        return SmallTalkRules.Of(text, Words.Of(text)) is SmallTalkKind.Thanks or SmallTalkKind.Goodbye or SmallTalkKind.Acknowledgement;
    }

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

    private static SmallTalkKind TalkOf(string text, List<string> words) => PersonWish.AsksWhatAnswers(text) ? SmallTalkKind.WhatAnswers : SmallTalkRules.Of(text, words);

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

    /// <summary>The customer's language as two letters; guessed from the text when it is not known.</summary>
    private static string LanguageOf(string? language, string text)
    {
        if (language is { Length: >= 2 } && language != "und")
            return language[..2].ToLowerInvariant();
        var query = new QueryWords();
        query.Read(text);
        return query.GuessLanguage("en");
    }
}
