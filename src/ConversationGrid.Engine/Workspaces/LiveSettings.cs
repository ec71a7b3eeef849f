using System.Collections.Concurrent;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Engine.Workspaces;

/// <summary>
/// Every workspace's settings as this process knows them, folded from the journal. They are read when the process starts, and follow the
/// journal from then on: at once where a change is made, a moment later elsewhere. A decision records what it led to, so it does not matter
/// for replay which settings were known to whom.
/// </summary>
public sealed class LiveSettings(IJournal journal)
{
    private const int ReadMax = 500;

    private readonly ConcurrentDictionary<string, Known> _all = new();
    private readonly SemaphoreSlim _reading = new(1, 1);

    /// <summary>The settings of a workspace are others now. Raised on the reader's thread: it must return at once.</summary>
    public event Action<string>? Changed;

    /// <summary>The settings of a workspace; none before they were read.</summary>
    public ServiceSettings Of(string workspace) => _all.TryGetValue(workspace, out var known) ? known.Settings : ServiceSettings.None;

    /// <summary>Reads what is new in the journal.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    public async Task RefreshAsync(string workspace, CancellationToken cancel = default)
    {
        // One at a time, so that an older reading never takes a newer one's place.
        await _reading.WaitAsync(cancel);
        var changed = false;
        try
        {
            var stream = StreamId.OfWorkspace(workspace);
            var state = _all.TryGetValue(workspace, out var known) ? known.State : WorkspaceState.Initial(stream.Id);
            var before = state.Seq;
            IReadOnlyList<Committed> page;
            do
            {
                page = await journal.ReadAsync(stream, state.Seq, ReadMax, cancel);
                foreach (var (seq, e) in page)
                    state = Administration.Evolve(state, seq, (WorkspaceEvent)e);
            }
            while (page.Count == ReadMax);
            changed = state.Seq != before;
            if (known is null || changed) _all[workspace] = new(state, new(state));
        }
        finally
        {
            _reading.Release();
        }
        if (changed) Changed?.Invoke(workspace);
    }

    private sealed record Known(WorkspaceState State, ServiceSettings Settings);
}
