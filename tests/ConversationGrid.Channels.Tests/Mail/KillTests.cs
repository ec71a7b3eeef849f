using System.Diagnostics;
using ConversationGrid.Channels.Mail;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Silo;

namespace ConversationGrid.Channels.Tests.Mail;

/// <summary>A host that is killed while mails come and go loses none and files none twice; a mailbox has one reader.</summary>
public class KillTests
{
    [MailFact]
    public async Task Host_KilledBetweenSteps_LosesNothing_AndDoublesNothing()
    {
        const int mails = 24;
        var servers = await MailServers.HereAsync();
        var (settings, shop, nur) = servers.NewMailbox(more: ["--Grid:Channels:Mail:demo:desk:Assistant", "Answers",
            "--Grid:Channels:MailRules:AutomaticPerDayPerAddress", "1000", "--Grid:Channels:MailRules:MailsPerHourPerAddress", "1000"]);
        var folder = Directory.CreateTempSubdirectory("grid-mailkill-").FullName;
        var sending = SendAsync();
        for (var kills = 0; kills < 4; kills++)
        {
            using var host = Start(folder, settings);
            // Ready, and then somewhere in the middle of it.
            await Until.TrueAsync(() => host.StandardOutput.ReadLine() is not { } line || line.Contains("Reads the mailbox"), "it reads");
            await Task.Delay(TimeSpan.FromMilliseconds(150 + 450 * kills), TimeProvider.System);
            host.Kill();
            await host.WaitForExitAsync();
        }
        await sending;
        await using (var here = await GridHere.StartAsync(folder, settings))
        {
            await Until.TrueAsync(async () => (await here.ConversationsAsync()).Count >= mails, "all are filed", seconds: 90);
            var said = new List<MessagePosted>();
            var answers = 0;
            foreach (var id in await here.ConversationsAsync())
            {
                await Until.TrueAsync(async () => await IsAnsweredAsync(here, id), "all are answered", seconds: 90);
                said.AddRange((await here.EventsAsync(id)).OfType<MessagePosted>().Where(m => m.ByKind == ActorKind.Customer));
                answers += (await here.EventsAsync(id)).Count(e => e is DeliveryQueued);
            }
            Assert.Equal(Enumerable.Range(0, mails).Select(i => $"What are your opening hours? {i}").Order(StringComparer.Ordinal),
                said.Select(m => m.Text).Order(StringComparer.Ordinal));
            await Until.TrueAsync(async () => (await servers.ReadAsync(nur)).DistinctBy(m => m.MessageId).Count() >= answers, "all answers arrive");
            // Killed between the sending and the note of it, the same mail goes again, and is known by its Message-ID.
            var arrived = await servers.ReadAsync(nur);
            Assert.Equal(answers, arrived.DistinctBy(m => m.MessageId).Count());
            Assert.True(arrived.Count <= answers + 4 * 8, $"{arrived.Count} mails for {answers} answers.");
        }
        Directory.Delete(folder, recursive: true);

        async Task SendAsync()
        {
            for (var i = 0; i < mails; i++)
            {
                await servers.SendAsync(MailboxTests.Mail(nur, shop, $"Hours {i}", $"What are your opening hours? {i}"));
                await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);
            }
        }
    }

    [Fact]
    public async Task Mailbox_HasOneReader_AndOneThatWasPaused_WritesNothing()
    {
        await using var here = await GridHere.StartAsync();
        var store = here.Service<IAccessStore>();
        var time = here.Service<TimeProvider>();
        var mailbox = new Mailbox("demo", "desk", new MailboxOptions { Address = "desk@shop.test" });
        var (first, second) = (new MailboxLease(store, mailbox, "a", TimeSpan.FromSeconds(1), time),
            new MailboxLease(store, mailbox, "b", TimeSpan.FromSeconds(1), time));
        Assert.True(await first.HoldAsync(default));
        Assert.False(await second.HoldAsync(default));
        Assert.Null(first.ReadTo(7));
        Assert.True(await first.WriteAsync(7, 12, default));
        Assert.True(await first.HoldAsync(default));
        // The first one is paused; its lease ends, and the second one takes over where it was.
        await Until.TrueAsync(() => second.HoldAsync(default), "the lease ends");
        Assert.Equal(12u, second.ReadTo(7));
        Assert.Null(second.ReadTo(8));
        Assert.False(await first.WriteAsync(7, 5, default));
        Assert.False(await first.HoldAsync(default));
        Assert.True(await second.WriteAsync(7, 13, default));
        await second.ReleaseAsync(default);
        Assert.True(await first.HoldAsync(default));
        Assert.Equal(13u, first.ReadTo(7));
    }

    private static async Task<bool> IsAnsweredAsync(GridHere here, string id)
    {
        var events = await here.EventsAsync(id);
        var queued = events.Count(e => e is DeliveryQueued);
        return queued > 0 && queued == events.Count(e => e is DeliverySent);
    }

    private static Process Start(string folder, string[] settings)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var argument in (string[])[typeof(GridHost).Assembly.Location, "--urls", $"http://127.0.0.1:{MailServers.FreePort()}",
            "--Grid:Demo:Enabled", "true", "--Grid:Data:Path", Path.Combine(folder, "data"), "--Grid:Conversations:Delivery:RetryAfter",
            "00:00:00.3", .. settings])
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
