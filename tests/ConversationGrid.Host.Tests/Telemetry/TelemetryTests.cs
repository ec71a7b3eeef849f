using ConversationGrid.Client.Wire;

namespace ConversationGrid.Host.Tests.Telemetry;

/// <summary>What the real host tells of itself: one trace for a message, figures for operators, and nothing of what people wrote or who they are.</summary>
public class TelemetryTests(TelemetryHosts hosts) : IClassFixture<TelemetryHosts>
{
    private const string Secret = "canary-7c1e order of my grandmother";
    private const string Email = "canary-nur@customer.test";
    private const string Name = "Canaryname Binti Nur";
    private static readonly HttpClient Http = new();

    [Theory, Stores]
    public async Task OneMessage_IsOneTrace_FromTheHubCallToThePushOfItsAnswer(StoreKind store)
    {
        var (host, collector) = await hosts.OfAsync(store);
        await using var customer = await Person.CustomerAsync(host);
        var id = (await customer.CallAsync("Start", new { clientId = "k1" })).Text("conversationId")!;
        await customer.CallAsync("Resume", new { conversationId = id, after = 0 });
        await customer.CallAsync("Post", new { conversationId = id, clientId = "m1", text = "How long does delivery take?" });
        await customer.PushAsync("event", e => e.Text("type") == "messagePosted" && e.GetProperty("by").Text("kind") == "bot");

        var trace = await TraceAsync(collector, s => s.Name == "push" && s.Tags.GetValueOrDefault("grid.event") == "MessagePosted", atLeast: 2,
            of: "PostMessage");
        var root = Assert.Single(trace, s => s.Parent.Length == 0);
        Assert.EndsWith("/Post", root.Name);
        var post = Assert.Single(trace, s => s.Name == "PostMessage");
        var grain = trace.Single(s => s.Id == post.Parent);
        Assert.Equal("done", post.Tags["grid.outcome"]);
        Assert.Equal(id, post.Tags["grid.conversation.id"]);
        Assert.Contains("ExecuteAsync", grain.Name);
        var append = Assert.Single(trace, s => s.Name == "append" && s.Parent == post.Id);
        Assert.Single(trace, s => s.Name == "commit" && s.Parent == append.Id);
        var effect = Assert.Single(trace, s => s.Name == "effect AskAssistant");
        Assert.Equal(post.Id, effect.Parent);
        var answer = Assert.Single(trace, s => s.Name == "PostAnswer");
        Assert.Contains(effect.Id, Ancestors(trace, answer));
        Assert.Contains(trace, s => s.Name == "push" && s.Parent == post.Id);
        Assert.Contains(trace, s => s.Name == "push" && s.Parent == answer.Id && s.Tags["grid.push.receivers"] == "1");
        Assert.All(trace, s => Assert.Contains(root.Id, Ancestors(trace, s)));
    }

