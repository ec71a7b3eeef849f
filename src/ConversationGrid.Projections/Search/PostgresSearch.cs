using System.Globalization;
using ConversationGrid.Journal.Tables;
using ConversationGrid.Projections.Settings;

namespace ConversationGrid.Projections.Search;

/// <summary>
/// Words in an inverted index a month. The newest conversations are looked at one by one, which finds what many have; what is rarer is found by the
/// indexes, one month after the other. It is one statement, whose later parts do not run once enough is found: a chain of <c>union all</c> under a limit
/// runs in its order.
/// </summary>
internal sealed class PostgresSearch : SearchTables
{
    /// <summary>The newest conversations, which a search looks at one by one: about 10 microseconds each.</summary>
    private const int LookedAt = 1_000;

    private const string AddSql = """
        insert into search (workspace, id, started_at, words) values ($1, $2, $3, array_to_tsvector(string_to_array($4, ' ')))
        on conflict (workspace, started_at, id) do update set words = search.words || excluded.words
        """;

    public override void Add(WriteSet writes, string workspace, string id, long startedAt, IReadOnlyCollection<string> words) =>
        writes.Run(AddSql, workspace, id, startedAt, string.Join(' ', words.Prepend(OfWorkspace(workspace))));

    public override void Remove(WriteSet writes, string workspace, string id) =>
        writes.Run("delete from search where workspace = $1 and id = $2", workspace, id);

    public override string Expression(string workspace, IReadOnlyList<SearchTerm> terms) =>
        string.Join(" & ", terms.Select(Term).Prepend($"'{OfWorkspace(workspace)}'"));

    public override (string From, string Where) Join(string parameter) =>
        ("conversations c", "exists (select 1 from search w where w.workspace = c.workspace and w.started_at = c.started_at and w.id = c.id " +
            $"and w.words @@ {parameter}::tsquery)");

    public override string Found(FoundConversations found, IReadOnlyList<string> parts, bool isFirst)
    {
        var limit = found.Limit.ToString(CultureInfo.InvariantCulture);
        // A sum has no index: without it the planner may take the index of time, and look at every row of a month.
        const string start = "(w.started_at + 0)";
        var join = found.Conditions.Length == 0 ? "" : " join conversations c on c.workspace = w.workspace and c.id = w.id";
        var match = $"w.words @@ {found.Words}::tsquery";
        var newest = $"select w.started_at, w.id, w.workspace, w.words from search w where w.workspace = $1{found.Range("w.started_at", "w.id")} " +
            $"order by w.started_at desc, w.id desc limit {LookedAt}";
        var ways = parts.Select(part => $"(select w.id, w.started_at from {part} w{join} where {match} and w.workspace = $1{found.Range(start, "w.id")} " +
            $"and ({start}, w.id) < (select started_at, id from edge){found.Conditions} order by {start} desc, w.id desc limit {limit})");
        if (isFirst) ways = ways.Prepend($"(select w.id, w.started_at from ({newest}) w{join} where {match}{found.Conditions} " +
            $"order by w.started_at desc, w.id desc limit {limit})");
        return $"with edge as materialized (select n.started_at, n.id from ({newest}) n order by n.started_at, n.id limit 1) " +
            $"select c.id, c.started_at, c.body from (select * from ({string.Join(" union all ", ways)}) u limit {limit}) v " +
            "join conversations c on c.workspace = $1 and c.id = v.id order by v.started_at desc, v.id desc";
    }

    /// <summary>They are named by their month.</summary>
    public override string? Parts =>
        "select c.relname::text as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'search'::regclass";

    public override bool MayHold(string part, long? from, long? to) =>
        (from is not { } first || string.CompareOrdinal(part, PartOf(first)) >= 0) && (to is not { } last || string.CompareOrdinal(part, PartOf(last)) <= 0);

    /// <summary>By month: see the migration.</summary>
    public override void Prepare(WriteSet writes, IEnumerable<long> startedAts)
    {
        foreach (var month in startedAts.Select(at => Times.Of(at)).Select(at => new DateTimeOffset(at.Year, at.Month, 1, 0, 0, 0, TimeSpan.Zero)).Distinct())
            writes.Run("select read_model_month($1)", Times.Micros(month));
    }

    public override Statement WordsOf(string workspace, string id) =>
        new("select array_to_string(tsvector_to_array(words), ' ') from search where workspace = $1 and id = $2", workspace, id);

    private static string PartOf(long at) => string.Create(CultureInfo.InvariantCulture, $"search_{Times.Of(at):yyyyMM}");

    private static string Term(SearchTerm term)
    {
        var words = string.Join(" & ", term.Words.Select((word, i) => term.InNotes ? $"({Word(word, i)} | {Word(OfNote(word), i)})" : Word(word, i)));
        return term.CustomerIds.Count == 0 ? $"({words})" : $"(({words}) | {string.Join(" | ", term.CustomerIds.Select(id => $"'{OfCustomer(id)}'"))})";

        string Word(string word, int i) => term.IsWhole(i) ? $"'{word}'" : $"'{word}':*";
    }
}
