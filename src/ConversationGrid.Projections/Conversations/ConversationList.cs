using System.Runtime.CompilerServices;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal.Tables;
using ConversationGrid.Projections.Search;
using ConversationGrid.Projections.Settings;

namespace ConversationGrid.Projections.Conversations;

/// <inheritdoc cref="IConversationList"/>
internal sealed class ConversationList(IDatabase database) : IConversationList
{
    /// <summary>Customers that one word of a search may stand for.</summary>
    private const int CustomersMax = 50;

    /// <summary>Words of a search that count.</summary>
    private const int TermsMax = 16;

    private const double UnhappyMood = -0.3;

    /// <summary>Found conversations that are counted.</summary>
    private const int FoundMax = 200;

    /// <summary>The newest conversations, which a search looks at one by one.</summary>
    private const int LookedAt = 1_000;

    /// <summary>How far back a search looks by the words' index first; then four times as far, and so on.</summary>
    private static readonly TimeSpan FirstStep = TimeSpan.FromDays(31);

    private const int StepGrowth = 4;
    private static readonly TimeSpan LastStep = TimeSpan.FromDays(1_000);

    /// <summary>The states of open conversations, as they are stored.</summary>
    internal static readonly string OpenStates = string.Join(", ", Enum.GetValues<ConversationStatus>()
        .Where(s => s is not (ConversationStatus.None or ConversationStatus.Resolved or ConversationStatus.Closed)).Select(s => (int)s));

    private readonly SearchTables _search = SearchTables.Of(database.Kind);

    public async Task<ConversationPage> FindAsync(string workspace, ConversationFilter filter, PageRequest page, CancellationToken cancel = default)
    {
        var terms = await TermsAsync(workspace, filter, cancel);
        // A text of signs alone has no word that could be found.
        if (filter.Text is not null && terms.Count == 0) return new([], null, page.CountMax > 0 ? 0 : null);
        var words = filter.Text is null ? null : _search.Expression(workspace, terms);
        if (words is not null && page.Sort == ConversationSort.Newest) return await SearchAsync(workspace, filter, page, words, cancel);
        var rows = await database.QueryAsync(
            new ListQuery(workspace, filter, _search).Page(page, words),
            row => (Key: row.Int64(1), Fold: ConversationTable.Read(workspace, row.Text(0), row.Bytes(2))), cancel);
        var items = rows.Take(page.Limit).ToList();
        ListPosition? next = rows.Count > page.Limit ? new(page.Sort, items[^1].Key, items[^1].Fold.Id) : null;
        var listed = items.Select(item => item.Fold.ToListed(filter.VisibleTo)).ToList();
        if (page.CountMax == 0) return new(listed, next);
        if (page.Cursor is null && next is null) return new(listed, next, listed.Count);
        var count = (await database.QueryAsync(new ListQuery(workspace, filter, _search).Count(page, words), row => (int)row.Int64(0), cancel))[0];
        return new(listed, next, Math.Min(count, page.CountMax), count > page.CountMax);
    }

    /// <summary>The newest conversations with the words, and how many there are: both from one walk back through time.</summary>
    private async Task<ConversationPage> SearchAsync(
        string workspace, ConversationFilter filter, PageRequest page, string words, CancellationToken cancel)
    {
        var wanted = Math.Max(page.Limit, Math.Min(page.CountMax, FoundMax)) + 1;
        var found = new List<(string Id, long StartedAt)>();
        await foreach (var window in WindowsAsync(workspace, filter, page, cancel))
        {
            var query = new ListQuery(workspace, filter, _search).Found(words, page.Cursor, window, wanted - found.Count);
            found.AddRange(await database.QueryAsync(query, row => (row.Text(0), row.Int64(1)), cancel));
            if (found.Count >= wanted) break;
        }
        var listed = await ReadAsync(workspace, [.. found.Take(page.Limit).Select(f => f.Id)], filter.VisibleTo, cancel);
        ListPosition? next = found.Count > page.Limit ? new(page.Sort, found[page.Limit - 1].StartedAt, found[page.Limit - 1].Id) : null;
        return page.CountMax == 0
            ? new(listed, next)
            : new(listed, next, Math.Min(found.Count, wanted - 1), found.Count >= wanted);
    }

