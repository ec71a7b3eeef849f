using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Conversations.Rules;
using ConversationGrid.Domain.Workspaces;

namespace ConversationGrid.Domain.Tests.Conversations.Rules;

/// <summary>Rules, macros, and that rules which answer one another come to an end.</summary>
public class RuleTests
{
    private static readonly Caller Ben = Commands.AgentOf("ben");

    [Fact]
    public void ARule_FollowsInTheSameStep_AndIsRecordedWithItsVersion()
    {
        var world = new RuleWorld((SettingKinds.Rule, "refunds", """
            {"name":"Refunds","on":["customerMessage"],"all":[{"field":"text","is":"contains","value":"refund"}],"any":[{"field":"channel","is":"equals","value":"web"}],
             "then":[{"do":"addLabel","value":"refund"},{"do":"setPriority","value":"2"},{"do":"moveToQueue","value":"billing"},{"do":"alert","name":"refund","value":"A refund is asked for."}]}
            """));
        var events = world.Give(new StartConversation(Commands.Nur, "k", "web", "en", "I want a REFUND", null));
        var applied = Assert.Single(events.OfType<RuleApplied>());
        Assert.Equal(("refunds", 1L, "customerMessage"), (applied.RuleId, applied.Version, applied.Trigger));
        Assert.Equal(["addLabel", "setPriority", "moveToQueue", "alert"], applied.Actions);
        Assert.Equal((ConversationStatus.Waiting, "billing", 2), (world.State.Status, world.State.Handoff.Queue, world.State.Labels.Priority));
        Assert.Empty(world.Give(new PostMessage(Commands.Nur, "m2", "hello")).OfType<RuleApplied>());
    }

    [Fact]
    public void RulesThatAnswerOneAnother_End_InAStepAndOverTime()
    {
        var world = new RuleWorld(
            (SettingKinds.Rule, "a", """{"name":"A","on":["labelled"],"then":[{"do":"removeLabel","value":"b"},{"do":"addLabel","value":"a"}]}"""),
            (SettingKinds.Rule, "b", """{"name":"B","on":["labelled"],"then":[{"do":"removeLabel","value":"a"},{"do":"addLabel","value":"b"}]}"""));
        world.Give(new StartConversation(Commands.Nur, "k", "web", "en", null, null));
        for (var i = 0; i < 60; i++)
        {
            var events = world.Give(new LabelConversation(RuleWorld.Siti, [$"x{i % 20}"], [$"x{(i + 10) % 20}"]));
            Assert.True(events.OfType<RuleApplied>().GroupBy(r => r.RuleId).All(g => g.Count() == 1));
        }
        Assert.Equal(RuleEngine.RunsMax, world.All.OfType<RuleApplied>().Count(r => r.RuleId == "a"));
    }

    [Fact]
    public void MessageOfARule_IsSentAfterTheEnd_AndRefusedWhereAnAgentAnswers()
    {
        var world = new RuleWorld((SettingKinds.Rule, "bye", """{"name":"Bye","on":["resolved"],"then":[{"do":"message","value":"Thank you, and goodbye."}]}"""));
        world.Assign();
        var events = world.Give(new ResolveConversation(Ben, null));
        Assert.Equal("Thank you, and goodbye.", Assert.Single(events.OfType<MessagePosted>()).Text);
        Assert.Equal(ConversationStatus.Resolved, world.State.Status);
        var (_, wrong) = Definitions.Read(SettingKinds.Rule, """{"name":"Hi","on":["assigned"],"then":[{"do":"message","value":"Hello."}]}""");
        Assert.Contains("'message' is never sent at 'assigned'", wrong);
    }

