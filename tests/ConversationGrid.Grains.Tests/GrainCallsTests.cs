using ConversationGrid.Contracts;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ConversationGrid.Grains.Tests;

/// <summary>Calls that get no answer, or are rejected.</summary>
public class GrainCallsTests
{
    private static readonly TimeSpan RepeatAfter = TimeSpan.FromSeconds(4);
    private readonly FakeTimeProvider _time = new();
    private readonly List<TaskCompletionSource<Outcome>> _sent = [];
    private readonly SemaphoreSlim _sending = new(0);

    [Fact]
    public async Task Call_WithoutAnswer_IsSentOnceMore_AndTheFirstAnswerCounts()
    {
        var answer = Calls().ExecuteAsync(1, Send, CancellationToken.None);
        _time.Advance(RepeatAfter - TimeSpan.FromMilliseconds(1));
        Assert.Single(_sent);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await UntilSentAsync(2);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, _sent.Count);
        _sent[1].SetResult(Outcome.Refused(Refusal.NotFound("second")));
        Assert.Equal(RefusalCodes.NotFound, (await answer).Refusal!.Code);
    }

    [Fact]
    public async Task Call_WhoseFirstAnswerComesLate_TakesIt()
    {
        var answer = Calls().ExecuteAsync(1, Send, CancellationToken.None);
        _time.Advance(RepeatAfter);
        await UntilSentAsync(2);
        _sent[0].SetResult(Outcome.Refused(Refusal.NotFound("first")));
        Assert.Equal(RefusalCodes.NotFound, (await answer).Refusal!.Code);
        _sent[1].SetException(new TimeoutException("late"));
    }

    [Fact]
    public async Task Call_ThatTimedOut_IsARefusalThatMayBeTriedAgain()
    {
        var answer = Calls().ExecuteAsync(1, Send, CancellationToken.None);
        _sent[0].SetException(new TimeoutException());
        Assert.True((await answer).Refusal!.Retryable);
        Assert.Single(_sent);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(3, 4)]
    [InlineData(100, 4)]
    public async Task Call_ThatIsRejected_IsTriedAgainAFewTimes(int rejections, int sentAtMost)
    {
        var sent = 0;
        var answer = Calls().ExecuteAsync(
            1, _ => ++sent <= rejections ? Task.FromException<Outcome>(Rejection()) : Task.FromResult(Outcome.Refused(Refusal.NotFound("reached"))),
            CancellationToken.None);
        while (!answer.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(20));
            await Task.Yield();
        }
        Assert.Equal(sentAtMost, sent);
        Assert.Equal(rejections < sentAtMost ? RefusalCodes.NotFound : RefusalCodes.Unavailable, (await answer).Refusal!.Code);
    }

    [Fact]
    public async Task Call_ThatIsCancelledBetweenTwoTries_Ends()
    {
        using var cancel = new CancellationTokenSource();
        var answer = Calls().ExecuteAsync(1, _ => Task.FromException<Outcome>(Rejection()), cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    /// <summary>What Orleans throws when a silo is going; only Orleans itself can construct it.</summary>
    private static Exception Rejection() =>
        (Exception)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(typeof(Orleans.Runtime.OrleansMessageRejectionException));

    private GrainCalls Calls() => new(RepeatAfter, _time, NullLogger.Instance);

    private Task<Outcome> Send(int call)
    {
        lock (_sent)
        {
            _sent.Add(new(TaskCreationOptions.RunContinuationsAsynchronously));
            _sending.Release();
            return _sent[^1].Task;
        }
    }

    private async Task UntilSentAsync(int count)
    {
        while (true)
        {
            lock (_sent)
                if (_sent.Count >= count) return;
            Assert.True(await _sending.WaitAsync(TimeSpan.FromSeconds(30)), $"Call {count} was not sent.");
        }
    }
}
