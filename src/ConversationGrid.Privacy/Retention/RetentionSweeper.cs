using ConversationGrid.Contracts;
using ConversationGrid.Domain.ServiceLevels;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Workspaces;
using ConversationGrid.Journal;
using ConversationGrid.Privacy.Erasures;
using ConversationGrid.Privacy.Settings;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Privacy.Retention;

/// <summary>
/// Removes what was kept long enough, from the first moment of a day in the workspace's time zone on. Every process looks; what two of them remove is removed
/// once.
/// </summary>
internal sealed partial class RetentionSweeper(
    IJournalStore store, WorkspaceDirectory workspaces, CustomerErasure erasure, Func<IGrid> grid, PrivacyOptions options, TimeProvider time,
    ILogger<RetentionSweeper> log)
    : BackgroundService, IRetention
{
    /// <summary>Removed together, before it is looked again.</summary>
    private const int AtOnce = 200;

    private const string Conversations = "conversations";
    private const string Profiles = "profiles";

    private static readonly string Over = $"({(int)ConversationStatus.Resolved}, {(int)ConversationStatus.Closed})";

    public async Task<IReadOnlyList<RetentionDue>> DueAsync(string workspace, CancellationToken cancel = default)
    {
        if (workspaces.Find(workspace) is not { } known) return [];
        var (conversations, profiles) = (BeginningOf(known, known.Retention.ConversationDays), BeginningOf(known, known.Retention.ProfileDays));
        return
        [
            new(Conversations, known.Retention.ConversationDays, conversations, (await DueConversationsAsync(known, RetentionDue.DueMax, cancel)).Count),
            new(Profiles, known.Retention.ProfileDays, profiles, (await DueProfilesAsync(known, RetentionDue.DueMax, cancel)).Count),
        ];
    }

    /// <summary>Removes everything that is due now, in all workspaces.</summary>
    /// <returns>How much was removed.</returns>
    public async Task<int> SweepAsync(CancellationToken cancel)
    {
        var (removed, rewritten) = (0, false);
        foreach (var workspace in workspaces.All.ToList())
        {
            var swept = await SweepAsync(workspace, cancel);
            (removed, rewritten) = (removed + swept.Removed, rewritten | swept.Rewritten);
        }
        if (removed > 0) await erasure.CleanAsync(rewritten, cancel);
        return removed;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(options.RetentionEvery, time, stoppingToken);
                if (await SweepAsync(stoppingToken) is > 0 and var removed) Removed(log, removed);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // Whatever failed is due again at the next look.
                Failed(log, failure);
            }
        }
    }

    private async Task<(int Removed, bool Rewritten)> SweepAsync(Workspace workspace, CancellationToken cancel)
    {
        var (removed, rewritten) = (0, false);
        for (var due = await DueConversationsAsync(workspace, AtOnce, cancel); due.Count > 0; due = await DueConversationsAsync(workspace, AtOnce, cancel))
        {
            foreach (var id in due) rewritten |= await erasure.RemoveAsync(id, ErasureReason.Retention, cancel);
            removed += due.Count;
            // The list says so a moment later, and only then are the next ones asked for.
            await erasure.ReadModelsAsync(cancel);
        }
        foreach (var customer in await DueProfilesAsync(workspace, AtOnce, cancel))
        {
            var erasureId = $"retention-{customer.Id}-{time.GetUtcNow().ToUnixTimeSeconds()}";
            await grid().Customer(customer).ExecuteAsync(new RequestErasure(Caller.System, erasureId, "retention"), cancel);
            removed++;
        }
        return (removed, rewritten);
    }

    private async Task<IReadOnlyList<EntityId>> DueConversationsAsync(Workspace workspace, int max, CancellationToken cancel) =>
        BeginningOf(workspace, workspace.Retention.ConversationDays) is not { } before ? [] : await store.Database.QueryAsync(
            new($"select id from conversations where workspace = $1 and erased = 0 and updated_at < $2 and state in {Over} order by updated_at limit $3",
                workspace.Name, Micros(before), (long)max), row => new EntityId(workspace.Name, row.Text(0)), cancel);

    /// <summary>Customers of whom nothing but the profile is kept, and of whom nothing was heard since.</summary>
    private async Task<IReadOnlyList<EntityId>> DueProfilesAsync(Workspace workspace, int max, CancellationToken cancel)
    {
        if (BeginningOf(workspace, workspace.Retention.ProfileDays) is not { } before) return [];
        var alone = await store.Database.QueryAsync(
            new("""
                select distinct customer from customer_words w where workspace = $1
                and not exists (select 1 from conversations c where c.workspace = w.workspace and c.customer_id = w.customer and c.erased = 0) limit $2
                """, workspace.Name, (long)max), row => new EntityId(workspace.Name, row.Text(0)), cancel);
        var due = new List<EntityId>();
        foreach (var customer in alone)
            if (await store.Journal.ReadBackwardsAsync(new(EntityKind.Customer, customer), long.MaxValue, 1, cancel) is [var (_, last)] && last.At < before)
                due.Add(customer);
        return due;
    }

    /// <summary>The beginning of the first day that is still kept.</summary>
    private DateTimeOffset? BeginningOf(Workspace workspace, int? days) =>
        days is { } kept ? LocalDay.StartOf(LocalDay.Of(time.GetUtcNow(), workspace.Zone).AddDays(-kept), workspace.Zone) : null;

    private static long Micros(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    [LoggerMessage(5610, LogLevel.Information, "Retention: {Count} conversations and profiles were kept long enough and are removed.")]
    private static partial void Removed(ILogger log, int count);

    [LoggerMessage(5611, LogLevel.Warning, "Retention could not be carried out; it goes on at the next look.")]
    private static partial void Failed(ILogger log, Exception failure);
}
