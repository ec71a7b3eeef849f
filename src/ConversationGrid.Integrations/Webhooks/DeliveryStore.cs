using ConversationGrid.Journal.Tables;

namespace ConversationGrid.Integrations.Webhooks;

/// <summary>
/// What waits for hooks, what was delivered and what was given up. A conversation of which events wait for a hook is a lane: one process at a time has it,
/// and sends its events one after the other.
/// </summary>
internal sealed class DeliveryStore(IDatabase database, WebhookOptions options, TimeProvider time)
{
    private const string Columns = "workspace, hook, conversation, seq, id, type, state, attempts, created_at, tried_at, code, reason";

    // A lane that is there already is touched, so that who empties it at the same moment sees that it is not empty.
    private const string LaneSql = """
        insert into webhook_lanes (workspace, hook, conversation, revision, due_at, fence, lease_until) values ($1, $2, $3, 1, $4, 0, 0)
        on conflict (workspace, hook, conversation) do update set revision = webhook_lanes.revision + 1
        """;

    private const string DueLaneSql = LaneSql + ", due_at = excluded.due_at";

    private const string AddSql = $"""
        insert into webhook_deliveries ({Columns}) values ($1, $2, $3, $4, $5, $6, $7, 0, $8, null, null, null)
        on conflict (workspace, hook, conversation, seq) do nothing
        """;

    private const string TriedSql = """
        update webhook_deliveries set state = $5, attempts = attempts + 1, tried_at = $6, code = $7, reason = $8
        where workspace = $1 and hook = $2 and conversation = $3 and seq = $4
        """;

    private const int RemovedTogether = 500;

