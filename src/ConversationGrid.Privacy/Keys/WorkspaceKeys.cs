using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal;
using ConversationGrid.Journal.Tables;

namespace ConversationGrid.Privacy.Keys;

/// <summary>The workspaces' keys, which encrypt the keys of their customers' data. Made at the first use, and held in memory from then on.</summary>
internal sealed class WorkspaceKeys(IDatabase database, IMasterKey master)
{
    private readonly ConcurrentDictionary<string, byte[]> _known = new();

    /// <exception cref="JournalSetupException">The key was encrypted with a master key that this process does not have.</exception>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    public async ValueTask<byte[]> OfAsync(string workspace, CancellationToken cancel)
    {
        if (_known.TryGetValue(workspace, out var known)) return known;
        if (await ReadAsync(workspace, cancel) is { } stored) return _known[workspace] = stored;
        var made = RandomNumberGenerator.GetBytes(Gcm.KeyBytes);
        var wrapped = await master.WrapAsync(made, workspace, cancel);
        var writes = new WriteSet();
        writes.Run("insert into keys.workspace_keys (workspace, wrapped, master) values ($1, $2, $3) on conflict (workspace) do nothing", workspace, wrapped,
            master.Id);
        await database.WriteAsync(writes, cancel);
        // Another process may have been faster.
        return _known[workspace] = await ReadAsync(workspace, cancel)
            ?? throw new JournalUnavailableException($"The key of workspace '{workspace}' was not written.");
    }

    /// <summary>Reads every workspace's key: a wrong master key is found at the start, and not by the first customer.</summary>
    /// <exception cref="JournalSetupException">A key was encrypted with a master key that this process does not have.</exception>
    public async Task CheckAsync(CancellationToken cancel)
    {
        foreach (var workspace in await database.QueryAsync(new("select workspace from keys.workspace_keys"), row => row.Text(0), cancel))
            await OfAsync(workspace, cancel);
    }

    public byte[] Wrap(byte[] workspaceKey, byte[] key, string stream, string id)
    {
        using var aes = Gcm.Of(workspaceKey);
        return Gcm.Seal(aes, key, ContextOf(stream, id));
    }

    /// <exception cref="JournalSetupException">The row was changed, or belongs to another store.</exception>
    public DataKey Unwrap(byte[] workspaceKey, byte[] wrapped, string stream, string id)
    {
        using var aes = Gcm.Of(workspaceKey);
        var key = Gcm.Open(aes, wrapped, ContextOf(stream, id))
            ?? throw new JournalSetupException($"The stored key '{id}' cannot be decrypted with its workspace's key.");
        return new(id, stream, key);
    }

    private static byte[] ContextOf(string stream, string id) => Encoding.UTF8.GetBytes($"{stream}\n{id}");

    private async Task<byte[]?> ReadAsync(string workspace, CancellationToken cancel)
    {
        var rows = await database.QueryAsync(
            new("select wrapped, master from keys.workspace_keys where workspace = $1", workspace), row => (Wrapped: row.Bytes(0), Master: row.Text(1)),
            cancel);
        if (rows is not [var (wrapped, masterId)]) return null;
        var key = await master.UnwrapAsync(wrapped, workspace, masterId, cancel) ?? throw new JournalSetupException(
            $"The key of workspace '{workspace}' was encrypted with master key '{masterId}', and Grid:Privacy names '{master.Id}': personal data could not " +
            $"be read. Give the former key as Grid:Privacy:FormerMasterKey.");
        if (masterId != master.Id) await RewrapAsync(workspace, key, masterId, cancel);
        return key;
    }

    /// <summary>The master key was changed: from now on the present one is needed.</summary>
    private async Task RewrapAsync(string workspace, byte[] key, string masterId, CancellationToken cancel)
    {
        var writes = new WriteSet();
        writes.Run(
            "update keys.workspace_keys set wrapped = $2, master = $3 where workspace = $1 and master = $4", workspace,
            await master.WrapAsync(key, workspace, cancel), master.Id, masterId);
        await database.WriteAsync(writes, cancel);
    }
}
