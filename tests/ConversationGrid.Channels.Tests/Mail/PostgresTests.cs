using ConversationGrid.Contracts;
using ConversationGrid.LocalPostgres;

namespace ConversationGrid.Channels.Tests.Mail;

/// <summary>The same on PostgreSQL: a mail goes out, and is tried again.</summary>
public class PostgresTests
{
    [PostgresFact]
    public async Task Mail_GoesOut_OnPostgres()
    {
        var folder = Directory.CreateTempSubdirectory("grid-channels-pg-").FullName;
        await using (var server = await PrivatePostgres.StartAsync(Path.Combine(folder, "postgres"), TimeProvider.System))
        {
            await using var smtp = SmtpDouble.Start();
            await using var here = await GridHere.StartAsync(null,
            [
                "--Grid:Postgres:ConnectionString", await server.CreateDatabaseAsync("grid"),
                "--Grid:Channels:Mail:demo:desk:Address", "desk@shop.test", "--Grid:Channels:Mail:demo:desk:Smtp:Host", "127.0.0.1",
                "--Grid:Channels:Mail:demo:desk:Smtp:Port", $"{smtp.Port}", "--Grid:Channels:Mail:demo:desk:Smtp:Security", "Plain",
                "--Grid:Channels:Mail:demo:desk:Assistant", "Answers",
            ]);
            smtp.Faults.Enqueue("451");
            var id = (await here.SendAsync(HttpMethod.Post, "/api/v1/conversations", new
            {
                channel = "email", clientId = "m1", text = "What are your opening hours?", customer = new { email = "nur@cust.test" },
            })).GetProperty("conversationId").GetString()!;
            await Until.TrueAsync(async () => (await here.EventsAsync(id)).Any(e => e is DeliverySent), "the answer is sent");
            Assert.Contains(await here.EventsAsync(id), e => e is DeliveryDeferred);
            Assert.Equal("auto-replied", smtp.Taken.Single().Headers[MimeKit.HeaderId.AutoSubmitted]);
            var (mailbox, store) = (new Channels.Mail.Mailbox("demo", "x", new()), here.Service<Engine.Ports.IAccessStore>());
            var lease = new Channels.Mail.MailboxLease(store, mailbox, "a", TimeSpan.FromSeconds(5), here.Service<TimeProvider>());
            Assert.True(await lease.HoldAsync(default));
            Assert.True(await lease.WriteAsync(7, 12, default));
            Assert.True(await lease.HoldAsync(default));
            Assert.Equal(12u, lease.ReadTo(7));
        }
        Directory.Delete(folder, recursive: true);
    }

    private sealed class PostgresFactAttribute : FactAttribute
    {
        public PostgresFactAttribute()
        {
            if (PrivatePostgres.FindBinaries() is null) Skip = PrivatePostgres.InstallHint;
        }
    }
}
