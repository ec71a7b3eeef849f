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
    private readonly TimedModel _model = new(model, options, time);

    /// <exception cref="ModelFailedException">There is no answer within the time.</exception>
    public async Task<ModelAnswer> WriteAsync(
        AssistantRequest request, IReadOnlyList<DecisionChunk> passages, string language, IReadOnlyList<AITool> tools, CancellationToken cancel)
    {
        var masker = new PersonalDataMasker();
        var messages = ModelPrompt.Of(passages, request.Transcript, language, masker);
        var wish = new ChatOptions { MaxOutputTokens = options.OutputTokensMax, Temperature = 0, Tools = [.. tools] };
        var reading = await _model.AskAsync(messages, wish, () => new Reading(passages, masker, options.OutputLengthMax), async (read, update) =>
        {
            if (read.Take(update) && request.Say is { } say && !await say(read.Shown, cancel)) throw new OperationCanceledException(cancel);
            return !read.Written.IsFull;
        }, cancel);
        var output = masker.Unmask(reading.Written.Text);
        return new(ModelCheck.Of(passages, output), output, reading.Proposed, reading.Written.TokensFor(messages));
    }

    /// <summary>What has arrived.</summary>
    private sealed class Reading(IReadOnlyList<DecisionChunk> passages, PersonalDataMasker masker, int lengthMax)
    {
        private const int ProposedMax = 10;

        private readonly FinishedSentences _sentences = new();
        private readonly ModelCheck _shown = new(passages);

        public ModelOutput Written { get; } = new(lengthMax);
        public string Shown => _shown.Text;
        public List<ProposedTask> Proposed { get; } = [];

        /// <summary>True when more may be shown.</summary>
        public bool Take(ChatResponseUpdate update)
        {
            foreach (var content in update.Contents)
                if (content is FunctionCallContent { Arguments: not null } call && Proposed.Count < ProposedMax)
                    Proposed.Add(new(call.Name, call.Arguments.ToDictionary(a => a.Key, a => masker.Unmask(a.Value?.ToString() ?? ""))));
            return Written.Take(update) is { Length: > 0 } text && _sentences.Add(text) is { Length: > 0 } finished && _shown.Take(masker.Unmask(finished));
        }
    }
}
