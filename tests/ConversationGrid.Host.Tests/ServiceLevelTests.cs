using System.Globalization;
using System.Text.Json;

namespace ConversationGrid.Host.Tests;

/// <summary>Service levels, rules and the working day against the real host: set over REST, live at once, told to those concerned.</summary>
public class ServiceLevelTests
{
    [Theory, Stores]
    public async Task WarningAndBreach_ComeAtTheirSecond_AcrossABreakAndAHoliday(StoreKind store)
    {
        await using var host = await SharedHost.WorkspaceAsync(store);
        await using var omar = await Person.StaffAsync(host, "omar", "supervisor");
        await using var customer = await Person.CustomerAsync(host, "Nur");
        // The day is split around now: open for some seconds, a break of four seconds, open again; tomorrow is a holiday.
        var now = TimeProvider.System.GetUtcNow();
        if (now.TimeOfDay > new TimeSpan(23, 59, 30)) await Task.Delay(TimeSpan.FromSeconds(40), TimeProvider.System);
        now = TimeProvider.System.GetUtcNow();
        var pause = now.AddSeconds(6);
        var calendar = new
        {
            timeZone = "UTC",
            hours = new[] { new { day = "monday", from = "00:00", to = "00:01" } },
            holidays = new[] { new { date = Date(now.AddDays(1)), name = "A holiday" } },
            exceptions = new[]
            {
                new { date = Date(now), from = "00:00:00", to = Clock(pause) },
                new { date = Date(now), from = Clock(pause.AddSeconds(4)), to = "24:00:00" },
            },
        };
        Assert.Equal(200, await PutAsync(omar, "calendars/office", calendar));
        Assert.Equal(200, await PutAsync(omar, "policies/all", new
        {
            name = "All", calendar = "office", firstResponse = new { within = "00:00:08", warnBefore = "00:00:03" },
            onBreach = new object[] { new { @do = "setPriority", value = "3" }, new { @do = "addLabel", value = "late" } },
        }));

        var id = (await customer.CallAsync("Start", new { clientId = "k1", text = "hello there" })).Text("conversationId")!;
        await customer.CallAsync("RequestHuman", new { conversationId = id });
        // The supervisor follows nothing and is told all the same.
        var warning = await omar.PushAsync("alert", a => a.Text("kind") == "slaWarning" && a.Text("conversationId") == id);
        var breach = await omar.PushAsync("alert", a => a.Text("kind") == "slaBreach" && a.Text("conversationId") == id);
        Assert.NotEqual(warning.Number("seq"), breach.Number("seq"));
        var events = (await omar.CallAsync("Watch", new { conversationId = id, after = 0 })).GetProperty("events").EnumerateArray().ToList();
        events.MustBeUnbroken();
        var asked = At(events.Single(e => e.Text("type") == "handoffRequested"));
        var (warned, breached) = (events.Single(e => e.Text("type") == "slaWarned"), events.Single(e => e.Text("type") == "slaBreached"));
        // Eight seconds of working time with a break of four in between.
        var opens = Whole(pause).AddSeconds(4);
        var due = asked.AddSeconds(8) > Whole(pause) ? opens + (TimeSpan.FromSeconds(8) - (Whole(pause) - asked)) : asked.AddSeconds(8);
        Assert.Equal(due, breached.GetProperty("data").GetProperty("dueAt").GetDateTimeOffset(), TimeSpan.FromMilliseconds(2));
        Assert.InRange(At(breached) - due, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.InRange(At(warned) - asked, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10));
        Assert.Contains("late", events.Single(e => e.Text("type") == "labelled").ToString());
        Assert.DoesNotContain(await customer.ResumeAsync(id), e => e.Text("type")!.StartsWith("sla", StringComparison.Ordinal) || e.Text("type") is "labelled"
            or "alertRaised");
        // The board's figures are a projection of the journal, a moment behind it; pushed once a second.
        await omar.CallAsync("Board");
        await omar.PushAsync("board", b => b.GetProperty("sla").GetProperty("breached").GetInt32() == 1);
    }

