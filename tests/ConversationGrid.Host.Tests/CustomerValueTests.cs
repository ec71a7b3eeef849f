using System.Security.Cryptography;
using System.Text;
using ConversationGrid.Client.Wire;

namespace ConversationGrid.Host.Tests;

/// <summary>A customer's value from the company's system to the queue that takes it, and past the customer.</summary>
public class CustomerValueTests
{
    [Fact]
    public async Task ValuedCustomer_ComesToItsQueue_StaffAreTold_AndTheCustomerNeverIs()
    {
        await using var host = await SharedHost.WorkspaceAsync();
        await using var omar = await Person.StaffAsync(host, "omar", "supervisor");
        await omar.RestOkAsync(HttpMethod.Put, "queues/vip", new { name = "Valued", policy = new { entry = new[] { new { valueMin = 2 } } } });
        // The company's system knows the customer before it ever wrote, by the company's own id.
        var known = await omar.RestOkAsync(HttpMethod.Post, "customers/value", new { externalId = "u-17", value = 2 });
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData("demo-identity-secret"u8, Encoding.UTF8.GetBytes("u-17")));
        await using var valued = await Person.CustomerAsync(host, new CustomerSessionRequest(host.Workspace, ExternalId: "u-17", Signature: signature, Name: "Nur"));
        Assert.Equal(known.Text("customerId"), valued.Id);
        await using var other = await Person.CustomerAsync(host, "Other");

        const string Late = "My parcel is late and I paid twice.";
        var id = (await valued.CallAsync("Start", new { clientId = "k1", text = Late })).Text("conversationId")!;
        var plain = (await other.CallAsync("Start", new { clientId = "k1", text = Late })).Text("conversationId")!;
        await valued.CallAsync("RequestHuman", new { conversationId = id });
        await other.CallAsync("RequestHuman", new { conversationId = plain });
        var alert = await omar.PushAsync("alert", a => a.Text("kind") == "valued");
        Assert.Equal(id, alert.Text("conversationId"));

        var (here, there) = (await omar.GetAsync($"conversations/{id}"), await omar.GetAsync($"conversations/{plain}"));
        Assert.Equal(("vip", "general"), (here.Text("queue"), there.Text("queue")));
        Assert.Equal((2L, 0L), (here.Number("value"), there.Number("value")));
        Assert.True(here.Number("priority") > there.Number("priority"));

        // A value that is set while the customer waits reaches the conversation at once.
        await omar.CallAsync("Watch", new { conversationId = plain, after = 0 });
        await omar.RestOkAsync(HttpMethod.Post, "customers/value", new { id = other.Id, value = 3 });
        var changed = await omar.EventAsync(plain, "valueChanged");
        Assert.Equal(3, changed.GetProperty("data").Number("value"));
        await omar.PushAsync("alert", a => a.Text("kind") == "valued" && a.Text("conversationId") == plain);
        // Who is a supervisor and watches the conversation, too, hears of it once.
        Assert.Single(omar.Pushes(), p => p.Name == "alert" && p.Argument.Text("conversationId") == plain);

        foreach (var (customer, conversation) in ((Person, string)[])[(valued, id), (other, plain)])
        {
            var seen = await customer.ResumeAsync(conversation);
            seen.MustBeUnbroken();
            Assert.DoesNotContain(seen, e => e.Text("type") is "valueChanged" or "alertRaised");
            Assert.DoesNotContain("alue", string.Concat(seen) + await customer.GetAsync($"conversations/{conversation}"));
        }
    }
}
