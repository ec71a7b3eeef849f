using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;

namespace ConversationGrid.Operator.Filling;

/// <summary>Makes conversations of a company's last days: many customers, several queues and agents, hours that are busy and hours that are not.</summary>
internal sealed class Past(FillArguments asked, IReadOnlyList<Dialogue> dialogues, DateTimeOffset until)
{
    private static readonly string[] Names = ["Nur Aisyah", "Ahmad Faiz", "Siti Zubaidah", "Tan Wei Ling", "José García", "Lim Mei", "Raj Kumar", "Zoë Müller",
        "Chen Li", "Fatimah", "Anna Nowak", "Kumaran", "Noor", "Hafiz", "李明", "สมชาย"];
    private static readonly string[] Channels = ["web", "web", "web", "web", "email", "form", "mobile", "voice"];
    private static readonly string[] Queues = ["general", "general", "billing"];
    private static readonly string[] LabelNames = ["vip", "refund", "delivery", "complaint", "warranty", "follow-up"];
    private static readonly (string Id, string Name)[] Agents =
        [("aina", "Aina"), ("ben", "Ben"), .. Enumerable.Range(1, 18).Select(i => ($"agent-{i:00}", $"Agent {i:00}"))];

    /// <summary>How busy each hour of the day is.</summary>
    private static readonly int[] Busy = [1, 1, 1, 1, 1, 2, 4, 8, 14, 18, 20, 18, 14, 16, 18, 18, 16, 12, 8, 6, 5, 4, 2, 1];
    private static readonly int[] HourOf = [.. Busy.SelectMany((weight, hour) => Enumerable.Repeat(hour, weight))];

    private readonly ConversationContext _context = new(default, new(), new KnownTexts(), ["general", "billing"]);

    /// <summary>Customers of the history: each comes back a few times.</summary>
    public int Customers => Math.Max(1, asked.Conversations / 3);

    /// <summary>How a customer is called.</summary>
    public (string Id, string Name, string Email, string Locale) Customer(int number)
    {
        var dice = Dice(number, 17);
        var name = Names[dice.Next(Names.Length)];
        return ($"past-{asked.Seed}-{number}", $"{name} {number}", $"customer{number}.{asked.Seed}@example.test", dice.Next(3) == 0 ? "ms" : "en");
    }

    /// <summary>One conversation by its number; the same number gives the same one.</summary>
    public PastConversation Conversation(int number)
    {
        var dice = Dice(number, 1);
        var day = dice.Next(asked.Days);
        var start = until.AddDays(-day - 1).Date.AddHours(HourOf[dice.Next(HourOf.Length)]).AddSeconds(dice.Next(3_600)).AddMilliseconds(dice.Next(1_000));
        var customer = Customer(dice.Next(Customers));
        var by = Caller.Customer(customer.Id, customer.Name);
        var past = new PastConversation(new(asked.Workspace, $"past-{asked.Seed}-{number}"), _context, new(start, TimeSpan.Zero));
        var turns = dialogues[dice.Next(dialogues.Count)].Turns;
        var first = turns.First(t => t.ByCustomer);
        past.Give(new StartConversation(by, $"k{number}", Channels[dice.Next(Channels.Length)], customer.Locale, first.Text, null, dice.Next(10) == 0 ? 2 : 0));
        past.Pass(TimeSpan.FromMilliseconds(400 + dice.Next(900)));
        switch (dice.Next(100))
        {
            case < 45:
                ByAssistant(past, by, turns, dice);
                break;
            case < 53:
                GivenUp(past, by, dice);
                break;
            default:
                ByAgent(past, by, turns, dice);
                break;
        }
        past.Finish(until);
        return past;
    }

    /// <summary>Chance from the seed and a number: the same in every run.</summary>
    private Random Dice(int number, int of) => new(unchecked(asked.Seed * 1_000_003 + number * 31 + of));

