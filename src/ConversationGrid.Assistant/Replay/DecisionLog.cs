using System.Globalization;
using ConversationGrid.Assistant.Answers;
using ConversationGrid.Assistant.Articles;
using ConversationGrid.Assistant.Decisions;
using ConversationGrid.Assistant.Tasks;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Knowledge;

namespace ConversationGrid.Assistant.Replay;

/// <summary>Reads decisions from the journal, and makes them again.</summary>
public sealed class DecisionLog(IJournal journal, ArticleLibrary library, ClosedText closed, Func<string, Toolbox> toolboxes) : IDecisions
{
    private const int ReadMax = 500;

    public async Task<DecisionRecorded?> FindAsync(string workspace, string id, CancellationToken cancel = default)
    {
        var dot = id.LastIndexOf('.');
        if (dot < 1 || !long.TryParse(id.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var seq) || seq < 1) return null;
        var conversation = Of(workspace, id);
        if (!conversation.IsWellFormed) return null;
        var found = await journal.ReadAsync(new(EntityKind.Conversation, conversation), seq - 1, 1, cancel);
        return found is [{ Event: DecisionRecorded decision }] ? decision : null;
    }

    public async Task<IReadOnlyList<(string Id, DecisionRecorded Decision)>> OfAsync(EntityId conversation, CancellationToken cancel = default)
    {
        var decisions = new List<(string Id, DecisionRecorded Decision)>();
        for (long after = 0; ;)
        {
            var page = await journal.ReadAsync(new(EntityKind.Conversation, conversation), after, ReadMax, cancel);
            foreach (var (seq, e) in page)
            {
                after = seq;
                if (e is DecisionRecorded decision) decisions.Add(($"{conversation.Id}.{seq}", decision));
            }
            if (page.Count < ReadMax) return decisions;
        }
    }

    public async Task<ReExecution?> ExecuteAgainAsync(string workspace, string id, CancellationToken cancel = default)
    {
        if (await FindAsync(workspace, id, cancel) is not { } record) return null;
        var decision = record.Decision;
        if (record.Texts is not { } texts) return No(decision, "Its words were erased.");
        if (decision.Policy != Record.Policy) return No(decision, $"It was made under policy {decision.Policy}, this is {Record.Policy}.");
        return decision.Path switch
        {
            "model" => Compare(decision, ModelCheck.Of(decision.Chunks, texts.ModelOutput ?? "").Text),
            "translation" => Compare(decision, TranslationCheck.Of(texts.Question, texts.ModelOutput ?? "") ?? ""),
            "articles" when await library.AsOfAsync(workspace, decision.Knowledge, cancel) is { } index => Compare(decision, FirstAssistant.Answer(
                new AnswerComposer(new KnowledgeBase(index), time: new StoppedClock(decision.Now)), texts.Question,
                decision.Language.Length == 0 ? null : decision.Language,
                TurnContext.Read(texts.Seen), decision.Meaning is { } given ? new(given.Source, given.Likeness) : null, closed).Answer.Text),
            "articles" => No(decision, "The articles of that moment are not in the journal."),
            _ when decision.Kind == "danger" => Compare(decision, Phrases.Danger(decision.Language)),
            _ when decision.Kind == "loop" => Compare(decision, Phrases.DoesNotKnow(decision.Language)),
            _ when texts.Seen is { } seen && TaskSight.Read(seen) is { } sight =>
                await StepAgainAsync(Of(workspace, id), decision, texts.Question, sight, cancel),
            _ => No(decision, "A step of a task of which was not recorded what it saw."),
        };
    }

    private async Task<ReExecution> StepAgainAsync(EntityId conversation, AiDecision decision, string question, TaskSight seen, CancellationToken cancel)
    {
        if (await MemoryAsync(conversation, decision.ReplyTo, cancel) is not { } memory) return No(decision, "The journal does not say what it answered.");
        var request = new AssistantRequest(conversation, decision.Language, []) { ReplyTo = decision.ReplyTo, Memory = memory };
        var turn = await RecordedDialog.NextAsync(toolboxes(conversation.Workspace), seen, request, question, decision.Language, new StoppedClock(decision.Now),
            cancel);
        // Many a step says nothing: it must also leave the task where it was left.
        return Compare(decision, turn?.Text) is var again && turn is not null && Record.ReasonOf(turn.Step) == decision.Reason ? again
            : again with { Same = false };
    }

    /// <summary>What the assistant was given to remember when it was asked to answer a message; null if it never was.</summary>
    private async Task<AssistantMemory?> MemoryAsync(EntityId conversation, long message, CancellationToken cancel)
    {
        var state = ConversationState.Initial(conversation);
        // Messages of versions that stamped no proof had what the conversation remembered.
        var (isStamped, isSigned) = (false, true);
        for (long after = 0; ;)
        {
            var page = await journal.ReadAsync(new(EntityKind.Conversation, conversation), after, ReadMax, cancel);
            foreach (var (seq, e) in page)
            {
                (after, state) = (seq, Conversation.Evolve(state, seq, (ConversationEvent)e));
                isStamped |= e is MessagePosted { Proven: true };
                if (seq == message) isSigned = !isStamped || e is MessagePosted { Proven: true };
                if (seq >= message && state.Pending.Select(p => p.Effect).OfType<AskAssistant>().LastOrDefault(ask => ask.UpToSeq == message) is { } ask)
                    return (ask.Memory ?? AssistantMemory.Empty).For(isSigned);
            }
            if (page.Count < ReadMax) return null;
        }
    }

    private static EntityId Of(string workspace, string id) => new(workspace, id[..id.LastIndexOf('.')]);

    private static ReExecution Compare(AiDecision decision, string? output)
    {
        var again = ArticleFingerprint.Of(output ?? "");
        return new(again == decision.OutputHash, decision.OutputHash, again, output, null);
    }

    private static ReExecution No(AiDecision decision, string why) => new(null, decision.OutputHash, null, null, why);
}
