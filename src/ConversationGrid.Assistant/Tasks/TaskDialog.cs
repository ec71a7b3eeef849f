using System.Text.RegularExpressions;
using ConversationGrid.Assistant.Answers;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Knowledge;

namespace ConversationGrid.Assistant.Tasks;

/// <summary>What is said, and how the task goes on.</summary>
internal sealed record TaskTurn(string? Text, TaskStep Step, IReadOnlyList<string>? QuickReplies = null, string? HandoffReason = null);

/// <summary>
/// Leads a customer through a task: values, proof, consent. By rule and without a model; a model may propose a task, but a value counts only where
/// the customer's own words hold it. What it decides is checked again by the conversation itself.
/// </summary>
internal sealed partial class TaskDialog(Toolbox toolbox, TimeProvider time)
{
    private const int TriesMax = 3;
    private static readonly TimeSpan CodeLasts = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan PatternTime = TimeSpan.FromMilliseconds(50);

    /// <summary>The next step, or null when the message belongs to no task.</summary>
    /// <param name="text">What the customer wrote since anybody answered.</param>
    /// <param name="answerAside">An article's answer, if the message asks something else in the middle of a task.</param>
    public async Task<TaskTurn?> NextAsync(AssistantRequest request, string text, string language, Func<string?> answerAside, CancellationToken cancel)
    {
        var memory = request.Memory;
        if (toolbox.Tools.Count == 0) return null;
        if (memory.Task is not { } task)
        {
            if (memory.Undo is { } undo && TaskWords.IsUndo(text)) return await AdvanceAsync(request, undo, language, cancel);
            return Wanted(text) is { } wanted ? await AdvanceAsync(request, Fill(wanted, wanted.Begin(), text), language, cancel) : null;
        }
        if (task.Stage == TaskStage.Running) return new(TaskWords.Busy(language), new(task));
        if (toolbox.Find(task.Tool)?.Definition is not { } definition) return End("unknown");
        if (TaskWords.IsCancel(text)) return End("cancelled", TaskWords.Cancelled(language));
        return task.Stage switch
        {
            TaskStage.Filling => await FillAsync(request, definition, task, text, language, answerAside, cancel),
            TaskStage.Verifying => await VerifyAsync(request, task, text, language, answerAside, cancel),
            _ => await ConfirmAsync(request, definition, task, text, language, answerAside, cancel),
        };
    }

    /// <summary>Begins what a model proposes, as far as the customer's own words carry it.</summary>
    /// <param name="hasAnswer">Whether an article answers the message.</param>
    public async Task<TaskTurn?> ProposeAsync(AssistantRequest request, ProposedTask proposed, string language, bool hasAnswer, CancellationToken cancel)
    {
        if (request.Memory.Task is not null || toolbox.Find(proposed.Tool)?.Definition is not { } definition) return null;
        var task = Fill(definition, definition.Begin(), SaidIn(request));
        // Where an article answers, a task needs more than a model's word.
        return hasAnswer && task.Slots.Count == 0 ? null : await AdvanceAsync(request, task, language, cancel);
    }

    /// <summary>All that the customer said.</summary>
    public static string SaidIn(AssistantRequest request) => string.Join('\n', request.Transcript.Where(l => l.By == ActorKind.Customer).Select(l => l.Text));

    /// <summary>The tool that the words ask for.</summary>
    private ToolDefinition? Wanted(string text)
    {
        // What the customer does not want done begins nothing.
        var lower = Unwanted.Without(text.Length <= 2_000 ? text : text[..2_000]).ToLowerInvariant();
        // How it is done is a question for the articles.
        if (HowTo().IsMatch(lower)) return null;
        var marked = SlotReader.WithOrderMarks(lower);
        return toolbox.Tools.Select(t => t.Definition).FirstOrDefault(
            d => d.Signs.Any(sign => Matches(lower, sign) || (marked != lower && Matches(marked, sign))));
    }