    /// <summary>
    /// The times that a search looks at, one after the other. Words that many conversations have are found among the newest ones by looking at each; what is
    /// rarer is found by the index of words, in a month, then in four, then in sixteen, and then in the rest.
    /// </summary>
    private async IAsyncEnumerable<SearchWindow> WindowsAsync(
        string workspace, ConversationFilter filter, PageRequest page, [EnumeratorCancellation] CancellationToken cancel)
    {
        var first = Times.Micros(filter.From);
        if (!_search.GoesBackInSteps)
        {
            yield return new(null, null, null);
            yield break;
        }
        var last = page.Cursor is { } cursor ? cursor.Key + 1 : Times.Micros(filter.To);
        List<object?> values = last is { } bound ? [workspace, bound] : [workspace];
        var oldest = await database.QueryAsync(
            new($"select started_at from conversations where workspace = $1{(last is null ? "" : " and started_at < $2")} order by started_at desc limit 1 " +
            $"offset {LookedAt}",
                values), row => row.Int64(0), cancel);
        if (oldest.Count == 0)
        {
            yield return new(first, last, LookedAt + 1);
            yield break;
        }
        // Those of one moment belong to one window.
        yield return new(oldest[0] + 1, last, LookedAt);
        long? before = oldest[0] + 1;
        for (var step = FirstStep; step < LastStep && !(before <= first); step *= StepGrowth)
        {
            var from = before - (long)step.TotalMicroseconds;
            yield return new(from, before, null);
            before = from;
        }
        if (!(before <= first)) yield return new(null, before, null);
    }

    /// <summary>Conversations by their ids, in the order given.</summary>
    private async Task<IReadOnlyList<ListedConversation>> ReadAsync(
        string workspace, IReadOnlyList<string> ids, Caller? visibleTo, CancellationToken cancel)
    {
        if (ids.Count == 0) return [];
        List<object?> values = [workspace, .. ids];
        var rows = await database.QueryAsync(
            new($"select id, body from conversations where workspace = $1 and id in ({string.Join(", ", ids.Select((_, i) => $"${i + 2}"))})", values),
            row => ConversationTable.Read(workspace, row.Text(0), row.Bytes(1)), cancel);
        var byId = rows.ToDictionary(fold => fold.Id);
        return [.. ids.Where(byId.ContainsKey).Select(id => byId[id].ToListed(visibleTo))];
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

    /// <summary>The words that are asked for, each with the customers that it may stand for: a conversation knows its customer's e-mail by the id
    /// alone.</summary>
    private async Task<IReadOnlyList<SearchTerm>> TermsAsync(string workspace, ConversationFilter filter, CancellationToken cancel)
    {
        var parts = (filter.Text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(part => Words.Of(part).Distinct().ToList())
            .Where(words => words.Count > 0).Take(TermsMax).ToList();
        var terms = new List<SearchTerm>();
        foreach (var words in parts)
        {
            var term = new SearchTerm(words, MayGoOn: words == parts[^1], InNotes: filter.VisibleTo is not { Role: CallerRole.Customer }, []);
            terms.Add(term with { CustomerIds = await CustomersAsync(workspace, term, cancel) });
        }
        return terms;
    }

    private async Task<IReadOnlyList<string>> CustomersAsync(string workspace, SearchTerm term, CancellationToken cancel)
    {
        // The longest word is the rarest, most likely; the others are then looked up by the customer.
        List<object?> values = [workspace];
        var parts = new List<string>();
        foreach (var (word, i) in term.Words.Select((word, i) => (Word: word, IsWhole: term.IsWhole(i))).OrderByDescending(w => w.Word.Length)
            .Select((word, i) => (word, i)))
        {
            var from = $"customer_words w{i}";
            var condition = word.IsWhole ? $"w{i}.word = {Parameter(word.Word)}"
                : $"w{i}.word >= {Parameter(word.Word)} and w{i}.word < {Parameter(word.Word + "\uffff")}";
            parts.Add(i == 0 ? $"{from} where w0.workspace = $1 and {condition}"
                : $" and exists (select 1 from {from} where w{i}.workspace = $1 and w{i}.customer = w0.customer and {condition})");
        }
        return await database.QueryAsync(new($"select distinct w0.customer from {string.Concat(parts)} limit {CustomersMax}", values), row => row.Text(0),
            cancel);

        string Parameter(string value)
        {
            values.Add(value);
            return $"${values.Count}";
        }
    }
}
