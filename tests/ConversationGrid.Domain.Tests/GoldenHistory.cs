using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;

namespace ConversationGrid.Domain.Tests;

/// <summary>What the golden journals are made of: drawn histories, as many as it takes to have every type of event.</summary>
internal static partial class GoldenHistory
{
    public static IEnumerable<(StreamId Stream, IReadOnlyList<DomainEvent> Events)> All()
    {
        for (var i = 1; i <= 4; i++)
        {
            var (draw, run) = (new Draw((ulong)i), Runs.OfConversation(assistant: i % 3 != 0));
            var commands = new Commands(draw);
            Drive(draw, run, () => run.State.Exists ? commands.Conversation(run.State) : commands.Opening(), 50);
            yield return (new(EntityKind.Conversation, new("demo", $"c{i}")), [.. run.Events.Where(IsShort)]);
        }
        for (var i = 1; i <= 2; i++)
        {
            var (draw, run) = (new Draw((ulong)(20 + i)), Runs.OfAgent());
            var commands = new Commands(draw);
            Drive(draw, run, () => commands.Agent(run.State), 60);
            yield return (new(EntityKind.Agent, new("demo", $"agent{i}")), [.. run.Events]);
        }
        for (var i = 1; i <= 2; i++)
        {
            var (draw, run) = (new Draw((ulong)(40 + i)), Runs.OfQueue());
            var commands = new Commands(draw);
            Drive(draw, run, () => commands.Queue(run.State), 60);
            yield return (new(EntityKind.Queue, new("demo", $"queue{i}")), [.. run.Events]);
        }
        for (var i = 1; i <= 3; i++)
        {
            var (draw, run) = (new Draw((ulong)(80 + i)), Runs.OfQueueWithPolicy());
            var commands = new Commands(draw);
            Drive(draw, run, () => commands.Queue(run.State), 60);
            yield return (new(EntityKind.Queue, new("demo", $"policed{i}")), [.. run.Events]);
        }
        {
            var (draw, run) = (new Draw(60), Runs.OfCustomer());
            var commands = new Commands(draw);
            Drive(draw, run, () => commands.Customer(run.State), 20);
            yield return (new(EntityKind.Customer, new("demo", "nur")), [.. run.Events]);
        }
        yield return Told();
        yield return ToldOfReason();
        yield return ToldOfTask();
        yield return ToldOfAgent();
        yield return ToldOfQueue();
        yield return ToldOfTheDay();
        yield return ToldOfTheClock();
        yield return ToldOfCustomer();
        yield return ToldOfAdministration();
        yield return ToldOfValuedCustomer();
        yield return ToldOfValue();
        yield return ToldOfAbsence();
        yield return ToldOfPresence();
        yield return ToldOfProof();
        yield return ToldOfSession();
        yield return ToldOfHours();
        yield return ToldOfQuiet();
        yield return ToldOfErasure();
        yield return ToldOfPrivacy();
        yield return ToldOfSignIn();
        foreach (var told in ToldOfJoining()) yield return told;
        yield return (new(EntityKind.Knowledge, new("demo", "articles")),
            [new ArticlePublished("returns", "en", "---") { At = Commands.Start, ById = "omar" },
                new ArticleWithdrawn("returns", "en") { At = Commands.Start, ById = "omar" }]);
    }

    /// <summary>Messages of a signed session and of none, and a task of each.</summary>
    private static (StreamId, IReadOnlyList<DomainEvent>) ToldOfProof()
    {
        var run = Runs.OfConversation();
        var signed = Caller.Customer("nur", "Nur", isProven: true);
        run.Give(new StartConversation(signed, "k", "web", "en", "my balance", null));
        foreach (var (subject, writer) in new[] { ("external:u-nur", signed), (null, Commands.Nur) })
        {
            run.Give(new PostAnswer(
                Caller.Assistant, run.State.Pending.First(p => p.Effect is AskAssistant).Id, null, null, null, null,
                new(new("opening_hours", TaskStage.Running, [], null, NeedsProof: false, NeedsConsent: false)), subject));
            run.Give(new PostToolResult(Caller.Assistant, run.State.Pending.First(p => p.Effect is RunTool).Id, new("done", "Nine to five.")));
            run.Give(new PostMessage(writer == signed ? Commands.Nur : signed, $"m{run.Events.Count}", "again"));
        }
        return (new(EntityKind.Conversation, new("demo", "proof")), [.. run.Events]);
    }

