using System.Globalization;
using System.Net.Http.Headers;

namespace ConversationGrid.Host.Tests.ReadModels;

/// <summary>Reports and lists over REST, as clients ask for them.</summary>
public class ReportTests
{
    [Fact]
    public async Task Report_CountsTheWorkspacesOwnDay_AndSaysWhatIsWrong()
    {
        // Kiritimati is 14 hours ahead of UTC: for most of a day its date is another one.
        await using var host = await HostProcess.StartAsync(StoreKind.Sqlite,
            "--Grid:Workspaces:far:TimeZone", "Pacific/Kiritimati", "--Grid:Workspaces:far:Queues:0", "general",
            "--Grid:Workspaces:far:Staff:0:Id", "siti", "--Grid:Workspaces:far:Staff:0:Name", "Siti", "--Grid:Workspaces:far:Staff:0:Email", "siti@far.test",
            "--Grid:Workspaces:far:Staff:0:Role", "Supervisor");
        await using var siti = await Person.StaffAsync(host, "siti", "supervisor");
        await using var aina = await Person.StaffAsync(host, "aina");
        await aina.CallAsync("SetPresence", new { status = "online" });
        await using var customer = await Person.CustomerAsync(host, "Nur");
        for (var i = 0; i < 3; i++)
        {
            var id = (await customer.CallAsync("Start", new { clientId = $"k{i}", text = "hello there" })).Text("conversationId")!;
            if (i == 2) continue;
            await customer.CallAsync("RequestHuman", new { conversationId = id });
            var offer = await aina.PushAsync("offer", o => o.Text("conversationId") == id);
            await aina.CallAsync("Accept", new { offerId = offer.Text("offerId") });
            await aina.CallAsync("Post", new { conversationId = id, clientId = "a", text = "good day" });
            await aina.CallAsync("Resolve", new { conversationId = id });
            await customer.CallAsync("Rate", new { conversationId = id, score = i == 0 ? 5 : 2 });
        }
        System.Text.Json.JsonElement row = default;
        await Wait.UntilAsync(async () => (row = await RowAsync(siti, "by=queue", "general")) is { ValueKind: not System.Text.Json.JsonValueKind.Undefined } r
            && r.Number("rated") == 2, () => $"two rated episodes are in {row}");
        Assert.Equal(2, row.Number("volume"));
        Assert.Equal(2, row.Number("handedOver"));
        Assert.Equal(0, row.Number("abandoned"));
        Assert.Equal(1, row.GetProperty("serviceLevel").GetDouble());
        Assert.Equal(0.5, row.GetProperty("satisfaction").GetDouble());
        Assert.InRange(row.GetProperty("firstResponseSeconds").GetProperty("p90").GetDouble(), 0, 60);
        Assert.Equal(2, (await RowAsync(siti, "by=agent", "aina")).Number("volume"));
        Assert.Equal("UTC", (await siti.GetAsync("reports/episodes")).Text("timeZone"));
        var today = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Assert.Equal(3, (await RowAsync(siti, $"by=day&from={today}&to={today}", today)).Number("volume"));

        foreach (var (wrong, says) in new[]
        {
            ("by=month", "by is one of"), ("from=yesterday", "A time is a date"), ("from=2026-11-30&to=2026-11-01", "before to"),
                ("from=1990-01-01&to=2026-01-01", "days at the most"),
            ("by=hour&from=2026-01-01&to=2026-06-01", "days at the most"), ("format=xml", "json or csv"), ("from=0001-01-01", "is before"),
        })
        {
            var answer = await siti.RestAsync(HttpMethod.Get, $"reports/episodes?{wrong}");
            Assert.Equal((400, "invalid"), (answer.Status, answer.Code));
            Assert.Contains(says, answer.Body.Text("detail"));
        }
        Assert.Equal(403, (await aina.RestAsync(HttpMethod.Get, "reports/episodes")).Status);
    }

