using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Testing;

/// <summary>An access store in memory, with the same promises but durability: for tests.</summary>
public sealed class MemoryAccessStore(TimeProvider time) : IAccessStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, AccessCount> _counters = [];
    private readonly Dictionary<(string Kind, string Workspace, string Id), AccessRecord> _records = [];

    public Task<bool> TryCountAsync(string key, int max, TimeSpan window, int uses, CancellationToken cancel = default)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (!_counters.TryGetValue(key, out var count) || count.Until <= now) count = new(0, now + window);
            if (count.Used + uses > max) return Task.FromResult(false);
            _counters[key] = count with { Used = count.Used + uses };
            return Task.FromResult(true);
        }
    }

    public Task<AccessCount> CountedAsync(string key, CancellationToken cancel = default)
    {
        lock (_lock)
            return Task.FromResult(_counters.TryGetValue(key, out var count) && count.Until > time.GetUtcNow() ? count : default);
    }

    public Task ForgetCountAsync(string key, CancellationToken cancel = default)
    {
        lock (_lock)
            _counters.Remove(key);
        return Task.CompletedTask;
    }

    public Task<AccessRecord?> FindAsync(string kind, string workspace, string id, CancellationToken cancel = default)
    {
        lock (_lock)
            return Task.FromResult(Known(kind, workspace, id));
    }

    public Task<IReadOnlyList<AccessRecord>> ListAsync(string kind, string workspace, string? owner, CancellationToken cancel = default)
    {
        lock (_lock)
            return Task.FromResult<IReadOnlyList<AccessRecord>>([.. _records.Values
                .Where(r => r.Kind == kind && r.Workspace == workspace && (owner is null || r.Owner == owner) && !IsOver(r))
                .OrderBy(r => r.Id, StringComparer.Ordinal)]);
    }

    public Task<bool> TryAddAsync(AccessRecord record, CancellationToken cancel = default)
    {
        lock (_lock)
        {
            if (Known(record.Kind, record.Workspace, record.Id) is not null) return Task.FromResult(false);
            Write(record);
            return Task.FromResult(true);
        }
    }

    public Task<bool> TryReplaceAsync(AccessRecord record, CancellationToken cancel = default)
    {
        lock (_lock)
        {
            if (Known(record.Kind, record.Workspace, record.Id)?.Version != record.Version) return Task.FromResult(false);
            Write(record);
            return Task.FromResult(true);
        }
    }

    public Task<bool> RemoveAsync(string kind, string workspace, string id, CancellationToken cancel = default)
    {
        lock (_lock)
            return Task.FromResult(_records.Remove((kind, workspace, id)));
    }

    public Task RemoveOfOwnerAsync(string kind, string workspace, string owner, CancellationToken cancel = default)
    {
        lock (_lock)
            foreach (var key in _records.Where(r => r.Key.Kind == kind && r.Key.Workspace == workspace && r.Value.Owner == owner).Select(r => r.Key).ToList())
                _records.Remove(key);
        return Task.CompletedTask;
    }

    public Task CleanAsync(CancellationToken cancel = default)
    {
        lock (_lock)
        {
            foreach (var key in _counters.Where(c => c.Value.Until <= time.GetUtcNow()).Select(c => c.Key).ToList()) _counters.Remove(key);
            foreach (var key in _records.Where(r => IsOver(r.Value)).Select(r => r.Key).ToList()) _records.Remove(key);
        }
        return Task.CompletedTask;
    }

    private bool IsOver(AccessRecord record) => record.Until <= time.GetUtcNow();

    private AccessRecord? Known(string kind, string workspace, string id) =>
        _records.TryGetValue((kind, workspace, id), out var record) && !IsOver(record) ? record : null;

    private void Write(AccessRecord record)
    {
        var key = (record.Kind, record.Workspace, record.Id);
        _records[key] = record with { Version = (_records.TryGetValue(key, out var known) ? known.Version : 0) + 1 };
    }
}
