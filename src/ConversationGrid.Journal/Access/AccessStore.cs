using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal.Tables;

namespace ConversationGrid.Journal.Access;

/// <inheritdoc cref="IAccessStore"/>
public sealed class AccessStore(IDatabase database, TimeProvider time) : IAccessStore
{
    // Each of these changes one row or none: whether it did is the answer, so that two processes that ask at once are told apart.
    private const string CountSql = """
        insert into access_counters (key, used, until) values ($1, $5, $2)
        on conflict (key) do update set
          used = case when access_counters.until <= $3 then excluded.used else access_counters.used + excluded.used end,
          until = case when access_counters.until <= $3 then excluded.until else access_counters.until end
        where access_counters.until <= $3 or access_counters.used + excluded.used <= $4
        """;

    private const string AddSql = """
        insert into access_records (kind, workspace, id, owner, version, until, body) values ($1, $2, $3, $4, 1, $5, $6)
        on conflict (kind, workspace, id) do update set
          owner = excluded.owner, version = access_records.version + 1, until = excluded.until, body = excluded.body
        where access_records.until is not null and access_records.until <= $7
        """;

    private const string ReplaceSql = """
        update access_records set owner = $4, version = version + 1, until = $5, body = $6
        where kind = $1 and workspace = $2 and id = $3 and version = $7 and (until is null or until > $8)
        """;

    private const string Columns = "select kind, workspace, id, owner, body, until, version from access_records where";

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public async Task<bool> TryCountAsync(string key, int max, TimeSpan window, int uses, CancellationToken cancel = default) =>
        uses <= max && await ChangesAsync(new(CountSql, key, Now + (long)window.TotalMilliseconds, Now, (long)max, (long)uses), cancel);

    public async Task<AccessCount> CountedAsync(string key, CancellationToken cancel = default) => (await database.QueryAsync(
        new("select used, until from access_counters where key = $1 and until > $2", key, Now),
        row => new AccessCount((int)row.Int64(0), DateTimeOffset.FromUnixTimeMilliseconds(row.Int64(1))), cancel)).FirstOrDefault();

    public Task ForgetCountAsync(string key, CancellationToken cancel = default) =>
        RunAsync(cancel, new Statement("delete from access_counters where key = $1", key));

    public async Task<AccessRecord?> FindAsync(string kind, string workspace, string id, CancellationToken cancel = default) => (await database.QueryAsync(
        new($"{Columns} kind = $1 and workspace = $2 and id = $3 and (until is null or until > $4)", kind, workspace, id, Now), Read, cancel)).FirstOrDefault();

    public Task<IReadOnlyList<AccessRecord>> ListAsync(string kind, string workspace, string? owner, CancellationToken cancel = default) => database.QueryAsync(
        owner is null
            ? new($"{Columns} kind = $1 and workspace = $2 and (until is null or until > $3) order by id", kind, workspace, Now)
            : new($"{Columns} kind = $1 and workspace = $2 and owner = $4 and (until is null or until > $3) order by id", kind, workspace, Now, owner),
        Read, cancel);

    public Task<bool> TryAddAsync(AccessRecord record, CancellationToken cancel = default) =>
        ChangesAsync(new(AddSql, record.Kind, record.Workspace, record.Id, record.Owner, Until(record), record.Body, Now), cancel);

    public Task<bool> TryReplaceAsync(AccessRecord record, CancellationToken cancel = default) => ChangesAsync(
        new(ReplaceSql, record.Kind, record.Workspace, record.Id, record.Owner, Until(record), record.Body, record.Version, Now), cancel);

    public Task<bool> RemoveAsync(string kind, string workspace, string id, CancellationToken cancel = default) =>
        ChangesAsync(new("delete from access_records where kind = $1 and workspace = $2 and id = $3", kind, workspace, id), cancel);

    public Task RemoveOfOwnerAsync(string kind, string workspace, string owner, CancellationToken cancel = default) =>
        RunAsync(cancel, new Statement("delete from access_records where kind = $1 and workspace = $2 and owner = $3", kind, workspace, owner));

    public Task CleanAsync(CancellationToken cancel = default) => RunAsync(
        cancel, new Statement("delete from access_counters where until <= $1", Now),
        new Statement("delete from access_records where until is not null and until <= $1", Now));

    private static long? Until(AccessRecord record) => record.Until?.ToUnixTimeMilliseconds();

    private static AccessRecord Read(IRow row) => new(
        row.Text(0), row.Text(1), row.Text(2), row.Text(3), row.Text(4),
        row.Int64OrNull(5) is { } until ? DateTimeOffset.FromUnixTimeMilliseconds(until) : null, row.Int64(6));

    private Task<bool> ChangesAsync(Statement statement, CancellationToken cancel) =>
        database.WriteAsync(new WriteSet { Guard = statement, GuardRows = 1 }, cancel);

    private Task RunAsync(CancellationToken cancel, params ReadOnlySpan<Statement> statements)
    {
        var writes = new WriteSet();
        foreach (var statement in statements) writes.Run(statement.Sql, [.. statement.Parameters]);
        return database.WriteAsync(writes, cancel);
    }
}
