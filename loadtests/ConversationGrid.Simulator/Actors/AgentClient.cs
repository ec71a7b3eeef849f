using ConversationGrid.Contracts;
using ConversationGrid.Simulator.Time;

namespace ConversationGrid.Simulator.Actors;

/// <summary>A human at a desk: takes offers, lets them go, answers, hands on, resolves, goes for lunch, loses its connection.</summary>
internal sealed class AgentClient(World world, Dice dice, string id, IReadOnlyList<string> home, int capacity, bool leases) : Client(world, dice)
{
    private readonly List<string> _offers = [];
    private readonly Dictionary<string, Reader> _readers = [];
    private readonly Dictionary<string, int> _skills = new() { ["card"] = 1 + id[^1] % 10 };
    private IReadOnlyList<string>? _moved;

    private IReadOnlyList<string> Queues => _moved ?? home;

    protected override Caller Caller => new(CallerRole.Agent, new(ActorKind.Agent, id, id), Queues);

    /// <summary>Its entity's stream.</summary>
    public StreamId Stream { get; } = new(EntityKind.Agent, Id(id));

    public override async Task RunAsync()
    {
        await ComeAsync();
        while (!World.IsEnding)
        {
            await LeaseAsync();
            await LookAsync();
            if (Dice.Chance(0.04)) await ChangeAsync();
            await ThinkAsync(1, 8);
        }
        await CloseDownAsync();
    }

    /// <summary>Once the world is healed: comes back to work, and takes whatever is offered.</summary>
    private async Task CloseDownAsync()
    {
        _moved = null;
        await ComeAsync();
        while (!World.IsStopped)
        {
            await LeaseAsync();
            if (await AskAsync(g => g.Agent(Id(id)).ViewAsync()) is { } view)
            {
                if (view.Status != PresenceStatus.Online || !view.Queues.SequenceEqual(Queues)) await ComeAsync();
                foreach (var slot in view.Slots.Where(s => s.OfferExpiresAt is not null))
                    await TryAsync(g => g.Conversation(Id(slot.ConversationId)).ExecuteAsync(new AcceptOffer(Caller, slot.OfferId)));
            }
            await ThinkAsync(3, 6);
        }
    }

    private async Task ComeAsync()
    {
        await TryAsync(g => g.Agent(Id(id)).ExecuteAsync(new ConfigureAgent(id, Queues, ["en"], capacity, _skills)));
        await TryAsync(g => g.Agent(Id(id)).ExecuteAsync(new SetPresence(PresenceStatus.Online)));
    }

    private async Task LeaseAsync()
    {
        if (leases) await TryAsync(g => g.Agent(Id(id)).ExecuteAsync(new LeaseAgent("gateway", World.Clock.GetUtcNow() + TimeSpan.FromSeconds(45))));
    }

    private async Task ChangeAsync()
    {
        switch (Dice.Below(6))
        {
            case 0: await TryAsync(g => g.Agent(Id(id)).ExecuteAsync(new SetPresence(PresenceStatus.Away, "lunch"))); break;
            case 1: await TryAsync(g => g.Agent(Id(id)).ExecuteAsync(new SetPresence(PresenceStatus.Offline))); break;
            case 2:
                _moved = [Dice.Pick(World.Queues)];
                await TryAsync(g => g.Agent(Id(id)).ExecuteAsync(new ConfigureAgent(id, Queues, ["en"], capacity, _skills)));
                break;
            case 3: await VanishAsync(); break;
            default: await ComeAsync(); break;
        }
    }

    /// <summary>Gone for longer than a lease lasts; the gateway noticed that the connection ended, or did not.</summary>
    private async Task VanishAsync()
    {
        var grace = World.Clock.GetUtcNow() + World.AgentGrace;
        if (leases && Dice.Chance(0.5)) await TryAsync(g => g.Agent(Id(id)).ExecuteAsync(new LeaseAgent("gateway", grace, Connected: false)));
        await ThinkAsync(10, 180);
    }

    private async Task LookAsync()
    {
        if (await AskAsync(g => g.Agent(Id(id)).ViewAsync()) is not { } view) return;
        foreach (var slot in view.Slots)
        {
            if (World.IsEnding) return;
            if (slot.WrapUpUntil is not null) await WrapUpAsync(slot);
            else if (slot.Assigned) await WorkAsync(slot.ConversationId);
            else if (slot.OfferExpiresAt is not null) await ConsiderAsync(slot);
        }
        // An offer of long ago, taken again: it must not be granted.
        if (_offers.Count > 0 && Dice.Chance(0.05)) await TakeAsync(Dice.Pick(_offers));
    }

    private async Task WrapUpAsync(SlotView slot)
    {
        if (Dice.Chance(0.3)) await TryAsync(g => g.Agent(Id(id)).ExecuteAsync(new FinishWrapUp(slot.OfferId, "done")));
    }

    private async Task ConsiderAsync(SlotView slot)
    {
        var offer = $"{slot.ConversationId}|{slot.OfferId}";
        if (!_offers.Contains(offer)) _offers.Add(offer);
        switch (Dice.Below(10))
        {
            case < 6: await TakeAsync(offer); break;
            case < 8: await TryAsync(g => g.Conversation(Id(slot.ConversationId)).ExecuteAsync(new DeclineOffer(Caller, slot.OfferId, null))); break;
            default: break;
        }
    }

    private async Task TakeAsync(string offer)
    {
        var parts = offer.Split('|');
        await TryAsync(g => g.Conversation(Id(parts[0])).ExecuteAsync(new AcceptOffer(Caller, parts[1])));
    }

    private async Task WorkAsync(string conversation)
    {
        if (!_readers.TryGetValue(conversation, out var reader))
        {
            _readers[conversation] = reader = new(World, ConversationStream(conversation), Audience.Staff, id);
            World.Readers.Add(reader);
        }
        if (!reader.IsConnected || Dice.Chance(0.02)) reader.Connect(World.Processes.ForClient());
        var entity = Id(conversation);
        switch (Dice.Below(40))
        {
            case < 8: await PostAsync(conversation); break;
            case < 10: await RepeatAsync(); break;
            case < 13: await PostAsync(conversation, note: true); break;
            case < 17: await TryAsync(g => g.Conversation(entity).ExecuteAsync(new ResolveConversation(Caller, "done"))); break;
            case 17: await TryAsync(g => g.Conversation(entity).ExecuteAsync(new CloseConversation(Caller))); break;
            case 18 when World.HasPolicies && Dice.Chance(0.5): await TryAsync(
                g => g.Conversation(entity).ExecuteAsync(new TransferConversation(Caller, null, null, "yours", ToAssistant: true))); break;
            case 18 or 19: await TryAsync(g => g.Conversation(entity).ExecuteAsync(new TransferConversation(Caller, Dice.Pick(World.Queues), null, "to you")));
                break;
            default: break;
        }
    }
}
