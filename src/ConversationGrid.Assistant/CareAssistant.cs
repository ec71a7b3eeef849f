using System.Collections.Concurrent;
using ConversationGrid.Assistant.Answers;
using ConversationGrid.Assistant.Decisions;
using ConversationGrid.Assistant.Models;
using ConversationGrid.Assistant.Tasks;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Knowledge;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Assistant;

/// <summary>
/// The assistant as it answers customers: danger to people and a wish for a human first, then a task under way or asked for, then a model's words as far as
/// articles support them, then the articles' own sentences, and else a human. Every way ends within its time, and leaves a record of the decision.
/// </summary>
public sealed partial class CareAssistant : IAssistant
{
    /// <summary>Answers of the assistant in one episode before a human goes on: nobody talks that long with it to good end, but two machines may.</summary>
    private const int AnswersMax = 40;

    /// <summary>The same message as often is a machine's, or somebody's who needs a human.</summary>
    private const int RepeatsMax = 4;

    /// <summary>What looks like the first part of a message waits so many times <see cref="ModelOptions.SettleAfter"/> for its next part before a human is
    /// asked.</summary>
    private const int FragmentWaits = 4;
    private const int FragmentWordsMax = 4;
    private const int FragmentLengthMax = 40;

    private readonly FirstAssistant _articles;
    private readonly Func<string, Toolbox> _toolboxes;
    private readonly ModelAnswers? _model;
    private readonly ModelOptions _options;
    private readonly ModelGate _gate;
    private readonly TimeProvider _time;
    private readonly ILogger<CareAssistant> _log;
    private readonly ConcurrentDictionary<EntityId, Turn> _turns = new();

    /// <param name="model">What writes answers; null: articles only.</param>
    public CareAssistant(FirstAssistant articles, Func<string, Toolbox> toolboxes, IChatClient? model, ModelOptions options, ModelGate gate, TimeProvider time,
        ILogger<CareAssistant> log)
    {
        (_articles, _toolboxes, _options, _gate, _time, _log) = (articles, toolboxes, options, gate, time, log);
        _model = model is null ? null : new(model, options, time);
    }

    public async Task<AssistantAnswer> AnswerAsync(AssistantRequest request, CancellationToken cancel = default)
    {
        using var turn = new Turn(request.ReplyTo, cancel);
        // Requests may begin in another order than their messages came: a late one gives way to what answers a newer message.
        _turns.AddOrUpdate(request.Conversation, turn, (_, other) =>
        {
            var (older, newer) = other.ReplyTo > turn.ReplyTo ? (turn, other) : (other, turn);
            older.Supersede();
            return newer;
        });
        try
        {
            if (_model is not null) await Task.Delay(_options.SettleAfter, _time, turn.Token);
            return await DecideAsync(request, turn.Token);
        }
        catch (OperationCanceledException) when (turn.Token.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            // A newer message is answered instead, with this one in it; the conversation drops this effect's answer anyway.
            return new(null);
        }
        finally
        {
            _turns.TryRemove(new(request.Conversation, turn));
        }
    }

    public Task<ConversationSummary?> SummariseAsync(AssistantRequest request, CancellationToken cancel = default) => _articles.SummariseAsync(request, cancel);

    private async Task<AssistantAnswer> DecideAsync(AssistantRequest request, CancellationToken cancel)
    {
        var question = FirstAssistant.OpenQuestion(request.Transcript);
        if (question.Length == 0) return FirstAssistant.ToFiles(request);
        var draft = _articles.Compose(request, question, await _articles.MeaningAsync(request, question, cancel));
        var spoken = draft.Reply.Language;
        if (IsLoop(request))
            return Record.Rules(request, question, new(Phrases.DoesNotKnow(spoken), HandoffReason: "Too many answers without a result."), "loop", "loop",
                spoken, _time.GetUtcNow());
        if (FirstAssistant.TellsOfDanger(request.Transcript))
            return Record.Rules(request, question, new(Phrases.Danger(spoken), HandoffReason: "Somebody may be in danger."), "danger", "danger", spoken,
                _time.GetUtcNow());
        if (draft.Reply is WantsHuman) return draft.Answer;
        var aside = draft.Reply is Answer ? draft.Answer.Text : null;
        var language = FirstAssistant.TaskLanguage(spoken);
        var (now, tasks) = Tasks(request);
        // A number alone may be what a task needs, once it stands beside the question that it belongs to.
        var asked = request.Memory.Task is null ? TurnContext.WithNumber(request, question) ?? question : question;
        if (await tasks.NextAsync(request, asked, language, () => aside, cancel) is { } step)
            return Say(request, asked, step, tasks.Seen, language, now);
        if (draft.Reply is NoAnswer && IsFragment(question)) await Task.Delay(FragmentWaits * _options.SettleAfter, _time, cancel);
        if (_model is null || draft.Reply is SmallTalk) return draft.Answer;
        return await AskModelAsync(request, question, draft, language, cancel);
    }

