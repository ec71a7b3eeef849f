using System.Security.Cryptography;
using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;
using ConversationGrid.Engine.Notices;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal.Tables;

namespace ConversationGrid.Privacy.Keys;

/// <summary>
/// The keys of customers' data, as the store keeps them: a random one for each stream, encrypted with its workspace's key. Every process hears of erased
/// streams and forgets their keys; what is destroyed is destroyed in the store first.
/// </summary>
public sealed class DataKeys : IDataKeys, INoticed
{
    private readonly IDatabase _database;
    private readonly TimeProvider _time;
    private readonly WorkspaceKeys _workspaces;
    private readonly KeyCache _cache;

    internal DataKeys(IDatabase database, IMasterKey master, int keysInMemoryMax, TimeProvider time)
    {
        (_database, _time) = (database, time);
        _workspaces = new(database, master);
        _cache = new(keysInMemoryMax);
    }

    /// <summary>Keys that are in memory now.</summary>
    internal int InMemory => _cache.Count;

    /// <inheritdoc cref="WorkspaceKeys.CheckAsync"/>
    public Task CheckAsync(CancellationToken cancel = default) => _workspaces.CheckAsync(cancel);

    public ValueTask<IDataKey?> ForWritingAsync(StreamId stream, DomainEvent? first, CancellationToken cancel = default) =>
        _cache.Find(stream.ToString()) is { } known ? new(known) : FindOrMakeAsync(stream, first, cancel);

    public ValueTask<IDataKey?> ForReadingAsync(StreamId stream, string keyId, CancellationToken cancel = default) =>
        _cache.Find(stream.ToString()) is { } known && known.Id == keyId ? new(known) : ReadAsync(stream, keyId, cancel);

    public async ValueTask PrepareAsync(IReadOnlyCollection<StreamId> streams, CancellationToken cancel = default)
    {
        var missing = streams.Select(s => s.ToString()).Where(s => _cache.Find(s) is null).ToList();
        foreach (var part in missing.Chunk(ReadMax))
        {
            // What is left over of the size asks for the last one again, so that one statement does for all.
            object?[] values = [.. Enumerable.Range(0, ReadMax).Select(i => part[Math.Min(i, part.Length - 1)])];
            var names = string.Join(", ", values.Select((_, i) => $"${i + 1}"));
            foreach (var row in await _database.QueryAsync(new($"select {Columns} from keys.data_keys where stream in ({names})", values), RowOf, cancel))
                await OpenAsync(row, cancel);
        }
    }

    public async ValueTask GiveAsync(StreamId stream, string from, string to, CancellationToken cancel = default)
    {
        var writes = new WriteSet();
        writes.Run("update keys.data_keys set customer = $3 where stream = $1 and customer = $2", stream.ToString(), from, to);
        await _database.WriteAsync(writes, cancel);
    }

    /// <summary>An erased stream's key is forgotten here too, wherever it was destroyed.</summary>
    public void Hear(StreamId stream, Committed committed)
    {
        if (committed.Event is Erased or CustomerErased) _cache.Destroy(stream.ToString());
    }

    /// <summary>Streams whose keys a customer owns.</summary>
    internal Task<IReadOnlyList<StreamId>> StreamsOfAsync(EntityId customer, CancellationToken cancel) => _database.QueryAsync(
        new("select stream from keys.data_keys where workspace = $1 and customer = $2 order by stream", customer.Workspace, customer.Id),
        row => StreamId.Parse(row.Text(0)), cancel);

    /// <summary>Destroys the keys of some streams of a customer, also of those that have none: none can be made for them from then on.</summary>
    internal async Task DestroyAsync(EntityId customer, IReadOnlyCollection<StreamId> streams, CancellationToken cancel)
    {
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds() * 1_000;
        foreach (var part in streams.Chunk(ReadMax))
        {
            var writes = new WriteSet();
            foreach (var stream in part)
                writes.Run(DestroySql, stream.ToString(), NewId(), customer.Workspace, customer.Id, now);
            await _database.WriteAsync(writes, cancel);
            foreach (var stream in part) _cache.Destroy(stream.ToString());
        }
    }

