using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal.Tables;
using ConversationGrid.Projections.Search;
using ConversationGrid.Projections.Settings;

namespace ConversationGrid.Projections.Conversations;

/// <inheritdoc cref="IConversationList"/>
internal sealed class ConversationList(IDatabase database) : IConversationList
{
    private const double UnhappyMood = -0.3;

    /// <summary>Parts of the store that one statement looks through at first, and how many times as many the next one does.</summary>
    private const int PartsAtFirst = 12;
    private const int PartsGrowth = 4;

    /// <summary>The states of open conversations, as they are stored.</summary>
    internal static readonly string OpenStates = string.Join(", ", Enum.GetValues<ConversationStatus>()
        .Where(s => s is not (ConversationStatus.None or ConversationStatus.Resolved or ConversationStatus.Closed)).Select(s => (int)s));

    private readonly SearchTables _search = SearchTables.Of(database.Kind);
    private readonly AskedWords _asked = new(database);

    public async Task<ConversationPage> FindAsync(string workspace, ConversationFilter filter, PageRequest page, CancellationToken cancel = default)
    {
        string? words = null;
        if (filter.Text is not null)
        {
            var asked = await _asked.ReadAsync(workspace, filter, cancel);
            // A text of signs alone has no word that could be found.
            if (asked.Terms.Count == 0) return new([], null, page.CountMax > 0 ? 0 : null);
            words = _search.Expression(workspace, asked.Terms);
            if (page.Sort == ConversationSort.Newest && !IsOfOpen(filter)) return await SearchAsync(workspace, filter, page, words, asked.Parts, cancel);
        }
        var rows = await database.QueryAsync(
            new ListQuery(workspace, filter, _search).Page(page, words),
            row => (Key: row.Int64(1), Fold: ConversationTable.Read(workspace, row.Text(0), row.Bytes(2)), Count: (int?)row.Int64OrNull(3)), cancel);
        var items = rows.Take(page.Limit).ToList();
        ListPosition? next = rows.Count > page.Limit ? new(page.Sort, items[^1].Key, items[^1].Fold.Id) : null;
        var listed = items.Select(item => item.Fold.ToListed(filter.VisibleTo)).ToList();
        if (page.CountMax == 0) return new(listed, next);
        var count = rows.Count == 0 ? 0 : rows[0].Count ?? 0;
        return new(listed, next, Math.Min(count, page.CountMax), count > page.CountMax);
    }

    /// <summary>Whether all that the filter finds are open: those are few, and each is looked at.</summary>
    private static bool IsOfOpen(ConversationFilter filter) =>
        filter.OnlyOpen || filter.State is not (null or ConversationStatus.Resolved or ConversationStatus.Closed);

    /// <summary>The newest conversations with the words. They are counted as far as the page goes: to count all would be to find all.</summary>
    private async Task<ConversationPage> SearchAsync(
        string workspace, ConversationFilter filter, PageRequest page, string words, IReadOnlyList<string> parts, CancellationToken cancel)
    {
        var found = new List<(long StartedAt, ConversationFold Fold)>();
        var kept = parts.Where(part => _search.MayHold(part, Times.Micros(filter.From), page.Cursor?.Key ?? Times.Micros(filter.To))).ToList();
        var isFirst = true;
        for (var (at, step) = (0, PartsAtFirst); found.Count <= page.Limit && (isFirst || at < kept.Count); at += step, step *= PartsGrowth)
        {
            found.AddRange(await database.QueryAsync(
                new ListQuery(workspace, filter, _search).Found(words, page.Cursor, [.. kept.Skip(at).Take(step)], isFirst, page.Limit + 1 - found.Count),
                row => (row.Int64(1), ConversationTable.Read(workspace, row.Text(0), row.Bytes(2))), cancel));
            isFirst = false;
        }
        var listed = found.Take(page.Limit).Select(f => f.Fold.ToListed(filter.VisibleTo)).ToList();
        ListPosition? next = found.Count > page.Limit ? new(page.Sort, found[page.Limit - 1].StartedAt, found[page.Limit - 1].Fold.Id) : null;
        return page.CountMax == 0 ? new(listed, next) : new(listed, next, listed.Count, next is not null);
    }

    public async Task<OpenCounts> CountOpenAsync(string workspace, CancellationToken cancel = default)
    {
        var sql = $"""
            select state, count(*), cast(sum(mood) as bigint), sum(case when mood <= {(int)(UnhappyMood * 1000)} then 1 else 0 end),
                   sum(case when warned = 1 then 1 else 0 end), sum(case when warned = 2 then 1 else 0 end)
            from conversations where workspace = $1 and state in ({OpenStates}) group by state
            """;
        var states = await database.QueryAsync(
            new(sql, workspace),
            row => (State: (ConversationStatus)row.Int64(0), Count: (int)row.Int64(1), Mood: row.Int64(2), Unhappy: (int)row.Int64(3),
                Warned: (int)row.Int64(4), Breached: (int)row.Int64(5)), cancel);
        var all = states.Sum(s => s.Count);
        return new(
            states.ToDictionary(s => s.State, s => s.Count), all == 0 ? null : Math.Round(states.Sum(s => s.Mood) / 1000.0 / all, 3),
            states.Sum(s => s.Unhappy), states.Sum(s => s.Warned),
            states.Sum(s => s.Breached));
    }

    public Task<IReadOnlyList<WaitingConversation>> WaitingElsewhereAsync(string workspace, IReadOnlyList<string> queues, CancellationToken cancel = default)
    {
        List<object?> values = [workspace, .. queues];
        var known = queues.Count == 0 ? "" : $" and waits_in not in ({string.Join(", ", queues.Select((_, i) => $"${i + 2}"))})";
        return database.QueryAsync(new($"select id, waits_in from conversations where workspace = $1 and waits_in is not null{known} limit 1000", values),
            row => new WaitingConversation(row.Text(0), row.Text(1)), cancel);
    }
}
