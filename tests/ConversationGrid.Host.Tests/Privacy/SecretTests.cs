namespace ConversationGrid.Host.Tests.Privacy;

/// <summary>A card number that a customer writes is shown to nobody and found by no search; who has the right reads what was written.</summary>
public class SecretTests
{
    [Fact]
    public async Task CardNumber_IsHiddenEverywhere_AndRevealedToSupervisorsOnly()
    {
        const string secret = "4111 1111 1111 1111";
        await using var host = await SharedHost.WorkspaceAsync();
        await using var customer = await Person.CustomerAsync(host, "Nur");
        await using var aina = await Person.StaffAsync(host, "aina");
        await using var siti = await Person.StaffAsync(host, "siti", "supervisor");
        var id = (await customer.CallAsync("Start", new { clientId = "k1", text = $"charge {secret} cvv 123 for the sofa" })).Text("conversationId")!;
        var message = (await customer.ResumeAsync(id)).First(e => e.Text("type") == "messagePosted");
        Assert.Equal("charge •••• •••• •••• 1111 cvv ••• for the sofa", message.GetProperty("data").Text("text"));
        await Wait.UntilAsync(async () => (await siti.GetAsync("conversations?q=sofa")).GetProperty("items").GetArrayLength() == 1,
            "the search finds the message");
        Assert.Equal(0, (await siti.GetAsync("conversations?q=4111")).GetProperty("items").GetArrayLength());
        foreach (var path in (string[])["conversations?q=sofa", $"conversations/{id}/events?limit=500", $"conversations/{id}/decisions"])
            Assert.DoesNotContain("4111", (await siti.GetAsync(path)).ToString());
        Assert.Contains(secret, (await siti.GetAsync($"conversations/{id}/messages/{message.Number("seq")}/original")).Text("text"));
        Assert.Equal(403, (await aina.RestAsync(HttpMethod.Get, $"conversations/{id}/messages/{message.Number("seq")}/original")).Status);
        Assert.Equal(403, (await customer.RestAsync(HttpMethod.Get, $"conversations/{id}/messages/{message.Number("seq")}/original")).Status);
    }
}
