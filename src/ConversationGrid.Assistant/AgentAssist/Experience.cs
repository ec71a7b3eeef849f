using System.Collections.Concurrent;
using ConversationGrid.Assistant.Articles;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Knowledge;
using ConversationGrid.Understanding.PersonalData;

namespace ConversationGrid.Assistant.AgentAssist;

/// <summary>
/// What agents' work teaches, read from the store: the newest replies of solved conversations to search, and which suggestions were taken. Each process has
/// its own. Answers to customers do not rest on it, so that any of them can be made again from the articles alone.
/// </summary>
/// <param name="time">Counts how long sums over all there is take, and so how long they are kept.</param>
public sealed class Experience(ArticleLibrary library, AgentAssistOptions options, ILessons lessons, TimeProvider time)
{
    /// <summary>Questions for which agents sent an article that are learnt from, the newest.</summary>
    private const int AcceptedMax = 10_000;

    /// <summary>Sums over all there is are kept for so many times as long as they take: never more than a hundredth of the time goes into them.</summary>
    private const int SumsKeptFor = 100;

    /// <summary>What a suggestion's source begins with where an article is it.</summary>
    internal const string ArticleSource = "article:";

    /// <summary>Like questions looked at; many got the same reply.</summary>
    private const int FoundMax = 20;

    private readonly ConcurrentDictionary<string, Room> _rooms = new();

    /// <summary>Reads what came in since the last time, and makes it searchable. One caller at a time.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer; what is known stays.</exception>
    public async Task LearnAsync(IEnumerable<string> workspaces, CancellationToken cancel = default)
    {
        foreach (var workspace in workspaces)
            await _rooms.GetOrAdd(workspace, _ => new(time)).LearnAsync(workspace, lessons, options.SolvedMax, library.For(workspace).Current, cancel);
    }

    /// <summary>The workspace's articles, ranked by what agents accepted too.</summary>
    internal KnowledgeBase Articles(string workspace) =>
        _rooms.GetValueOrDefault(workspace)?.Learnt is { } learnt && learnt.Of == library.For(workspace).Current ? learnt.Knowledge : library.For(workspace);

