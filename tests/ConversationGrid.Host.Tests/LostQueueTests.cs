namespace ConversationGrid.Host.Tests;

/// <summary>The configuration changes while customers wait.</summary>
public class LostQueueTests
{
    private const string FirstQueue = "--Grid:Workspaces:shop:Queues:0";

    [Fact]
    public async Task QueueTakenOutOfTheConfiguration_WhoWaitedThere_WaitsOnInOneThatIsThere()
    {
        await using var host = await HostProcess.StartAsync(StoreKind.Sqlite, FirstQueue, "sales", "--Grid:Engine:DeletedQueuesEvery", "00:00:00.200");
        await using var customer = await Person.CustomerAsync(host, "Nur", "shop");
        var id = (await customer.CallAsync("Start", new { clientId = "k1" })).Text("conversationId")!;
        await customer.CallAsync("RequestHuman", new { conversationId = id });
        Assert.Equal("sales", await QueueAsync(customer, id));

        await host.KillAsync();
        await host.StartAgainAsync(FirstQueue, "care");
        await customer.ConnectAsync(host, "customer");
        await Wait.UntilAsync(async () => await QueueAsync(customer, id) == "care", "the other queue has it");
        (await customer.ResumeAsync(id)).MustBeUnbroken();
    }

    private static async Task<string?> QueueAsync(Person customer, string id) =>
        (await customer.ResumeAsync(id)).Last(e => e.Text("type") == "handoffRequested").GetProperty("data").Text("queue");
}
