using System.Text;
using ConversationGrid.Channels.Mail;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using MimeKit;

namespace ConversationGrid.Channels.Tests.Mail;

/// <summary>Files come in with mails and go out with them; what is not taken is named.</summary>
public class FilesTests
{
    private static readonly byte[] Picture = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, .. new byte[50_000]];

    private static Task<GridHere> HostAsync(SmtpDouble smtp, params string[] more) => GridHere.StartAsync(null,
    [
        "--Grid:Channels:Mail:demo:desk:Address", "desk@shop.test", "--Grid:Channels:Mail:demo:desk:Smtp:Host", "127.0.0.1",
        "--Grid:Channels:Mail:demo:desk:Smtp:Port", $"{smtp.Port}", "--Grid:Channels:Mail:demo:desk:Smtp:Security", "Plain",
        "--Grid:Channels:Mail:demo:desk:Assistant", "Silent", .. more,
    ]);

    [Fact]
    public async Task FilesOfAMail_AreKept_OnceHoweverOftenItComes_AndOthersAreNamed()
    {
        await using var smtp = SmtpDouble.Start();
        await using var here = await HostAsync(smtp);
        var builder = new BodyBuilder { TextBody = "My sofa came broken, see the photo." };
        builder.Attachments.Add("sofa.png", Picture);
        builder.Attachments.Add("page.html", Encoding.UTF8.GetBytes("<script>alert(1)</script>"));
        var mail = MailboxTests.Mail("nur@cust.test", "desk@shop.test", "Sofa", "", "m1@cust.test");
        mail.Body = builder.ToMessageBody();
        for (var i = 0; i < 2; i++)
            Assert.Equal(MailOutcome.Filed, await here.Service<MailIntake>().TakeAsync(here.Service<Mailboxes>().All.Single(), mail, default));

        var id = Assert.Single(await here.ConversationsAsync());
        var said = (await here.EventsAsync(id)).OfType<MessagePosted>().ToList();
        Assert.Equal(2, said.Count);
        Assert.Equal("My sofa came broken, see the photo.", said[0].Text);
        var file = Assert.Single(said[1].Attachments!);
        Assert.Equal(("sofa.png", "image/png", Picture.Length), (file.Name, file.Type, (int)file.Size));
        Assert.Contains("page.html", said[1].Text, StringComparison.Ordinal);
        Assert.Equal(["page.html"], said[1].Origin!.LeftOut);
        var kept = new MemoryStream();
        Assert.True(await here.Service<IAttachments>().WriteToAsync(new("demo", id), file.AttachmentId, kept));
        Assert.Equal(Picture, kept.ToArray());
    }

    [Fact]
    public async Task FilesOfAReply_GoOutWithIt_AndWhatHasNoRoomIsNamed()
    {
        await using var smtp = SmtpDouble.Start();
        await using var here = await HostAsync(smtp, "--Grid:Channels:MailRules:AttachmentBytesMax", "60000");
        var id = (await here.SendAsync(HttpMethod.Post, "/api/v1/conversations",
            new { channel = "email", clientId = "m1", subject = "My sofa", text = "It is broken.", customer = new { email = "nur@cust.test" } }))
            .GetProperty("conversationId").GetString()!;
        await here.AgentWritesAsync(id, "One moment.");
        var (entity, attachments) = (new EntityId("demo", id), here.Service<IAttachments>());
        var files = new List<string>();
        foreach (var name in (string[])["label.png", "second.png"])
            files.Add((await attachments.KeepAsync(entity, "ben", name, new MemoryStream(Picture))).AttachmentId);
        var caller = new Caller(CallerRole.Agent, new(ActorKind.Agent, "ben", "Ben"), ["general"]);
        await GridHere.MustAsync(attachments.PostAsync(entity, "ben", files, taken => here.Grid.Conversation(entity).ExecuteAsync(
            new PostMessage(caller, "with files", "Your label.", Attachments: taken))));
        await Until.TrueAsync(() => smtp.Taken.Count == 2, "both are sent");
        var mail = smtp.Taken.Last();
        var sent = Assert.IsType<MimePart>(Assert.Single(mail.Attachments));
        var content = new MemoryStream();
        await sent.Content!.DecodeToAsync(content);
        Assert.Equal(("label.png", "image/png"), (sent.FileName, sent.ContentType.MimeType));
        Assert.Equal(Picture, content.ToArray());
        Assert.Contains("second.png", mail.TextBody, StringComparison.Ordinal);
    }
}
