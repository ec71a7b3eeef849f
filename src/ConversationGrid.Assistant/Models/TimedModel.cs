using Microsoft.Extensions.AI;

namespace ConversationGrid.Assistant.Models;

/// <summary>Reads what a model writes, piece by piece, within its time. A model that is busy is asked once more if that still fits.</summary>
internal sealed class TimedModel(IChatClient model, ModelOptions options, TimeProvider time)
{
    /// <param name="begin">Makes what a try is read into.</param>
    /// <param name="take">Takes a piece; false ends the reading.</param>
    /// <exception cref="ModelFailedException">There is no whole answer within the time.</exception>
    public async Task<T> AskAsync<T>(IReadOnlyList<ChatMessage> messages, ChatOptions wish, Func<T> begin, Func<T, ChatResponseUpdate, ValueTask<bool>> take,
        CancellationToken cancel)
    {
        using var whole = new CancellationTokenSource(options.AnswerWithin, time);
        try
        {
            return await OnceAsync(messages, wish, begin(), take, whole.Token, cancel);
        }
        catch (ModelFailedException busy) when (busy.RetryAfter is { } pause && pause < options.AnswerWithin / 2)
        {
            await Task.Delay(pause, time, cancel);
            return await OnceAsync(messages, wish, begin(), take, whole.Token, cancel);
        }
    }

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
