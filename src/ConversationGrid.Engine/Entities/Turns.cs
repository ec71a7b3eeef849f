using System.Diagnostics;
using System.Runtime.ExceptionServices;
using ConversationGrid.Contracts;

namespace ConversationGrid.Engine.Entities;

/// <summary>
/// Gives one entity one turn at a time, in the order of arrival, in every host. Commands that come during a turn gather, and those that
/// stand next to one another get the next turn together: the first of them leads, and carries the others out behind its own.
/// </summary>
/// <param name="togetherMax">Most commands of one turn.</param>
internal sealed class Turns(int togetherMax, TimeProvider time)
{
    private readonly Lock _lock = new();
    private Turn? _first;
    private Turn? _last;
    private bool _busy;
    private long _usedAt = time.GetTimestamp();

    /// <summary>Whether nobody had a turn for that long, and nobody has one.</summary>
    public bool IsIdleFor(TimeSpan span)
    {
        lock (_lock)
            return !_busy && time.GetElapsedTime(_usedAt) >= span;
    }

    /// <summary>Ends when the turn is there, with true: the caller must then <see cref="Leave"/>. False for a command that another led.</summary>
    public ValueTask<bool> EnterAsync(Turn turn)
    {
        lock (_lock)
        {
            if (!_busy)
            {
                _busy = true;
                return new(true);
            }
            if (_last is null) _first = turn;
            else _last.Next = turn;
            _last = turn;
            return new(turn.WaitAsync());
        }
    }

    /// <summary>A turn for something that is no command; disposing it starts the next turn.</summary>
    public async ValueTask<Held> TakeAsync()
    {
        await EnterAsync(new());
        return new(this);
    }

    /// <summary>Starts the next turn.</summary>
    /// <param name="rest">What the turn did not get to: it is next, before all that came meanwhile. Null for nothing.</param>
    public void Leave(Turn? rest = null)
    {
        Turn? next;
        lock (_lock)
        {
            _usedAt = time.GetTimestamp();
            next = rest ?? TakeLocked();
            _busy = next is not null;
        }
        next?.End(leads: true);
    }

    /// <summary>A turn that is had.</summary>
    public readonly struct Held(Turns turns) : IDisposable
    {
        public void Dispose() => turns.Leave();
    }

    private Turn? TakeLocked()
    {
        if (_first is not { } first) return null;
        var last = first;
        for (var count = 1; count < togetherMax && last.Gathers && last.Next is { Gathers: true } next; count++) last = next;
        _first = last.Next;
        if (_first is null) _last = null;
        last.Next = null;
        return first;
    }
}

/// <summary>A wish for a turn.</summary>
internal class Turn
{
    private TaskCompletionSource<bool>? _waiting;

    /// <summary>Who stands behind it, and within a turn who goes with it.</summary>
    public Turn? Next { get; set; }

    /// <summary>Whether it may share a turn with its neighbours that may.</summary>
    public virtual bool Gathers => false;

    public Task<bool> WaitAsync() => (_waiting = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Ends the wait: with the turn, or with an answer. Without effect on who does not wait.</summary>
    public void End(bool leads) => _waiting?.TrySetResult(leads);
}

/// <summary>A command that waits for its answer.</summary>
/// <param name="cancel">Gives up a turn that has not begun; a turn that has begun ends, because its events may be durable already.</param>
internal class Call<TCommand>(TCommand command, CancellationToken cancel) : Turn
{
    private Outcome? _outcome;
    private Exception? _failure;

    public override bool Gathers => true;
    public TCommand Command => command;
    public CancellationToken Cancel => cancel;

    /// <summary>The span under which it is traced; null where it is not.</summary>
    public virtual Activity? Span => null;

    /// <summary>Whether it fires what is due.</summary>
    public bool IsTimer { get; init; }

    /// <summary>The command that goes with it in the same turn.</summary>
    public Call<TCommand>? Behind => (Call<TCommand>?)Next;

    /// <summary>Whether nothing may be decided together with it any more: something failed, and it is to be seen whose fault that was.</summary>
    public bool IsAlone { get; set; }

    /// <summary>Whether it appends nothing and its answer rests on the state, so that the state must be the newest.</summary>
    public bool RestsOnState { get; private set; }

    /// <exception cref="Exception">The command itself failed, or was cancelled.</exception>
    public Outcome Answer
    {
        get
        {
            if (_failure is not null) ExceptionDispatchInfo.Throw(_failure);
            return _outcome!;
        }
    }

    public void Decided(Outcome outcome, bool restsOnState) => (_outcome, _failure, RestsOnState) = (outcome, null, restsOnState);

    public void Failed(Exception failure) => (_outcome, _failure, RestsOnState) = (null, failure, false);

    /// <summary>What was decided came to nothing. What failed by itself stays failed.</summary>
    public void Refused(Refusal refusal) => _outcome = Outcome.Refused(refusal);
}
