using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal.Tables;
using ConversationGrid.Projections.Conversations;
using ConversationGrid.Projections.Episodes;
using ConversationGrid.Projections.Search;
using ConversationGrid.Projections.Settings;

namespace ConversationGrid.Projections.Running;

/// <summary>Makes rows of folds.</summary>
internal static class RowWrites
{
    private static readonly Table Lessons = new("lessons", 4,
        new("workspace", ColumnKind.Text), new("conversation", ColumnKind.Text), new("seq", ColumnKind.Number), new("kind", ColumnKind.Number),
        new("at", ColumnKind.Number),
        new("source", ColumnKind.Text), new("language", ColumnKind.Text), new("question", ColumnKind.Text), new("reply", ColumnKind.Text));

    private static readonly Table CustomerWords = new(
        "customer_words", 3, new("workspace", ColumnKind.Text), new("word", ColumnKind.Text), new("customer", ColumnKind.Text));

    /// <summary>Adds what changed in some folds since they were written.</summary>
    /// <param name="waitedSince">Words that wait since then go into the search.</param>
    /// <param name="now">The time of the write.</param>
    public static void Add(
        WriteSet writes, SearchTables search, IReadOnlyCollection<ConversationFold> folds, DateTimeOffset waitedSince, DateTimeOffset now)
    {
        search.Prepare(writes, folds.SelectMany(StartsOf));
        foreach (var fold in folds)
        {
            if (fold.TakeWords(waitedSince) is { Count: > 0 } words)
                search.Add(writes, fold.Workspace, fold.Id, Times.Micros(fold.StartedAt), [.. words, .. fold.CustomerWords]);
            if (fold.Changes.Labels) writes.Run("delete from conversation_labels where workspace = $1 and id = $2", fold.Workspace, fold.Id);
            if (fold.Changes.Agents) writes.Run("delete from conversation_agents where workspace = $1 and id = $2", fold.Workspace, fold.Id);
            if (fold.Changes.ForgetsSolved)
                writes.Run($"delete from lessons where workspace = $1 and conversation = $2 and kind = {(int)LessonKind.Solved}", fold.Workspace, fold.Id);
        }
        writes.Upsert(ConversationTable.Table, [.. folds.Select(ConversationTable.Row)]);
        writes.Upsert(ConversationTable.Agents,
            [.. folds.Where(f => f.Changes.Agents).SelectMany(
                f => f.Parties.Agents.Select(a => new object?[] { f.Workspace, a.AgentId, Times.Micros(f.StartedAt), f.Id, a.LeftSeq }))]);
        writes.Upsert(ConversationTable.Labels,
            [.. folds.Where(f => f.Changes.Labels).SelectMany(
                f => f.Labels.Select(label => new object?[] { f.Workspace, label, Times.Micros(f.StartedAt), f.Id }))]);
        writes.Upsert(EpisodeTable.Table, [.. folds.SelectMany(f => EpisodesOf(f).Select(e => EpisodeTable.Row(f.Workspace, f.Id, e)))]);
        writes.Upsert(Lessons,
            [.. folds.SelectMany(f => f.Changes.Learnt.Select(
                l => new object?[] { f.Workspace, f.Id, l.Seq, (long)l.Kind, Times.Micros(l.At), l.Source, l.Language, l.Question, l.Reply }))]);
        // Last, because these rows belong to all projectors: who writes the same days waits until this transaction ends.
        EpisodeDays.Changed(writes, folds.SelectMany(f => EpisodesOf(f).Select(e => (f.Workspace, Times.Micros(e.StartedAt)))), now);
    }

    /// <summary>Removes all rows of a conversation.</summary>
    public static void Remove(WriteSet writes, SearchTables search, string workspace, string id, DateTimeOffset now)
    {
        foreach (var table in (ReadOnlySpan<string>)["conversations", "conversation_agents", "conversation_labels"])
            writes.Run($"delete from {table} where workspace = $1 and id = $2", workspace, id);
        EpisodeDays.Removing(writes, workspace, id, now);
        writes.Run("delete from episodes where workspace = $1 and conversation = $2", workspace, id);
        writes.Run("delete from lessons where workspace = $1 and conversation = $2", workspace, id);
        search.Remove(writes, workspace, id);
    }

    /// <summary>Adds words to those by which customers are found. What one was called once finds it still.</summary>
    public static void AddCustomers(WriteSet writes, IEnumerable<(StreamId Customer, CustomerDescribed Described)> described) => writes.Upsert(
        CustomerWords,
        [.. described.SelectMany(d => Words.Of($"{d.Customer.Id.Id} {d.Described.Name} {d.Described.Email} {d.Described.ExternalId}")
            .Select(word => (d.Customer.Id.Workspace, Word: word, Customer: d.Customer.Id.Id)))
            .Distinct().Select(row => new object?[] { row.Workspace, row.Word, row.Customer })]);

    public static void RemoveCustomer(WriteSet writes, StreamId customer) =>
        writes.Run("delete from customer_words where workspace = $1 and customer = $2", customer.Id.Workspace, customer.Id.Id);

    private static IEnumerable<long> StartsOf(ConversationFold fold) =>
        [Times.Micros(fold.StartedAt), Times.Micros(fold.Episode.StartedAt), .. fold.Changes.Earlier.Select(e => Times.Micros(e.StartedAt))];

    private static IEnumerable<EpisodeFold> EpisodesOf(ConversationFold fold)
    {
        // One statement writes a row once: the last of several changes of an episode counts.
        foreach (var earlier in fold.Changes.Earlier.DistinctBy(e => e.Number)) yield return earlier;
        if (fold.Changes.Episode) yield return fold.Episode;
    }
}
