using System.Text.Json;
using System.Text.Json.Serialization;
using ConversationGrid.Assistant.Answers;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Assistant.Tasks;

/// <summary>What a step of a task saw beside the customer's words and the conversation's state: enough to take the same step again without the back
/// office.</summary>
/// <param name="IsSigned">Whether the session's signature proved the customer; whom it proved is not kept here.</param>
/// <param name="Aside">What the articles answer to the same message, if that was looked at.</param>
/// <param name="Preview">What the tool said that it would do.</param>
/// <param name="Proposal">How a model began it; null where the words did.</param>
/// <param name="IsLimited">Whether too many one-time codes were sent or tried for it.</param>
internal sealed record TaskSight(
    bool IsSigned = false, string? Aside = null, ToolPreview? Preview = null, TaskProposal? Proposal = null, bool IsLimited = false)
{
    public string ToJson() => JsonSerializer.Serialize(this, TaskSightJson.Default.TaskSight);
    public static TaskSight? Read(string json) => JsonSerializer.Deserialize(json, TaskSightJson.Default.TaskSight);
}

/// <summary>A task that a model proposed, and what the customer had said by then.</summary>
internal sealed record TaskProposal(string Tool, bool HasAnswer, string Said);

/// <summary>The dialog with everything that it asks of the outside noted down on the way.</summary>
internal sealed class WitnessedDialog
{
    private readonly TaskDialog _dialog;

    public WitnessedDialog(Toolbox toolbox, TimeProvider time) =>
        _dialog = new(toolbox with
        {
            Tools = [.. toolbox.Tools.Select(
            ITool (tool) => new WitnessedTool(tool, preview => Seen = Seen with { Preview = preview }))],
            Codes = toolbox.Codes is { } codes ? new WitnessedCodes(codes, () => Seen = Seen with { IsLimited = true }) : null,
        }, time);

    public TaskSight Seen { get; private set; } = new();

    public Task<TaskTurn?> NextAsync(AssistantRequest request, string text, string language, Func<string?> answerAside, CancellationToken cancel) =>
        _dialog.NextAsync(Watched(request), text, language, () =>
        {
            var aside = answerAside();
            Seen = Seen with { Aside = aside };
            return aside;
        }, cancel);

    public Task<TaskTurn?> ProposeAsync(AssistantRequest request, ProposedTask proposed, string language, bool hasAnswer, CancellationToken cancel)
    {
        Seen = new(Proposal: new(proposed.Tool, hasAnswer, TaskDialog.SaidIn(request)));
        return _dialog.ProposeAsync(Watched(request), proposed, language, hasAnswer, cancel);
    }

    private AssistantRequest Watched(AssistantRequest request) => request.SignedAs is not { } ask ? request : request with
    {
        SignedAs = async cancel =>
        {
            var signed = await ask(cancel);
            Seen = Seen with { IsSigned = signed is not null };
            return signed;
        },
    };

    private sealed class WitnessedTool(ITool tool, Action<ToolPreview> tell) : ITool
    {
        public ToolDefinition Definition => tool.Definition;

        public async Task<ToolPreview> PreviewAsync(ToolCall call, CancellationToken cancel = default)
        {
            var preview = await tool.PreviewAsync(call, cancel);
            tell(preview);
            return preview;
        }

        public Task<ToolOutcome> RunAsync(ToolCall call, CancellationToken cancel = default) => tool.RunAsync(call, cancel);
    }
}

/// <summary>Codes that tell when there were too many of them.</summary>
internal sealed class WitnessedCodes(IOneTimeCodes codes, Action limited) : IOneTimeCodes
{
    public string HashOf(EntityId conversation, string subject, string code) => codes.HashOf(conversation, subject, code);

    public async Task<string?> TrySendAsync(AssistantRequest request, string email, string language, CancellationToken cancel)
    {
        var code = await codes.TrySendAsync(request, email, language, cancel);
        if (code is null) limited();
        return code;
    }

    public async Task<bool> MayTryAsync(AssistantRequest request, string subject, CancellationToken cancel)
    {
        var may = await codes.MayTryAsync(request, subject, cancel);
        if (!may) limited();
        return may;
    }
}

/// <summary>A recorded step taken again: the same dialog over what was seen then. Nothing is asked of the back office and nothing is sent.</summary>
internal static class RecordedDialog
{
    /// <summary>The step; null where none would be taken.</summary>
    /// <param name="request">The conversation as it was, with its memory; who was proven comes from what was seen.</param>
    public static async Task<TaskTurn?> NextAsync(Toolbox toolbox, TaskSight seen, AssistantRequest request, string question, string language,
        TimeProvider then, CancellationToken cancel)
    {
        var recorded = new Toolbox([.. toolbox.Tools.Select(ITool (tool) => new RecordedTool(tool.Definition, seen.Preview))], toolbox.Codes is { } codes
            ? new RecordedCodes(codes, seen.IsLimited) : null);
        var dialog = new TaskDialog(recorded, then);
        var known = request with { SignedAs = seen.IsSigned ? _ => Task.FromResult<string?>("signed") : null };
        return seen.Proposal is { } proposal
            ? await dialog.ProposeAsync(
                known with { Transcript = [new(request.ReplyTo, ActorKind.Customer, proposal.Said, null)] },
                new(proposal.Tool, new Dictionary<string, string>()), language, proposal.HasAnswer, cancel)
            : await dialog.NextAsync(known, question, language, () => seen.Aside, cancel);
    }

    private sealed class RecordedTool(ToolDefinition definition, ToolPreview? preview) : ITool
    {
        public ToolDefinition Definition => definition;
        public Task<ToolPreview> PreviewAsync(ToolCall call, CancellationToken cancel = default) => Task.FromResult(preview ?? new("", ""));
        public Task<ToolOutcome> RunAsync(ToolCall call, CancellationToken cancel = default) =>
            throw new InvalidOperationException("A decision that is made again runs no tool.");
    }

    private sealed class RecordedCodes(IOneTimeCodes codes, bool isLimited) : IOneTimeCodes
    {
        public string HashOf(EntityId conversation, string subject, string code) => codes.HashOf(conversation, subject, code);
        public Task<string?> TrySendAsync(AssistantRequest request, string email, string language, CancellationToken cancel) =>
            Task.FromResult(isLimited ? null : "");
        public Task<bool> MayTryAsync(AssistantRequest request, string subject, CancellationToken cancel) => Task.FromResult(!isLimited);
    }
}

/// <summary>How what was seen stands in a record.</summary>
[JsonSerializable(typeof(TaskSight))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
internal sealed partial class TaskSightJson : JsonSerializerContext;
