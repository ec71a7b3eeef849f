using ConversationGrid.Contracts;
using ConversationGrid.Domain.Agents;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Customers;
using ConversationGrid.Domain.Queues;
using ConversationGrid.Domain.Routing;

namespace ConversationGrid.Domain.Tests;

/// <summary>Draws commands as clients, sagas and mistakes give them, from a small set of names so that they meet each other.</summary>
internal sealed class Commands(Draw draw)
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    public static readonly EntityId Id = new("demo", "c1");
    public static readonly Caller Nur = Caller.Customer("nur", "Nur");
    private static readonly Caller Other = Caller.Customer("other", null);
    private static readonly Caller Ben = AgentOf("ben");
    private static readonly Caller Aina = AgentOf("aina");
    private static readonly Caller Siti = new(CallerRole.Supervisor, new(ActorKind.Agent, "siti", "Siti"), []);
    private static readonly Caller Nobody = new(CallerRole.None, default, []);

    public static Caller AgentOf(string id) => new(CallerRole.Agent, new(ActorKind.Agent, id, id), ["general"]);

    private Caller By => draw.Pick(Nur, Nur, Nur, Ben, Aina, Siti, Other, Caller.System, Nobody);
    private string Key => draw.Pick("m1", "m2", "m3", "m4", "m5", "", new string('k', 129));
    private string Text => draw.Pick("hello", "  hours? ", "angry words", "", "   ", new string('x', Limits.MessageTextMax + 1), "apa khabar \ud83d\ude42");
    private string? Short => draw.Pick(null, "because", "", new string('s', Limits.ShortTextMax + 1));
    private string OfferId => draw.Pick("o1", "o2", "o3", "o4");
    private string AgentId => draw.Pick("ben", "aina");
    private Dictionary<string, int>? Skills => draw.Chance(50) ? new() { ["card"] = 1 + draw.Below(10) } : null;
    private string? QueueId => draw.Pick(null, "general", "billing", "nowhere");

    public static ConversationContext Context(DateTimeOffset now, bool assistant = true) => new(
        now, new ConversationOptions { AssistantEnabled = assistant }, new PlainUnderstanding(), ["general", "billing"], Rules, WorkflowCommands.Busy)
    {
        Channels = (_, channel) => channel == "email" ? new(ChannelAssistant.Answers) : null,
    };

    /// <summary>A policy that uses all there is, for the queue that most commands name.</summary>
    public static readonly QueuePolicy Policy = new()
    {
        Rings =
        [
            new() { Skills = { ["card"] = 5 }, NeedsLanguage = true },
            new() { After = TimeSpan.FromSeconds(30), Skills = { ["card"] = 2 } },
            new() { After = TimeSpan.FromSeconds(90) },
        ],
        PreferredFor = TimeSpan.FromSeconds(20),
        Weights = { ["email"] = 2 },
        OverflowAfter = TimeSpan.FromMinutes(3),
        OverflowTo = "billing",
        WhenNobodyIsThere = AbsenceAnswer.CallBack,
        WrapUp = TimeSpan.FromSeconds(30),
    };

    private static readonly RoutingRules Rules = new(_ => new Dictionary<string, QueuePolicy> { ["general"] = Policy });

    public StartConversation Opening() => new(Nur, "k", draw.Chance(25) ? "email" : "web", "en", draw.Pick(null, "hello", "angry words"), null);

    public ConversationCommand Conversation(ConversationState s) => draw.Chance(25) ? WorkflowCommands.Draw(draw, s, By, Key, Text) : draw.Below(29) switch
    {
        0 => new StartConversation(By, Key, "web", "ms", draw.Pick(null, Text), Short),
        1 or 2 or 3 => new PostMessage(By, Key, Text),
        4 => new PostNote(By, Key, Text),
        5 => new PostAnswer(Caller.Assistant, Effect(s), draw.Pick(null, Text), [new("a", "A")], null, draw.Pick(null, "unsure")),
        6 => new PostSummary(Caller.Assistant, Effect(s), draw.Pick(null, Text)),
        7 => new RequestHandoff(By, Short, QueueId),
        8 or 9 => new OfferToAgent(Caller.System, OfferId, AgentId, "name", "general", draw.Chance(80) ? s.Handoff.Ticket : s.Handoff.Ticket - 1),
        10 or 11 => new AcceptOffer(By, draw.Chance(70) ? s.Handoff.Offer?.OfferId ?? OfferId : OfferId),
        12 => new DeclineOffer(By, draw.Chance(70) ? s.Handoff.Offer?.OfferId ?? OfferId : OfferId, Short),
        13 => new GiveBackConversation(AgentId, OfferId),
        14 => new TransferConversation(By, QueueId, draw.Pick(null, AgentId), draw.Pick(null, Text), draw.Chance(20)),
        15 => new ResolveConversation(By, Short),
        16 => draw.Chance(50) ? new ReopenConversation(By) : new CloseConversation(By),
        17 => new RateConversation(By, draw.Below(7), draw.Pick(null, Text)),
        18 => new SettleConversationEffect(Effect(s)),
        19 => new OverflowConversation("general", draw.Chance(80) ? s.Handoff.Ticket : s.Handoff.Ticket - 1, "billing"),
        20 => new AnnounceAbsence("general", draw.Chance(80) ? s.Handoff.Ticket : s.Handoff.Ticket - 1, draw.Chance(50), draw.Below(4)),
        21 => new RequestCallBack(By, draw.Pick(null, "+60 3-1234", "1"), Short),
        22 or 23 or 24 => Tasks(s),
        25 => new PostToolResult(Caller.Assistant, Effect(s),
            new(draw.Pick("done", "failed"), draw.Pick("", "It is done."), Undo: draw.Pick(null, Progress(s)),
                HandoffReason: draw.Pick(null, null, "check it"))),
        27 => new LeaveLostQueue(QueueId ?? "lost"),
        26 => new RecordDecision(By, Decided, new("q", null, "a")),
        _ => new TickConversation(),
    };

    private AiDecision Decided => new("task", "rules", "p1", null, "en", 1, "", [], 1, "drawn", Start, "00", draw.Below(50));

    /// <summary>Steps of tasks as the assistant takes them, and as it must not.</summary>
    public PostAnswer Tasks(ConversationState s) => new(
        Caller.Assistant, Effect(s), draw.Pick(null, "Which booking?"), null, null, draw.Pick(null, null, null, "stuck"),
        new(draw.Chance(85) ? Progress(s) : null, draw.Pick(null, "cancelled"), draw.Chance(20) ? Code(s) : null, draw.Chance(30)
            ? draw.Pick("123456", "000000") : null),
        draw.Chance(15) ? "external:u-nur" : null,
        draw.Chance(50) ? Decided : null, new("q", null, "a"));

    private TaskProgress Progress(ConversationState s) => draw.Chance(40) && s.Assistant?.Task is { } task
        ? task with { Stage = draw.Pick(TaskStage.Filling, TaskStage.Verifying, TaskStage.Confirming, TaskStage.Running, TaskStage.Running) }
        : new(draw.Pick("change_booking", "order_status"),
            draw.Pick(TaskStage.Filling, TaskStage.Verifying, TaskStage.Confirming, TaskStage.Running, TaskStage.None),
            [new("date", draw.Pick("2026-03-02", "2026-03-03"))], draw.Pick(null, "date"), draw.Chance(70), draw.Chance(70));

    private CodeSent Code(ConversationState s) =>
        new("email:nur@demo.test", OneTimeCode.Hash(s.Id, "email:nur@demo.test", "123456"), Start.AddSeconds(draw.Below(4_000)));

    public AgentCommand Agent(AgentState s) => draw.Below(11) switch
    {
        0 => new ConfigureAgent(draw.Pick("Ben", "Benjamin"), draw.Pick<string[]>(["general"], ["general", "billing"], []), ["en"], draw.Below(4), Skills,
            draw.Chance(30) ? new Dictionary<string, int> { ["email"] = 1 } : null),
        1 => new SetPresence(draw.Pick(PresenceStatus.Online, PresenceStatus.Online, PresenceStatus.Away, PresenceStatus.Offline, PresenceStatus.None),
            draw.Pick(null, "lunch")),
        2 or 3 => new ReserveAgent(OfferId, "c" + draw.Below(3), draw.Pick("general", "billing"), 1, draw.Below(3), draw.Pick(null, "email", "web")),
        4 => new ConfirmOffer(OfferId, s.UpdatedAt.AddSeconds(20)),
        5 => new ConfirmAssignment(OfferId, "c1"),
        6 => new ReleaseAgent(OfferId, ReleaseReason.Over),
        8 => new ReleaseAgent(OfferId, ReleaseReason.Over, TimeSpan.FromSeconds(draw.Below(60))),
        9 => new FinishWrapUp(OfferId, Short),
        7 => draw.Chance(50) ? new LeaseAgent(draw.Pick("g1", "g2"), s.UpdatedAt.AddSeconds(draw.Below(90)))
        : new SettleAgentEffect(draw.Chance(70) && s.Pending.Count > 0 ? s.Pending[0].Id : default),
        _ => new TickAgent(),
    };

    public QueueCommand Queue(QueueState s) => draw.Below(8) switch
    {
        0 or 1 =>
            new EnqueueConversation("c" + draw.Below(6), 1 + draw.Below(3), Start.AddSeconds(draw.Below(600)), draw.Below(4), draw.Pick("en", "ms"),
                draw.Pick(null, AgentId), draw.Pick(null, "web", "email"), draw.Below(4)),
        2 => new DequeueConversation("c" + draw.Below(6), 1 + draw.Below(3)),
        3 => Return(s),
        4 => new ReportAgent(new(AgentId, "name", 1 + draw.Below(50), draw.Pick(PresenceStatus.Online, PresenceStatus.Away), draw.Below(4), Start,
            [draw.Pick("en", "ms")], Skills, draw.Chance(30) ? new Dictionary<string, int> { ["email"] = 1 } : null)),
        5 => Settled(s),
        6 => new SettleQueueEffect(s.Pending.Count > 0 && draw.Chance(5) ? s.Pending[0].Id : default),
        _ => new TickQueue(),
    };

    public CustomerCommand Customer(CustomerState s) => draw.Chance(30)
        ? draw.Below(3) switch
        {
            0 => new BlockCustomer(By, draw.Chance(50), Short),
            1 => new ValueCustomer(By, draw.Below(6) - 1),
            _ => new SettleCustomerEffect(s.Pending.Count > 0 ? s.Pending[0].Id : default),
        }
        : draw.Chance(50)
        ? new DescribeCustomer(draw.Pick(null, "Nur", new string('n', 501)), draw.Pick(null, "nur@demo.test"), draw.Pick(null, "ms"), draw.Chance(20),
            draw.Pick(null, null, "u-nur"))
        : new LinkConversation("c" + draw.Below(5));

    private EffectId Effect(ConversationState s) => s.Pending.Count > 0 && draw.Chance(80) ? s.Pending[draw.Below(s.Pending.Count)].Id
        : new(draw.Below(9), draw.Below(3));

    private ReturnToQueue Return(QueueState s)
    {
        foreach (var (id, entry) in s.Entries.OrderBy(e => e.Key, StringComparer.Ordinal))
            if (entry.Pick is { } pick && draw.Chance(60)) return new(id, entry.Ticket, pick.OfferId, pick.AgentId);
        return new("c1", 1, OfferId, AgentId);
    }

    private SettleReservation Settled(QueueState s)
    {
        var pending = s.Pending.Count > 0 ? s.Pending[draw.Below(s.Pending.Count)] : null;
        var granted = draw.Chance(60);
        var report = draw.Chance(70) ? new AgentReport(AgentId, "name", 1 + draw.Below(50), PresenceStatus.Online, draw.Below(3), Start, ["en"]) : null;
        return new(pending?.Id ?? default, (pending?.Effect as ReservePicked)?.OfferId ?? OfferId, granted, report);
    }
}

