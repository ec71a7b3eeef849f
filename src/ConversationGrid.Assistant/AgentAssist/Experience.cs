using System.Collections.Concurrent;
using ConversationGrid.Assistant.Articles;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Knowledge;
using ConversationGrid.Understanding.PersonalData;

namespace ConversationGrid.Assistant.AgentAssist;

/// <summary>
/// What agents' work teaches, folded from the journal from its beginning and then followed: replies of solved conversations to search, and which suggestions
/// were taken. Each process has its own. Answers to customers do not rest on it, so that any of them can be made again from the articles alone.
/// </summary>
public sealed class Experience(IJournal journal, ArticleLibrary library, AgentAssistOptions options)
{
    private const int ReadMax = 2_000;

    /// <summary>Answered questions of one episode that are kept.</summary>
    private const int PairsMax = 20;
    private const int QuestionLengthMax = 500;

    /// <summary>What a suggestion's source begins with where an article is it.</summary>
    internal const string ArticleSource = "article:";

    /// <summary>Like questions looked at; many got the same reply.</summary>
    private const int FoundMax = 20;

    private readonly ConcurrentDictionary<string, Room> _rooms = new();
    private GlobalPosition _position;

    /// <summary>Reads on to the end of the journal, and makes what was found searchable. One caller at a time.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    public async Task RefreshAsync(CancellationToken cancel = default)
    {
        for (var more = true; more;)
        {
            var page = await journal.ReadAllAsync(_position, ReadMax, cancel);
            foreach (var e in page)
                if (e.Committed.Event is ConversationEvent fact)
                    Of(e.Stream.Id.Workspace).Apply(e.Stream.Id.Id, e.Committed.Seq, fact, options.SolvedMax);
            if (page.Count > 0) _position = page[^1].Position;
            more = page.Count == ReadMax;
        }
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
        public List<(string Text, string Language)> Open { get; } = [];
        public List<Pair> Pairs { get; } = [];
    }

    /// <summary>What one workspace's agents did.</summary>
    private sealed class Room
    {
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
                    Episode(conversation).Open.Add((text, FirstAssistant.Spoken(said.Analysis?.Language ?? "") ?? "en"));
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
            if (_changed) Solved = Masked([.. _solved]);
            _changed = false;
            if (_wasAsked) Unanswered = [.. _asked.Select(question => new PersonalDataMasker().Mask(question))];
            _wasAsked = false;
            if (_since is { } since) ArticleUses = new(since, new Dictionary<string, DateTimeOffset>(_lastUses));
            if (_weights.IsEmpty || (ReferenceEquals(_built, _weights) && Learnt?.Of == articles)) return;
            Learnt = new(articles, new KnowledgeBase(articles.Articles, learnt: _weights));
            _built = _weights;
        }

        private void Answered(string conversation, long seq, string text, SuggestionUse? use)
        {
            var episode = Episode(conversation);
            if (episode.Open.Count > 0)
            {
                var (question, language) = (string.Join('\n', episode.Open.Select(o => o.Text)), episode.Open[^1].Language);
                if (question.Length <= QuestionLengthMax && episode.Pairs.Count < PairsMax) episode.Pairs.Add(new(conversation, seq, question, text));
                if (use is { Outcome: not SuggestionUse.Ignored } && use.Source.StartsWith(ArticleSource, StringComparison.Ordinal)) _weights = _weights.Accept(question, language, use.Source[ArticleSource.Length..]);
                episode.Open.Clear();
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
            var masked = pairs.Select(pair => (pair, new PersonalDataMasker())).Select(p => p.pair with { Question = p.Item2.Mask(p.pair.Question), Reply = p.Item2.Mask(p.pair.Reply) }).ToList();
            return new(masked, new SimilarQuestions([.. masked.Select(pair => pair.Question)]));
        }
    }

    private sealed record Solved(IReadOnlyList<Pair> Pairs, SimilarQuestions Questions);

    /// <param name="Of">The articles that it was made of.</param>
    private sealed record Learnt(SearchIndex Of, KnowledgeBase Knowledge);
}
