using System.Collections.Concurrent;
using ConversationGrid.Assistant.Articles;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Following;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Knowledge;
using ConversationGrid.Understanding.PersonalData;

namespace ConversationGrid.Assistant.AgentAssist;

/// <summary>
/// What agents' work teaches, folded from the journal: replies of solved conversations to search, and which suggestions were taken. Each process has its own. Answers to customers do not rest on it, so that any of them can be made again from the articles alone.
/// </summary>
public sealed class Experience(ArticleLibrary library, AgentAssistOptions options) : IJournalFold
{
    /// <summary>Answered questions of one episode that are kept.</summary>
    private const int PairsMax = 20;
    private const int QuestionLengthMax = 500;

    /// <summary>What a suggestion's source begins with where an article is it.</summary>
    internal const string ArticleSource = "article:";

    /// <summary>Like questions looked at; many got the same reply.</summary>
    private const int FoundMax = 20;

    private readonly ConcurrentDictionary<string, Room> _rooms = new();

    public void Apply(GlobalEvent e)
    {
        if (e.Committed.Event is ConversationEvent fact) Of(e.Stream.Id.Workspace).Apply(e.Stream.Id.Id, e.Committed.Seq, fact, options.SolvedMax);
    }

    /// <summary>Makes searchable what came in since the last time. One caller at a time.</summary>
    public void Learn()
    {
        foreach (var (workspace, room) in _rooms)
            room.Build(library.For(workspace).Current);
    }

    /// <summary>The workspace's articles, ranked by what agents accepted too.</summary>
    internal KnowledgeBase Articles(string workspace) =>
        _rooms.GetValueOrDefault(workspace)?.Learnt is { } learnt && learnt.Of == library.For(workspace).Current ? learnt.Knowledge : library.For(workspace);

    /// <summary>Replies to questions like this one, the likest first, each text once.</summary>
    internal IReadOnlyList<SuggestedReply> Like(string workspace, string question, int limit)
    {
        if (_rooms.GetValueOrDefault(workspace)?.Solved is not { } solved) return [];
        return [.. solved.Questions.Find(question, options.SolvedLikeness, FoundMax).Select(found => (Pair: solved.Pairs[found.Index], found.Likeness)).DistinctBy(found => found.Pair.Reply).Take(limit)
            .Select(found => new SuggestedReply(found.Pair.Reply, $"conversation:{found.Pair.Conversation}#{found.Pair.Seq}", Math.Round(found.Likeness, 3)))];
    }

    /// <summary>How far suggestions of this source were taken: 1 while nothing is known, towards 0 for one that is always ignored.</summary>
    internal double Trust(string workspace, string source) => _rooms.GetValueOrDefault(workspace)?.Trust(source) ?? 1;

    /// <summary>Questions that no article answered, oldest first, personal data masked.</summary>
    internal IReadOnlyList<string> Unanswered(string workspace) => _rooms.GetValueOrDefault(workspace)?.Unanswered ?? [];

    /// <summary>When articles were last quoted or sent; null while nothing is known.</summary>
    internal ArticleUses? Uses(string workspace) => _rooms.GetValueOrDefault(workspace)?.ArticleUses;

    /// <param name="Since">How far back it goes.</param>
    internal sealed record ArticleUses(DateTimeOffset Since, IReadOnlyDictionary<string, DateTimeOffset> Last);

    private Room Of(string workspace) => _rooms.GetOrAdd(workspace, _ => new());

    private sealed record Pair(string Conversation, long Seq, string Question, string Reply);

    private sealed class Episode
    {
        /// <summary>What the customer asked since the last answer; no more than makes a question that is kept.</summary>
        private string _open = "";

        public string Language { get; private set; } = "en";
        public List<Pair> Pairs { get; } = [];

        public void Ask(string text, string language)
        {
            if (_open.Length <= QuestionLengthMax) _open = _open.Length == 0 ? text : $"{_open}\n{text}";
            if (_open.Length > QuestionLengthMax) _open = _open[..(QuestionLengthMax + 1)];
            Language = language;
        }

        /// <summary>The question that is answered now, with nothing open behind it; empty when nothing was asked.</summary>
        public string TakeQuestion()
        {
            (var question, _open) = (_open, "");
            return question;
        }
    }

    /// <summary>What one workspace's agents did.</summary>
    private sealed class Room
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<string, Episode> _episodes = [];
        private readonly ConcurrentDictionary<string, (int Taken, int Ignored)> _uses = new();
        private readonly LinkedList<Pair> _solved = new();
        private LearntWeights _weights = LearntWeights.Empty;
        private LearntWeights? _built;
        private readonly Queue<string> _asked = new();
        private readonly Dictionary<string, DateTimeOffset> _lastUses = [];
        private DateTimeOffset? _since;
        private bool _changed;
        private bool _wasAsked;

        public volatile Solved? Solved;
        public volatile Learnt? Learnt;
        public volatile IReadOnlyList<string> Unanswered = [];
        public volatile ArticleUses? ArticleUses;

        public double Trust(string source) => _uses.TryGetValue(source, out var use) ? (use.Taken + 2.0) / (use.Taken + use.Ignored + 2.0) : 1;

