using ConversationGrid.Journal.Tables;
using ConversationGrid.Projections.Settings;

namespace ConversationGrid.Projections.Search;

/// <summary>Where the words are kept, and how a search for them is asked: the part in which the two kinds of database differ.</summary>
internal abstract class SearchTables
{
    public static SearchTables Of(DatabaseKind kind) => kind == DatabaseKind.Sqlite ? new SqliteSearch() : new PostgresSearch();

    /// <summary>Adds words to those that a conversation has.</summary>
    public abstract void Add(WriteSet writes, string workspace, string id, long startedAt, IReadOnlyCollection<string> words);

    /// <summary>Removes all words of a conversation.</summary>
    public abstract void Remove(WriteSet writes, string workspace, string id);

    /// <summary>The search as the database's own expression: each term's words, or one of its customers.</summary>
    public abstract string Expression(string workspace, IReadOnlyList<SearchTerm> terms);

    /// <summary>Tables and condition by which conversations <c>c</c> are found; the parameter holds the expression.</summary>
    /// <param name="range">Conditions on the start.</param>
    /// <param name="newest">Only so many of the newest conversations in the range are looked at, whatever their words; null: all.</param>
    public abstract (string From, string Where) Join(string parameter, string range = "", int? newest = null);

    /// <summary>The start of the found conversation, as the search itself knows it: by this it is put in order.</summary>
    public abstract string StartedAt { get; }

    /// <summary>
    /// Whether a search looks at the newest conversations first, and further back only where those are too few. Without that a database whose index of words
    /// is not in the order of time would find, and then sort, all that ever had the words.
    /// </summary>
    public abstract bool GoesBackInSteps { get; }

    /// <summary>Makes ready what rows of these starts (microseconds) are written to.</summary>
    public virtual void Prepare(WriteSet writes, IEnumerable<long> startedAts)
    {
    }

    /// <summary>All words of a conversation, in order: to compare them.</summary>
    public abstract Statement WordsOf(string workspace, string id);

    /// <summary>One word for all of a workspace's conversations, so that no other workspace's are looked at.</summary>
    protected static string OfWorkspace(string workspace) => $"={workspace}";

    /// <summary>A customer's id as one word: ids are split like other text, this is not.</summary>
    internal static string OfCustomer(string customerId) => $"={customerId}";

    /// <summary>A word that staff wrote for colleagues: it is another word than the same in a message, so that only staff's searches ask for it.</summary>
    internal static string OfNote(string word) => $"=={word}";
}

/// <summary>One word as it was asked.</summary>
/// <param name="Words">What it is split into.</param>
/// <param name="MayGoOn">Whether it is the last one of the search, which may still be being typed: then a longer word that begins so is found too.</param>
/// <param name="InNotes">Whether staff's notes are searched too.</param>
/// <param name="CustomerIds">Customers whose name, e-mail or ids have it.</param>
internal sealed record SearchTerm(IReadOnlyList<string> Words, bool MayGoOn, bool InNotes, IReadOnlyList<string> CustomerIds)
{
    /// <summary>Whether a word must be found as it is. Beginnings of words cost a search of every word that begins so, hence only one of some length.</summary>
    public bool IsWhole(int word) => !MayGoOn || word < Words.Count - 1 || Search.Words.IsShort(Words[word]);
}

internal sealed class SqliteSearch : SearchTables
{
    private const string AddSql = """
        insert into search_docs (doc, workspace, id, words)
        values (case when exists (select 1 from search_docs where doc = $3)
                then (select min(d.doc) + 1 from search_docs d where d.doc >= $3 and not exists (select 1 from search_docs e where e.doc = d.doc + 1)) else $3 end, $1, $2, $4)
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
    public override (string From, string Where) Join(string parameter, string range, int? newest) =>
        ("search_words w cross join search_docs d on d.doc = w.rowid cross join conversations c on c.workspace = d.workspace and c.id = d.id",
            $"search_words match {parameter}{range}");

    /// <summary>The number of the document is the start, moved on by a microsecond where two started at once; the index is kept in its order.</summary>
    public override string StartedAt => "w.rowid";

    public override bool GoesBackInSteps => false;

    public override Statement WordsOf(string workspace, string id) => new("select words from search_docs where workspace = $1 and id = $2", workspace, id);

    private static string Term(SearchTerm term)
    {
        var words = string.Join(" AND ", term.Words.Select((word, i) => term.InNotes ? $"({Word(word, i)} OR {Word(OfNote(word), i)})" : Word(word, i)));
        return term.CustomerIds.Count == 0 ? $"({words})" : $"(({words}) OR {string.Join(" OR ", term.CustomerIds.Select(id => $"\"{OfCustomer(id)}\""))})";

        string Word(string word, int i) => term.IsWhole(i) ? $"\"{word}\"" : $"\"{word}\"*";
    }
}

internal sealed class PostgresSearch : SearchTables
{
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

    public override (string From, string Where) Join(string parameter, string range, int? newest)
    {
        var source = newest is { } count
            ? $"(select * from search w where w.workspace = $1{range} order by w.started_at desc, w.id desc limit {count})"
            : "search";
        return ($"{source} w join conversations c on c.workspace = w.workspace and c.id = w.id",
            $"w.words @@ {parameter}::tsquery and w.workspace = $1{range}");
    }

    public override string StartedAt => "w.started_at";

    public override bool GoesBackInSteps => true;

    /// <summary>By month: see the migration.</summary>
    public override void Prepare(WriteSet writes, IEnumerable<long> startedAts)
    {
        foreach (var month in startedAts.Select(at => Times.Of(at)).Select(at => new DateTimeOffset(at.Year, at.Month, 1, 0, 0, 0, TimeSpan.Zero)).Distinct())
            writes.Run("select read_model_month($1)", Times.Micros(month));
    }

    public override Statement WordsOf(string workspace, string id) =>
        new("select array_to_string(tsvector_to_array(words), ' ') from search where workspace = $1 and id = $2", workspace, id);

    private static string Term(SearchTerm term)
    {
        var words = string.Join(" & ", term.Words.Select((word, i) => term.InNotes ? $"({Word(word, i)} | {Word(OfNote(word), i)})" : Word(word, i)));
        return term.CustomerIds.Count == 0 ? $"({words})" : $"(({words}) | {string.Join(" | ", term.CustomerIds.Select(id => $"'{OfCustomer(id)}'"))})";

        string Word(string word, int i) => term.IsWhole(i) ? $"'{word}'" : $"'{word}':*";
    }
}