/// <summary>One entity being run: its state, all its events, and what its commands led to.</summary>
internal sealed class Run<TState, TCommand, TEvent>(
    TState initial, Func<TState, TCommand, DateTimeOffset, Decision<TEvent>> decide, Func<TState, long, TEvent, TState> evolve)
    where TState : class
    where TEvent : DomainEvent
{
    private readonly TState _initial = initial;

    public TState State { get; private set; } = initial;
    public List<TEvent> Events { get; } = [];
    public DateTimeOffset Now { get; private set; } = Commands.Start;

    public void Pass(TimeSpan time) => Now += time;

    public Decision<TEvent> Give(TCommand command)
    {
        var decision = decide(State, command, Now);
        foreach (var e in decision.Events)
        {
            Events.Add(e);
            State = evolve(State, Events.Count, e);
        }
        return decision;
    }

    public Decision<TEvent> Ask(TCommand command) => decide(State, command, Now);

    /// <summary>A state after one event behind those of this run.</summary>
    public TState After(TState state, TEvent e) => evolve(state, Events.Count + 1, e);

    public TState Replay(IEnumerable<TEvent> events)
    {
        var (state, seq) = (_initial, 0L);
        foreach (var e in events) state = evolve(state, ++seq, e);
        return state;
    }
}

/// <summary>Runs of each kind of entity.</summary>
internal static class Runs
{
    public static Run<ConversationState, ConversationCommand, ConversationEvent> OfConversation(bool assistant = true) => new(
        ConversationState.Initial(Commands.Id), (s, c, now) => Conversation.Decide(s, c, Commands.Context(now, assistant)), Conversation.Evolve);

