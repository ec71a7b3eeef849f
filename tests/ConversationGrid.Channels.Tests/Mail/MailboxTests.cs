using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using MimeKit;

namespace ConversationGrid.Channels.Tests.Mail;

/// <summary>A mailbox from a mail that comes to the reply that goes, with Dovecot and OpenSMTPD.</summary>
public class MailboxTests
{
    internal static MimeMessage Mail(string from, string to, string? subject, string text, string? id = null)
    {
        var mail = new MimeMessage { Subject = subject ?? "", Body = new TextPart("plain") { Text = text } };
        mail.From.Add(new MailboxAddress("Nur Aisyah", from));
        mail.To.Add(MailboxAddress.Parse(to));
        if (id is not null) mail.MessageId = id;
        return mail;
    }

    internal static MimeMessage Answer(MimeMessage to, string from, string text)
    {
        var mail = Mail(from, to.ReplyTo.Mailboxes.First().Address, to.Subject, text);
        mail.InReplyTo = to.MessageId;
        foreach (var reference in to.References) mail.References.Add(reference);
        mail.References.Add(to.MessageId!);
        return mail;
    }

    private static async Task<string> OnlyAsync(GridHere here)
    {
        await Until.TrueAsync(async () => (await here.ConversationsAsync()).Count > 0, "the mail is filed");
        return Assert.Single(await here.ConversationsAsync());
    }

    private static async Task<IReadOnlyList<MessagePosted>> SaidAsync(GridHere here, string id) => [.. (await here.EventsAsync(id)).OfType<MessagePosted>()];

    [MailFact]
    public async Task Mail_IsAnsweredByAnAgent_AndTheAnswerToThat_ComesToTheSameConversation()
    {
        var servers = await MailServers.HereAsync();
        var (settings, shop, nur) = servers.NewMailbox(more: ["--Grid:Channels:Mail:demo:desk:Assistant", "Silent", "--Grid:Channels:Mail:demo:desk:Queue",
            "billing"]);
        await using var here = await GridHere.StartAsync(null, settings);
        var first = Mail(nur, shop, "Invoice 17", "Where is my invoice?\n\nSent from my iPhone");
        await servers.SendAsync(first);
        var id = await OnlyAsync(here);
        var started = (ConversationStarted)(await here.EventsAsync(id))[0];
        Assert.Equal(("email", "Invoice 17", "billing"), (started.Channel, started.Topic, started.EntryQueue));
        Assert.Equal("Where is my invoice?", (await SaidAsync(here, id))[0].Text);
        Assert.Equal("billing", (await here.EventsAsync(id)).OfType<HandoffRequested>().Single().Queue);

        await here.AgentWritesAsync(id, "It is **attached** to your order: https://shop.test/17.");
        await Until.TrueAsync(async () => (await servers.ReadAsync(nur)).Count == 1, "the reply arrives");
        var reply = (await servers.ReadAsync(nur))[0];
        Assert.Equal("Re: Invoice 17", reply.Subject);
        Assert.Equal(first.MessageId, reply.InReplyTo);
        Assert.Contains(first.MessageId, reply.References);
        Assert.Equal(("Ben (Arvik Shop)", shop), (reply.From.Mailboxes.First().Name, reply.From.Mailboxes.First().Address));
        Assert.StartsWith($"{shop.Split('@')[0]}+{id}.", reply.ReplyTo.Mailboxes.First().Address);
        Assert.Contains("It is attached to your order: https://shop.test/17.", reply.TextBody);
        Assert.Contains("<a href=\"https://shop.test/17\">", reply.HtmlBody);
        Assert.EndsWith("-- \nArvik Sdn Bhd", reply.TextBody!.ReplaceLineEndings("\n").TrimEnd());
        Assert.False(reply.Headers.Contains(HeaderId.AutoSubmitted));
        Assert.DoesNotContain("AI", reply.TextBody);

        await servers.SendAsync(Answer(reply, nur, $"Thank you!\n\nOn Tuesday, Ben wrote:\n> It is attached"));
        await Until.TrueAsync(async () => (await SaidAsync(here, id)).Count == 3, "the answer is filed");
        var answer = (await SaidAsync(here, id))[2];
        Assert.Equal("Thank you!", answer.Text);
        Assert.Contains("> It is attached", answer.Origin!.Whole);
        Assert.Single(await here.ConversationsAsync());
        await Until.TrueAsync(async () => (await here.EventsAsync(id)).Any(e => e is DeliverySent), "it is known as sent");
        Assert.DoesNotContain("invoice", here.Log);
        Assert.DoesNotContain(nur, here.Log);
    }

