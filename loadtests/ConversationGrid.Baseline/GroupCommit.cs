using ConversationGrid.Baseline.Stores;

namespace ConversationGrid.Baseline;

/// <summary>A message on its way to the disk.</summary>
internal sealed class Message(string conversationId, long seq, DateTimeOffset at, string sender, string clientId, string text)
    : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public string ConversationId => conversationId;

    public long Seq => seq;

    public DateTimeOffset At => at;

    public string Sender => sender;

    public string ClientId => clientId;

    public string Text => text;
}

/// <summary>
/// Commits together whatever waits: while one commit is under way the next batch gathers. The caller who finds the writer idle
/// starts it, so that a lone message changes no thread on its way out.
/// </summary>
internal sealed class GroupCommit(IMessageStore store)
{
    private const int BatchMax = 1_000;
    private readonly Lock _gate = new();
    private List<Message> _waiting = new(BatchMax);
    private List<Message> _writing = new(BatchMax);
    private bool _busy;
    private long _commits;
    private long _messages;

    public long Commits => Volatile.Read(ref _commits);

    public long Messages => Volatile.Read(ref _messages);

    public Task AppendAsync(Message message)
    {
        lock (_gate)
        {
            _waiting.Add(message);
            if (_busy) return message.Task;
            _busy = true;
        }
        _ = WriteAsync();
        return message.Task;
    }

    private async Task WriteAsync()
    {
        while (true)
        {
            lock (_gate)
            {
                if (_waiting.Count == 0)
                {
                    _busy = false;
                    return;
                }
                (_waiting, _writing) = (_writing, _waiting);
            }
            try
            {
                await store.WriteAsync(_writing);
                _commits++;
                _messages += _writing.Count;
                foreach (var message in _writing) message.SetResult();
            }
            catch (Exception e)
            {
                foreach (var message in _writing) message.TrySetException(e);
            }
            _writing.Clear();
        }
    }
}
