using System.Text;
using ConversationGrid.Assistant.Models;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Understanding.PersonalData;
using Microsoft.Extensions.AI;

namespace ConversationGrid.Assistant.Answers;

/// <summary>What a model gave: what may be said of it, what it wrote letter for letter, and which task it proposes.</summary>
internal sealed record ModelAnswer(ModelCheck Checked, string Output, IReadOnlyList<ProposedTask> Proposed, int Tokens);

/// <summary>A task that a model thinks the customer wants. A proposal only: values count where the customer wrote them.</summary>
public sealed record ProposedTask(string Tool, IReadOnlyDictionary<string, string> Values);

/// <summary>
/// Has a model write an answer from passages, within its time, and shows the customer each sentence as soon as it is finished and supported. What no
/// passage supports is never shown, neither while it streams nor at the end.
/// </summary>
internal sealed class ModelAnswers(IChatClient model, ModelOptions options, TimeProvider time)
{
    private const int CharactersPerToken = 4;

    /// <exception cref="ModelFailedException">There is no answer within the time.</exception>
    public async Task<ModelAnswer> WriteAsync(
        AssistantRequest request, IReadOnlyList<DecisionChunk> passages, string language, IReadOnlyList<AITool> tools, CancellationToken cancel)
    {
        using var whole = new CancellationTokenSource(options.AnswerWithin, time);
        try
        {
            return await OnceAsync(request, passages, language, tools, whole.Token, cancel);
        }
        catch (ModelFailedException busy) when (busy.RetryAfter is { } pause && pause < options.AnswerWithin / 2)
        {
            await Task.Delay(pause, time, cancel);
            return await OnceAsync(request, passages, language, tools, whole.Token, cancel);
        }
    }

    private async Task<ModelAnswer> OnceAsync(
        AssistantRequest request, IReadOnlyList<DecisionChunk> passages, string language, IReadOnlyList<AITool> tools, CancellationToken whole, CancellationToken cancel)
    {
        var masker = new PersonalDataMasker();
        var messages = ModelPrompt.Of(passages, request.Transcript, language, masker);
        using var silence = new CancellationTokenSource(options.FirstWordWithin, time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(whole, silence.Token, cancel);
        var reading = new Reading(passages, masker, options.OutputLengthMax);
        try
        {
            var wish = new ChatOptions { MaxOutputTokens = options.OutputTokensMax, Temperature = 0, Tools = [.. tools] };
            await foreach (var update in model.GetStreamingResponseAsync(messages, wish, any.Token))
            {
                silence.CancelAfter(options.SilenceMax);
                var hasMore = reading.Take(update);
                if (hasMore && request.Say is { } say && !await say(reading.Shown, cancel)) throw new OperationCanceledException(cancel);
                if (reading.IsFull) break;
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested && any.IsCancellationRequested)
        {
            throw new ModelFailedException(whole.IsCancellationRequested ? "too slow" : "silent");
        }
        var output = reading.Output;
        var tokens = reading.Tokens > 0 ? reading.Tokens : (messages.Sum(m => m.Text.Length) + output.Length) / CharactersPerToken;
        return new(ModelCheck.Of(passages, output), output, reading.Proposed, tokens);
    }

    /// <summary>What has arrived.</summary>
    private sealed class Reading(IReadOnlyList<DecisionChunk> passages, PersonalDataMasker masker, int lengthMax)
    {
        private const int ProposedMax = 10;

        private readonly StringBuilder _output = new();
        private readonly FinishedSentences _sentences = new();
        private readonly ModelCheck _shown = new(passages);

        public string Shown => _shown.Text;
        public string Output => masker.Unmask(_output.ToString());
        public bool IsFull => _output.Length >= lengthMax;
        public int Tokens { get; private set; }
        public List<ProposedTask> Proposed { get; } = [];

        /// <summary>True when more may be shown.</summary>
        public bool Take(ChatResponseUpdate update)
        {
            foreach (var content in update.Contents)
            {
                if (content is UsageContent { Details.TotalTokenCount: { } total }) Tokens = (int)Math.Clamp(total, 0, 1_000_000);
                if (content is FunctionCallContent { Arguments: not null } call && Proposed.Count < ProposedMax)
                    Proposed.Add(new(call.Name, call.Arguments.ToDictionary(a => a.Key, a => masker.Unmask(a.Value?.ToString() ?? ""))));
            }
            var text = update.Text;
            if (text.Length == 0 || IsFull) return false;
            text = text.Length <= lengthMax - _output.Length ? text : text[..(lengthMax - _output.Length)];
            _output.Append(text);
            return _sentences.Add(text) is { Length: > 0 } finished && _shown.Take(masker.Unmask(finished));
        }
    }
}