    [MailFact]
    public async Task Assistant_Answers_SaysThatItIsAnAi_AndIsKnownAsAutomatic()
    {
        var servers = await MailServers.HereAsync();
        var (settings, shop, nur) = servers.NewMailbox(more: ["--Grid:Channels:Mail:demo:desk:Assistant", "Answers",
            "--Grid:Channels:Mail:demo:desk:Language", "ms"]);
        await using var here = await GridHere.StartAsync(null, settings);
        await servers.SendAsync(Mail(nur, shop, "Waktu", "Bila kedai dibuka? Apakah waktu operasi anda?"));
        await Until.TrueAsync(async () => (await servers.ReadAsync(nur)).Count == 1, "the assistant answers");
        var reply = (await servers.ReadAsync(nur))[0];
        Assert.Equal("auto-replied", reply.Headers[HeaderId.AutoSubmitted]);
        Assert.Contains("pembantu AI", reply.TextBody);
        Assert.Contains("pembantu AI", reply.HtmlBody);
        Assert.Equal("Arvik Shop", reply.From.Mailboxes.First().Name);
    }

    [MailFact]
    public async Task Assistant_Drafts_ANoteForTheHumanWhoAnswers()
    {
        var servers = await MailServers.HereAsync();
        var (settings, shop, nur) = servers.NewMailbox();
        await using var here = await GridHere.StartAsync(null, settings);
        await servers.SendAsync(Mail(nur, shop, "Hours", "What are your opening hours?"));
        var id = await OnlyAsync(here);
        await Until.TrueAsync(async () => (await here.EventsAsync(id)).Any(e => e is HandoffRequested), "a human is asked for");
        Assert.Contains(await here.EventsAsync(id), e => e is NotePosted { ByKind: ActorKind.Bot, Text.Length: > 10 });
        Assert.DoesNotContain(await here.EventsAsync(id), e => e is MessagePosted { ByKind: ActorKind.Bot } or DeliveryQueued);
        Assert.Empty(await servers.ReadAsync(nur));
    }

    [MailFact]
    public async Task Thread_IsKnown_ByReferences_BySubject_AndAcrossMailboxes()
    {
        var servers = await MailServers.HereAsync();
        var (settings, shop, nur) = servers.NewMailbox();
        var (other, billing, _) = servers.NewMailbox("billing");
        await using var here = await GridHere.StartAsync(null, [.. settings, .. other]);
        var first = Mail(nur, shop, "My sofa", "It is broken.");
        await servers.SendAsync(first);
        var id = await OnlyAsync(here);
        // A second mail before anybody answered, which refers to the first; one with another subject and no mark but the reference; one by subject alone.
        var second = Mail(nur, shop, "Re: My sofa", "The left leg.");
        second.InReplyTo = first.MessageId;
        await servers.SendAsync(second);
        await Until.TrueAsync(async () => (await SaidAsync(here, id)).Count(m => m.ByKind == ActorKind.Customer) == 2, "the second one is filed");
        var third = Mail(nur, shop, "More", "And the right one.");
        third.References.Add(second.MessageId!);
        await servers.SendAsync(third);
        await servers.SendAsync(Mail(nur, shop, "RE: AW: my  sofa", "Hello?"));
        // The same mail in both mailboxes, and once more.
        var both = Mail(nur, shop, "Re: My sofa", "To both of you.");
        both.To.Add(MailboxAddress.Parse(billing));
        await servers.SendAsync(both);
        await servers.SendAsync(both);
        await Until.TrueAsync(async () => (await SaidAsync(here, id)).Count(m => m.ByKind == ActorKind.Customer) >= 5, "all are filed");
        // A stranger with the same subject, and one who forges a reply address, begin their own.
        await servers.SendAsync(Mail("eve@cust.test", shop, "My sofa", "I am a stranger."));
        await servers.SendAsync(Mail("mallory@cust.test", $"{shop.Split('@')[0]}+{id}.aaaaaaaaaaaaaaaa@shop.test", "Hm", "Let me in."));
        await Until.TrueAsync(async () => (await here.ConversationsAsync()).Count == 3, "both strangers are filed");
        // Servers do not keep the order of mails.
        Assert.Equal(["And the right one.", "Hello?", "It is broken.", "The left leg.", "To both of you."],
            (await SaidAsync(here, id)).Where(m => m.ByKind == ActorKind.Customer).Select(m => m.Text).Order(StringComparer.Ordinal));
    }

    [MailFact]
    public async Task OutOfOffice_MailingLists_AndOurOwnMails_AreAnsweredByNobody()
    {
        var servers = await MailServers.HereAsync();
        var (settings, shop, nur) = servers.NewMailbox(more: ["--Grid:Channels:Mail:demo:desk:Assistant", "Answers"]);
        await using var here = await GridHere.StartAsync(null, settings);
        var away = Mail(nur, shop, "Automatic reply: hello", "I am out of the office. What are your opening hours?");
        away.Headers.Add(HeaderId.AutoSubmitted, "auto-replied");
        await servers.SendAsync(away);
        var list = Mail("list@cust.test", shop, "Weekly news", "What are your opening hours?");
        list.Headers.Add("List-Id", "<news.cust.test>");
        await servers.SendAsync(list);
        await servers.SendAsync(Mail(shop, shop, "To myself", "What are your opening hours?"));
        await servers.SendAsync(Mail("someone@cust.test", shop, "No return path", "What are your opening hours?"), envelopeFrom: "");
        await servers.SendAsync(Mail("ali@cust.test", shop, "A real one", "What are your opening hours?"));
        await Until.TrueAsync(async () => (await here.ConversationsAsync()).Count == 4, "they are filed");
        var real = 0;
        foreach (var id in await here.ConversationsAsync())
        {
            var events = await here.EventsAsync(id);
            if (events.OfType<MessagePosted>().First().Automatic == true)
            {
                Assert.Contains(events, e => e is Closed { Disposition: ClosedReasons.Automatic });
                Assert.DoesNotContain(events, e => e is MessagePosted { ByKind: not ActorKind.Customer });
            }
            else real++;
        }
        Assert.Equal(1, real);
        await Until.TrueAsync(() => here.Log.Contains("Ignored"), "our own mail is ignored");
    }