    [Fact]
    public async Task TheWorkingDay_GoesByTheHubs_AndSettingsOutliveTheHost()
    {
        await using var host = await HostProcess.StartAsync(StoreKind.Sqlite);
        await using var siti = await Person.StaffAsync(host, "siti", "supervisor");
        var omar = await Person.StaffAsync(host, "omar", "supervisor");
        await using var aina = await Person.StaffAsync(host, "aina");
        await using var ben = await Person.StaffAsync(host, "ben");
        await using var customer = await Person.CustomerAsync(host, "Nur");
        Assert.Equal(403, await PutAsync(siti, "queues/sales", new { name = "Sales" }));
        Assert.Equal(400, await PutAsync(omar, "rules/r", new { name = "R", on = new[] { "never" }, then = new[] { new { @do = "resolve" } } }));
        Assert.Equal(200, await PutAsync(omar, "queues/sales", new { name = "Sales" }));
        Assert.Equal(200, await PutAsync(omar, "macros/bye", new
        {
            name = "Bye", texts = new[] { new { language = "en", text = "Bye {{customer}}." } }, actions = new[] { new { @do = "addLabel", value = "done" } },
        }));
        Assert.Equal(200, await PutAsync(omar, "staff/new", new { name = "New One", email = "new@demo.test", password = "long enough", role = "supervisor" }));
        Assert.Equal(400,
            await PutAsync(omar, "staff/odd", new Dictionary<string, string> { ["name"] = "Odd", ["email"] = "odd@demo.test", ["PasswordHash"] = "none" }));
        Assert.Equal(409, await PutAsync(omar, "staff/odd", new { name = "Odd", email = "NEW@demo.test", password = "long enough" }));
        Assert.DoesNotContain("passwordHash", (await siti.GetAsync("audit")).ToString(), StringComparison.OrdinalIgnoreCase);

        await aina.CallAsync("SetPresence", new { status = "online" });
        var id = (await customer.CallAsync("Start", new { clientId = "k1", text = "hello there" })).Text("conversationId")!;
        await customer.CallAsync("RequestHuman", new { conversationId = id });
        var offer = await aina.PushAsync("offer", o => o.Text("conversationId") == id);
        await aina.CallAsync("Accept", new { offerId = offer.Text("offerId") });
        await aina.CallAsync("Label", new { conversationId = id, add = new[] { "vip" } });
        await aina.CallAsync("SetFields", new { conversationId = id, fields = new Dictionary<string, string?> { ["order"] = "17" } });
        Assert.Contains("bye", (await aina.CallAsync("Macros", new { conversationId = id })).ToString());
        var ran = await aina.CallAsync("Macro", new { conversationId = id, macroId = "bye", clientId = "x1" });
        Assert.Equal(ran.ToString(), (await aina.CallAsync("Macro", new { conversationId = id, macroId = "bye", clientId = "x1" })).ToString());
        Assert.Single(await customer.ResumeAsync(id), e => e.GetProperty("data").Text("text") == "Bye Nur.");
        Assert.Equal("not_found", await aina.CodeAsync("Macro", new { conversationId = id, macroId = "nosuch", clientId = "x2" }));

        await siti.CallAsync("Whisper", new { conversationId = id, clientId = "w1", text = "be kind" });
        Assert.Equal("be kind", (await aina.PushAsync("whisper", w => w.Text("conversationId") == id)).Text("text"));
        Assert.Equal("forbidden", await siti.CodeAsync("Post", new { conversationId = id, clientId = "s1", text = "me too" }));
        await siti.CallAsync("Join", new { conversationId = id });
        await siti.CallAsync("Post", new { conversationId = id, clientId = "s1", text = "me too" });
        await siti.CallAsync("TakeOver", new { conversationId = id });
        Assert.Equal("forbidden", await aina.CodeAsync("Post", new { conversationId = id, clientId = "a9", text = "still mine?" }));
        Assert.Equal("conflict", await siti.CodeAsync("TakeOver", new { conversationId = id, agentId = "ben" }));
        await ben.CallAsync("SetPresence", new { status = "online" });
        await siti.CallAsync("TakeOver", new { conversationId = id, agentId = "ben" });
        await ben.PushAsync("inbox", c => c.Text("conversationId") == id);
        await ben.CallAsync("Snooze", new { conversationId = id, until = TimeProvider.System.GetUtcNow().AddSeconds(2) });
        // Back at its second, first to the one who had it.
        var back = await ben.PushAsync("offer", o => o.Text("conversationId") == id);
        Assert.NotNull(back.Text("offerId"));
        Assert.DoesNotContain("be kind", string.Concat(await customer.ResumeAsync(id)));

        await siti.CallAsync("Watch", new { conversationId = id, after = 0 });
        await omar.DisposeAsync();
        await host.KillAsync();
        await host.StartAgainAsync();
        await using var again = await Person.StaffAsync(host, "omar", "supervisor");
        Assert.Contains("sales", (await again.GetAsync("queues")).ToString());
        Assert.Equal("journal", (await again.GetAsync("macros/bye")).Text("source"));
        Assert.Equal("configuration", (await again.GetAsync("queues/general")).Text("source"));
        Assert.Equal(409, await DeleteAsync(again, "staff/omar"));
        Assert.Equal(204, await DeleteAsync(again, "queues/sales"));
        // The queue, the macro, the colleague, and that sessions with an older password than the colleague's end.
        Assert.Equal(["saved", "saved", "saved", "saved", "removed"],
            (await again.GetAsync("audit")).GetProperty("items").EnumerateArray().Select(e => e.Text("action")));
    }

