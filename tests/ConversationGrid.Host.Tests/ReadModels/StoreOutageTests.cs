namespace ConversationGrid.Host.Tests.ReadModels;

/// <summary>What REST answers while the database is gone, and afterwards.</summary>
public class StoreOutageTests
{
    [Theory, Stores]
    public async Task Lists_WithoutTheDatabase_AreUnavailable_AndMayBeAskedAgain(StoreKind store)
    {
        // SQLite is in the process itself, and gone with it.
        if (store == StoreKind.Sqlite) return;
        await using var host = await HostProcess.StartWithOwnServerAsync(store);
        await using var siti = await Person.StaffAsync(host, "siti", "supervisor");
        await host.KillStoreAsync(async () =>
        {
            foreach (var path in (string[])["conversations", "conversations?q=parcel", "reports/episodes?by=queue"])
            {
                var answer = await siti.RestAsync(HttpMethod.Get, path);
                Assert.Equal((503, "unavailable"), (answer.Status, answer.Body.Text("code")));
                Assert.True(answer.Body.GetProperty("retryable").GetBoolean());
                Assert.NotEmpty(answer.Body.Text("detail")!);
            }
        });
        await Wait.UntilAsync(async () => (await siti.RestAsync(HttpMethod.Get, "conversations")).Status == 200, () => "the list did not come back");
    }
}
