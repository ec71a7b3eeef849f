using Microsoft.Extensions.AI;
using Polly;
using Polly.Retry;

namespace ConversationGrid.Assistant.Models;

/// <summary>Reads what a model writes, piece by piece, within its time. A model that is busy is asked once more if that still fits.</summary>
internal sealed class TimedModel(IChatClient model, ModelOptions options, TimeProvider time)
{
    private readonly ResiliencePipeline _onceMore = new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
    {
        ShouldHandle = attempt => ValueTask.FromResult(PauseAfter(attempt.Outcome.Exception) is { } pause && pause < options.AnswerWithin / 2),
        MaxRetryAttempts = 1,
        DelayGenerator = static attempt => ValueTask.FromResult(PauseAfter(attempt.Outcome.Exception)),
    }).Build();

    /// <param name="begin">Makes what a try is read into.</param>
    /// <param name="take">Takes a piece; false ends the reading.</param>
    /// <exception cref="ModelFailedException">There is no whole answer within the time.</exception>
    public async Task<T> AskAsync<T>(IReadOnlyList<ChatMessage> messages, ChatOptions wish, Func<T> begin, Func<T, ChatResponseUpdate, ValueTask<bool>> take,
        CancellationToken cancel)
    {
        using var whole = new CancellationTokenSource(options.AnswerWithin, time);
        return await _onceMore.ExecuteAsync(async again => await OnceAsync(messages, wish, begin(), take, whole.Token, again), cancel);
    }

    private static TimeSpan? PauseAfter(Exception? failure) => (failure as ModelFailedException)?.RetryAfter;

    private async Task<T> OnceAsync<T>(
        IReadOnlyList<ChatMessage> messages, ChatOptions wish, T reading, Func<T, ChatResponseUpdate, ValueTask<bool>> take, CancellationToken whole,
        CancellationToken cancel)
    {
        using var silence = new CancellationTokenSource(options.FirstWordWithin, time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(whole, silence.Token, cancel);
        try
        {
            await foreach (var update in model.GetStreamingResponseAsync(messages, wish, any.Token))
            {
                silence.CancelAfter(options.SilenceMax);
                if (!await take(reading, update)) break;
            }
            return reading;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested && any.IsCancellationRequested)
        {
            throw new ModelFailedException(whole.IsCancellationRequested ? "too slow" : "silent");
        }
    }
}