    [Fact]
    public void ATimeRule_FiresAtItsSecond_UnlessWhatItWaitedForHappened()
    {
        var world = new RuleWorld((SettingKinds.Rule, "quiet", """
            {"name":"Quiet","on":["agentMessage"],"until":["customerMessage"],"after":"00:10:00","all":[{"field":"status","is":"equals","value":"assigned"}],
             "then":[{"do":"resolve","value":"no answer"}]}
            """));
        world.Assign();
        world.Give(new PostMessage(Ben, "a1", "anything else?"));
        world.Pass(TimeSpan.FromMinutes(5));
        world.Give(new PostMessage(Commands.Nur, "n1", "yes"));
        Assert.Null(Conversation.DueAt(world.State));
        world.Give(new PostMessage(Ben, "a2", "what?"));
        world.Pass(TimeSpan.FromMinutes(4));
        world.Give(new PostMessage(Ben, "a3", "are you there?"));
        var due = world.Now.AddMinutes(10);
        Assert.Equal(due, Conversation.DueAt(world.State));
        world.Pass(TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));
        Assert.Empty(world.Give(new TickConversation()));
        world.Pass(TimeSpan.FromTicks(1));
        Assert.Equal(["RuleApplied", "Resolved", "SurveyOffered"], world.Give(new TickConversation()).Select(e => e.GetType().Name));
    }

    [Fact]
    public void ARuleThatIsGone_LeavesItsTimerBehind_WithoutHarm()
    {
        var world = new RuleWorld((SettingKinds.Rule, "quiet", """{"name":"Quiet","on":["agentMessage"],"after":"00:10:00","then":[{"do":"resolve"}]}"""));
        world.Assign();
        world.Give(new PostMessage(Ben, "a1", "anything else?"));
        world.Settings = ServiceSettings.None;
        world.Pass(TimeSpan.FromMinutes(10));
        Assert.IsType<RuleUnscheduled>(Assert.Single(world.Give(new TickConversation())));
        Assert.Empty(world.Give(new TickConversation()));
    }

    [Fact]
    public void AMacro_SpeaksTheCustomersLanguage_ActsOnce_AndKeepsItsReceipt()
    {
        var world = new RuleWorld((SettingKinds.Macro, "bye", """
            {"name":"Bye","texts":[{"language":"en","text":"Bye {{customer}}, says {{agent}} about {{field.order}}."},{"language":"ms","text":"Selamat tinggal, {{customer}}."}],
             "actions":[{"do":"addLabel","value":"done"},{"do":"resolve","value":"solved"}]}
            """));
        world.Assign();
        world.Give(new SetFields(Ben, [new("order", "17")]));
        var events = world.Give(new RunMacro(Ben, "bye", "x1"));
        Assert.Equal("Bye Nur, says ben about 17.", events.OfType<MessagePosted>().Single().Text);
        Assert.Equal(ConversationStatus.Resolved, world.State.Status);
        var receipt = world.All.FindIndex(e => e is MacroApplied) + 1;
        Assert.Equal(receipt, world.Decide(new RunMacro(Ben, "bye", "x1")).Known?.Seq);

        var malay = new RuleWorld((SettingKinds.Macro, "bye", """{"name":"Bye","texts":[{"language":"en","text":"Bye."},{"language":"ms","text":"Selamat tinggal, {{customer}}."}]}"""));
        malay.Assign("angry words");
        Assert.Equal("Selamat tinggal, Nur.", malay.Give(new RunMacro(Ben, "bye", "x1")).OfType<MessagePosted>().Single().Text);
        Assert.Equal(RefusalCodes.NotFound, malay.Decide(new RunMacro(Ben, "nosuch", "x2")).Refusal?.Code);
    }

    [Theory]
    [InlineData("""{"name":"x","on":["nothing"],"then":[{"do":"resolve"}]}""")]
    [InlineData("""{"name":"x","on":["resolved"],"then":[{"do":"fly"}]}""")]
    [InlineData("""{"name":"x","on":["resolved"],"then":[{"do":"setPriority","value":"9"}]}""")]
    [InlineData("""{"name":"x","on":["resolved"],"then":[null]}""")]
    [InlineData("""{"name":"x","on":["resolved"],"then":[{"do":"resolve"}],"all":[{"field":"nofield","is":"equals","value":"1"}]}""")]
    [InlineData("""{"name":"x","on":["resolved"],"then":[{"do":"resolve"}],"all":[{"field":"mood","is":"atLeast","value":"high"}]}""")]
    [InlineData("""{"name":"x","on":["resolved"],"then":[{"do":"resolve"}],"typo":1}""")]
    [InlineData("""{"name":"x","on":["resolved"],"then":[{"do":"resolve"}],"until":["closed"]}""")]
    [InlineData("""{"name":"x","on":["resolved"],"then":[{"do":"resolve"}],"after":"00:01:00","calendar":"nosuch"}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    public void ABadRule_IsRefusedAsInvalid(string body)
    {
        var decision = Administration.Decide(WorkspaceState.Initial(new("demo", "settings")),
            new SaveSetting(RuleWorld.Omar, SettingKinds.Rule, "r", body, null), Commands.Start);
        Assert.Equal(RefusalCodes.Invalid, decision.Refusal?.Code);
    }

    [Fact]
    public void Settings_AreWrittenByAdminsOnly_OverTheVersionTheySaw()
    {
        var state = WorkspaceState.Initial(new("demo", "settings"));
        Outcome(new SaveSetting(RuleWorld.Siti, SettingKinds.Queue, "sales", """{"name":"Sales"}""", null), RefusalCodes.Forbidden);
        Outcome(new SaveSetting(RuleWorld.Omar, SettingKinds.Queue, "sales", """{"name":"Sales"}""", 0), null);
        Outcome(new SaveSetting(RuleWorld.Omar, SettingKinds.Queue, "sales", """{"name":"Sales 2"}""", 0), RefusalCodes.Conflict);
        Outcome(new SaveSetting(RuleWorld.Omar, SettingKinds.Queue, "sales", """{"name":"Sales 2"}""", 1), null);
        Outcome(new SaveSetting(RuleWorld.Omar, SettingKinds.Queue, "no/id", """{"name":"x"}""", null), RefusalCodes.Invalid);
        Outcome(new SaveSetting(RuleWorld.Omar, "nosuch", "x", "{}", null), RefusalCodes.NotFound);
        Outcome(new SaveSetting(RuleWorld.Omar, SettingKinds.Calendar, "c", """{"timeZone":"UTC","hours":[{"day":"monday","from":"09:00","to":"17:00"}]}""", null), null);
        Outcome(new SaveSetting(RuleWorld.Omar, SettingKinds.Policy, "p", """{"name":"P","calendar":"c","resolution":{"within":"01:00:00"}}""", null), null);
        Outcome(new RemoveSetting(RuleWorld.Omar, SettingKinds.Calendar, "c", null), RefusalCodes.Conflict);
        Outcome(new RemoveSetting(RuleWorld.Omar, SettingKinds.Queue, "sales", null), null);
        Assert.True(new ServiceSettings(state).IsRemoved(SettingKinds.Queue, "sales"));

        void Outcome(WorkspaceCommand command, string? code)
        {
            var decision = Administration.Decide(state, command, Commands.Start);
            Assert.Equal(code, decision.Refusal?.Code);
            foreach (var e in decision.Events) state = Administration.Evolve(state, state.Seq + 1, e);
            if (code is null)
                Assert.NotNull(Administration.Decide(state, command with { }, Commands.Start).Known
                    ?? (object?)Administration.Decide(state, command, Commands.Start).Refusal);
        }
    }

    /// <summary>A conversation under settings of its own.</summary>
    private sealed class RuleWorld(params (string, string, string)[] settings)
    {
        public static readonly Caller Siti = new(CallerRole.Supervisor, new(ActorKind.Agent, "siti", "Siti"), []);
        public static readonly Caller Omar = new(CallerRole.Admin, new(ActorKind.Agent, "omar", "Omar"), []);

        public ServiceSettings Settings { get; set; } = WorkflowCommands.SettingsOf(settings);
        public ConversationState State { get; private set; } = ConversationState.Initial(Commands.Id);
        public List<ConversationEvent> All { get; } = [];
        public DateTimeOffset Now { get; private set; } = Commands.Start;

        public void Pass(TimeSpan time) => Now += time;

        public void Assign(string text = "hello")
        {
            Give(new StartConversation(Commands.Nur, "k", "web", "en", text, null));
            Give(new RequestHandoff(Commands.Nur, null));
            Give(new OfferToAgent(Caller.System, "o1", "ben", "Ben", "general", 1));
            Give(new AcceptOffer(Ben, "o1"));
        }

        public Decision<ConversationEvent> Decide(ConversationCommand command) =>
            Conversation.Decide(State, command, new(Now, new ConversationOptions(), new PlainUnderstanding(), ["general", "billing"], Settings: Settings));

        public IReadOnlyList<ConversationEvent> Give(ConversationCommand command)
        {
            var decision = Decide(command);
            Assert.True(decision.Refusal is null, decision.Refusal?.Message);
            foreach (var e in decision.Events)
            {
                State = Conversation.Evolve(State, State.Seq + 1, e);
                All.Add(e);
            }
            return decision.Events;
        }
    }
}