    /// <summary>What a whole conversation with a human is like.</summary>
    private static (StreamId, IReadOnlyList<DomainEvent>) Told()
    {
        var (run, ben, nur) = (Runs.OfConversation(), Commands.AgentOf("ben"), Commands.Nur);
        ConversationCommand[] commands =
        [
            new StartConversation(nur, "k", "web", "ms", "saya mahu pulangkan barang", "returns"),
            new PostAnswer(Caller.Assistant, new(2, 0), null, null, null, "unsure"),
            new OfferToAgent(Caller.System, "o1", "ben", "Ben", "general", 1), new AcceptOffer(ben, "o1"),
            new PostMessage(ben, "b1", "Saya bantu.", Attachments: [new("f1", "pulangan.pdf", "application/pdf", 70_000)]),
            new GiveBackConversation("ben", "o1"), new OfferToAgent(Caller.System, "o2", "aina", "Aina", "general", 2),
            new AcceptOffer(Commands.AgentOf("aina"), "o2"),
            new ResolveConversation(Commands.AgentOf("aina"), "refund"), new RateConversation(nur, 4, "terima kasih"),
            new PostMessage(nur, "n2", "one more thing"),
            new RequestHandoff(nur, null), new AnnounceAbsence("general", 3, false, Absence: 2), new RequestCallBack(nur, "+60 3-1234", "tomorrow"),
            new OverflowConversation("general", 3, "billing"),
            new TransferConversation(new(CallerRole.Supervisor, new(ActorKind.Agent, "siti", "Siti"), []), null, null, "yours", true),
        ];
        foreach (var command in commands) Give(run, command);
        return (new(EntityKind.Conversation, new("demo", "told")), [.. run.Events]);
    }

    /// <summary>A working day with rules, a service level, a snooze and a supervisor.</summary>
    private static (StreamId, IReadOnlyList<DomainEvent>) ToldOfTheDay()
    {
        var (run, ben, nur) = (Runs.OfConversation(), Commands.AgentOf("ben"), Commands.Nur);
        var siti = new Caller(CallerRole.Supervisor, new(ActorKind.Agent, "siti", "Siti"), []);
        ConversationCommand[] commands =
        [
            new StartConversation(nur, "k", "web", "en", "hello", null), new RequestHandoff(nur, null), new SetPriority(siti, 2),
            new HoldConversation(siti, true),
            new HoldConversation(siti, false), new TakeOverConversation(siti, "ben", "Ben"), new JoinConversation(siti),
            new PostNote(siti, "w1", "be kind", Whisper: true),
            new LeaveConversation(siti), new SetFields(ben, [new("order", "17")]), new PostMessage(ben, "b1", "here"), new PostMessage(nur, "n1", "thanks"),
            new AbsorbConversation("c9", ["old"]), new SnoozeConversation(ben, Commands.Start.AddHours(1)), new UnsnoozeConversation(ben),
            new TakeOverConversation(siti, "ben", "Ben"), new RunMacro(ben, "thanks", "b2"), new PostMessage(nur, "n2", "again"), new RequestHandoff(nur, null),
            new TickConversation(), new TakeOverConversation(siti, "ben", "Ben"), new MergeConversation(ben, "c2", "nur"),
        ];
        foreach (var command in commands) Give(run, command);
        run.Pass(TimeSpan.FromMinutes(10));
        run.Give(new TickConversation());
        Give(run, new BlockConversation(true));
        return (new(EntityKind.Conversation, new("demo", "day")), [.. run.Events]);
    }

    /// <summary>Nobody comes: a warning, a breach, and in the end it was spam.</summary>
    private static (StreamId, IReadOnlyList<DomainEvent>) ToldOfTheClock()
    {
        var run = Runs.OfConversation();
        Give(run, new StartConversation(Commands.Nur, "k", "web", "en", "hello", null));
        Give(run, new RequestHandoff(Commands.Nur, null));
        for (var i = 0; i < 14; i++) Give(run, new TickConversation());
        Give(run, new MarkSpam(new(CallerRole.Supervisor, new(ActorKind.Agent, "siti", "Siti"), [])));
        return (new(EntityKind.Conversation, new("demo", "clock")), [.. run.Events]);
    }

    private static (StreamId, IReadOnlyList<DomainEvent>) ToldOfCustomer()
    {
        var run = Runs.OfCustomer();
        Give(run, new LinkConversation("c1"));
        Give(run, new BlockCustomer(Commands.AgentOf("ben"), true, "insults"));
        Give(run, new SettleCustomerEffect(run.State.Pending[0].Id));
        return (new(EntityKind.Customer, new("demo", "told")), [.. run.Events]);
    }

    private static (StreamId, IReadOnlyList<DomainEvent>) ToldOfValuedCustomer()
    {
        var run = Runs.OfCustomer();
        Give(run, new LinkConversation("c1"));
        Give(run, new ValueCustomer(new(CallerRole.Supervisor, new(ActorKind.Agent, "siti", "Siti"), []), 2));
        return (new(EntityKind.Customer, new("demo", "valued")), [.. run.Events]);
    }

    /// <summary>The value is known at the start, changes in the line, and is asked for anew by the next episode.</summary>
    private static (StreamId, IReadOnlyList<DomainEvent>) ToldOfValue()
    {
        var (run, nur) = (Runs.OfConversation(), Commands.Nur);
        Give(run, new StartConversation(nur, "k", "web", "en", "hello", null, Value: 1));
        Give(run, new RequestHandoff(nur, null));
        Give(run, new ValueConversation(3));
        Give(run, new CloseConversation(nur));
        Give(run, new PostMessage(nur, "n1", "again"));
        return (new(EntityKind.Conversation, new("demo", "value")), [.. run.Events]);
    }

