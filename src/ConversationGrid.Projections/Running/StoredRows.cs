using System.Text;
using ConversationGrid.Contracts;
using ConversationGrid.Journal.Tables;
using ConversationGrid.Projections.Conversations;
using ConversationGrid.Projections.Episodes;
using ConversationGrid.Projections.Search;
using ConversationGrid.Projections.Settings;

namespace ConversationGrid.Projections.Running;

/// <summary>The rows of some conversations as text, to compare what is stored with what it should be.</summary>
internal sealed class StoredRows
{
    /// <summary>Names of the projections, as commands name them.</summary>
    public static readonly IReadOnlyList<string> Projections = ["conversations", "episodes", "search", "lessons"];

    private readonly Dictionary<(string Projection, EntityId Id), SortedSet<string>> _rows = [];

    /// <summary>The seq to which each conversation's row was folded; none without a row.</summary>
    public Dictionary<EntityId, long> Seqs { get; } = [];

    public IEnumerable<string> Of(string projection, EntityId id) => _rows.TryGetValue((projection, id), out var rows) ? rows : [];

    /// <summary>The rows that folds make.</summary>
    public static StoredRows Made(IEnumerable<ConversationFold> folds)
    {
        var made = new StoredRows();
        foreach (var fold in folds)
        {
            var id = new EntityId(fold.Workspace, fold.Id);
            made.Add(id, fold);
            foreach (var word in fold.TakeWords(DateTimeOffset.MaxValue).Concat(fold.CustomerWords).Append($"={fold.Workspace}"))
                made.Add("search", id, word);
            foreach (var agent in fold.Parties.Agents) made.Add("conversations", id, $"agent {agent.AgentId} {Times.Micros(fold.StartedAt)} {agent.LeftSeq}");
            foreach (var label in fold.Labels) made.Add("conversations", id, $"label {label} {Times.Micros(fold.StartedAt)}");
            foreach (var episode in fold.Changes.Earlier.Append(fold.Episode))
                made.Add("episodes", id, TextOf(EpisodeTable.Row(fold.Workspace, fold.Id, episode)));
            foreach (var lesson in fold.Changes.Learnt)
                made.Add("lessons", id, $"{lesson.Seq} {(int)lesson.Kind} {Times.Micros(lesson.At)} " +
                    $"{lesson.Source}|{lesson.Language}|{lesson.Question}|{lesson.Reply}");
        }
        return made;
    }

    /// <summary>The rows that are stored.</summary>
    public static async Task<StoredRows> ReadAsync(IDatabase database, IReadOnlyList<EntityId> ids, CancellationToken cancel)
    {
        var stored = new StoredRows();
        var search = SearchTables.Of(database.Kind);
        foreach (var fold in await FoldCache.ReadAsync(database, ids, ids.Count, cancel))
        {
            var id = new EntityId(fold.Workspace, fold.Id);
            foreach (var word in fold.Unsearched) stored.Add("search", id, word);
            // What waits for the search is not in it yet, and so are the words of its customer.
            if (fold.SearchedWords == 0 || fold.Unsearched.Count > 0)
                foreach (var word in fold.CustomerWords.Append($"={fold.Workspace}"))
                    stored.Add("search", id, word);
            stored.Add(id, fold);
        }
        await stored.AddAsync(database, "conversations", ids,
            "select {0}, id, 'agent ' || agent || ' ' || started_at || ' ' || coalesce(cast(left_seq as text), '') from conversation_agents where {1}", cancel);
        await stored.AddAsync(database, "conversations", ids, "select {0}, id, 'label ' || label || ' ' || started_at from conversation_labels where {1}",
            cancel);
        await stored.AddAsync(database, "lessons", ids,
            "select {0}, conversation, seq || ' ' || kind || ' ' || at || ' ' || coalesce(source, '') || '|' || coalesce(language, '') || '|' || " +
            "coalesce(question, '') || '|' || coalesce(reply, '') from lessons where {1}",
            cancel, "conversation");
        var columns = string.Join(", ", EpisodeTable.Table.Columns.Select(c => c.Name));
        var episodes = await database.QueryAsync(Statement($"select {columns} from episodes where {{1}}", ids, "conversation"), row =>
            (new EntityId(row.Text(0), row.Text(1)),
                TextOf([.. EpisodeTable.Table.Columns.Select((c, i) => row.IsNull(i) ? null : c.Kind == ColumnKind.Text ? row.Text(i)
                    : (object)row.Int64(i))])), cancel);
        foreach (var (id, text) in episodes) stored.Add("episodes", id, text);
        foreach (var id in ids)
            foreach (var words in await database.QueryAsync(search.WordsOf(id.Workspace, id.Id), row => row.Text(0), cancel))
                foreach (var word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries)) stored.Add("search", id, word);
        return stored;
    }

    private static Statement Statement(string sql, IReadOnlyList<EntityId> ids, string column)
    {
        var pairs = string.Join(", ", ids.Select((_, i) => $"(${i * 2 + 1}, ${i * 2 + 2})"));
        return new(sql.Replace("{0}", "workspace").Replace("{1}", $"(workspace, {column}) in (values {pairs})"),
            [.. ids.SelectMany(id => new object?[] { id.Workspace, id.Id })]);
    }

    private static string TextOf(IEnumerable<object?> row)
    {
        var text = new StringBuilder();
        foreach (var value in row) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{value}|");
        return text.ToString();
    }

    private async Task AddAsync(IDatabase database, string projection, IReadOnlyList<EntityId> ids, string sql, CancellationToken cancel, string column = "id")
    {
        foreach (var (id, text) in await database.QueryAsync(
            Statement(sql, ids, column), row => (new EntityId(row.Text(0), row.Text(1)), row.Text(2)), cancel)) Add(projection, id, text);
    }

    private void Add(EntityId id, ConversationFold fold)
    {
        Seqs[id] = fold.Seq;
        // When words went into the search is no part of what the row says.
        var (unsearched, since, searched) = (fold.Unsearched, fold.UnsearchedSince, fold.SearchedWords);
        (fold.Unsearched, fold.UnsearchedSince, fold.SearchedWords) = ([], null, 0);
        var row = ConversationTable.Row(fold);
        Add("conversations", id, TextOf(row.SkipLast(1)) + Encoding.UTF8.GetString((byte[])row[^1]!));
        (fold.Unsearched, fold.UnsearchedSince, fold.SearchedWords) = (unsearched, since, searched);
    }

    private void Add(string projection, EntityId id, string row)
    {
        if (!_rows.TryGetValue((projection, id), out var rows)) _rows[(projection, id)] = rows = new(StringComparer.Ordinal);
        rows.Add(row);
    }
}
