using ConversationGrid.Assistant.AgentAssist;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Projections.Lessons;

namespace ConversationGrid.Assistant.Tests;

/// <summary>What a host does for its experience, when a test wants it: folds what is new in the journal as the projector does, and learns from it.</summary>
internal sealed class Schooling(IJournal journal, Experience experience, MemoryLessons lessons)
{
    private static readonly string[] Workspaces = ["demo", "other"];

    public async Task GoOnAsync()
    {
        await lessons.ReadOnAsync(journal);
        await experience.LearnAsync(Workspaces);
    }
}

/// <summary>Lessons in memory, folded from a journal by the product's own fold.</summary>
internal sealed class MemoryLessons : ILessons
{
    private readonly Dictionary<EntityId, LessonFold> _folds = [];
    private readonly List<(string Workspace, LessonKind Kind, Lesson Lesson)> _all = [];
    private readonly Dictionary<string, DateTimeOffset> _beginnings = [];
    private GlobalPosition _position;

    public async Task ReadOnAsync(IJournal journal)
    {
        while (await journal.ReadAllAsync(_position, 500) is { Count: > 0 } page)
        {
            foreach (var e in page)
                if (e.Committed.Event is ConversationEvent fact) Apply(e.Stream.Id, e.Committed.Seq, fact);
            _position = page[^1].Position;
        }
    }

    public Task<IReadOnlyList<LessonKey>> NewestAsync(string workspace, LessonKind kind, int max, CancellationToken cancel = default) =>
        Task.FromResult<IReadOnlyList<LessonKey>>([.. Of(workspace, kind).Reverse().OrderByDescending(l => l.At).Take(max).Select(l => l.Key)]);

    public Task<IReadOnlyList<Lesson>> ReadAsync(string workspace, LessonKind kind, IReadOnlyList<LessonKey> keys, CancellationToken cancel = default) =>
        Task.FromResult<IReadOnlyList<Lesson>>([.. Of(workspace, kind).Where(l => keys.Contains(l.Key))]);

    public Task<IReadOnlyList<LessonSum>> SumAsync(string workspace, LessonKind kind, CancellationToken cancel = default) =>
        Task.FromResult<IReadOnlyList<LessonSum>>(
            [.. Of(workspace, kind).Where(l => l.Source is not null).GroupBy(l => l.Source!).Select(g => new LessonSum(g.Key, g.Count(), g.Max(l => l.At)))]);

    public Task<DateTimeOffset?> BeginningAsync(string workspace, CancellationToken cancel = default) =>
        Task.FromResult(_beginnings.TryGetValue(workspace, out var at) ? at : (DateTimeOffset?)null);

    private IEnumerable<Lesson> Of(string workspace, LessonKind kind) => _all.Where(l => l.Workspace == workspace && l.Kind == kind).Select(l => l.Lesson);

    private void Apply(EntityId id, long seq, ConversationEvent e)
    {
        _beginnings.TryAdd(id.Workspace, e.At);
        if (!_folds.TryGetValue(id, out var fold)) _folds[id] = fold = new();
        var learnt = new List<LearntLesson>();
        if (fold.Apply(seq, e, learnt)) _all.RemoveAll(l => l.Workspace == id.Workspace && l.Kind == LessonKind.Solved && l.Lesson.Key.Conversation == id.Id);
        foreach (var l in learnt) _all.Add((id.Workspace, l.Kind, new(new(id.Id, l.Seq), l.At, l.Source, l.Language, l.Question, l.Reply)));
    }
}
