using System.Text.Json;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Integrations.Events;
using ConversationGrid.Journal.Tables;

namespace ConversationGrid.Integrations.Webhooks;

/// <summary>The hooks of all workspaces, in the journal's database.</summary>
internal sealed class WebhookStore(IDatabase database, Seals seals, WebhookOptions options, TimeProvider time)
{
    private const string SealPurpose = "webhook secrets";

    /// <summary>Secrets that sign at the same time, at the most: each is a signature in every delivery.</summary>
    private const int SecretsMax = 8;

    /// <summary>Workspaces that are named in a query, at the most.</summary>
    private const int NamedMax = 8;

    private const string Columns =
        "workspace, id, url, events, secrets, enabled, created_at, created_by, failures, failing_since, disabled_at, disabled_why, enabled_at";

    private static readonly Table Table = new(
        "webhooks", 2, new("workspace", ColumnKind.Text), new("id", ColumnKind.Text), new("url", ColumnKind.Text), new("events", ColumnKind.Text),
        new("secrets", ColumnKind.Text), new("enabled", ColumnKind.Number), new("created_at", ColumnKind.Number), new("created_by", ColumnKind.Text),
        new("failures", ColumnKind.Number), new("failing_since", ColumnKind.Number), new("disabled_at", ColumnKind.Number),
        new("disabled_why", ColumnKind.Text), new("enabled_at", ColumnKind.Number));

    public Task<IReadOnlyList<Webhook>> ListAsync(string workspace, CancellationToken cancel) => database.QueryAsync(
        new($"select {Columns} from webhooks where workspace = $1 order by created_at, id", workspace), Read, cancel);

    public async Task<Webhook?> FindAsync(string workspace, string id, CancellationToken cancel) => (await database.QueryAsync(
        new($"select {Columns} from webhooks where workspace = $1 and id = $2", workspace, id), Read, cancel)).FirstOrDefault();

    /// <summary>The hooks of some workspaces, and perhaps of others, that want events now.</summary>
    public Task<IReadOnlyList<Webhook>> EnabledAsync(IReadOnlyList<string> workspaces, CancellationToken cancel)
    {
        // Two statements, however many workspaces: each other one would be prepared anew.
        if (workspaces.Count > NamedMax) return database.QueryAsync(new($"select {Columns} from webhooks where enabled = 1"), Read, cancel);
        var named = Enumerable.Range(0, NamedMax).Select(i => (object?)workspaces[Math.Min(i, workspaces.Count - 1)]).ToList();
        return database.QueryAsync(
            new($"select {Columns} from webhooks where enabled = 1 and workspace in ({string.Join(", ", named.Select((_, i) => $"${i + 1}"))})", named), Read,
            cancel);
    }

    /// <summary>The hooks for which something is due.</summary>
    public Task<IReadOnlyList<Webhook>> DueAsync(CancellationToken cancel) => database.QueryAsync(
        new($"""
            select {Columns} from webhooks where enabled = 1 and exists (
                select 1 from webhook_lanes l where l.workspace = webhooks.workspace and l.hook = webhooks.id and l.due_at <= $1 and l.lease_until <= $1)
            """, Micros.Of(time.GetUtcNow())), Read, cancel);

    /// <summary>Writes a hook that is new or was changed.</summary>
    public Task SaveAsync(Webhook hook, CancellationToken cancel)
    {
        var writes = new WriteSet();
        writes.Upsert(Table,
        [
            [
                hook.Workspace, hook.Id, hook.Url, hook.Events.ToString(), hook.Secrets, hook.Enabled ? 1L : 0L, Micros.Of(hook.CreatedAt), hook.CreatedById,
                hook.Failures, Micros.Of(hook.FailingSince), Micros.Of(hook.DisabledAt), hook.DisabledWhy,
                Micros.Of(hook.Since),
            ],
        ]);
        return database.WriteAsync(writes, cancel);
    }

    /// <summary>Switches a hook off; false where it is off, gone, or was delivered to meanwhile.</summary>
    public Task<bool> DisableAsync(Webhook hook, string why, CancellationToken cancel) => database.WriteAsync(new()
    {
        Guard = new("update webhooks set enabled = 0, disabled_at = $3, disabled_why = $4 where workspace = $1 and id = $2 and enabled = 1 and failures > 0",
            hook.Workspace, hook.Id, Micros.Of(time.GetUtcNow()), why),
        GuardRows = 1,
    }, cancel);

    /// <summary>Removes a hook, so that nothing more is sent.</summary>
    public Task RemoveAsync(string workspace, string id, CancellationToken cancel)
    {
        var writes = new WriteSet();
        writes.Run("delete from webhooks where workspace = $1 and id = $2", workspace, id);
        writes.Run("delete from webhook_lanes where workspace = $1 and hook = $2", workspace, id);
        return database.WriteAsync(writes, cancel);
    }

    /// <summary>A secret as the only one.</summary>
    public string Seal(string secret) => Seal([new(secret, null)]);

    /// <summary>Another secret, with those that still sign until their time is over.</summary>
    /// <returns>The secrets, and until when the former one signs too; null, where it cannot be read any more.</returns>
    public (string Secrets, DateTimeOffset? FormerUntil) Rotate(Webhook hook, string secret)
    {
        var now = time.GetUtcNow();
        var until = now + options.OldSecretFor;
        return Open(hook) is not [var former, ..] held ? (Seal(secret), null)
            : (Seal([new(secret, null), former with { Until = until }, .. held.Skip(1).Where(old => old.Until > now).Take(SecretsMax - 2)]), until);
    }

    /// <summary>The secrets that sign now, the newest first; none where the key that encrypted them is another one now.</summary>
    public IReadOnlyList<string> SecretsOf(Webhook hook) =>
        [.. Open(hook).Where(secret => secret.Until is null || secret.Until > time.GetUtcNow()).Select(secret => secret.Text)];

    private string Seal(IReadOnlyList<Held> secrets) => seals.Seal(SealPurpose, JsonSerializer.SerializeToUtf8Bytes(secrets));

    private IReadOnlyList<Held> Open(Webhook hook) =>
        seals.TryOpen(SealPurpose, hook.Secrets) is { } bytes ? JsonSerializer.Deserialize<IReadOnlyList<Held>>(bytes)! : [];

    private static Webhook Read(IRow row) => new(
        row.Text(0), row.Text(1), row.Text(2), EventFilter.Stored(row.Text(3)), row.Text(4), row.Int64(5) == 1, Micros.At(row.Int64(6)), row.Text(7),
        row.Int64(8), Micros.At(row.Int64OrNull(9)), Micros.At(row.Int64OrNull(10)), row.TextOrNull(11),
        Micros.At(row.Int64(12)));

    private sealed record Held(string Text, DateTimeOffset? Until);
}

/// <summary>Times as the tables hold them: microseconds since 1970, UTC.</summary>
internal static class Micros
{
    public static long Of(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
    public static long? Of(DateTimeOffset? at) => at is { } time ? Of(time) : null;
    public static DateTimeOffset At(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);
    public static DateTimeOffset? At(long? micros) => micros is { } given ? At(given) : null;
}