    private static bool Matches(string text, string pattern)
    {
        try
        {
            return Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, PatternTime);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private TaskProgress Fill(ToolDefinition definition, TaskProgress task, string text, bool again = false)
    {
        var slots = task.Slots.ToList();
        foreach (var slot in definition.Slots)
        {
            var at = slots.FindIndex(s => s.Name == slot.Name);
            if (at >= 0 && !again) continue;
            if (SlotReader.Read(slot, text, Today, task.Asking == slot.Name) is not { } value) continue;
            if (at >= 0) slots[at] = new(slot.Name, value);
            else slots.Add(new(slot.Name, value));
        }
        return task with { Slots = slots };
    }

    private async Task<TaskTurn> FillAsync(
        AssistantRequest request, ToolDefinition definition, TaskProgress task, string text, string language, Func<string?> answerAside,
        CancellationToken cancel)
    {
        var filled = Fill(definition, task, text);
        if (filled.Slots.Count > task.Slots.Count) return await AdvanceAsync(request, filled with { Tries = 0 }, language, cancel);
        var question = Ask(definition, task, language);
        return Again(task, question, language, answerAside);
    }

    private async Task<TaskTurn> VerifyAsync(
        AssistantRequest request, TaskProgress task, string text, string language, Func<string?> answerAside, CancellationToken cancel)
    {
        var memory = request.Memory;
        if (SlotReader.Email(text) is { } email) return await SendCodeAsync(request, task, email, language, cancel);
        if (!request.MayProve) return NotProven(language);
        if (memory.Code is not null && toolbox.Codes is { } codes && SlotReader.Code(text) is { } written)
        {
            if (!await codes.MayTryAsync(request, memory.Code.Subject, cancel)) return NotProven(language);
            var code = OneTimeCode.IsKeyed(memory) ? codes.HashOf(request.Conversation, memory.Code.Subject, written) : written;
            if (OneTimeCode.Fits(request.Conversation, memory, code, time.GetUtcNow()))
            {
                var next = await AdvanceAsync(request, task with { Asking = null, Tries = 0 }, language, cancel, memory.Code.Subject);
                return next with { Step = next.Step with { CodeGiven = code } };
            }
            return memory.CodeTries + 1 >= OneTimeCode.TriesMax
                ? new(TaskWords.NotProven(language), new(null, "refused", CodeGiven: code), HandoffReason: "The customer could not prove its identity.")
                : new(TaskWords.CodeWrong(language), new(task, CodeGiven: code));
        }
        return Again(task, memory.Code is null ? TaskWords.AskEmail(language) : TaskWords.CodeSent(language), language, answerAside);
    }

    private async Task<TaskTurn> SendCodeAsync(AssistantRequest request, TaskProgress task, string email, string language, CancellationToken cancel)
    {
        if (toolbox.Codes is not { } codes || !request.MayProve || request.Memory.CodesSent >= OneTimeCode.SentMax) return NotProven(language);
        var subject = $"email:{email}";
        if (await codes.TrySendAsync(request, email, language, cancel) is not { } code) return NotProven(language);
        var sent = new CodeSent(subject, codes.HashOf(request.Conversation, subject, code), time.GetUtcNow() + CodeLasts);
        return new(TaskWords.CodeSent(language), new(task with { Asking = "code", Tries = 0 }, CodeSent: sent));
    }

    private static TaskTurn NotProven(string language) =>
        new(TaskWords.NotProven(language), new(null, "refused"), HandoffReason: "The customer could not prove its identity.");

    private async Task<TaskTurn> ConfirmAsync(
        AssistantRequest request, ToolDefinition definition, TaskProgress task, string text, string language, Func<string?> answerAside,
        CancellationToken cancel)
    {
        if (TaskWords.IsYes(text)) return new(null, new(task with { Stage = TaskStage.Running, Asking = null, Tries = 0 }));
        var changed = Fill(definition, task, text, again: true);
        if (!changed.Slots.SequenceEqual(task.Slots)) return await AdvanceAsync(request, changed, language, cancel);
        if (TaskWords.IsNo(text)) return End("cancelled", TaskWords.Cancelled(language));
        var preview = await PreviewAsync(request, toolbox.Find(task.Tool)!, task, request.Memory.Subject(time.GetUtcNow()), language, cancel);
        var turn = Again(task, TaskWords.Confirm(language, preview.Text), language, answerAside);
        return turn.HandoffReason is null ? turn with { QuickReplies = [TaskWords.YesReply(language), TaskWords.NoReply(language)] } : turn;
    }

    /// <summary>Whatever is still missing, in its order: values, proof, consent; then the tool runs.</summary>
    /// <param name="proven">Whom the message at hand proves, before the conversation wrote it down.</param>
    private async Task<TaskTurn> AdvanceAsync(
        AssistantRequest request, TaskProgress task, string language, CancellationToken cancel, string? proven = null)
    {
        var tool = toolbox.Find(task.Tool)!;
        if (tool.Definition.Slots.FirstOrDefault(s => task.Slots.All(have => have.Name != s.Name)) is { } missing)
            return new(AskFor(missing, language), new(task with { Stage = TaskStage.Filling, Asking = missing.Name }));
        var subject = proven ?? request.Memory.Subject(time.GetUtcNow()) ?? (request.SignedAs is { } signed ? await signed(cancel) : null);
        // Where nothing can send a code, none is asked for.
        if (task.NeedsProof && subject is null && (toolbox.Codes is null || !request.MayProve))
            return new(TaskWords.CannotProve(language), new(null, "refused"),
                HandoffReason: request.MayProve ? "The customer's identity is not proven, and no sender of one-time codes is configured."
                    : "The customer's identity cannot be proven on this channel.");
        if (task.NeedsProof && subject is null)
            return new(TaskWords.AskEmail(language), new(task with { Stage = TaskStage.Verifying, Asking = "email" }));
        if (!task.NeedsConsent) return new(null, new(task with { Stage = TaskStage.Running, Asking = null }));
        var preview = await PreviewAsync(request, tool, task, subject, language, cancel);
        return preview.Refusal is { } refusal
            ? new(refusal, new(null, "refused"))
            : new(TaskWords.Confirm(language, preview.Text), new(task with { Stage = TaskStage.Confirming, Asking = null }),
                [TaskWords.YesReply(language), TaskWords.NoReply(language)]);
    }

    private static Task<ToolPreview> PreviewAsync(AssistantRequest request, ITool tool, TaskProgress task, string? subject, string language,
        CancellationToken cancel) =>
        tool.PreviewAsync(new(request.Conversation.Workspace, "", subject, task.Slots.ToDictionary(s => s.Name, s => s.Value), language), cancel);

    /// <summary>Asks once more; what was asked aside is answered first. After some tries a human goes on.</summary>
    private static TaskTurn Again(TaskProgress task, string question, string language, Func<string?> answerAside)
    {
        if (answerAside() is { } aside) return new($"{aside}\n\n{question}", new(task));
        return task.Tries + 1 >= TriesMax
            ? new(TaskWords.NotUnderstood(language), new(null, "failed"), HandoffReason: $"The task '{task.Tool}' could not be worked out with the customer.")
            : new(question, new(task with { Tries = task.Tries + 1 }));
    }

    private static TaskTurn End(string why, string? text = null) => new(text, new(null, why));

    private static string Ask(ToolDefinition definition, TaskProgress task, string language) =>
        AskFor(definition.Slots.First(s => s.Name == task.Asking), language);

    private static string AskFor(SlotDefinition slot, string language) => slot.Ask.GetValueOrDefault(language) ?? slot.Ask["en"];

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    [GeneratedRegex(@"\b(how (do|can|to|does|would|should)|what happens|bagaimana|macam mana|camne|apakah cara)\b")]
    private static partial Regex HowTo();
}
