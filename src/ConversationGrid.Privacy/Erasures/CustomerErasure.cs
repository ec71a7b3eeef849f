using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal;
using ConversationGrid.Privacy.Keys;
using ConversationGrid.Privacy.Settings;

namespace ConversationGrid.Privacy.Erasures;

/// <summary>
/// Removes a customer: first the keys, so that nothing that is encrypted can be read any more, then what is in clear. Each step may be done twice, so after a
/// crash it begins again.
/// </summary>
/// <param name="grid">Late, because the grid hosts the entities whose effects these are.</param>
internal sealed class CustomerErasure(
    IJournalStore store, ISnapshots snapshots, DataKeys keys, ErasureLedger ledger, CustomerStreams streams, Func<IGrid> grid, PrivacyOptions options,
    IAttachments? attachments = null)
    : IErasures
{
    private readonly ClearEvents _clear = new(store.Database);

    public async Task EraseAsync(EntityId customer, string erasureId, CancellationToken cancel = default)
    {
        var profiles = await streams.ProfilesAsync(customer, cancel);
        var conversations = await streams.ConversationsAsync(profiles, cancel);
        await ledger.CountAsync(erasureId, conversations.Count, cancel);
        var labels = await KeptLabelsAsync(customer, cancel);
        var rewritten = await RemoveAsync(customer, [.. conversations, .. profiles], cancel);
        await TellAsync(conversations, ErasureReason.Customer, labels, cancel);
        // Its own profile last: it knows which the others are.
        foreach (var former in profiles.Skip(1))
            Require(await grid().Customer(former.Id).ExecuteAsync(new FinishErasure(erasureId, 0), cancel));
        Require(await grid().Customer(customer).ExecuteAsync(new FinishErasure(erasureId, conversations.Count), cancel));
        // Whoever comes back under the same id begins a new profile.
        await keys.AllowAsync(profiles[0], cancel);
        await CleanAsync(rewritten, cancel);
        await ledger.FinishAsync(erasureId, cancel);
    }

    public Task EraseAsync(EntityId conversation, ErasureReason why, CancellationToken cancel = default) => RemoveAsync(conversation, why, cancel);

    /// <returns>Whether it had events that lay in clear.</returns>
    internal async Task<bool> RemoveAsync(EntityId conversation, ErasureReason why, CancellationToken cancel)
    {
        var stream = new StreamId(EntityKind.Conversation, conversation);
        if (await grid().Conversation(conversation).ViewAsync(Caller.System, cancel) is not { } view) return false;
        var customer = new EntityId(conversation.Workspace, view.CustomerId);
        var labels = await KeptLabelsAsync(customer, cancel);
        var rewritten = await RemoveAsync(customer, [stream], cancel);
        await TellAsync([stream], why, labels, cancel);
        return rewritten;
    }

    public Task RecordAsync(EntityId customer, string erasureId, string askedBy, string? why, CancellationToken cancel = default) =>
        ledger.RecordAsync(customer, erasureId, askedBy, why, cancel);

    public Task<ErasureProgress?> FindAsync(string workspace, string erasureId, CancellationToken cancel = default) =>
        ledger.FindAsync(workspace, erasureId, cancel);

    /// <summary>Waits until the read models have forgotten what they were told, and removes what they left on the disk.</summary>
    /// <param name="events">Whether events that lay in clear were written anew.</param>
    internal async Task CleanAsync(bool events, CancellationToken cancel)
    {
        store.ForgetRecent();
        await streams.ReadModelsAsync(cancel);
        await store.ScrubAsync(events, cancel);
    }

    /// <inheritdoc cref="CustomerStreams.ReadModelsAsync"/>
    internal Task ReadModelsAsync(CancellationToken cancel) => streams.ReadModelsAsync(cancel);

    private async Task<bool> RemoveAsync(EntityId customer, IReadOnlyCollection<StreamId> all, CancellationToken cancel)
    {
        await keys.DestroyAsync(customer, all, cancel);
        var rewritten = await _clear.RewriteAsync(all, cancel);
        await Parallel.ForEachAsync(all, Limited(cancel), async (stream, stop) =>
        {
            await snapshots.RemoveAsync(stream, stop);
            if (attachments is not null && stream.Kind == EntityKind.Conversation) await attachments.RemoveAsync(stream.Id, null, stop);
        });
        return rewritten;
    }

    /// <summary>Each conversation forgets what it holds in memory, and says in its own stream that it was erased: the read models follow that.</summary>
    private Task TellAsync(IReadOnlyCollection<StreamId> conversations, ErasureReason why, IReadOnlyList<string> labels, CancellationToken cancel) =>
        Parallel.ForEachAsync(conversations, Limited(cancel), async (stream, stop) =>
            Require(await grid().Conversation(stream.Id).ExecuteAsync(new EraseConversation(why, labels), stop)));

    /// <summary>Labels of the customer's conversations that so many others have that they name nobody.</summary>
    private Task<IReadOnlyList<string>> KeptLabelsAsync(EntityId customer, CancellationToken cancel) => store.Database.QueryAsync(
        new("""
            select l.label from conversation_labels l join conversations c on c.workspace = l.workspace and c.id = l.id
            where l.workspace = $1 and c.customer_id <> $2 and l.label in (
              select m.label from conversation_labels m join conversations d on d.workspace = m.workspace and d.id = m.id
              where m.workspace = $1 and d.customer_id = $2)
            group by l.label having count(*) >= $3
            """, customer.Workspace, customer.Id, (long)options.KeptLabelConversationsMin), row => row.Text(0), cancel);

    private ParallelOptions Limited(CancellationToken cancel) => new() { MaxDegreeOfParallelism = options.ErasedAtOnceMax, CancellationToken = cancel };

    private static void Require(Outcome outcome)
    {
        if (outcome.Refusal is { Retryable: true } refusal) throw new RefusedException(refusal);
    }
}