    /// <summary>Lets a stream have another key than the one that was destroyed.</summary>
    internal async Task AllowAsync(StreamId stream, CancellationToken cancel)
    {
        var writes = new WriteSet();
        writes.Run("delete from keys.data_keys where stream = $1 and wrapped is null", stream.ToString());
        await _database.WriteAsync(writes, cancel);
    }

    private const int ReadMax = 64;
    private const string Columns = "stream, id, workspace, wrapped";

    private const string DestroySql = """
        insert into keys.data_keys (stream, id, workspace, customer, wrapped, destroyed_at) values ($1, $2, $3, $4, null, $5)
        on conflict (stream) do update set wrapped = null, destroyed_at = coalesce(data_keys.destroyed_at, excluded.destroyed_at)
        """;

    private async ValueTask<IDataKey?> ReadAsync(StreamId stream, string keyId, CancellationToken cancel) =>
        await FindAsync(stream, cancel) is { Wrapped: not null } row && row.Id == keyId ? await OpenAsync(row, cancel) : null;

    private async ValueTask<IDataKey?> FindOrMakeAsync(StreamId stream, DomainEvent? first, CancellationToken cancel)
    {
        // A stream that begins has no key: it is not asked for.
        if (first is null && await FindAsync(stream, cancel) is { } row) return await OpenAsync(row, cancel);
        var made = await MakeAsync(stream, first, cancel);
        return made
            ?? (await FindAsync(stream, cancel) is { } other ? await OpenAsync(other, cancel)
                : throw new JournalUnavailableException("A key was neither made nor found."));
    }

    private async Task<DataKey?> MakeAsync(StreamId stream, DomainEvent? first, CancellationToken cancel)
    {
        var (name, id, key) = (stream.ToString(), NewId(), RandomNumberGenerator.GetBytes(Gcm.KeyBytes));
        var workspaceKey = await _workspaces.OfAsync(stream.Id.Workspace, cancel);
        var customer = stream.Kind == EntityKind.Customer ? stream.Id.Id : await CustomerOfAsync(stream, first, cancel);
        var insert = new WriteSet
        {
            Guard = new("insert into keys.data_keys (stream, id, workspace, customer, wrapped) values ($1, $2, $3, $4, $5) on conflict (stream) do nothing",
                name, id, stream.Id.Workspace, customer, _workspaces.Wrap(workspaceKey, key, name, id)),
            GuardRows = 1,
        };
        // Where another process made one at the same moment, that one counts.
        if (!await _database.WriteAsync(insert, cancel)) return null;
        var made = new DataKey(id, name, key);
        CryptographicOperations.ZeroMemory(key);
        _cache.Add(name, made);
        return made;
    }

    private async Task<string> CustomerOfAsync(StreamId stream, DomainEvent? first, CancellationToken cancel)
    {
        if (first is ConversationStarted started) return started.CustomerId;
        var begun = await _database.QueryAsync(
            new("select type, structure from events where stream = $1 and seq = 1", stream.ToString()),
            row => EventCodec.Decode(row.Text(0), row.Bytes(1), default), cancel);
        return begun is [ConversationStarted stored] ? stored.CustomerId : "";
    }

    private async ValueTask<DataKey?> OpenAsync(KeyRow row, CancellationToken cancel)
    {
        if (row.Wrapped is null) return null;
        if (_cache.Find(row.Stream) is { } known && known.Id == row.Id) return known;
        var key = _workspaces.Unwrap(await _workspaces.OfAsync(row.Workspace, cancel), row.Wrapped, row.Stream, row.Id);
        _cache.Add(row.Stream, key);
        return key;
    }

    private async Task<KeyRow?> FindAsync(StreamId stream, CancellationToken cancel) =>
        (await _database.QueryAsync(new($"select {Columns} from keys.data_keys where stream = $1", stream.ToString()), RowOf, cancel)).FirstOrDefault();

    private static KeyRow RowOf(IRow row) => new(row.Text(0), row.Text(1), row.Text(2), row.IsNull(3) ? null : row.Bytes(3));

    private static string NewId() => ClientKeys.Base32(RandomNumberGenerator.GetBytes(17))[..13];

    private sealed record KeyRow(string Stream, string Id, string Workspace, byte[]? Wrapped);
}