    private static void ByAssistant(PastConversation past, Caller by, IReadOnlyList<Turn> turns, Random dice)
    {
        Citation[] cited = [new(dice.Next(2) == 0 ? "delivery-standard" : "returns", "Article")];
        past.Answer("Standard delivery takes 2 to 4 working days.", cited);
        foreach (var turn in turns.Where(t => t.ByCustomer).Skip(1).Take(1 + dice.Next(3)))
        {
            past.Pass(turn.After);
            if (!past.Give(new PostMessage(by, $"m{past.Events.Count}", turn.Text))) break;
            past.Pass(TimeSpan.FromMilliseconds(300 + dice.Next(900)));
            past.Answer("You can send it back within 30 days.", cited);
        }
        if (dice.Next(3) == 0) past.Give(new CloseConversation(by));
        else past.Finish(past.Now.AddHours(1));
        Rate(past, by, dice, 15);
        if (dice.Next(10) != 0) return;
        past.Pass(TimeSpan.FromMinutes(5 + dice.Next(3_000)));
        past.Give(new PostMessage(by, $"m{past.Events.Count}", turns.Last(t => t.ByCustomer).Text));
        past.Answer("Standard delivery takes 2 to 4 working days.", cited);
    }

    private static void GivenUp(PastConversation past, Caller by, Random dice)
    {
        past.Answer(null, null, "no article answers this");
        past.Give(new RequestHandoff(by, null, Queues[dice.Next(Queues.Length)]));
        past.Pass(TimeSpan.FromSeconds(10 + dice.Next(900)));
        past.Give(new CloseConversation(by));
    }

    private static void ByAgent(PastConversation past, Caller by, IReadOnlyList<Turn> turns, Random dice)
    {
        past.Answer("I pass you on to a colleague.", null, "no article answers this");
        past.Give(new RequestHandoff(by, null, Queues[dice.Next(Queues.Length)]));
        if (!Assign(past, dice)) return;
        var agent = AgentOf(past);
        foreach (var turn in turns.SkipWhile(t => t.ByCustomer))
        {
            past.Pass(turn.After);
            past.Give(new PostMessage(turn.ByCustomer ? by : agent, $"m{past.Events.Count}", turn.Text));
        }
        if (dice.Next(4) == 0) past.Give(new LabelConversation(agent, [LabelNames[dice.Next(LabelNames.Length)]], null));
        if (dice.Next(12) == 0 && past.Give(new TransferConversation(agent, "billing", null, "Please look at this.")) && Assign(past, dice))
            agent = AgentOf(past);
        past.Pass(TimeSpan.FromSeconds(5 + dice.Next(60)));
        past.Give(new ResolveConversation(agent, dice.Next(3) == 0 ? "solved" : null));
        past.Pass(TimeSpan.FromSeconds(5 + dice.Next(120)));
        Rate(past, by, dice, 35);
    }

    private static bool Assign(PastConversation past, Random dice)
    {
        var (id, name) = Agents[dice.Next(Agents.Length)];
        past.Pass(TimeSpan.FromSeconds(1 + dice.Next(dice.Next(5) == 0 ? 600 : 50)));
        var offer = $"o{past.Events.Count}";
        if (!past.Give(new OfferToAgent(Caller.System, offer, id, name, past.State.Handoff.Queue ?? "general", past.State.Handoff.Ticket))) return false;
        past.Pass(TimeSpan.FromSeconds(1 + dice.Next(8)));
        return past.Give(new AcceptOffer(Of(id, name), offer));
    }

    private static void Rate(PastConversation past, Caller by, Random dice, int percent)
    {
        if (dice.Next(100) < percent) past.Give(new RateConversation(by, dice.Next(10) < 7 ? 4 + dice.Next(2) : 1 + dice.Next(3), null));
    }

    private static Caller AgentOf(PastConversation past)
    {
        var assigned = past.Events.OfType<Assigned>().Last();
        return Of(assigned.AgentId, assigned.Name);
    }

    private static Caller Of(string id, string name) => new(CallerRole.Agent, new(ActorKind.Agent, id, name), Queues);
}