    private async Task<AssistantAnswer> AskModelAsync(AssistantRequest request, string question, Draft draft, string language, CancellationToken cancel)
    {
        var workspace = request.Conversation.Workspace;
        var customer = _options.Share < 1 && request.CustomerId is { } find ? await find(cancel) : null;
        using var place = _gate.TryEnter(workspace, customer ?? "", request.Memory.Tokens, out var why);
        if (place is null) return draft.WithReason($"without the model: {why}");
        var tools = _toolboxes(workspace).Tools.Select(
            AITool (t) => AIFunctionFactory.CreateDeclaration(t.Definition.Name, t.Definition.Description, t.Definition.Schema())).ToList();
        // Nothing to rest on and nothing to do: the model is not asked.
        if (draft.Passages.Count == 0 && tools.Count == 0) return draft.Answer;
        try
        {
            // Below the floor nothing may be shown while it streams either; a task may still be what the customer wants.
            var shown = draft.Reply is Answer ? request : request with { Say = null };
            var written = await _model!.WriteAsync(shown, draft.Passages, language, tools, cancel);
            var (now, tasks) = Tasks(request);
            foreach (var proposed in written.Proposed)
                if (await tasks.ProposeAsync(request, proposed, language, hasAnswer: draft.Reply is Answer, cancel) is { } step)
                {
                    _gate.Tell(workspace, wasUseful: true, written.Tokens);
                    return Say(request, question, step, tasks.Seen, language, now, written.Tokens);
                }
            // Below the floor no article is about the question, however well a sentence of it is repeated.
            var isUseful = written.Checked.Text.Length > 0 && draft.Reply is Answer;
            _gate.Tell(workspace, isUseful || draft.Reply is not Answer, written.Tokens);
            return isUseful ? Record.Written(request, question, draft, written, _options.Name, _time.GetUtcNow())
                : draft.WithReason("nothing of the model's answer was supported", written.Tokens);
        }
        catch (ModelFailedException failure)
        {
            _gate.Tell(workspace, wasUseful: false, 0);
            ModelFailed(_log, failure.Message);
            return draft.WithReason($"the model failed: {failure.Message}");
        }
    }

    /// <summary>A dialog over a clock that stands still, so that what it decides can be decided again.</summary>
    private (DateTimeOffset Now, WitnessedDialog Tasks) Tasks(AssistantRequest request)
    {
        var now = _time.GetUtcNow();
        return (now, new(_toolboxes(request.Conversation.Workspace), new StoppedClock(now)));
    }

    private static AssistantAnswer Say(AssistantRequest request, string question, TaskTurn turn, TaskSight seen, string language, DateTimeOffset now,
        int tokens = 0) => Record.Rules(
        request, question, new AssistantAnswer(turn.Text, QuickReplies: turn.QuickReplies, HandoffReason: turn.HandoffReason) { Step = turn.Step },
        "task", Record.ReasonOf(turn.Step), language, now, tokens, seen.ToJson());

    /// <summary>A few words that nothing ends: more may be on its way.</summary>
    private static bool IsFragment(string question) =>
        question.Length <= FragmentLengthMax && question.TrimEnd() is [.., var last] && char.IsLetterOrDigit(last)
        && question.Count(c => c == ' ') < FragmentWordsMax;

    private static bool IsLoop(AssistantRequest request)
    {
        if (request.Transcript.Count(l => l.By == ActorKind.Bot) >= AnswersMax) return true;
        var last = request.Transcript.Where(l => l.By == ActorKind.Customer).TakeLast(RepeatsMax).Select(l => l.Text.Trim()).ToList();
        return last.Count == RepeatsMax && last.Distinct(StringComparer.OrdinalIgnoreCase).Count() == 1;
    }

    [LoggerMessage(31, LogLevel.Warning, "The model gave no usable answer ({Why}); the answer was made without it.")]
    private static partial void ModelFailed(ILogger log, string why);

    /// <summary>One answer being made. The conversation's next message ends it.</summary>
    private sealed class Turn(long replyTo, CancellationToken cancel) : IDisposable
    {
        private readonly CancellationTokenSource _source = CancellationTokenSource.CreateLinkedTokenSource(cancel);

        public long ReplyTo { get; } = replyTo;
        public CancellationToken Token => _source.Token;

        public void Supersede()
        {
            try
            {
                _source.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // It ended by itself at this very moment.
            }
        }

        public void Dispose() => _source.Dispose();
    }
}