    /// <summary>Replies to questions like this one, the likest first, each text once.</summary>
    internal IReadOnlyList<SuggestedReply> Like(string workspace, string question, int limit)
    {
        if (_rooms.GetValueOrDefault(workspace)?.Solved is not { } solved) return [];
        return [.. solved.Questions.Find(question, options.SolvedLikeness, FoundMax).Select(found => (Pair: solved.Pairs[found.Index], found.Likeness))
            .DistinctBy(found => found.Pair.Reply).Take(limit)
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

    private sealed record Pair(string Conversation, long Seq, string Question, string Reply);

    /// <summary>What one workspace's agents did.</summary>
    private sealed class Room(TimeProvider time)
    {
        private readonly Dictionary<LessonKey, Pair> _pairs = [];
        private readonly Dictionary<LessonKey, string> _asked = [];
        private readonly HashSet<LessonKey> _accepted = [];
        private volatile IReadOnlyDictionary<string, (int Taken, int Ignored)> _uses = new Dictionary<string, (int, int)>();
        private LearntWeights _weights = LearntWeights.Empty;
        private LearntWeights? _built;
        private bool _isSummed;
        private long _summedAt;
        private TimeSpan _summing;

        public volatile Solved? Solved;
        public volatile Learnt? Learnt;
        public volatile IReadOnlyList<string> Unanswered = [];
        public volatile ArticleUses? ArticleUses;

        public double Trust(string source) => _uses.TryGetValue(source, out var use) ? (use.Taken + 2.0) / (use.Taken + use.Ignored + 2.0) : 1;

        /// <summary>Reads the keys of the newest, and of those the texts that are not known yet: what changed costs, and not what there is.</summary>
        public async Task LearnAsync(string workspace, ILessons lessons, int solvedMax, SearchIndex articles, CancellationToken cancel)
        {
            if (await RefreshAsync(_pairs, LessonKind.Solved, solvedMax, Masked)) Solved = Searchable(_pairs.Values.Where(pair => pair.Reply.Length > 0));
            if (await RefreshAsync(_asked, LessonKind.Unanswered, GapFinder.QuestionsMax, lesson => new PersonalDataMasker().Mask(lesson.Question ?? "")))
                Unanswered = [.. _asked.Values];
            await AcceptAsync(workspace, lessons, cancel);
            if (!_isSummed || time.GetElapsedTime(_summedAt) >= _summing * SumsKeptFor) await SumAsync(workspace, lessons, cancel);
            if (_weights.IsEmpty || (ReferenceEquals(_built, _weights) && Learnt?.Of == articles)) return;
            Learnt = new(articles, new KnowledgeBase(articles.Articles, learnt: _weights));
            _built = _weights;

            // Whether anything came or went. Oldest first, as the journal has it.
            async Task<bool> RefreshAsync<T>(Dictionary<LessonKey, T> known, LessonKind kind, int max, Func<Lesson, T> read)
            {
                var newest = await lessons.NewestAsync(workspace, kind, max, cancel);
                if (newest.Count == known.Count && newest.All(known.ContainsKey)) return false;
                foreach (var lesson in await lessons.ReadAsync(workspace, kind, [.. newest.Where(key => !known.ContainsKey(key))], cancel))
                    known[lesson.Key] = read(lesson);
                var kept = newest.Reverse().Where(known.ContainsKey).Select(key => (key, known[key])).ToList();
                known.Clear();
                foreach (var (key, value) in kept) known[key] = value;
                return true;
            }
        }

        private async Task SumAsync(string workspace, ILessons lessons, CancellationToken cancel)
        {
            _summedAt = time.GetTimestamp();
            var uses = (await lessons.SumAsync(workspace, LessonKind.Taken, cancel)).ToDictionary(t => t.Source, t => (Taken: t.Count, Ignored: 0));
            foreach (var (source, count, _) in await lessons.SumAsync(workspace, LessonKind.Ignored, cancel))
                uses[source] = (uses.GetValueOrDefault(source).Taken, count);
            _uses = uses;
            if (await lessons.BeginningAsync(workspace, cancel) is { } since)
                ArticleUses = new(since, LastUses(await lessons.SumAsync(workspace, LessonKind.Used, cancel)));
            (_summing, _isSummed) = (time.GetElapsedTime(_summedAt), true);
        }

        private async Task AcceptAsync(string workspace, ILessons lessons, CancellationToken cancel)
        {
            var unknown = (await lessons.NewestAsync(workspace, LessonKind.Accepted, AcceptedMax, cancel)).Where(key => !_accepted.Contains(key)).ToList();
            foreach (var lesson in (await lessons.ReadAsync(workspace, LessonKind.Accepted, unknown, cancel)).OrderBy(lesson => lesson.At))
            {
                _accepted.Add(lesson.Key);
                _weights = _weights.Accept(lesson.Question ?? "", FirstAssistant.Spoken(lesson.Language ?? "") ?? "en", lesson.Source ?? "");
            }
        }

        private static Dictionary<string, DateTimeOffset> LastUses(IReadOnlyList<LessonSum> sums)
        {
            var last = new Dictionary<string, DateTimeOffset>();
            foreach (var (sources, _, at) in sums)
                foreach (var article in sources.Split(','))
                    if (at > last.GetValueOrDefault(article)) last[article] = at;
            return last;
        }

        /// <summary>What somebody else said is shown and searched without what would tell who it was.</summary>
        private static Pair Masked(Lesson lesson)
        {
            var masker = new PersonalDataMasker();
            return new(lesson.Key.Conversation, lesson.Key.Seq, masker.Mask(lesson.Question ?? ""), MaskedReply.Of(masker.Mask(lesson.Reply ?? "")));
        }

        private static Solved Searchable(IEnumerable<Pair> pairs)
        {
            var all = pairs.ToList();
            return new(all, new SimilarQuestions([.. all.Select(pair => pair.Question)]));
        }
    }

    private sealed record Solved(IReadOnlyList<Pair> Pairs, SimilarQuestions Questions);

    /// <param name="Of">The articles that it was made of.</param>
    private sealed record Learnt(SearchIndex Of, KnowledgeBase Knowledge);
}
