using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal.Tables;
using ConversationGrid.Projections.Settings;

namespace ConversationGrid.Projections.Lessons;

/// <inheritdoc cref="ILessons"/>
internal sealed class StoredLessons(IDatabase database) : ILessons
{
    /// <summary>So many are asked for at a time.</summary>
    private const int ReadMax = 64;

    public Task<IReadOnlyList<LessonKey>> NewestAsync(string workspace, LessonKind kind, int max, CancellationToken cancel = default) => database.QueryAsync(
        new($"select conversation, seq from lessons where workspace = $1 and kind = {(int)kind} order by at desc, conversation desc, seq desc limit " +
        $"{max.ToString(System.Globalization.CultureInfo.InvariantCulture)}", workspace),
        row => new LessonKey(row.Text(0), row.Int64(1)), cancel);

    public async Task<IReadOnlyList<Lesson>> ReadAsync(string workspace, LessonKind kind, IReadOnlyList<LessonKey> keys, CancellationToken cancel = default)
    {
        var found = new List<Lesson>();
        foreach (var part in keys.Chunk(ReadMax))
        {
            // What is left over of the size asks for the last one again, so that one statement does for all.
            var values = Enumerable.Range(0, ReadMax).Select(i => part[Math.Min(i, part.Length - 1)])
                .SelectMany(key => new object?[] { key.Conversation, key.Seq });
            var pairs = string.Join(", ", Enumerable.Range(0, ReadMax).Select(i => $"(${i * 2 + 2}, ${i * 2 + 3})"));
            found.AddRange(await database.QueryAsync(
                new($"select conversation, seq, at, source, language, question, reply from lessons where workspace = $1 and kind = {(int)kind} and " +
                $"(conversation, seq) in (values {pairs})", [workspace, .. values]),
                row => new Lesson(new(row.Text(0), row.Int64(1)), Times.Of(row.Int64(2)), row.TextOrNull(3), row.TextOrNull(4), row.TextOrNull(5),
                    row.TextOrNull(6)), cancel));
        }
        return found;
    }

    public Task<IReadOnlyList<LessonSum>> SumAsync(string workspace, LessonKind kind, CancellationToken cancel = default) => database.QueryAsync(
        new($"select source, count(*), max(at) from lessons where workspace = $1 and kind = {(int)kind} and source is not null group by source", workspace),
        row => new LessonSum(row.Text(0), (int)row.Int64(1), Times.Of(row.Int64(2))), cancel);

    public async Task<DateTimeOffset?> BeginningAsync(string workspace, CancellationToken cancel = default) => (await database.QueryAsync(
        new("select started_at from conversations where workspace = $1 order by started_at limit 1", workspace), row => (DateTimeOffset?)Times.Of(row.Int64(0)),
        cancel)).FirstOrDefault();
}