    [Fact]
    public async Task Queue_OfTheConfiguration_OrWithCustomers_IsNotTakenAway()
    {
        await using var host = await SharedHost.WorkspaceAsync();
        await using var omar = await Person.StaffAsync(host, "omar", "supervisor");
        await using var aina = await Person.StaffAsync(host, "aina");
        await using var siti = await Person.StaffAsync(host, "siti");
        await using var customer = await Person.CustomerAsync(host);
        Assert.Equal(409, await DeleteAsync(omar, "queues/general"));
        Assert.Equal(404, await DeleteAsync(omar, "queues/nosuch"));
        Assert.Equal(200, await PutAsync(omar, "queues/general", new { name = "Everyone" }));
        Assert.Equal(204, await DeleteAsync(omar, "queues/general"));
        Assert.Equal("configuration", (await omar.GetAsync("queues/general")).Text("source"));

        Assert.Equal(200, await PutAsync(omar, "queues/sales", new { name = "Sales" }));
        var id = (await customer.CallAsync("Start", new { clientId = "k1", text = "hello there" })).Text("conversationId")!;
        await customer.CallAsync("RequestHuman", new { conversationId = id });
        await siti.CallAsync("Transfer", new { conversationId = id, queue = "sales", note = "" });
        for (var i = 0; i < 200 && await DeleteAsync(omar, "queues/sales") != 409; i++)
        {
            Assert.Equal(200, await PutAsync(omar, "queues/sales", new { name = $"Sales {i}" }));
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
        Assert.Equal(409, await DeleteAsync(omar, "queues/sales"));
        // The configured queue still offers, after all that.
        await siti.CallAsync("Transfer", new { conversationId = id, queue = "general", note = "" });
        await aina.CallAsync("SetPresence", new { status = "online" });
        await aina.PushAsync("offer", o => o.Text("conversationId") == id && o.Text("queue") == "general");
    }

    [Fact]
    public async Task MergeBlockAndSpam_DoWhatTheySay()
    {
        await using var host = await SharedHost.WorkspaceAsync();
        await using var siti = await Person.StaffAsync(host, "siti");
        await using var customer = await Person.CustomerAsync(host, "Nur");
        await using var other = await Person.CustomerAsync(host, "Other");
        var first = (await customer.CallAsync("Start", new { clientId = "k1", text = "one" })).Text("conversationId")!;
        var second = (await customer.CallAsync("Start", new { clientId = "k2", text = "two" })).Text("conversationId")!;
        var foreign = (await other.CallAsync("Start", new { clientId = "k1", text = "three" })).Text("conversationId")!;
        await siti.CallAsync("Label", new { conversationId = first, add = new[] { "vip" } });
        Assert.Equal("conflict", await siti.CodeAsync("Merge", new { conversationId = first, into = foreign }));
        Assert.Equal("invalid", await siti.CodeAsync("Merge", new { conversationId = first, into = first }));
        await siti.CallAsync("Open", new { conversationId = second, after = 0 });
        await siti.CallAsync("Merge", new { conversationId = first, into = second });
        Assert.Contains("vip", (await siti.EventAsync(second, "absorbed")).ToString());
        Assert.Equal("conflict", await customer.CodeAsync("Post", new { conversationId = first, clientId = "m9", text = "hello?" }));

        await siti.CallAsync("Block", new { conversationId = foreign, blocked = true, reason = "insults" });
        for (var i = 0; i < 200 && await other.CodeAsync("Post", new { conversationId = foreign, clientId = $"m{i}", text = "hello?" }) != "forbidden"; i++)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        Assert.Equal("forbidden", await other.CodeAsync("Post", new { conversationId = foreign, clientId = "last", text = "hello?" }));
        await siti.CallAsync("Spam", new { conversationId = second });
        Assert.Equal("closed", (await siti.GetAsync($"conversations/{second}")).Text("state"));
    }

    private static string Date(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    private static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
    private static DateTimeOffset Whole(DateTimeOffset at) => new(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerSecond, TimeSpan.Zero);
    private static DateTimeOffset At(JsonElement e) => e.GetProperty("at").GetDateTimeOffset();

    private static async Task<int> PutAsync(Person by, string path, object body) => (await by.RestAsync(HttpMethod.Put, path, body)).Status;
    private static async Task<int> DeleteAsync(Person by, string path) => (await by.RestAsync(HttpMethod.Delete, path)).Status;
}
