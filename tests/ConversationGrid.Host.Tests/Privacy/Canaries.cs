using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ConversationGrid.Host.Tests.Privacy;

/// <summary>A customer who puts a word of its own into everything that a customer can give, and staff who do the same about it.</summary>
internal sealed class Canaries
{
    /// <summary>Begins every word; nothing else in the world does.</summary>
    public const string Mark = "zq7";

    /// <summary>What is stored somewhere, each word with where it was put.</summary>
    public static readonly IReadOnlyList<string> Stored =
    [
        "zq7name", "zq7mail", "zq7topic", "zq7first", "zq7client", "zq7reason", "zq7message", "zq7phone", "zq7when", "zq7reply", "zq7note", "zq7label",
        "zq7field",
        "zq7decline", "zq7transfer", "zq7disposition", "zq7comment", "zq7tool", "zq7consent", "zq7block", "zq7file",
    ];

    public required Person Customer { get; init; }
    public required string Conversation { get; init; }

    /// <summary>The conversation in which the assistant did something for it.</summary>
    public required string Task { get; init; }

    public static async Task<Canaries> PlantAsync(IGridHost host, Person aina, Person siti, Person omar)
    {
        var customer = await Person.CustomerAsync(host, new("demo", Name: "zq7name", Email: "zq7mail@example.test"));
        var task = await DoTaskAsync(customer, omar);
        var id = (await customer.CallAsync("Start", new { clientId = "zq7client", text = "hello zq7first", topic = "zq7topic" })).Text("conversationId")!;
        await customer.ResumeAsync(id);
        await customer.CallAsync("Typing", new { conversationId = id, draft = "zq7draft" });
        // Before the question that the assistant might hand over by itself, and with a reason of its own.
        await customer.CallAsync("RequestHuman", new { conversationId = id, reason = "zq7reason" });
        await customer.CallAsync("Post", new { conversationId = id, clientId = "zq7client2", text = "zq7message and where is my order" });
        var file = await customer.UploadAsync(id, "zq7file.txt", Encoding.UTF8.GetBytes("zq7inside"));
        await customer.CallAsync("Post", new { conversationId = id, clientId = "zq7client3", text = "", attachments = new[] { file.Text("attachmentId") } });
        await customer.CallAsync("RequestCallBack", new { conversationId = id, phone = "zq7phone", when = "zq7when" });
        var offer = await aina.PushAsync("offer", o => o.Text("conversationId") == id);
        await aina.CallAsync("Decline", new { offerId = offer.Text("offerId"), reason = "zq7decline" });
        await siti.CallAsync("TakeOver", new { conversationId = id, agentId = aina.Id });
        await aina.CallAsync("Post", new { conversationId = id, clientId = "a1", text = "Good day, zq7reply" });
        await aina.CallAsync("Note", new { conversationId = id, clientId = "n1", text = "zq7note" });
        await aina.CallAsync("Label", new { conversationId = id, add = new[] { "zq7label" } });
        await aina.CallAsync("SetFields", new { conversationId = id, fields = new { order = "zq7field" } });
        await aina.CallAsync("Transfer", new { conversationId = id, queue = "billing", note = "zq7transfer" });
        await siti.CallAsync("TakeOver", new { conversationId = id, agentId = aina.Id });
        await aina.CallAsync("Resolve", new { conversationId = id, disposition = "zq7disposition" });
        await customer.EventAsync(id, "surveyOffered");
        await customer.CallAsync("Rate", new { conversationId = id, score = 5, comment = "zq7comment" });
        await customer.RestOkAsync(HttpMethod.Post, $"customers/{customer.Id}/consents",
            new { purpose = "marketing", version = "1", given = true, language = "en", text = "zq7consent" });
        await siti.RestOkAsync(HttpMethod.Post, $"customers/{customer.Id}/block", new { blocked = true, reason = "zq7block" });
        await Wait.UntilAsync(async () => (await siti.GetAsync($"conversations/{task}")).Text("state") == "closed",
            "the block has closed the other conversation");
        // The search has the words last of all.
        await Wait.UntilAsync(async () => (await siti.GetAsync("conversations?q=zq7reply")).GetProperty("items").GetArrayLength() == 1,
            "the search finds the conversation");
        return new() { Customer = customer, Conversation = id, Task = task };
    }

    /// <summary>How often the words stand in the files below a folder, as they are or as UTF-16; the files that have them.</summary>
    public static IReadOnlyList<string> Hits(string folder, Func<string, bool>? counts = null)
    {
        var hits = new List<string>();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(f => counts?.Invoke(f) != false))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            foreach (Match word in Word.Matches(Encoding.Latin1.GetString(copy.GetBuffer(), 0, (int)copy.Length)))
                hits.Add($"{Path.GetRelativePath(folder, file)}: {word.Value}");
        }
        return [.. hits.Distinct()];
    }

    private static async Task<string> DoTaskAsync(Person customer, Person omar)
    {
        var id = (await customer.CallAsync("Start", new { clientId = "task", text = "Please move my booking B-2001 to 9 December 2026", locale = "en" }))
            .Text("conversationId")!;
        await SaidAsync(customer, id, "e-mail");
        // Not the address of the booking: no code goes out, and it stays a value of the task.
        await customer.CallAsync("Post", new { conversationId = id, clientId = "t1", text = "zq7tool@example.test" });
        await Wait.UntilAsync(async () => (await omar.GetAsync($"conversations/{id}/decisions")).ToString().Contains("zq7tool", StringComparison.Ordinal),
            "the decision on the address is recorded");
        return id;
    }

    private static Task SaidAsync(Person customer, string id, string words) => Wait.UntilAsync(
        async () =>
            (await customer.ResumeAsync(id)).Any(e => e.GetProperty("by").Text("kind") == "bot"
                && e.GetProperty("data").Text("text")?.Contains(words, StringComparison.Ordinal) == true),
        $"the assistant says '{words}'");

    /// <summary>The words themselves, also as UTF-16. The mark alone stands in random ids now and then.</summary>
    private static readonly Regex Word = new(
        string.Join('|', Stored.Append("zq7draft").Append("zq7inside").Select(word => string.Join("\0?", word.ToCharArray()))), RegexOptions.IgnoreCase);
}
