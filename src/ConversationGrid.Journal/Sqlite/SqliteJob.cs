namespace ConversationGrid.Journal.Sqlite;

/// <summary>A write beside the appends (a claim, a snapshot, a checkpoint): it shares their transaction.</summary>
internal abstract class SqliteJob : IPendingWrite
{
    public int Rows => 1;
    public abstract int Bytes { get; }
    public abstract bool IsSettled { get; }
    public abstract void Run(SqliteSession session);

    /// <summary>Hands the result out, after the commit.</summary>
    public abstract void Complete();
    public abstract void Fail(Exception reason);
}

/// <inheritdoc/>
internal sealed class SqliteJob<T>(int bytes, Func<SqliteSession, T> work) : SqliteJob
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Task => _done.Task;
    public override bool IsSettled => _done.Task.IsCompleted;
    public override int Bytes => bytes;
    public override void Run(SqliteSession session) => _result = work(session);
    public override void Complete() => _done.TrySetResult(_result!);
    public override void Fail(Exception reason) => _done.TrySetException(reason);
    public void Cancel(CancellationToken cancel) => _done.TrySetCanceled(cancel);
}
