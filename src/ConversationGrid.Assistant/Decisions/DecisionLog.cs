using System.Globalization;
using ConversationGrid.Assistant.Answers;
using ConversationGrid.Assistant.Articles;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Knowledge;

namespace ConversationGrid.Assistant.Decisions;

/// <summary>Reads decisions from the journal, and makes them again.</summary>
public sealed class DecisionLog(IJournal journal, ArticleLibrary library, ClosedText closed) : IDecisions
{
    private const int ReadMax = 500;

    public async Task<DecisionRecorded?> FindAsync(string workspace, string id, CancellationToken cancel = default)
    {
        var dot = id.LastIndexOf('.');
        if (dot < 1 || !long.TryParse(id.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var seq) || seq < 1) return null;
        var conversation = new EntityId(workspace, id[..dot]);
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
            "articles" when await library.AsOfAsync(workspace, decision.Knowledge, cancel) is { } index => Compare(decision, FirstAssistant.Say(
                new AnswerComposer(new KnowledgeBase(index), time: new Then(decision.Now)).Compose(texts.Question, decision.Language.Length == 0 ? null : decision.Language), closed).Text),
            "articles" => No(decision, "The articles of that moment are not in the journal."),
            _ => No(decision, "A step of a task: it depends on what the back office said at that moment, which its own events record."),
        };
    }

    private static ReExecution Compare(AiDecision decision, string? output)
    {
        var again = ArticleFingerprint.Of(output ?? "");
        return new(again == decision.OutputHash, decision.OutputHash, again, output, null);
    }

    private static ReExecution No(AiDecision decision, string why) => new(null, decision.OutputHash, null, null, why);

    /// <summary>The clock as it stood when the decision was made.</summary>
    private sealed class Then(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