    private static (StreamId, IReadOnlyList<DomainEvent>) ToldOfAdministration()
    {
        WorkspaceEvent[] events =
        [
            new SettingSaved(SettingKinds.Queue, "sales", "{\"name\":\"Sales\"}") { At = Commands.Start, ById = "omar", ByName = "Omar" },
            new SettingSaved(SettingKinds.Skill, "refunds", "{\"name\":\"Refunds\"}") { At = Commands.Start.AddMinutes(1), ById = "omar", ByName = "Omar" },
            new SettingRemoved(SettingKinds.Queue, "sales") { At = Commands.Start.AddMinutes(2), ById = "omar", ByName = "Omar" },
        ];
        return (StreamId.OfWorkspace("demo"), events);
    }

    /// <summary>A customer who says why when a human is on the way already.</summary>
    private static (StreamId, IReadOnlyList<DomainEvent>) ToldOfReason()
    {
        var run = Runs.OfConversation();
        run.Give(new StartConversation(Commands.Nur, "k", "web", "en", "hello", null));
        run.Give(new RequestHandoff(Commands.Nur, "a refund"));
        run.Give(new RequestHandoff(Commands.Nur, "and my order is late"));
        return (new(EntityKind.Conversation, new("demo", "explained")), [.. run.Events]);
    }

    /// <summary>A task with a wrong code, the right one, consent, a result, and a way back.</summary>
    private static (StreamId, IReadOnlyList<DomainEvent>) ToldOfTask()
    {
        var (run, nur) = (Runs.OfConversation(), Commands.Nur);
        TaskProgress At(TaskStage stage) =>
            new("change_booking", stage, [new("bookingId", "B-1"), new("date", "2026-03-09")], stage == TaskStage.Verifying ? "code" : null, true, true);
        void Answer(TaskStep step) => Give(run, new PostAnswer(
            Caller.Assistant, run.State.Pending.Last(p => p.Effect is AskAssistant).Id, "a", null, null, null, step, null,
            new("task", "rules", "p1", null, "en", run.State.Seq, "", [], 1, "told", Commands.Start, "00", 3), new("q", null, "a")));
        Give(run, new StartConversation(nur, "k", "web", "en", "move my booking B-1 to 9 March", null));
        Answer(new(At(TaskStage.Verifying), CodeSent: new(
            "email:nur@demo.test", OneTimeCode.Hash(Commands.Id, "email:nur@demo.test", "123456"), Commands.Start.AddMinutes(10))));
        Give(run, new PostMessage(nur, "c1", "000000"));
        Answer(new(At(TaskStage.Verifying), CodeGiven: "000000"));
        Give(run, new PostMessage(nur, "c2", "123456"));
        Answer(new(At(TaskStage.Confirming), CodeGiven: "123456"));
        Give(run, new PostMessage(nur, "c3", "yes"));
        Answer(new(At(TaskStage.Running)));
        Give(run,
            new PostToolResult(Caller.Assistant, run.State.Pending.Single(p => p.Effect is RunTool).Id, new("done", "Done.", ["Undo"], At(TaskStage.Filling))));
        return (new(EntityKind.Conversation, new("demo", "task")), [.. run.Events]);
    }

    /// <summary>The assistant answers, the customer is gone, rates, corrects the rating and comes back.</summary>
    private static (StreamId, IReadOnlyList<DomainEvent>) ToldOfQuiet()
    {
        var run = Runs.OfConversation();
        Give(run, new StartConversation(Commands.Nur, "quiet", "web", "en", "where is it", null));
        Give(run, new PostAnswer(Caller.Assistant, run.State.Pending.Find(p => p.Effect is AskAssistant)!.Id, "In the van.", null, null, null));
        run.Pass(TimeSpan.FromMinutes(30));
        Give(run, new TickConversation());
        foreach (var command in (ConversationCommand[])[new RateConversation(Commands.Nur, 1, null), new RateConversation(Commands.Nur, 5, null),
            new PostMessage(Commands.Nur, "m2", "and now?")])
            Give(run, command);
        return (new(EntityKind.Conversation, new("demo", "quiet")), [.. run.Events]);
    }

    private static void Give<TState, TCommand, TEvent>(Run<TState, TCommand, TEvent> run, TCommand command)
        where TState : class
        where TEvent : DomainEvent
    {
        run.Pass(TimeSpan.FromSeconds(5));
        Assert.Null(run.Give(command).Refusal);
    }

    /// <summary>A text of thousands of characters teaches nothing, and a history without it folds as well.</summary>
    private static bool IsShort(ConversationEvent e) => e is not NotePosted { Text.Length: > 500 } and not MessagePosted { Text.Length: > 500 };

    private static void Drive<TState, TCommand, TEvent>(Draw draw, Run<TState, TCommand, TEvent> run, Func<TCommand> next, int commands)
        where TState : class
        where TEvent : DomainEvent
    {
        for (var i = 0; i < commands; i++)
        {
            run.Pass(TimeSpan.FromSeconds(draw.Below(30)));
            run.Give(next());
        }
    }
}
