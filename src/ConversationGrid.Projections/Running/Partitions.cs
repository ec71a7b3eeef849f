using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal.Tables;
using ConversationGrid.Projections.Settings;

namespace ConversationGrid.Projections.Running;

/// <summary>
/// Which partitions this process writes. Each belongs to one process for a lease; the processes share them evenly. A new owner gets a higher fence, and
/// every write names the fence that it was made under: an owner that was paused or cut off writes nothing once another took over.
/// </summary>
internal sealed class Partitions(IDatabase database, IJournalFeed feed, string member, TimeSpan leaseFor, TimeProvider time)
{
    private readonly Dictionary<int, OwnedPartition> _owned = [];

    public IReadOnlyCollection<OwnedPartition> Owned => _owned.Values;

    /// <summary>What is known of all partitions, this process's and others'.</summary>
    public static async Task<IReadOnlyList<GlobalPosition>> PositionsAsync(IDatabase database, CancellationToken cancel) =>
        await database.QueryAsync(new("select epoch, position from projection_partitions"), row => new GlobalPosition(row.Int64(0), row.Int64(1)), cancel);

    /// <summary>Renews the leases, takes what is free and lets go what is more than a fair share.</summary>
    /// <returns>Whether anything changed hands.</returns>
    public async Task<bool> RenewAsync(CancellationToken cancel)
    {
        var (now, until) = (Times.Micros(time.GetUtcNow()), Times.Micros(time.GetUtcNow() + leaseFor));
        var seen = new WriteSet();
        seen.Run("delete from projection_members where seen_until < $1", now);
        seen.Run("insert into projection_members (member, seen_until) values ($1, $2) on conflict (member) do update set seen_until = excluded.seen_until",
            member, until);
        await database.WriteAsync(seen, cancel);
        var members = (await database.QueryAsync(new("select count(*) from projection_members"), row => row.Int64(0), cancel))[0];
        var changed = await LookAsync(cancel);
        var share = (int)((feed.Partitions + members - 1) / Math.Max(1, members));
        foreach (var surplus in _owned.Values.Skip(share).ToList())
        {
            await ChangeAsync("update projection_partitions set owner = null, lease_until = 0 where partition = $1 and fence = $2",
                [(long)surplus.Number, surplus.Fence], cancel);
            _owned.Remove(surplus.Number);
            changed = true;
        }
        foreach (var own in _owned.Values)
            await ChangeAsync("update projection_partitions set lease_until = $3 where partition = $1 and fence = $2", [(long)own.Number, own.Fence, until],
                cancel);
        var free = await database.QueryAsync(
            new("select partition, fence from projection_partitions where owner is null or lease_until < $1 order by partition", now),
            row => ((int)row.Int64(0), row.Int64(1)), cancel);
        var took = false;
        foreach (var (number, fence) in free.Where(f => !_owned.ContainsKey(f.Item1)).Take(Math.Max(0, share - _owned.Count)))
            took |= await ChangeAsync(
                "update projection_partitions set owner = $3, fence = fence + 1, lease_until = $4 where partition = $1 and fence = $2",
                [(long)number, fence, member, until], cancel);
        // Read only now: the last owner may have written up to the moment at which the fence rose.
        return took ? await LookAsync(cancel) || changed : changed;
    }

    /// <summary>Looks where the partitions of this process are, and which it has lost.</summary>
    /// <returns>Whether it has others than before, or rows were rebuilt.</returns>
    public async Task<bool> LookAsync(CancellationToken cancel)
    {
        var rows = await database.QueryAsync(
            new("select partition, fence, epoch, position, generation from projection_partitions where owner = $1 order by partition", member),
            row => new OwnedPartition((int)row.Int64(0), row.Int64(1), new(row.Int64(2), row.Int64(3)), row.Int64(4)), cancel);
        var before = _owned.Values.Select(o => (o.Number, o.Fence, o.Generation)).ToHashSet();
        _owned.Clear();
        foreach (var row in rows) _owned[row.Number] = row;
        return !before.SetEquals(_owned.Values.Select(o => (o.Number, o.Fence, o.Generation)));
    }

    /// <summary>The partitions that stand furthest back, and how far they may read to stand together with the next.</summary>
    public (IReadOnlyList<OwnedPartition> Group, GlobalPosition? UpTo) Behind()
    {
        var groups = _owned.Values.GroupBy(o => o.Position).OrderBy(g => g.Key.Epoch).ThenBy(g => g.Key.Offset).Take(2).ToList();
        return groups.Count == 0 ? ([], null) : ([.. groups[0]], groups.Count == 1 ? null : groups[1].Key);
    }

    /// <summary>What a write needs: these partitions are still owned, and still where they were read from.</summary>
    public void Guard(WriteSet writes, IReadOnlyCollection<OwnedPartition> group, GlobalPosition? to)
    {
        List<object?> values = [Times.Micros(time.GetUtcNow() + leaseFor)];
        var set = "lease_until = $1";
        if (to is { } position)
        {
            set += ", epoch = $2, position = $3";
            values.AddRange([position.Epoch, position.Offset]);
        }
        var each = group.Select(own =>
        {
            values.AddRange([(long)own.Number, own.Fence, own.Generation, own.Position.Epoch, own.Position.Offset]);
            var at = values.Count - 4;
            return $"partition = ${at} and fence = ${at + 1} and generation = ${at + 2} and epoch = ${at + 3} and position = ${at + 4}";
        }).ToList();
        writes.Guard = new($"update projection_partitions set {set} where {string.Join(" or ", each)}", values);
        writes.GuardRows = group.Count;
    }

    /// <summary>The group was written as far as this.</summary>
    public void Advance(IReadOnlyCollection<OwnedPartition> group, GlobalPosition to)
    {
        foreach (var own in group) _owned[own.Number] = own with { Position = to };
    }

    /// <summary>Lets everything go, so that another process need not wait for the leases to end.</summary>
    public async Task ReleaseAsync(CancellationToken cancel)
    {
        var last = new WriteSet();
        last.Run("update projection_partitions set owner = null, lease_until = 0 where owner = $1", member);
        last.Run("delete from projection_members where member = $1", member);
        await database.WriteAsync(last, cancel);
        _owned.Clear();
    }

    private Task<bool> ChangeAsync(string sql, IReadOnlyList<object?> values, CancellationToken cancel) =>
        database.WriteAsync(new WriteSet { Guard = new(sql, values), GuardRows = 1 }, cancel);
}

/// <summary>A partition that this process writes.</summary>
internal sealed record OwnedPartition(int Number, long Fence, GlobalPosition Position, long Generation);
