using ConversationGrid.Load.Traffic;

namespace ConversationGrid.Host.Tests.Days;

/// <summary>A recorded dialogue lived through again: the customer's part by the customer, the agent's by the agent who has the conversation.</summary>
internal sealed class Visit(Centre centre, IReadOnlyList<Turn> turns, int index)
{
    private static readonly string[] Channels = ["web", "email", "form", "web", "email", "form", "web", "form", "web"];

    public string Id { get; private set; } = "";

    /// <summary>What was written, by client id.</summary>
    public Dictionary<string, string> Said { get; } = [];

    /// <summary>A few are content with the assistant and never ask for a human.</summary>
    public bool StaysWithAssistant => index % 20 == 7;
    public string Queue => index % 10 == 9 ? "malay" : Channels[index % 10] switch { "email" => "letters", "form" => "trips", _ => "general" };

    public async Task LiveAsync(Action turned)
    {
        await using var customer = await Person.CustomerAsync(centre.Host, $"Customer {index}");
        await centre.Gate.ActAsync(() => BeginAsync(customer));
        if (!StaysWithAssistant) await centre.Gate.ActAsync(() => Centre.PatientlyAsync(() => customer.CallAsync("RequestHuman", new { conversationId = Id })));
        for (var i = 0; i < turns.Count; i++)
        {
            var (clientId, text) = ($"t{i}", turns[i].Text);
            if (!turns[i].IsAgent)
                await centre.Gate.ActAsync(() => Centre.PatientlyAsync(() => customer.CallAsync("Post", new { conversationId = Id, clientId, text })));
            else if (StaysWithAssistant) continue;
            else await ByAgentAsync(desk => desk.SayAsync(Id, clientId, text));
            Said[clientId] = text;
            turned();
        }
        if (StaysWithAssistant) await centre.Gate.ActAsync(() => Centre.PatientlyAsync(() => customer.CallAsync("Close", new { conversationId = Id })));
        else await ByAgentAsync(desk => desk.ResolveAsync(Id));
    }

    private async Task BeginAsync(Person customer)
    {
        var malay = Queue == "malay";
        var opening = malay ? "Selamat pagi, saya perlukan bantuan dengan bil elektrik saya yang belum sampai." : "Hello, I would like some help please.";
        var receipt = await customer.RestOkAsync(HttpMethod.Post, "conversations",
            new { channel = malay ? "web" : Channels[index % 10], clientId = "opening", text = opening });
        Id = receipt.Text("conversationId")!;
    }

    private async Task ByAgentAsync(Func<Desk, Task<bool>> act)
    {
        for (var done = false; !done;)
        {
            if (await centre.DeskOfAsync(Id) is not { } desk) return;
            await centre.Gate.ActAsync(async () => done = await act(desk));
        }
    }
}