    [Theory, Stores]
    public async Task Telemetry_HoldsNothingThatPeopleWroteOrAre(StoreKind store)
    {
        var (host, collector) = await hosts.OfAsync(store);
        await using var customer = await Person.CustomerAsync(host, new CustomerSessionRequest("demo", Name: Name, Email: Email));
        await using var siti = await Person.StaffAsync(host, "siti", "supervisor");
        await using var aina = await Person.StaffAsync(host, "aina");
        var id = (await customer.CallAsync("Start", new { clientId = "k1", text = Secret })).Text("conversationId")!;
        await customer.CallAsync("Resume", new { conversationId = id, after = 0 });
        await customer.CallAsync("Typing", new { conversationId = id, draft = Secret });
        await customer.CallAsync("RequestHuman", new { conversationId = id, reason = Secret });
        await aina.CallAsync("SetPresence", new { status = "online" });
        var offer = await aina.PushAsync("offer", o => o.Text("conversationId") == id);
        await aina.CallAsync("Accept", new { offerId = offer.Text("offerId") });
        await aina.CallAsync("Open", new { conversationId = id, after = 0 });
        await aina.CallAsync("Note", new { conversationId = id, clientId = "n1", text = Secret });
        // Refusals, bad calls and searches quote what was sent most easily.
        await aina.CodeAsync("Accept", new { offerId = Secret });
        await customer.CodeAsync(Secret, new { conversationId = Secret });
        await customer.CodeAsync("Post", new { conversationId = id, clientId = "m2", text = new[] { Secret } });
        await siti.RestAsync(HttpMethod.Get, $"conversations?query={Uri.EscapeDataString(Secret)}&email={Email}");
        await siti.RestAsync(HttpMethod.Post, $"customers/{customer.Id}/block", new { blocked = true, reason = Secret });
        await siti.RestAsync(HttpMethod.Get, $"customers/{customer.Id}/nothing");
        await TraceAsync(collector, s => s.Name == "effect SpreadBlock", 1, "BlockCustomer");
        await Wait.UntilAsync(() => Task.FromResult(collector.Text("/v1/metrics").Contains("grid.effect.duration")),
            "the metrics of effects came to the collector");
        var scraped = await Http.GetStringAsync(new Uri(host.Address, "/metrics"));

        string[] forbidden = ["canary", "grandmother", Email, Name, customer.Id, customer.Token, "aina", "siti", "eyJ"];
        foreach (var (where, text) in new[] { ("traces", collector.Text("/v1/traces")), ("metrics", collector.Text("/v1/metrics")), ("/metrics", scraped) })
        {
            Assert.True(text.Length > 1_000, $"{where} hold hardly anything.");
            foreach (var word in forbidden)
                Assert.False(text.Contains(word, StringComparison.OrdinalIgnoreCase), $"{where} hold '{word}': {Around(text, word)}");
        }
        foreach (var word in forbidden)
            Assert.False(host.Log.Contains(word, StringComparison.OrdinalIgnoreCase), $"The log holds '{word}': {Around(host.Log, word)}");
    }

    [Fact]
    public async Task Metrics_CoverTheWholeWayOfAMessage()
    {
        var (host, _) = await hosts.OfAsync(StoreKind.Sqlite);
        await using var customer = await Person.CustomerAsync(host);
        var id = (await customer.CallAsync("Start", new { clientId = "k1", text = "How long does delivery take?" })).Text("conversationId")!;
        await customer.CallAsync("Resume", new { conversationId = id, after = 0 });
        Assert.Equal("invalid", await customer.CodeAsync("Post", new { conversationId = id, clientId = "m1", text = " " }));
        await customer.CallAsync("RequestHuman", new { conversationId = id });
        await customer.EventAsync(id, "handoffRequested");
        var (text, lacking) = ("", Array.Empty<string>());
        string[] wanted =
        [
            "grid_journal_appends_total", "grid_journal_commit_duration_seconds", "grid_journal_commit_size", "grid_journal_written_bytes_total",
            "grid_entity_command_duration_seconds", "grid_entity_live", "grid_entity_activation_duration_seconds", "grid_queue_waiting",
            "grid_queue_wait_longest_seconds",
            "grid_effect_pending", "grid_effect_duration_seconds", "grid_delivery_connections", "grid_delivery_watches", "grid_delivery_pushes_total",
            "grid_delivery_resumes_total",
            "grid_assistant_answers_total", "grid_assistant_answer_duration_seconds", "grid_hub_call_duration_seconds", "dotnet_gc", "grid_outcome=\"invalid\"",
        ];
        await Wait.UntilAsync(async () =>
        {
            text = await Http.GetStringAsync(new Uri(host.Address, "/metrics"));
            lacking = [.. wanted.Where(w => !text.Contains(w))];
            return lacking.Length == 0 && WaitingNow(text) == 1;
        }, () => $"the metrics hold all; they lack {string.Join(", ", lacking)}; {WaitingNow(text)} wait " +
            $"in:\n{string.Join('\n', text.Split('\n').Where(l => l.Contains("grid_queue")))}");
    }