        public void Apply(string conversation, long seq, ConversationEvent e, int solvedMax)
        {
            lock (_lock)
                Fold(conversation, seq, e, solvedMax);
        }

        private void Fold(string conversation, long seq, ConversationEvent e, int solvedMax)
        {
            _since ??= e.At;
            if (e is MessagePosted { Citations: { } citations })
                foreach (var citation in citations)
                    _lastUses[citation.ArticleId] = e.At;
            switch (e)
            {
                case DecisionRecorded { Decision: { Kind: "handoff", Path: "articles" } decision, Texts: { } texts } when !decision.Reason.StartsWith("rule:", StringComparison.Ordinal):
                    _asked.Enqueue(texts.Question);
                    if (_asked.Count > GapFinder.QuestionsMax) _asked.Dequeue();
                    _wasAsked = true;
                    break;
                case MessagePosted { ByKind: ActorKind.Customer, Text: { } text } said:
                    Episode(conversation).Ask(text, FirstAssistant.Spoken(said.Analysis?.Language ?? "") ?? "en");
                    break;
                case MessagePosted { ByKind: ActorKind.Agent, Text: { } text } reply:
                    Answered(conversation, seq, text, reply.Suggestion);
                    if (reply.Suggestion is { Outcome: not SuggestionUse.Ignored } taken && taken.Source.StartsWith(ArticleSource, StringComparison.Ordinal)) _lastUses[taken.Source[ArticleSource.Length..]] = reply.At;
                    break;
                case Resolved { ByKind: ActorKind.Agent } when _episodes.Remove(conversation, out var solved):
                    Keep(solved.Pairs, solvedMax);
                    break;
                case Resolved or Closed or Reopened:
                    _episodes.Remove(conversation);
                    if (e is Reopened) Forget(conversation);
                    break;
                case Rated { Score: <= 2 }:
                    Forget(conversation);
                    break;
            }
        }

        /// <summary>Puts in place what changed since the last time.</summary>
        public void Build(SearchIndex articles)
        {
            IReadOnlyList<Pair>? solved;
            IReadOnlyList<string>? asked;
            LearntWeights weights;
            lock (_lock)
            {
                (solved, asked, weights) = (_changed ? [.. _solved] : null, _wasAsked ? [.. _asked] : null, _weights);
                (_changed, _wasAsked) = (false, false);
                if (_since is { } since) ArticleUses = new(since, new Dictionary<string, DateTimeOffset>(_lastUses));
            }
            if (solved is not null) Solved = Masked(solved);
            if (asked is not null) Unanswered = [.. asked.Select(question => new PersonalDataMasker().Mask(question))];
            if (weights.IsEmpty || (ReferenceEquals(_built, weights) && Learnt?.Of == articles)) return;
            Learnt = new(articles, new KnowledgeBase(articles.Articles, learnt: weights));
            _built = weights;
        }

        private void Answered(string conversation, long seq, string text, SuggestionUse? use)
        {
            var episode = Episode(conversation);
            if (episode.TakeQuestion() is { Length: > 0 } question)
            {
                if (question.Length <= QuestionLengthMax && episode.Pairs.Count < PairsMax) episode.Pairs.Add(new(conversation, seq, question, text));
                if (use is { Outcome: not SuggestionUse.Ignored } && use.Source.StartsWith(ArticleSource, StringComparison.Ordinal)) _weights = _weights.Accept(question, episode.Language, use.Source[ArticleSource.Length..]);
            }
            if (use is null) return;
            var taken = use.Outcome == SuggestionUse.Ignored ? 0 : 1;
            _uses.AddOrUpdate(use.Source, (taken, 1 - taken), (_, known) => (known.Taken + taken, known.Ignored + 1 - taken));
        }

        private void Keep(List<Pair> pairs, int solvedMax)
        {
            foreach (var pair in pairs)
                _solved.AddLast(pair);
            while (_solved.Count > solvedMax)
                _solved.RemoveFirst();
            _changed |= pairs.Count > 0;
        }

        /// <summary>What did not solve the matter is no example.</summary>
        private void Forget(string conversation)
        {
            for (var node = _solved.First; node is not null;)
            {
                var next = node.Next;
                if (node.Value.Conversation == conversation)
                {
                    _solved.Remove(node);
                    _changed = true;
                }
                node = next;
            }
        }

        private Episode Episode(string conversation) => _episodes.TryGetValue(conversation, out var known) ? known : _episodes[conversation] = new();

        /// <summary>What somebody else said is shown and searched without what would tell who it was.</summary>
        private static Solved Masked(IReadOnlyList<Pair> pairs)
        {
            var masked = pairs.Select(pair => (pair, new PersonalDataMasker())).Select(p => p.pair with { Question = p.Item2.Mask(p.pair.Question), Reply = MaskedReply.Of(p.Item2.Mask(p.pair.Reply)) })
                .Where(pair => pair.Reply.Length > 0).ToList();
            return new(masked, new SimilarQuestions([.. masked.Select(pair => pair.Question)]));
        }
    }

    private sealed record Solved(IReadOnlyList<Pair> Pairs, SimilarQuestions Questions);

    /// <param name="Of">The articles that it was made of.</param>
    private sealed record Learnt(SearchIndex Of, KnowledgeBase Knowledge);
}
