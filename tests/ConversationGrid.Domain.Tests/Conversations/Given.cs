using System.Runtime.CompilerServices;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Routing;
using ConversationGrid.Domain.Workspaces;

namespace ConversationGrid.Domain.Tests.Conversations;

/// <summary>Where an example starts: a conversation after some commands, each of which must be accepted.</summary>
internal sealed class Given
{
    public static readonly Caller Nur = Commands.Nur;
    public static readonly Caller Ben = Commands.AgentOf("ben");
    public static readonly Caller Aina = Commands.AgentOf("aina");
    public static readonly Caller Siti = new(CallerRole.Supervisor, new(ActorKind.Agent, "siti", "Siti"), []);

    private readonly ConversationOptions _options = new();
    private ConversationState _state = ConversationState.Initial(Commands.Id);
    private QueuePolicy _policy = new();
    private ServiceSettings? _settings;
    private Func<string, string, ChannelRule?>? _channels;
    private DateTimeOffset _now = Commands.Start;

    /// <summary>Nobody has written yet.</summary>
    public static Given Nothing => new();

    /// <summary>The assistant answers the customer Nur.</summary>
    public static Given WithAssistant => Nothing.And(new StartConversation(Nur, "k", "web", "en", "hello", null));
    public static Given Waiting => WithAssistant.And(new RequestHandoff(Nur, null, "general"));
    public static Given OfferedToBen => Waiting.And(new OfferToAgent(Caller.System, "o1", "ben", "Ben", "general", 1));
    public static Given AssignedToBen => OfferedToBen.And(new AcceptOffer(Ben, "o1"));
    public static Given Snoozed => AssignedToBen.And(new SnoozeConversation(Ben, Commands.Start.AddHours(1)));
    public static Given Resolved => AssignedToBen.And(new ResolveConversation(Ben, null));
    public static Given Closed => WithAssistant.And(new CloseConversation(Nur));

    public ConversationState State => _state;
    public DateTimeOffset Now => _now;

    /// <summary>The effect of one kind that is pending.</summary>
    public EffectId Pending<T>() where T : Effect => _state.Pending.Single(p => p.Effect is T).Id;

    public Given With(Action<ConversationOptions> options)
    {
        options(_options);
        return this;
    }

    public Given With(QueuePolicy policy)
    {
        _policy = policy;
        return this;
    }

    /// <summary>Rules, macros, policies and calendars by kind, id and body.</summary>
    public Given With(params (string Kind, string Id, string Body)[] settings)
    {
        _settings = WorkflowCommands.SettingsOf(settings);
        return this;
    }

    /// <summary>The workspace has a channel <c>email</c> that is not live.</summary>
    public Given WithMail(ChannelAssistant assistant = ChannelAssistant.Answers)
    {
        _channels = (_, channel) => channel == "email" ? new(assistant) : null;
        return this;
    }

    public Given After(TimeSpan time)
    {
        _now += time;
        return this;
    }

    public Given And(params ConversationCommand[] commands)
    {
        foreach (var command in commands) When(command).ThenAccepted();
        return this;
    }

    public Given And(Func<Given, ConversationCommand> command) => And(command(this));

    public Outcome When(ConversationCommand command)
    {
        var rules = new RoutingRules(_ => new Dictionary<string, QueuePolicy> { ["general"] = _policy });
        var decision = Conversation.Decide(_state, command, new(_now, _options, new PlainUnderstanding(), ["general", "billing"], rules, _settings)
        {
            Channels = _channels,
        });
        foreach (var e in decision.Events) _state = Conversation.Evolve(_state, _state.Seq + 1, e);
        return new(command, decision, _state);
    }

    public Outcome When(Func<Given, ConversationCommand> command) => When(command(this));
}

/// <summary>What a command led to.</summary>
internal sealed record Outcome(ConversationCommand Command, Decision<ConversationEvent> Decision, ConversationState State)
{
    /// <summary>Exactly these events in this order, by the names of their types.</summary>
    public Outcome Then(params string[] events)
    {
        ThenAccepted();
        Assert.Equal(events, Decision.Events.Select(e => e.GetType().Name));
        return this;
    }

    public Outcome ThenAccepted()
    {
        Assert.True(Decision.Refusal is null, $"{Command} is refused: {Decision.Refusal?.Message}");
        return this;
    }

    public Outcome ThenRefused(string code)
    {
        Assert.Equal(code, Decision.Refusal?.Code);
        return this;
    }

    /// <summary>Carried out before, or nothing to do.</summary>
    public Outcome ThenNothing()
    {
        ThenAccepted();
        Assert.Empty(Decision.Events);
        return this;
    }

    public Outcome That(Func<ConversationState, bool> holds, [CallerArgumentExpression(nameof(holds))] string? what = null)
    {
        Assert.True(holds(State), $"After {Command}: {what}");
        return this;
    }

    /// <summary>Whether an effect of that kind is pending that fits.</summary>
    public Outcome Owes<T>(Func<T, bool>? fits = null, [CallerArgumentExpression(nameof(fits))] string? what = null) where T : Effect
    {
        Assert.True(State.Pending.Any(p => p.Effect is T effect && (fits is null || fits(effect))), $"After {Command}: no {typeof(T).Name} {what}");
        return this;
    }

    public T Event<T>() where T : ConversationEvent => Decision.Events.OfType<T>().Single();
}
