using ConversationGrid.Contracts;

namespace ConversationGrid.Channels.Tests.Mail;

/// <summary>How mails go out when the server that takes them fails.</summary>
public class SendingTests
{
    private static Task<GridHere> HostAsync(SmtpDouble smtp, params string[] more) => GridHere.StartAsync(null,
    [
        "--Grid:Channels:Mail:demo:desk:Address", "desk@shop.test", "--Grid:Channels:Mail:demo:desk:Smtp:Host", "127.0.0.1",
        "--Grid:Channels:Mail:demo:desk:Smtp:Port", $"{smtp.Port}", "--Grid:Channels:Mail:demo:desk:Smtp:Security", "Plain",
        "--Grid:Channels:Mail:demo:desk:Assistant", "Silent", .. more,
    ]);

    /// <summary>A mail that another system filed by REST: it is answered to the customer's address.</summary>
    private static async Task<string> FileAsync(GridHere here, string email = "nur@cust.test", string id = "m1") =>
        (await here.SendAsync(HttpMethod.Post, "/api/v1/conversations",
            new { channel = "email", clientId = id, subject = "My sofa", text = "It is broken.", customer = new { email } }))
            .GetProperty("conversationId").GetString()!;

    [Fact]
    public async Task Mails_GoOnce_InOrder_WhateverFailsForAWhile()
    {
        await using var smtp = SmtpDouble.Start();
        await using var here = await HostAsync(smtp, "--Grid:Channels:MailRules:ServerTimeout", "00:00:01");
        var id = await FileAsync(here);
        foreach (var fault in (string[])["450", "451", "cut", "slow"]) smtp.Faults.Enqueue(fault);
        foreach (var text in (string[])["one", "two", "three"]) await here.AgentWritesAsync(id, text);
        await Until.TrueAsync(async () => (await here.EventsAsync(id)).OfType<DeliverySent>().Count() == 3, "all are sent");
        // A server that took a mail and answered too late is asked again with the same Message-ID.
        var taken = smtp.Taken.DistinctBy(m => m.MessageId).Select(m => m.TextBody!.Split('\n')[0].Trim()).ToList();
        Assert.Equal(["one", "two", "three"], taken);
        Assert.True((await here.EventsAsync(id)).OfType<DeliveryDeferred>().Count() >= 4);
        Assert.All(smtp.Taken, m => Assert.Equal("nur@cust.test", m.To.Mailboxes.Single().Address));
    }

    [Fact]
    public async Task LostAnswer_HasTheSameMessageId()
    {
        await using var smtp = SmtpDouble.Start();
        await using var here = await HostAsync(smtp);
        var id = await FileAsync(here);
        smtp.Faults.Enqueue("lost");
        await here.AgentWritesAsync(id, "one");
        await Until.TrueAsync(async () => (await here.EventsAsync(id)).Any(e => e is DeliverySent), "it is sent");
        Assert.Equal(2, smtp.Taken.Count);
        Assert.Single(smtp.Taken.Select(m => m.MessageId).Distinct());
        Assert.Single(smtp.Taken.Select(m => m.Date).Distinct());
    }

    [Theory]
    [InlineData("550", DeliveryProblem.AddressUnknown)]
    [InlineData("552", DeliveryProblem.TooLarge)]
    [InlineData("554", DeliveryProblem.Refused)]
    public async Task Refusal_IsFinal_AndSaysWhy(string code, DeliveryProblem problem)
    {
        await using var smtp = SmtpDouble.Start();
        await using var here = await HostAsync(smtp);
        var id = await FileAsync(here);
        smtp.Faults.Enqueue(code);
        await here.AgentWritesAsync(id, "one");
        await Until.TrueAsync(async () => (await here.EventsAsync(id)).Any(e => e is DeliveryFailed), "it fails");
        Assert.Equal(problem, (await here.EventsAsync(id)).OfType<DeliveryFailed>().Single().Problem);
        // An address that does not exist is not tried again with the next message; else the next one goes.
        await here.AgentWritesAsync(id, "two");
        await Until.TrueAsync(async () => (await here.EventsAsync(id)).Count(e => e is DeliveryFailed or DeliverySent) == 2, "the next one is decided");
        Assert.Equal(problem == DeliveryProblem.AddressUnknown ? 0 : 1, smtp.Taken.Count);
    }

    [Fact]
    public async Task AutomaticMails_ToOneAddress_AreBounded()
    {
        await using var smtp = SmtpDouble.Start();
        await using var here = await HostAsync(
            smtp, "--Grid:Channels:Mail:demo:desk:Assistant", "Answers", "--Grid:Channels:MailRules:AutomaticPerDayPerAddress", "2");
        for (var i = 0; i < 4; i++) await FileAsync(here, id: $"m{i}");
        await Until.TrueAsync(async () =>
        {
            var failed = 0;
            foreach (var id in await here.ConversationsAsync())
                failed += (await here.EventsAsync(id)).Count(e => e is DeliveryFailed { Problem: DeliveryProblem.TooMany });
            return failed >= 2;
        }, "the rest is not sent");
        await Until.TrueAsync(() => smtp.Taken.Count >= 2, "the others are on their way");
        Assert.Equal(2, smtp.Taken.Count);
    }

    [Fact]
    public async Task Erasure_RemovesTheAddress_AndWhatWaits()
    {
        await using var smtp = SmtpDouble.Start();
        await using var here = await HostAsync(smtp);
        var id = await FileAsync(here);
        for (var i = 0; i < 100; i++) smtp.Faults.Enqueue("451");
        await here.AgentWritesAsync(id, "a secret of nur");
        await Until.TrueAsync(() => smtp.Tries > 0, "it is tried");
        var view = await here.Grid.Conversation(new("demo", id)).ViewAsync(Caller.System);
        await here.SendAsync(HttpMethod.Delete, $"/api/v1/customers/{view!.CustomerId}", token: here.StaffToken("omar", CallerRole.Admin));
        await Until.TrueAsync(async () => (await here.EventsAsync(id)).Any(e => e is Erased), "it is erased");
        smtp.Faults.Clear();
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System);
        Assert.Empty(smtp.Taken);
        Assert.All((await here.EventsAsync(id)).OfType<MessagePosted>(), m => Assert.Null(m.Text));
        Assert.DoesNotContain("nur@cust.test", here.Log);
    }

    [Fact]
    public async Task Code_GoesByMail()
    {
        await using var smtp = SmtpDouble.Start();
        await using var here = await HostAsync(smtp);
        var codes = here.Service<ConversationGrid.Assistant.Tasks.ICodeSender>();
        Assert.True(codes.Serves("demo"));
        Assert.False(codes.Serves("other"));
        await codes.SendAsync("demo", "nur@cust.test", "12345678", "ms");
        Assert.Contains("12345678", smtp.Taken.Single().TextBody);
        Assert.Equal("Kod anda", smtp.Taken.Single().Subject);
        smtp.Faults.Enqueue("451");
        await Assert.ThrowsAsync<RefusedException>(() => codes.SendAsync("demo", "nur@cust.test", "12345678", "en"));
        Assert.DoesNotContain("12345678", here.Log);
    }
}
