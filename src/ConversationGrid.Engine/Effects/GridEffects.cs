using System.Diagnostics;
using ConversationGrid.Contracts;
using ConversationGrid.Domain;
using ConversationGrid.Domain.Agents;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Conversations.Erasure;
using ConversationGrid.Domain.Customers;
using ConversationGrid.Domain.Queues;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Telemetry;
using ConversationGrid.Engine.Transcripts;

namespace ConversationGrid.Engine.Effects;

/// <summary>
/// The sagas between entities, one effect at a time. Every target is idempotent, so doing one twice is harmless; throwing leaves it pending.
/// </summary>
/// <param name="grid">Late, because the grid hosts the entities whose effects these are.</param>
/// <param name="tools">What runs tasks; null where there are none.</param>
/// <param name="erasures">What removes personal data; null where they are kept nowhere.</param>
/// <param name="keys">The keys of personal data; null where they are kept in clear.</param>
/// <param name="redactions">What removes single messages; null where nothing does.</param>
public sealed class GridEffects(
    Func<IGrid> grid, IAssistant assistant, TranscriptReader transcripts, IToolRunner? tools = null, IErasures? erasures = null, IDataKeys? keys = null,
    IRedactions? redactions = null)
    : IEffectHandler
{
    private readonly CustomerJoins _joins = new(grid, keys);

    public Task HandleAsync(StreamId source, PendingEffect effect, CancellationToken cancel) => effect.Effect switch
    {
        AskAssistant x => AskAsync(source.Id, effect.Id, x, cancel),
        RunTool x => RunToolAsync(source.Id, effect, x, cancel),
        SummariseForHandoff => SummariseAsync(source.Id, effect.Id, cancel),
        JoinQueue x => JoinAsync(source, effect.Id, x, cancel),
        LeaveQueue x => TellAsync(source.Id, effect.Id, Queue(source, x.Queue).ExecuteAsync(new DequeueConversation(source.Id.Id, x.Ticket), cancel)),
        RejoinQueue x => TellAsync(source.Id, effect.Id, Queue(source, x.Queue).ExecuteAsync(
            new ReturnToQueue(source.Id.Id, x.Ticket, x.OfferId, x.AgentId, x.Excused), cancel)),
        ConfirmToAgent x => ConfirmAsync(source, effect.Id, x, cancel),
        FreeAgent x => TellAsync(source.Id, effect.Id, Agent(source, x.AgentId).ExecuteAsync(new ReleaseAgent(x.OfferId, x.Reason, x.WrapUp), cancel)),
        LinkToCustomer x => LinkAsync(source, effect.Id, x, cancel),
        TellStaff => TellStaffAsync(source, effect.Id, cancel),
        TellMerged x => TellAsync(source.Id, effect.Id, grid().Conversation(new(source.Id.Workspace, x.Into)).ExecuteAsync(
            new AbsorbConversation(source.Id.Id, x.Labels), cancel)),
        SpreadBlock x => SpreadAsync(source, effect.Id, x.Conversations, new BlockConversation(x.Blocked), cancel),
        SpreadValue x => SpreadAsync(source, effect.Id, x.Conversations, new ValueConversation(x.Value), cancel),
        EraseCustomerData x => EraseAsync(source.Id, effect.Id, x, cancel),
        RemoveText x => RemoveAsync(source.Id, effect.Id, x, cancel),
        MoveConversations x => MoveAsync(source.Id, effect.Id, x, cancel),
        ReservePicked x => ReserveAsync(source, effect.Id, x, cancel),
        SendOn x => TellConversationAsync(source, effect.Id, x.ConversationId, new OverflowConversation(source.Id.Id, x.Ticket, x.To), cancel),
        TellNobodyIsThere x => TellConversationAsync(source, effect.Id, x.ConversationId, new AnnounceAbsence(source.Id.Id, x.Ticket, x.Open), cancel),
        TellAbsence x => TellAbsenceAsync(source, effect.Id, x, cancel),
        OfferConversation x => OfferAsync(source, effect.Id, x, cancel),
        GiveBack x => GiveBackAsync(source, effect.Id, x, cancel),
        TellQueues x => TellQueuesAsync(source, effect.Id, x, cancel),
        _ => throw new UnreachableException(effect.Effect.GetType().Name),
    };

    private async Task AskAsync(EntityId id, EffectId effect, AskAssistant ask, CancellationToken cancel)
    {
        var lines = await transcripts.EpisodeAsync(id, ask.UpToSeq, cancel);
        var message = await transcripts.EventAsync(id, ask.UpToSeq, cancel) as MessagePosted;
        var signed = await SignedAsync(id, message, cancel);
        var answer = await AnswerAsync(
            new(id, ask.Language, lines)
            {
                ReplyTo = ask.UpToSeq,
                Memory = (ask.Memory ?? AssistantMemory.Empty).For(isSigned: signed is not null),
                CustomerId = async stop => (await grid().Conversation(id).ViewAsync(Caller.System, stop))?.CustomerId,
                SignedAs = _ => Task.FromResult(signed),
                Say = (text, stop) => SayAsync(id, ask.UpToSeq, text, stop),
            },
            cancel);
        answer = MandateLimits.Of(answer, message?.Mandate, ask.Memory, ask.Language);
        Require(await grid().Conversation(id).ExecuteAsync(
            new PostAnswer(
                Caller.Assistant, effect, answer.Text, answer.Citations, answer.QuickReplies, answer.HandoffReason, answer.Step, signed,
                answer.Decision, answer.DecisionTexts),
            cancel));
    }

    private async Task<AssistantAnswer> AnswerAsync(AssistantRequest request, CancellationToken cancel)
    {
        var (began, ended) = (Stopwatch.GetTimestamp(), GridTelemetry.Failed);
        try
        {
            var answer = await assistant.AnswerAsync(request, cancel);
            ended = answer.HandoffReason is null ? "answered" : "handed_over";
            return answer;
        }
        finally
        {
            EngineMetrics.AnswerDuration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
            EngineMetrics.Answers.Add(1, new KeyValuePair<string, object?>(GridTelemetry.OutcomeTag, ended));
        }
    }

    /// <summary>Whom the session that wrote a message proved; null where it proved nobody, e.g. where staff filed the message. Never taken from an
    /// assistant.</summary>
    private async Task<string?> SignedAsync(EntityId id, MessagePosted? message, CancellationToken cancel)
    {
        if (message?.Proven != true) return null;
        if (await grid().Conversation(id).ViewAsync(Caller.System, cancel) is not { } view) return null;
        var customer = await grid().Customer(new(id.Workspace, view.CustomerId)).ViewAsync(cancel);
        return customer is { Verified: true, ExternalId: { } external } ? SignedSubject.Of(external) : null;
    }

    private async Task<bool> SayAsync(EntityId id, long replyTo, string text, CancellationToken cancel)
    {
        if (await grid().Conversation(id).ViewAsync(Caller.System, cancel) is not { State: ConversationStatus.Bot }) return false;
        await grid().SignalAsync(new(EntityKind.Conversation, id), new PartialSignal(id.Id, replyTo, text), cancel);
        return true;
    }

    private async Task RunToolAsync(EntityId id, PendingEffect effect, RunTool run, CancellationToken cancel)
    {
        var outcome = tools is null
            ? new ToolOutcome("failed", "", HandoffReason: "No tool runs here.")
            : await tools.RunAsync(new(id, $"{id}/{run.TaskSeq}", run.Tool, run.Slots, run.Subject, run.Language, effect.Since), cancel);
        Require(await grid().Conversation(id).ExecuteAsync(new PostToolResult(Caller.Assistant, effect.Id, outcome), cancel));
    }

    private async Task SummariseAsync(EntityId id, EffectId effect, CancellationToken cancel)
    {
        var view = await grid().Conversation(id).ViewAsync(Caller.System, cancel);
        var lines = await transcripts.EpisodeAsync(id, effect.Seq, cancel);
        var summary = lines.Count == 0 ? null : await assistant.SummariseAsync(new(id, view?.Language ?? "en", lines), cancel);
        Require(await grid().Conversation(id).ExecuteAsync(new PostSummary(Caller.Assistant, effect, summary?.Text, summary?.Lines), cancel));
    }

    private async Task JoinAsync(StreamId source, EffectId effect, JoinQueue join, CancellationToken cancel)
    {
        var queue = Queue(source, join.Queue);
        Require(await queue.ExecuteAsync(
            new EnqueueConversation(source.Id.Id, join.Ticket, join.WaitingSince, join.Priority, join.Language, join.PreferredAgentId, join.Channel, join.Value,
                join.NotTo), cancel));
        // It may have left before it came, and then nobody else takes it out of the line.
        var view = await grid().Conversation(source.Id).ViewAsync(Caller.System, cancel);
        if (view is not { State: ConversationStatus.Waiting or ConversationStatus.Offered } || view.Queue != join.Queue)
            Require(await queue.ExecuteAsync(new DequeueConversation(source.Id.Id, join.Ticket), cancel));
        Require(await grid().Conversation(source.Id).ExecuteAsync(new SettleConversationEffect(effect), cancel));
    }

    /// <summary>Does something elsewhere, and settles the conversation's effect when it is done or pointless.</summary>
    private async Task TellAsync(EntityId conversation, EffectId effect, Task<Outcome> telling)
    {
        Require(await telling);
        Require(await grid().Conversation(conversation).ExecuteAsync(new SettleConversationEffect(effect)));
    }

    /// <summary>An order takes a place at the agent. Whatever ended the assignment before that found no place to give back, so it is looked at again.</summary>
    private async Task ConfirmAsync(StreamId source, EffectId effect, ConfirmToAgent confirm, CancellationToken cancel)
    {
        var agent = Agent(source, confirm.AgentId);
        Require(await agent.ExecuteAsync(new ConfirmAssignment(confirm.OfferId, source.Id.Id, confirm.Takes), cancel));
        if (confirm.Takes && await grid().Conversation(source.Id).ViewAsync(Caller.System, cancel) is var view && view?.AssignmentId != confirm.OfferId)
            Require(await agent.ExecuteAsync(new ReleaseAgent(confirm.OfferId, ReleaseReason.Over), cancel));
        Require(await grid().Conversation(source.Id).ExecuteAsync(new SettleConversationEffect(effect), cancel));
    }

    /// <summary>The conversation enters the history, and hears what holds for its customer: a blocked one's ends at once.</summary>
    private async Task LinkAsync(StreamId source, EffectId effect, LinkToCustomer link, CancellationToken cancel)
    {
        var customer = grid().Customer(new(source.Id.Workspace, link.CustomerId));
        Require(await customer.ExecuteAsync(new LinkConversation(source.Id.Id), cancel));
        var known = await customer.ViewAsync(cancel);
        if (known.Blocked) Require(await grid().Conversation(source.Id).ExecuteAsync(new BlockConversation(true), cancel));
        if (known.Value != link.Value) Require(await grid().Conversation(source.Id).ExecuteAsync(new ValueConversation(known.Value), cancel));
        Require(await grid().Conversation(source.Id).ExecuteAsync(new SettleConversationEffect(effect), cancel));
    }

    private async Task EraseAsync(EntityId customer, EffectId effect, EraseCustomerData erase, CancellationToken cancel)
    {
        if (erasures is not null)
        {
            await erasures.RecordAsync(customer, erase.ErasureId, erase.ById, erase.Why, cancel);
            await erasures.EraseAsync(customer, erase.ErasureId, cancel);
        }
        Require(await grid().Customer(customer).ExecuteAsync(new SettleCustomerEffect(effect), cancel));
    }

    private async Task RemoveAsync(EntityId id, EffectId effect, RemoveText remove, CancellationToken cancel)
    {
        var conversation = grid().Conversation(id);
        if (redactions is not null) await redactions.RemoveAsync(id, remove.MessageSeq, remove.AskedBy.Id, cancel);
        // Whoever has it open sees it go now; the disk is cleaned after that.
        Require(await conversation.ExecuteAsync(new FinishRedaction(remove.MessageSeq, remove.IsNote, remove.AskedBy), cancel));
        if (redactions is not null) await redactions.CleanAsync(cancel);
        Require(await conversation.ExecuteAsync(new SettleConversationEffect(effect), cancel));
    }

    private async Task MoveAsync(EntityId customer, EffectId effect, MoveConversations move, CancellationToken cancel)
    {
        await _joins.CarryOutAsync(customer, move.Into, move.Conversations, cancel);
        Require(await grid().Customer(customer).ExecuteAsync(new SettleCustomerEffect(effect), cancel));
    }

    private async Task SpreadAsync(StreamId customer, EffectId effect, IReadOnlyList<string> conversations, ConversationCommand command,
        CancellationToken cancel)
    {
        foreach (var id in conversations)
            Require(await grid().Conversation(new(customer.Id.Workspace, id)).ExecuteAsync(command, cancel));
        Require(await grid().Customer(customer.Id).ExecuteAsync(new SettleCustomerEffect(effect), cancel));
    }

    /// <summary>
    /// Pushes an alert or a whisper to staff who may not have the conversation open. Best effort: the event itself is in the journal. An alert goes to
    /// the workspace once, and each gateway passes it on to whom it concerns there; a whisper goes to the agent who has the conversation.
    /// </summary>
    private async Task TellStaffAsync(StreamId source, EffectId effect, CancellationToken cancel)
    {
        var e = await transcripts.EventAsync(source.Id, effect.Seq, cancel);
        var agent = e is null ? null : (await grid().Conversation(source.Id).ViewAsync(Caller.System, cancel))?.Agent?.Id;
        if (e is AlertRaised alert)
        {
            var signal = new AlertSignal(source.Id.Id, effect.Seq, alert.Kind, alert.Text ?? "", agent);
            await grid().SignalAsync(StreamId.OfWorkspace(source.Id.Workspace), signal, cancel);
        }
        // A text that was erased meanwhile is not whispered.
        if (e is NotePosted { Whisper: true, Text: { } text } && agent is not null)
        {
            var signal = new WhisperSignal(source.Id.Id, effect.Seq, text, e.ById, e.ByName);
            await grid().SignalAsync(new(EntityKind.Agent, new(source.Id.Workspace, agent)), signal, cancel);
        }
        Require(await grid().Conversation(source.Id).ExecuteAsync(new SettleConversationEffect(effect), cancel));
    }

    private async Task ReserveAsync(StreamId queue, EffectId effect, ReservePicked pick, CancellationToken cancel)
    {
        var answer = Require(await Agent(queue, pick.AgentId).ExecuteAsync(
            new ReserveAgent(pick.OfferId, pick.ConversationId, queue.Id.Id, pick.Ticket, pick.Weight, pick.Channel, effect.Seq), cancel));
        Require(await grid().Queue(queue.Id).ExecuteAsync(
            new SettleReservation(effect, pick.OfferId, answer.Refusal is null, answer.Report), cancel));
    }

    /// <summary>Has a queue tell one of its conversations something, and settles it whether or not that was still wanted.</summary>
    private async Task TellConversationAsync(StreamId queue, EffectId effect, string conversation, ConversationCommand command, CancellationToken cancel)
    {
        Require(await grid().Conversation(new(queue.Id.Workspace, conversation)).ExecuteAsync(command, cancel));
        Require(await grid().Queue(queue.Id).ExecuteAsync(new SettleQueueEffect(effect), cancel));
    }

    private async Task TellAbsenceAsync(StreamId queue, EffectId effect, TellAbsence x, CancellationToken cancel)
    {
        await Task.WhenAll(x.Places.Select(async place => Require(await grid().Conversation(new(queue.Id.Workspace, place.ConversationId)).ExecuteAsync(
            new AnnounceAbsence(queue.Id.Id, place.Ticket, x.Open, x.Absence), cancel))));
        Require(await grid().Queue(queue.Id).ExecuteAsync(new SettleQueueEffect(effect), cancel));
    }

    /// <summary>Offers the conversation, and tells the agent how it went. A conversation that no longer wants a human leaves the line.</summary>
    private async Task OfferAsync(StreamId source, EffectId effect, OfferConversation offer, CancellationToken cancel)
    {
        var agent = grid().Agent(source.Id);
        var conversation = grid().Conversation(new(source.Id.Workspace, offer.ConversationId));
        var name = (await agent.ViewAsync(cancel)).Name ?? source.Id.Id;
        var answer = Require(await conversation.ExecuteAsync(
            new OfferToAgent(Caller.System, offer.OfferId, source.Id.Id, name, offer.Queue, offer.Ticket, offer.Pick), cancel));
        if (answer.Refusal is { } refusal)
        {
            var queue = Queue(source, offer.Queue);
            Require(await queue.ExecuteAsync(
                refusal is { Code: RefusalCodes.Conflict, Retryable: true }
                    ? new ReturnToQueue(offer.ConversationId, offer.Ticket, offer.OfferId, source.Id.Id)
                    : new DequeueConversation(offer.ConversationId, offer.Ticket),
                cancel));
            Require(await agent.ExecuteAsync(new ReleaseAgent(offer.OfferId, ReleaseReason.Withdrawn), cancel));
            return;
        }
        var view = await conversation.ViewAsync(Caller.System, cancel);
        if (view?.Offer is { } standing && standing.OfferId == offer.OfferId)
            Require(await agent.ExecuteAsync(new ConfirmOffer(offer.OfferId, standing.ExpiresAt, effect), cancel));
        // Else it was taken or withdrawn meanwhile; the conversation's own effect settles this slot.
    }

    private async Task GiveBackAsync(StreamId source, EffectId effect, GiveBack x, CancellationToken cancel)
    {
        Require(await grid().Conversation(new(source.Id.Workspace, x.ConversationId)).ExecuteAsync(new GiveBackConversation(source.Id.Id, x.OfferId), cancel));
        Require(await grid().Agent(source.Id).ExecuteAsync(new SettleAgentEffect(effect), cancel));
    }

    private async Task TellQueuesAsync(StreamId source, EffectId effect, TellQueues tell, CancellationToken cancel)
    {
        foreach (var queue in tell.Queues)
            Require(await Queue(source, queue).ExecuteAsync(new ReportAgent(tell.Report), cancel));
        Require(await grid().Agent(source.Id).ExecuteAsync(new SettleAgentEffect(effect), cancel));
    }

    /// <summary>A refusal that says no is an answer; one that says later means that the effect must be tried again.</summary>
    private static Outcome Require(Outcome outcome) =>
        outcome.Refusal is { Retryable: true, Code: not RefusalCodes.Conflict } refusal ? throw new RefusedException(refusal) : outcome;

    private IQueue Queue(StreamId source, string id) => grid().Queue(new(source.Id.Workspace, id));
    private IAgent Agent(StreamId source, string id) => grid().Agent(new(source.Id.Workspace, id));
}
