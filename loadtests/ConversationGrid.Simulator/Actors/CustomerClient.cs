using ConversationGrid.Contracts;
using ConversationGrid.Simulator.Time;

namespace ConversationGrid.Simulator.Actors;

/// <summary>A customer who writes, asks for a human, rates, closes, comes back, repeats itself, and loses its connection.</summary>
internal sealed class CustomerClient(World world, Dice dice, string id) : Client(world, dice)
{
    private readonly List<(string Id, Reader Reader)> _mine = [];
    private readonly List<string?> _openings = [];

    protected override Caller Caller { get; } = Caller.Customer(id, $"Name of {id}");

    public override async Task RunAsync()
    {
        await ThinkAsync(0, 120);
        while (!World.IsEnding)
        {
            if (_mine.Count == 0 || (_mine.Count < 3 && Dice.Chance(0.03))) await StartAsync();
            else await ActAsync(Dice.Pick(_mine));
            await ThinkAsync(1, Dice.Chance(0.1) ? 240 : 40);
        }
    }

    private async Task StartAsync()
    {
        var key = $"k{_mine.Count}";
        var conversation = ClientKeys.ConversationId(Workspace, id, key);
        // Drawn once a key: a client without an answer sends the same again.
        if (_mine.Count == _openings.Count) _openings.Add(Dice.Chance(0.7) ? $"hello {id} {key}" : null);
        var text = _openings[_mine.Count];
        var outcome = await TryAsync(g => g.Conversation(Id(conversation)).ExecuteAsync(new StartConversation(Caller, key, "web", "en", text, null)));
        if (outcome is not { Refusal: null }) return;
        World.Checks.OnStarted(ConversationStream(conversation), outcome.Receipt, text);
        var reader = new Reader(World, ConversationStream(conversation), Audience.Everyone, id);
        World.Readers.Add(reader);
        reader.Connect(World.Processes.ForClient());
        _mine.Add((conversation, reader));
    }

    private async Task ActAsync((string Id, Reader Reader) mine)
    {
        if (!mine.Reader.IsConnected || Dice.Chance(0.05)) mine.Reader.Connect(World.Processes.ForClient());
        var conversation = Id(mine.Id);
        switch (Dice.Below(20))
        {
            case < 11: await PostAsync(mine.Id); break;
            case < 14: await RepeatAsync(); break;
            case < 17: await TryAsync(g => g.Conversation(conversation).ExecuteAsync(new RequestHandoff(Caller, "please"))); break;
            case 17: await TryAsync(g => g.Conversation(conversation).ExecuteAsync(new RateConversation(Caller, Dice.Between(1, 5), null))); break;
            case 18 when World.HasPolicies && Dice.Chance(0.5): await TryAsync(
                g => g.Conversation(conversation).ExecuteAsync(new RequestCallBack(Caller, "+60 3-1234", null))); break;
            case 18: await TryAsync(g => g.Conversation(conversation).ExecuteAsync(new CloseConversation(Caller))); break;
            default:
                // Two at once: whichever comes first, each is there once.
                var first = PostAsync(mine.Id);
                await PostAsync(mine.Id);
                await first;
                break;
        }
    }
}