    private readonly string _me = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8));
    private long _claims;

    /// <summary>Adds deliveries to a transaction.</summary>
    public static void Add(WriteSet writes, IReadOnlyCollection<Delivery> deliveries)
    {
        foreach (var d in deliveries)
            writes.Run(AddSql, d.Workspace, d.Hook, d.Conversation, d.Seq, d.Id, d.Type, (long)d.State, Micros.Of(d.CreatedAt));
        // In one order everywhere, so that no two transactions wait for each other.
        foreach (var lane in deliveries.Where(d => d.State == DeliveryState.Waiting).GroupBy(d => (d.Workspace, d.Hook, d.Conversation))
            .OrderBy(l => l.Key.Workspace, StringComparer.Ordinal).ThenBy(l => l.Key.Hook, StringComparer.Ordinal)
            .ThenBy(l => l.Key.Conversation, StringComparer.Ordinal))
            writes.Run(LaneSql, lane.Key.Workspace, lane.Key.Hook, lane.Key.Conversation, Micros.Of(lane.First().CreatedAt));
    }

    /// <summary>Takes lanes of a hook that are due, those that wait longest first.</summary>
    public async Task<IReadOnlyList<Lane>> ClaimAsync(Webhook hook, int max, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var due = await database.QueryAsync(
            new("""
                select conversation, fence from webhook_lanes where workspace = $1 and hook = $2 and due_at <= $3 and lease_until <= $3
                order by due_at, conversation limit $4
                """, hook.Workspace, hook.Id, Micros.Of(now), (long)max), row => (Conversation: row.Text(0), Fence: row.Int64(1)), cancel);
        if (due.Count == 0) return [];
        var owner = $"{_me}-{Interlocked.Increment(ref _claims)}";
        var writes = new WriteSet();
        foreach (var (conversation, fence) in due.OrderBy(d => d.Conversation, StringComparer.Ordinal))
            writes.Run("update webhook_lanes set owner = $5, fence = fence + 1, lease_until = $6 where workspace = $1 and hook = $2 and conversation = $3 " +
                "and fence = $4", hook.Workspace, hook.Id, conversation, fence, owner, Micros.Of(now + options.LeaseFor));
        await database.WriteAsync(writes, cancel);
        // Another process may have taken some of them.
        var mine = new List<Lane>();
        foreach (var (conversation, _) in due)
            mine.AddRange(await database.QueryAsync(
                new("select fence, revision from webhook_lanes where workspace = $1 and hook = $2 and conversation = $3 and owner = $4",
                    hook.Workspace, hook.Id, conversation, owner), row => new Lane(hook, conversation, row.Int64(0), row.Int64(1)), cancel));
        return mine;
    }

    /// <summary>The next events of a lane, oldest first.</summary>
    public Task<IReadOnlyList<Delivery>> WaitingAsync(Lane lane, int max, CancellationToken cancel) => database.QueryAsync(
        new($"select {Columns} from webhook_deliveries where workspace = $1 and hook = $2 and conversation = $3 and state = 1 order by seq limit $4",
            lane.Hook.Workspace, lane.Hook.Id, lane.Conversation, (long)max), Read, cancel);

    /// <summary>Writes what became of a lane's events, and lets the lane go.</summary>
    /// <param name="dueAt">When it is due again; null where nothing waited behind what was tried.</param>
    /// <returns>False where another process has the lane: it sends the same again, under the same ids.</returns>
    public Task<bool> EndAsync(Lane lane, IReadOnlyList<Tried> tried, DateTimeOffset? dueAt, CancellationToken cancel)
    {
        var (workspace, hook, now) = (lane.Hook.Workspace, lane.Hook.Id, time.GetUtcNow());
        var writes = new WriteSet
        {
            Guard = new(
                "update webhook_lanes set owner = null, lease_until = 0, due_at = $5 where workspace = $1 and hook = $2 and conversation = $3 and fence = $4",
                workspace, hook, lane.Conversation, lane.Fence, Micros.Of(dueAt ?? now)),
            GuardRows = 1,
        };
        foreach (var t in tried)
            writes.Run(TriedSql, workspace, hook, lane.Conversation, t.Delivery.Seq, (long)t.State, Micros.Of(t.At), (long?)t.Attempt.Code, t.Attempt.Reason);
        if (dueAt is null)
            writes.Run("delete from webhook_lanes where workspace = $1 and hook = $2 and conversation = $3 and revision = $4", workspace, hook,
                lane.Conversation,
                lane.Revision);
        if (tried.Any(t => t.Attempt.IsDelivered) && lane.Hook.Failures > 0)
            writes.Run("update webhooks set failures = 0, failing_since = null where workspace = $1 and id = $2", workspace, hook);
        if (tried is [.., { Attempt.IsDelivered: false }])
            writes.Run("update webhooks set failures = failures + 1, failing_since = coalesce(failing_since, $3) where workspace = $1 and id = $2",
                workspace, hook, Micros.Of(now));
        return database.WriteAsync(writes, cancel);
    }

    /// <summary>Writes a delivery that was tried outside of any lane.</summary>
    public Task SaveAsync(Delivery delivery, Attempt attempt, CancellationToken cancel)
    {
        var writes = new WriteSet();
        Add(writes, [delivery]);
        writes.Run(TriedSql, delivery.Workspace, delivery.Hook, delivery.Conversation, delivery.Seq, (long)delivery.State, Micros.Of(time.GetUtcNow()),
            (long?)attempt.Code, attempt.Reason);
        return database.WriteAsync(writes, cancel);
    }

    /// <summary>Has a delivery sent again, from its first attempt on.</summary>
    public Task ReplayAsync(Delivery delivery, CancellationToken cancel)
    {
        var writes = new WriteSet();
        writes.Run(DueLaneSql, delivery.Workspace, delivery.Hook, delivery.Conversation, Micros.Of(time.GetUtcNow()));
        writes.Run(
            "update webhook_deliveries set state = 1, attempts = 0, code = null, reason = null " +
            "where workspace = $1 and hook = $2 and conversation = $3 and seq = $4", delivery.Workspace, delivery.Hook, delivery.Conversation, delivery.Seq);
        return database.WriteAsync(writes, cancel);
    }

    public async Task<Delivery?> FindAsync(string workspace, string hook, string id, CancellationToken cancel) => (await database.QueryAsync(
        new($"select {Columns} from webhook_deliveries where workspace = $1 and hook = $2 and id = $3", workspace, hook, id), Read, cancel)).FirstOrDefault();

    /// <summary>Deliveries of a hook, the latest first.</summary>
    /// <param name="before">Those recorded before this one.</param>
    public Task<IReadOnlyList<Delivery>> ListAsync(
        string workspace, string hook, DeliveryState? state, (long CreatedAt, string Id)? before, int max, CancellationToken cancel)
    {
        List<object?> values = [workspace, hook, (long)max];
        var where = "";
        if (state is { } wanted) where += $" and state = {(int)wanted}";
        if (before is var (at, id))
        {
            where += " and (created_at, id) < ($4, $5)";
            values.AddRange([at, id]);
        }
        return database.QueryAsync(
            new($"select {Columns} from webhook_deliveries where workspace = $1 and hook = $2{where} order by created_at desc, id desc limit $3", values), Read,
            cancel);
    }

    /// <summary>Removes what was kept for long enough, and lanes of hooks that are gone.</summary>
    public async Task CleanAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await RemoveAsync("state = 2 and created_at < $1", [Micros.Of(now - options.KeepDelivered)], cancel);
        await RemoveAsync("created_at < $1", [Micros.Of(now - options.KeepUndelivered)], cancel);
        var writes = new WriteSet();
        writes.Run("delete from webhook_lanes where not exists " +
            "(select 1 from webhooks h where h.workspace = webhook_lanes.workspace and h.id = webhook_lanes.hook)");
        await database.WriteAsync(writes, cancel);
    }

    /// <summary>Removes all deliveries of a hook.</summary>
    public Task RemoveOfHookAsync(string workspace, string hook, CancellationToken cancel) =>
        RemoveAsync("workspace = $1 and hook = $2", [workspace, hook], cancel);

    /// <summary>In small transactions: others who write wait for each.</summary>
    private async Task RemoveAsync(string where, IReadOnlyList<object?> values, CancellationToken cancel)
    {
        while (true)
        {
            var some = await database.QueryAsync(
                new($"select {Columns} from webhook_deliveries where {where} limit {RemovedTogether}", values), Read, cancel);
            var writes = new WriteSet();
            foreach (var d in some)
                writes.Run("delete from webhook_deliveries where workspace = $1 and hook = $2 and conversation = $3 and seq = $4",
                    d.Workspace, d.Hook, d.Conversation, d.Seq);
            if (some.Count > 0) await database.WriteAsync(writes, cancel);
            if (some.Count < RemovedTogether) return;
        }
    }

    private static Delivery Read(IRow row) => new(
        row.Text(0), row.Text(1), row.Text(2), row.Int64(3), row.Text(4), row.Text(5), (DeliveryState)row.Int64(6), row.Int64(7), Micros.At(row.Int64(8)),
        Micros.At(row.Int64OrNull(9)), row.Int64OrNull(10), row.TextOrNull(11));
}

/// <summary>A conversation of which events wait for a hook, and that this process has.</summary>
/// <param name="Fence">Of this owner.</param>
/// <param name="Revision">How many deliveries were added when it was taken.</param>
internal sealed record Lane(Webhook Hook, string Conversation, long Fence, long Revision);

/// <summary>What became of a delivery at one attempt.</summary>
internal sealed record Tried(Delivery Delivery, Attempt Attempt, DeliveryState State, DateTimeOffset At);