    [Fact]
    public async Task MetricsPage_IsThereOnlyWhereItIsOn()
    {
        await using var silent = await SharedHost.WorkspaceAsync();
        var (open, _) = await hosts.OfAsync(StoreKind.Sqlite);
        foreach (var authorization in (string?[])[null, "Bearer another-token-of-others"])
        {
            Assert.Equal(404, await StatusAsync(silent, "/metrics", authorization));
            Assert.Equal(200, await StatusAsync(open, "/metrics", authorization));
        }
        SaysOnlyWhatGoesWrong(silent);
        SaysOnlyWhatGoesWrong(open);
    }

    [Fact]
    public async Task MetricsPage_WithAPathAndATokenOfItsOwn_IsThereForWhoHasBoth()
    {
        await using var host = await HostProcess.StartAsync(StoreKind.Sqlite, "--Grid:Telemetry:Prometheus", "true",
            "--Grid:Telemetry:PrometheusToken", "a-token-of-operators", "--Grid:Telemetry:PrometheusPath", "/figures");
        Assert.Equal(200, await StatusAsync(host, "/figures", "Bearer a-token-of-operators"));
        foreach (var authorization in (string?[])[null, "Bearer another-token-of-others"]) Assert.Equal(404, await StatusAsync(host, "/figures", authorization));
        Assert.Equal(404, await StatusAsync(host, "/metrics", "Bearer a-token-of-operators"));
        SaysOnlyWhatGoesWrong(host);
    }

    /// <summary>Libraries say what goes wrong, and only that.</summary>
    private static void SaysOnlyWhatGoesWrong(IGridHost host)
    {
        Assert.DoesNotMatch(@"info: (?!ConversationGrid|Microsoft\.Hosting\.Lifetime)", host.Log);
        Assert.Contains("info: Microsoft.Hosting.Lifetime", host.Log);
    }

    private static async Task<int> StatusAsync(IGridHost host, string path, string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Address, path));
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var answer = await Http.SendAsync(request);
        return (int)answer.StatusCode;
    }

    private static double WaitingNow(string metrics) =>
        metrics.Split('\n').Where(l => l.StartsWith("grid_queue_waiting", StringComparison.Ordinal) && !l.StartsWith('#'))
        .Sum(l => double.Parse(l[(l.IndexOf('}') + 1)..].Trim().Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The trace that holds a span of this name, once it is whole and holds as many of the others.</summary>
    private static async Task<IReadOnlyList<Span>> TraceAsync(OtlpReceiver collector, Func<Span, bool> that, int atLeast, string of)
    {
        IReadOnlyList<Span> trace = [];
        await Wait.UntilAsync(() =>
        {
            var all = collector.Spans();
            var begin = all.FirstOrDefault(s => s.Name == of);
            trace = begin is null ? [] : [.. all.Where(s => s.TraceId == begin.TraceId)];
            // A span is sent when it ends, after those below it: the trace is whole when no parent is missing.
            var ids = trace.Select(s => s.Id).Append("").ToHashSet();
            return Task.FromResult(trace.Count(that) >= atLeast && trace.All(s => ids.Contains(s.Parent)));
        }, () => $"the trace of {of} was whole; there " +
            $"is:\n{string.Join('\n', trace)}\nof\n{string.Join('\n', collector.Spans().GroupBy(s => s.Name).Select(g => $"{g.Key} {g.Count()}"))}");
        return trace;
    }

    private static List<string> Ancestors(IReadOnlyList<Span> trace, Span span)
    {
        var ids = new List<string>();
        for (var at = span; at is not null; at = trace.FirstOrDefault(s => s.Id == at.Parent)) ids.Add(at.Id);
        return ids;
    }

    private static string Around(string text, string word) => text.IndexOf(word, StringComparison.OrdinalIgnoreCase) is var at and >= 0
        ? text[Math.Max(0, at - 200)..Math.Min(text.Length, at + 100)] : "";
}
