using ConversationGrid.Contracts;
using ConversationGrid.Journal.Tables;
using ConversationGrid.Projections.Conversations;

namespace ConversationGrid.Projections.Running;

/// <summary>The folds of the conversations that changed lately; the others are read from their rows. Of use only while nobody else writes them.</summary>
internal sealed class FoldCache(IDatabase database, int rememberedMax)
{
    /// <summary>So many rows are asked for at a time: few sizes, so that few statements are prepared.</summary>
    private static readonly int[] Sizes = [1, 8, 64];

    private readonly Dictionary<EntityId, Entry> _known = [];
    private long _turn;

    public void Clear() => _known.Clear();

    /// <summary>The fold of each conversation; an empty one where there is no row yet.</summary>
    /// <param name="begun">Those whose first event is about to be taken in: they have no row, or it is made again from the beginning.</param>
    public async Task<Dictionary<EntityId, ConversationFold>> LoadAsync(
        IReadOnlyCollection<EntityId> ids, IReadOnlySet<EntityId> begun, CancellationToken cancel)
    {
        _turn++;
        var found = new Dictionary<EntityId, ConversationFold>(ids.Count);
        var (missing, fresh) = (new List<EntityId>(), new List<EntityId>());
        foreach (var id in ids)
        {
            if (!_known.TryGetValue(id, out var entry)) (begun.Contains(id) ? fresh : missing).Add(id);
            else found[id] = (_known[id] = entry with { Turn = _turn }).Fold;
        }
        for (var i = 0; i < missing.Count;)
        {
            var size = Sizes.First(s => s >= missing.Count - i || s == Sizes[^1]);
            var part = missing.Skip(i).Take(size).ToList();
            i += part.Count;
            foreach (var fold in await ReadAsync(database, part, size, cancel)) found[new(fold.Workspace, fold.Id)] = fold;
        }
        foreach (var id in missing.Concat(fresh))
        {
            if (!found.TryGetValue(id, out var fold)) found[id] = fold = new() { Workspace = id.Workspace, Id = id.Id };
            _known[id] = new(fold, _turn);
        }
        return found;
    }

    /// <summary>Remembers another fold of a conversation.</summary>
    public void Replace(EntityId id, ConversationFold fold) => _known[id] = new(fold, _turn);

    /// <summary>Lets those go that were not used for the longest time.</summary>
    public void Trim()
    {
        if (_known.Count <= rememberedMax) return;
        foreach (var (id, _) in _known.OrderBy(k => k.Value.Turn).Take(_known.Count - rememberedMax / 2).ToList()) _known.Remove(id);
    }

    /// <summary>Reads some conversations' folds from their rows.</summary>
    public static Task<IReadOnlyList<ConversationFold>> ReadAsync(IDatabase database, IReadOnlyList<EntityId> ids, int size, CancellationToken cancel)
    {
        var values = new List<object?>();
        // What is left over of the size asks for the last one again.
        for (var i = 0; i < size; i++)
        {
            var id = ids[Math.Min(i, ids.Count - 1)];
            values.AddRange([id.Workspace, id.Id]);
        }
        var pairs = string.Join(", ", Enumerable.Range(0, size).Select(i => $"(${i * 2 + 1}, ${i * 2 + 2})"));
        return database.QueryAsync(new($"select workspace, id, body from conversations where (workspace, id) in (values {pairs})", values),
            row => ConversationTable.Read(row.Text(0), row.Text(1), row.Bytes(2)), cancel);
    }

    private readonly record struct Entry(ConversationFold Fold, long Turn);
}
