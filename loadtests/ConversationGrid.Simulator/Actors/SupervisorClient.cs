using ConversationGrid.Contracts;
using ConversationGrid.Simulator.Time;

namespace ConversationGrid.Simulator.Actors;

/// <summary>Who sees everything and acts anywhere at any time.</summary>
internal sealed class SupervisorClient(World world, Dice dice, string id) : Client(world, dice)
{
    protected override Caller Caller { get; } = new(CallerRole.Supervisor, new(ActorKind.Agent, id, id), []);

    public override async Task RunAsync()
    {
        while (!World.IsEnding)
        {
            await ThinkAsync(10, 60);
            if (World.Checks.Conversations.Count == 0) continue;
            var stream = Dice.Pick(World.Checks.Conversations);
            if (Dice.Chance(0.1)) Watch(stream);
            var name = stream.Id.Id;
            switch (Dice.Below(8))
            {
                case < 3: await PostAsync(name, note: true); break;
                case 3: await TryAsync(g => g.Conversation(stream.Id).ExecuteAsync(new ResolveConversation(Caller, "by a supervisor"))); break;
                case 4: await TryAsync(g => g.Conversation(stream.Id).ExecuteAsync(new ReopenConversation(Caller))); break;
                case 5: await TryAsync(g => g.Conversation(stream.Id).ExecuteAsync(new TransferConversation(Caller, Dice.Pick(World.Queues), null, null)));
                    break;
                case 6: await TryAsync(g => g.Conversation(stream.Id).ExecuteAsync(new CloseConversation(Caller))); break;
                default: await RepeatAsync(); break;
            }
        }
    }

    private void Watch(StreamId stream)
    {
        var reader = World.Readers.Find(r => r.Name == id && r.Stream == stream);
        if (reader is null) World.Readers.Add(reader = new(World, stream, Audience.Staff, id));
        reader.Connect(World.Processes.ForClient());
    }
}