    [Fact]
    public async Task Report_AsCsv_RunsNoFormula()
    {
        await using var host = await SharedHost.WorkspaceAsync();
        await using var siti = await Person.StaffAsync(host, "siti", "supervisor");
        await using var customer = await Person.CustomerAsync(host, "Nur");
        var id = (await customer.CallAsync("Start", new { clientId = "k", text = "hello there" })).Text("conversationId")!;
        await using var agent = await Person.StaffAsync(host, "siti");
        await agent.CallAsync("Label", new { conversationId = id, add = new[] { "=1+1" } });
        var csv = "";
        await Wait.UntilAsync(async () => (csv = await TextAsync(host, siti, "reports/episodes?by=label&format=csv")).Contains("1+1"),
            () => $"the label is in '{csv}'");
        var lines = csv.Split("\r\n");
        Assert.StartsWith("key,volume,handedOver,abandoned,resolvedByAssistant,automatedResolutionRate", lines[0]);
        Assert.StartsWith("\"'=1+1\",1,0,", lines[1]);
        Assert.Equal(lines[0].Split(',').Length, lines[1].Split(',').Length);
    }

    [Fact]
    public async Task List_SortsPagesAndCounts_AndSaysWhatIsWrong()
    {
        await using var host = await SharedHost.WorkspaceAsync();
        await using var siti = await Person.StaffAsync(host, "siti", "supervisor");
        await using var customer = await Person.CustomerAsync(host, "Nur");
        var ids = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            ids.Add((await customer.CallAsync("Start", new { clientId = $"k{i}", text = $"hello number{i}" })).Text("conversationId")!);
            if (i < 4) await customer.CallAsync("RequestHuman", new { conversationId = ids[i] });
        }
        await Wait.UntilAsync(async () => (await siti.GetAsync("conversations?sort=waiting")).GetProperty("items").GetArrayLength() == 4
            && (await siti.GetAsync("conversations")).Number("total") == 7, "all seven are listed");
        Assert.Equal(ids[..4], await AllAsync("sort=waiting&limit=3"));
        Assert.Equal(Enumerable.Reverse(ids), await AllAsync("limit=2"));
        Assert.Equal([ids[6], ids[5], ids[4]], await AllAsync("state=bot&limit=2"));
        // Words of an open conversation are searched a few seconds later.
        await Wait.UntilAsync(async () => await AllAsync("q=number5") is [var found] && found == ids[5], "the search finds the word");
        Assert.Empty(await AllAsync("sort=due"));
        var first = await siti.GetAsync("conversations?limit=2");
        foreach (var wrong in (string[])["state=7", "state=gone", "sort=oldest", "cursor=%00", "cursor=abc", $"sort=waiting&cursor={first.Text("next")}",
            "limit=0", "limit=101", "rating=6", "from=now", "from=2026-02-01&to=2026-01-01"])
        {
            var answer = await siti.RestAsync(HttpMethod.Get, $"conversations?{wrong}");
            Assert.True((answer.Status, answer.Code) == (400, "invalid"), $"{wrong} gives {answer.Status} {answer.Code}");
        }

        async Task<List<string>> AllAsync(string query)
        {
            var found = new List<string>();
            for (var cursor = ""; cursor is not null;)
            {
                var page = await siti.GetAsync($"conversations?{query}&cursor={cursor}");
                found.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.Text("conversationId")!));
                cursor = page.Text("next");
            }
            return found;
        }
    }

    private static async Task<System.Text.Json.JsonElement> RowAsync(Person who, string query, string key) =>
        (await who.GetAsync($"reports/episodes?{query}")).GetProperty("rows").EnumerateArray().FirstOrDefault(r => r.Text("key") == key);

    private static async Task<string> TextAsync(IGridHost host, Person who, string path)
    {
        using var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", who.Token);
        using var answer = await client.GetAsync($"/api/v1/{path}");
        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        return await answer.Content.ReadAsStringAsync();
    }
}
