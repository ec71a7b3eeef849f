using System.Globalization;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal.Tables;
using ConversationGrid.Projections.Search;
using ConversationGrid.Projections.Settings;

namespace ConversationGrid.Projections.Conversations;

/// <summary>Writes the statement that finds a page of conversations. Every condition is answered by an index, or looks at few rows behind one.</summary>
internal sealed class ListQuery(string workspace, ConversationFilter filter, SearchTables search)
{
    private readonly List<object?> _values = [workspace];

    /// <summary>The page and one more, and with each row how many there are, looking at no more than so many; null where it is not asked.</summary>
    /// <param name="words">The search as the database's expression; null without one.</param>
    public Statement Page(PageRequest page, string? words)
    {
        var column = ColumnOf(page.Sort);
        var count = page.CountMax == 0 ? "null" : $"(select count(*) from ({Select("1 as one", column, null, null, page.CountMax + 1, words)}) f)";
        return new(
            Select($"c.id, c.{column}, c.body, {count}", column, column == "started_at" ? "desc" : "asc", page.Cursor, page.Limit + 1, words), _values);
    }

    /// <summary>Conversations that a search finds, the newest first.</summary>
    /// <param name="words">The search as the database's expression.</param>
    /// <param name="behind">Where the last page ended.</param>
    /// <param name="parts">Parts of the store: see <see cref="SearchTables.Found"/>.</param>
    public Statement Found(string words, ListPosition? behind, IReadOnlyList<string> parts, bool isFirst, int limit)
    {
        var parameter = Parameter(words);
        var (from, to) = (filter.From is { } since ? Parameter(Times.Micros(since)) : null, filter.To is { } until ? Parameter(Times.Micros(until)) : null);
        var last = behind is { } at ? $"({Parameter(at.Key)}, {Parameter(at.Id)})" : null;
        var conditions = Conditions("started_at", withRange: false);
        if (filter.VisibleTo is { Role: CallerRole.Agent } agent) conditions += $" and ({WaysOf(agent, isSearch: true)})";
        return new(search.Found(new(parameter, RangeOf, conditions, limit), parts, isFirst), _values);

        string RangeOf(string start, string id) => (from is null ? "" : $" and {start} >= {from}") + (to is null ? "" : $" and {start} < {to}")
            + (last is null ? "" : $" and ({start}, {id}) < {last}");
    }

    private string Select(string columns, string column, string? order, ListPosition? behind, int limit, string? words)
    {
        var (from, where) = ("conversations c", "c.workspace = $1");
        if (words is not null)
        {
            var join = search.Join(Parameter(words));
            (from, where) = (join.From, $"{join.Where} and c.workspace = $1");
        }
        where += Conditions(column) + Behind(column, order, behind);
        var sorted = order is null ? "" : $" order by c.{column} {order}, c.id {order}";
        var most = limit.ToString(CultureInfo.InvariantCulture);
        if (filter.VisibleTo is { Role: CallerRole.Agent } agent)
            return OfAgent(columns, column, from, where, sorted, most, agent, words);
        return $"select {columns} from {from} where {where}{sorted} limit {most}";
    }

    /// <summary>
    /// An agent sees what waits in its queues, is offered to it, or it has or had: three ways, each by its own index, and each cut off at the page's length
    /// before they are put together. A search, and the lists of those that wait, look at few rows anyway.
    /// </summary>
    private string OfAgent(string columns, string column, string from, string where, string sorted, string most, Caller agent, string? words)
    {
        if (words is not null || column != "started_at")
            return $"select {columns} from {from} where {where} and ({WaysOf(agent, words is not null)}){sorted} limit {most}";
        var me = Parameter(agent.Actor.Id);
        var queues = agent.Queues.Select(queue => $"c.waits_in = {Parameter(queue)}").ToList();
        var had = HadBy(me, isSearch: false);
        // A queue at a time, because only one has an order in the index.
        var parts = queues.Prepend($"c.offered_to = {me}")
            .Select(way => $"select c.id, c.started_at as k from conversations c where {where} and {way}{sorted} limit {most}").ToList();
        // In the order of the agents' own rows, so that no more are looked up than are shown.
        parts.Add($"select c.id, a.started_at as k from conversation_agents a join conversations c on c.workspace = a.workspace and c.id = a.id where {had} " +
            $"and {where}"
            + $"{sorted.Replace("c.", "a.", StringComparison.Ordinal)} limit {most}");
        var together = string.Join(" union ", parts.Select(part => $"select * from ({part}) p"));
        var cut = sorted.Length == 0 ? "" : " order by k desc, id desc";
        return $"select {columns} from (select * from ({together}) u{cut} limit {most}) v join conversations c on c.workspace = $1 and c.id = v.id{sorted}";
    }

    private string WaysOf(Caller agent, bool isSearch)
    {
        var me = Parameter(agent.Actor.Id);
        return $"c.offered_to = {me} or exists (select 1 from conversation_agents a where {HadBy(me, isSearch)} and a.started_at = c.started_at and a.id = " +
            $"c.id)"
            + string.Concat(agent.Queues.Select(queue => $" or c.waits_in = {Parameter(queue)}"));
    }

    /// <summary>An agent who had it once must not find by search what was said or done after it left the agent.</summary>
    private string HadBy(string me, bool isSearch) =>
        $"a.workspace = $1 and a.agent = {me}{(isSearch || filter.Label is not null ? " and a.left_seq is null" : "")}";

    private string Conditions(string column, bool withRange = true)
    {
        var all = new List<string>();
        // Written out, because they are of a closed set, and the plan depends on them.
        if (filter.State is { } state) all.Add($"c.state = {(int)state}");
        else if (filter.OnlyOpen) all.Add($"c.state in ({ConversationList.OpenStates})");
        Add("c.queue", filter.Queue);
        Add("c.agent", filter.AgentId);
        Add("c.customer_id", filter.CustomerId ?? (filter.VisibleTo is { Role: CallerRole.Customer } customer ? customer.Actor.Id : null));
        Add("c.channel", filter.Channel);
        Add("c.topic", filter.Topic);
        if (filter.Rating is { } rating) all.Add($"c.rating = {rating.ToString(CultureInfo.InvariantCulture)}");
        if (withRange && filter.From is { } since) all.Add($"c.started_at >= {Parameter(Times.Micros(since))}");
        if (withRange && filter.To is { } until) all.Add($"c.started_at < {Parameter(Times.Micros(until))}");
        if (filter.Label is { } label)
            all.Add($"exists (select 1 from conversation_labels l where l.workspace = c.workspace and l.label = {Parameter(label)} and l.started_at = " +
                $"c.started_at and l.id = c.id)");
        if (column != "started_at") all.Add($"c.{column} is not null");
        return string.Concat(all.Select(condition => $" and {condition}"));

        void Add(string name, string? value)
        {
            if (value is not null) all.Add($"{name} = {Parameter(value)}");
        }
    }

    private string Behind(string column, string? order, ListPosition? behind) => behind is { } at && order is not null
        ? $" and (c.{column}, c.id) {(order == "desc" ? "<" : ">")} ({Parameter(at.Key)}, {Parameter(at.Id)})"
        : "";

    private static string ColumnOf(ConversationSort sort) =>
        sort switch { ConversationSort.Waiting => "waiting_since", ConversationSort.Due => "due_at", _ => "started_at" };

    private string Parameter(object? value)
    {
        _values.Add(value);
        return $"${_values.Count}";
    }
}
