using System.Globalization;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Queues;
using ConversationGrid.Domain.Routing;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Simulator.Time;

namespace ConversationGrid.Simulator.Days;

/// <summary>One customer who comes.</summary>
/// <param name="Handling">How long an agent works on it.</param>
/// <param name="Queue">Where it is handed over to; null lets the entry rules say.</param>
internal sealed record Arrival(
    string Id, DateTimeOffset At, string Channel, string Language, string Intent, int Priority, TimeSpan Handling, string? Queue = null);

/// <summary>Someone who works there, from when to when.</summary>
/// <param name="Slowness">How long after an offer it clicks, at most.</param>
/// <param name="DeclineShare">How often it turns an offer down, 0 to 1; half as often it lets one lapse.</param>
internal sealed record Desk(
    string Id, IReadOnlyList<string> Queues, IReadOnlyList<string> Languages, IReadOnlyDictionary<string, int> Skills, int Capacity,
    IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> Shifts, TimeSpan Slowness, double DeclineShare = 0);

/// <summary>A contact centre that runs: customers come, are offered, taken and resolved by the product's own rules.</summary>
internal sealed class Centre
{
    public const string Workspace = "demo";

    private readonly Dictionary<string, Arrival> _arrivals = [];
    private readonly Dictionary<string, Desk> _desks = [];
    private readonly Dice _dice;

    /// <param name="plant">Puts a bug in, to see whether the checks find it.</param>
    public Centre(
        ulong seed, DateTimeOffset start, IReadOnlyDictionary<string, QueuePolicy> policies, IReadOnlyList<string> queues, string defaultQueue = "general",
        QueueOptions? options = null, Func<Models, Models>? plant = null)
    {
        _dice = new(seed);
        (Options, Queues) = (options ?? new(), queues);
        var conversations = new ConversationOptions { AssistantEnabled = false, DefaultQueue = defaultQueue };
        var models = Models.Create(conversations, Options, new WrittenDown(), _ => queues, new(_ => policies));
        Grid = new(plant?.Invoke(models) ?? models, start, TimeSpan.FromMilliseconds(2));
        Policies = policies;
        Grid.OnEvent = OnEvent;
    }

    public DayGrid Grid { get; }
    public QueueOptions Options { get; }
    public IReadOnlyList<string> Queues { get; }
    public IReadOnlyDictionary<string, QueuePolicy> Policies { get; }
    public IReadOnlyDictionary<string, Desk> Desks => _desks;
    public IReadOnlyDictionary<string, Arrival> Arrivals => _arrivals;

    /// <summary>Called with every event.</summary>
    public Action<StreamId, long, DomainEvent>? Look { get; set; }

    public static EntityId Id(string id) => new(Workspace, id);

    public void Add(Desk desk)
    {
        _desks[desk.Id] = desk;
        foreach (var (from, to) in desk.Shifts)
        {
            Grid.At(from, () =>
            {
                Grid.Agent(Id(desk.Id)).ExecuteAsync(new ConfigureAgent(desk.Id, desk.Queues, desk.Languages, desk.Capacity, desk.Skills));
                Grid.Agent(Id(desk.Id)).ExecuteAsync(new SetPresence(PresenceStatus.Online));
            });
            Grid.At(to, () => Grid.Agent(Id(desk.Id)).ExecuteAsync(new SetPresence(PresenceStatus.Offline, "shift over")));
        }
    }

    public void Add(Arrival arrival)
    {
        _arrivals[arrival.Id] = arrival;
        // What the analysis would read is written into the text, so that entry rules see it as they do in the product.
        var text = string.Create(CultureInfo.InvariantCulture, $"{arrival.Language} {arrival.Intent} {arrival.Priority}");
        Grid.At(arrival.At, () =>
        {
            var caller = Caller.Customer($"customer-{arrival.Id}", null);
            Grid.Conversation(Id(arrival.Id)).ExecuteAsync(new StartConversation(caller, arrival.Id, arrival.Channel, arrival.Language, text, null));
            if (arrival.Queue is { } queue && Grid.ConversationOf(Id(arrival.Id)).Handoff.Queue != queue)
                Grid.Conversation(Id(arrival.Id)).ExecuteAsync(new TransferConversation(Caller.System, queue, null, null));
        });
    }

    private void OnEvent(StreamId stream, long seq, DomainEvent e)
    {
        Look?.Invoke(stream, seq, e);
        switch (e)
        {
            case OfferMade offer: Consider(_desks[stream.Id.Id], offer); break;
            case SlotAssigned slot: Grid.At(Grid.Now + _arrivals[slot.ConversationId].Handling, () => Resolve(stream.Id.Id, slot)); break;
        }
    }

    private void Consider(Desk desk, OfferMade offer)
    {
        var (mood, pause) = (_dice.Unit(), desk.Slowness * _dice.Unit());
        if (mood < desk.DeclineShare / 2) return;
        Grid.At(Grid.Now + pause, () => Grid.Conversation(Id(offer.ConversationId)).ExecuteAsync(mood < desk.DeclineShare * 1.5
            ? new DeclineOffer(CallerOf(desk), offer.OfferId, "not mine")
            : new AcceptOffer(CallerOf(desk), offer.OfferId)));
    }

    private void Resolve(string agent, SlotAssigned slot)
    {
        if (Grid.ConversationOf(Id(slot.ConversationId)).Handoff.Assignment?.OfferId == slot.OfferId)
            Grid.Conversation(Id(slot.ConversationId)).ExecuteAsync(new ResolveConversation(CallerOf(_desks[agent]), "done"));
    }

    private static Caller CallerOf(Desk desk) => new(CallerRole.Agent, new(ActorKind.Agent, desk.Id, desk.Id), desk.Queues);

    /// <summary>Messages of recorded days say what was read in them: language, topic and priority.</summary>
    private sealed class WrittenDown : IUnderstanding
    {
        private static readonly MessageAnalysis Plain = new("und", new("unsure", 0), "neutral", new("none", 0), 0, "recorded");

        public MessageAnalysis Analyse(string workspace, string text, int value)
        {
            var words = text.Split(' ');
            return Plain with { Language = words[0], Intent = new(words[1], 1), Priority = int.Parse(words[2], CultureInfo.InvariantCulture) };
        }

        public ConversationCourse? Follow(string workspace, ConversationCourse? before, in HeardMessage message) => null;
    }
}