    [MailFact]
    public async Task AnswerOfAMachine_ToOurMail_IsFiled_ButReopensAndAnswersNothing()
    {
        var servers = await MailServers.HereAsync();
        var (settings, shop, nur) = servers.NewMailbox(more: ["--Grid:Channels:Mail:demo:desk:Assistant", "Silent"]);
        await using var here = await GridHere.StartAsync(null, settings);
        await servers.SendAsync(Mail(nur, shop, "Hello", "Is anybody there?"));
        var id = await OnlyAsync(here);
        await here.AgentWritesAsync(id, "Yes.");
        await here.SendAsync(HttpMethod.Get, $"/api/v1/conversations/{id}");
        var ben = new Caller(CallerRole.Agent, new(ActorKind.Agent, "ben", "Ben"), ["general"]);
        await GridHere.MustAsync(here.Grid.Conversation(new("demo", id)).ExecuteAsync(new ResolveConversation(ben, null)));
        await Until.TrueAsync(async () => (await servers.ReadAsync(nur)).Count == 1, "the reply arrives");
        var away = Answer((await servers.ReadAsync(nur))[0], nur, "I am on holiday until Monday.");
        away.Headers.Add(HeaderId.AutoSubmitted, "auto-replied");
        await servers.SendAsync(away);
        await Until.TrueAsync(async () => (await SaidAsync(here, id)).Count == 3, "it is filed");
        Assert.Equal(ConversationStatus.Resolved, (await here.Grid.Conversation(new("demo", id)).ViewAsync(Caller.System))!.State);
        Assert.Single(await here.ConversationsAsync());
    }

    [MailFact]
    public async Task UnknownAddress_IsRefusedAtOnce_AndALateOne_ByAReport()
    {
        var servers = await MailServers.HereAsync();
        var (settings, shop, _) = servers.NewMailbox(more: ["--Grid:Channels:Mail:demo:desk:Assistant", "Silent"]);
        await using var here = await GridHere.StartAsync(null, settings);
        await servers.SendAsync(Mail("nosuch@cust.test", shop, "One", "Answer me."));
        await servers.SendAsync(Mail("late@cust.test", shop, "Two", "Answer me."));
        await Until.TrueAsync(async () => (await here.ConversationsAsync()).Count == 2, "both are filed");
        var problems = new List<DeliveryProblem>();
        foreach (var id in await here.ConversationsAsync()) await here.AgentWritesAsync(id, "Hello.");
        foreach (var id in await here.ConversationsAsync())
        {
            await Until.TrueAsync(async () => (await here.EventsAsync(id)).Any(e => e is DeliveryFailed), "it comes back", seconds: 90);
            problems.Add((await here.EventsAsync(id)).OfType<DeliveryFailed>().Single().Problem);
            Assert.Contains(await here.EventsAsync(id), e => e is AlertRaised { Kind: "deliveryFailed" });
        }
        // OpenSMTPD refuses an unknown receiver with 524, which means something else elsewhere.
        Assert.All(problems, p => Assert.Equal(DeliveryProblem.Refused, p));
        // Nothing of the reports was filed as a mail.
        Assert.Equal(2, (await here.ConversationsAsync()).Count);
    }

    [MailFact]
    public async Task NoAddress_IsInvalid_AndTheNextMailIsTaken()
    {
        var servers = await MailServers.HereAsync();
        var (settings, shop, nur) = servers.NewMailbox();
        await using var here = await GridHere.StartAsync(null, settings);
        await servers.AppendAsync(shop, "Subject: no from\r\nMessage-ID: <x1@cust.test>\r\n\r\nhello\r\n"u8.ToArray());
        await servers.AppendAsync(shop, "From: nobody in particular\r\nSubject: no address\r\n\r\nhello\r\n"u8.ToArray());
        await servers.AppendAsync(shop, "From: <>\r\nSubject: empty\r\n\r\nhello\r\n"u8.ToArray());
        await servers.SendAsync(Mail(nur, shop, "Real", "hello"));
        await OnlyAsync(here);
        Assert.Equal(3, here.Log.Split("Invalid").Length - 1);
    }
}
