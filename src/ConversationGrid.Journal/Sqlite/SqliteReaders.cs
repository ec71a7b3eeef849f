using System.Collections.Concurrent;
using ConversationGrid.Engine.Ports;
using Microsoft.Data.Sqlite;

namespace ConversationGrid.Journal.Sqlite;

/// <summary>The connections that read. Reading blocks a pool thread, never the caller's, and never more than the configured number.</summary>
internal sealed class SqliteReaders(SqliteJournalOptions options) : IDisposable
{
    private readonly SemaphoreSlim _free = new(options.ReadConnections);
    private readonly ConcurrentBag<SqliteSession> _idle = [];
    private volatile bool _closed;

    /// <exception cref="JournalUnavailableException">The file could not be read.</exception>
    public async Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancel)
    {
        await _free.WaitAsync(cancel);
        try
        {
            return await Task.Run(() => Read(read), cancel);
        }
        catch (SqliteException e)
        {
            throw new JournalUnavailableException("The journal's file could not be read.", e);
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose()
    {
        _closed = true;
        while (_idle.TryTake(out var session)) session.Dispose();
    }

    private T Read<T>(Func<SqliteSession, T> read)
    {
        if (_closed) throw new JournalUnavailableException("The journal is closed.");
        if (!_idle.TryTake(out var session)) session = SqliteSession.Open(options, readOnly: true);
        var healthy = false;
        try
        {
            var result = read(session);
            healthy = true;
            return result;
        }
        finally
        {
            if (healthy && !_closed) _idle.Add(session);
            else session.Dispose();
        }
    }
}
