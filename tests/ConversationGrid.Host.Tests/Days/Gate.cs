namespace ConversationGrid.Host.Tests.Days;

/// <summary>Lets everyone act, or makes all wait at their next act; who closes it waits until the last act under way is over.</summary>
internal sealed class Gate
{
    private readonly Lock _lock = new();
    private int _acting;
    private TaskCompletionSource? _reopened;
    private TaskCompletionSource? _quiet;

    public async Task ActAsync(Func<Task> act)
    {
        while (TryEnter() is { } closed) await closed;
        try
        {
            await act();
        }
        finally
        {
            lock (_lock)
                if (--_acting == 0) _quiet?.TrySetResult();
        }
    }

    public Task CloseAsync()
    {
        lock (_lock)
        {
            _reopened = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _quiet = new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_acting == 0) _quiet.SetResult();
            return _quiet.Task;
        }
    }

    public void Open()
    {
        lock (_lock)
        {
            _reopened?.SetResult();
            (_reopened, _quiet) = (null, null);
        }
    }

    /// <summary>Null once inside, else what to wait for.</summary>
    private Task? TryEnter()
    {
        lock (_lock)
        {
            if (_reopened is { } closed) return closed.Task;
            _acting++;
            return null;
        }
    }
}