    public static Run<AgentState, AgentCommand, AgentEvent> OfAgent() => new(
        AgentState.Initial(new("demo", "ben")), (s, c, now) => Agent.Decide(s, c, new(now, new())), Agent.Evolve);

    public static Run<QueueState, QueueCommand, QueueEvent> OfQueueWithPolicy() => new(
        QueueState.Initial(new("demo", "general")), (s, c, now) => Queue.Decide(s, c, new(now, new QueueOptions(), Commands.Policy)), Queue.Evolve);

    public static Run<QueueState, QueueCommand, QueueEvent> OfQueue() => new(
        QueueState.Initial(new("demo", "general")), (s, c, now) => Queue.Decide(s, c, new(now, new QueueOptions())), Queue.Evolve);

    public static Run<CustomerState, CustomerCommand, CustomerEvent> OfCustomer() =>
        new(CustomerState.Initial(new("demo", "nur")), Customer.Decide, Customer.Evolve);
}

/// <summary>Reads one word, and counts the customer's messages as the risk: enough to drive every rule that listens to it.</summary>
internal sealed class PlainUnderstanding : IUnderstanding
{
    public MessageAnalysis Analyse(string workspace, string text, int value) => text.Contains("angry")
        ? new("ms", new("negative", -1), "anger", new("complaint", 0.9), 3, "test", ["angry"])
        : new("en", new("unsure", 0), "neutral", new("none", 0), 0, "test");

    public bool IsCourtesy(string text) => text.StartsWith("thank you", StringComparison.OrdinalIgnoreCase);

    public ConversationCourse Follow(string workspace, ConversationCourse? before, in HeardMessage message)
    {
        var heard = (before?.Sums[0] ?? 0) + (message.FromCustomer ? 1 : 0);
        return new("test", Math.Min(1, heard / 10), null, [heard], []);
    }
}
