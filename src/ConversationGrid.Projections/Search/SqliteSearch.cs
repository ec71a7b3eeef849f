using System.Globalization;
using ConversationGrid.Journal.Tables;

namespace ConversationGrid.Projections.Search;

/// <summary>Words in an FTS5 index whose documents are numbered by the conversations' starts.</summary>
internal sealed class SqliteSearch : SearchTables
{
    private const string AddSql = """
        insert into search_docs (doc, workspace, id, words)
        values (
            case when exists (select 1 from search_docs where doc = $3)
                then (select min(d.doc) + 1 from search_docs d where d.doc >= $3 and not exists (select 1 from search_docs e where e.doc = d.doc + 1))
                else $3 end,
            $1, $2, $4)
        on conflict (workspace, id) do update set words = search_docs.words || ' ' || excluded.words
        """;

    private const string DropSql = "delete from search_words where rowid = (select doc from search_docs where workspace = $1 and id = $2)";
    private const string IndexSql = "insert into search_words (rowid, words) select doc, words from search_docs where workspace = $1 and id = $2";

    public override void Add(WriteSet writes, string workspace, string id, long startedAt, IReadOnlyCollection<string> words)
    {
        writes.Run(DropSql, workspace, id);
        writes.Run(AddSql, workspace, id, startedAt, string.Join(' ', words.Prepend(OfWorkspace(workspace))));
        writes.Run(IndexSql, workspace, id);
    }

    public override void Remove(WriteSet writes, string workspace, string id)
    {
        writes.Run(DropSql, workspace, id);
        writes.Run("delete from search_docs where workspace = $1 and id = $2", workspace, id);
    }

    public override string Expression(string workspace, IReadOnlyList<SearchTerm> terms) =>
        string.Join(" AND ", terms.Select(Term).Prepend($"\"{OfWorkspace(workspace)}\""));

    /// <summary>The words come first, newest first, and only the rows that are shown are looked up: a cross join keeps the order in SQLite.</summary>
    public override (string From, string Where) Join(string parameter) =>
        ("search_words w cross join search_docs d on d.doc = w.rowid cross join conversations c on c.workspace = d.workspace and c.id = d.id",
            $"search_words match {parameter}");

    /// <summary>The number of a document is the start, moved on by a microsecond where two started at once; the index is kept in its order.</summary>
    public override string Found(FoundConversations found, IReadOnlyList<string> parts, bool isFirst)
    {
        var (from, where) = Join(found.Words);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"select c.id, c.started_at, c.body from {from} where {where} and c.workspace = $1{found.Range("c.started_at", "c.id")}{found.Conditions} " +
            $"order by w.rowid desc, c.id desc limit {found.Limit}");
    }

    public override string? Parts => null;

    public override Statement WordsOf(string workspace, string id) => new("select words from search_docs where workspace = $1 and id = $2", workspace, id);

    private static string Term(SearchTerm term)
    {
        var words = string.Join(" AND ", term.Words.Select((word, i) => term.InNotes ? $"({Word(word, i)} OR {Word(OfNote(word), i)})" : Word(word, i)));
        return term.CustomerIds.Count == 0 ? $"({words})" : $"(({words}) OR {string.Join(" OR ", term.CustomerIds.Select(id => $"\"{OfCustomer(id)}\""))})";

        string Word(string word, int i) => term.IsWhole(i) ? $"\"{word}\"" : $"\"{word}\"*";
    }
}
