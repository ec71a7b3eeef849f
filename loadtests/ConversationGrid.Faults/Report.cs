using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ConversationGrid.Faults.Faults;

namespace ConversationGrid.Faults;

/// <summary>What came of all trials, for people and for programs.</summary>
internal static class Report
{
    public static string Table(IReadOnlyList<TrialResult> results, IReadOnlyList<(Fault Fault, string Why)> left)
    {
        var text = new StringBuilder();
        text.AppendLine("| fault | trials (bit) | acked | lost | duplicated | reordered | zombie writes refused / accepted | hand-over p50 / p99 / max s | " +
            "its clients p99 / max s | elsewhere p99 / max s | figures |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var group in results.GroupBy(r => r.Fault)) text.AppendLine(Row(group.Key, [.. group]));
        foreach (var (fault, why) in left) text.AppendLine(CultureInfo.InvariantCulture, $"| `{fault.Name}` | not tried: {why} | | | | | | | | | |");
        return text.ToString();
    }

    public static JsonObject Json(IReadOnlyList<TrialResult> results, IReadOnlyList<(Fault Fault, string Why)> left, FaultOptions options) => new()
    {
        ["seed"] = options.Seed,
        ["conversations"] = options.Conversations,
        ["acked"] = results.Sum(r => r.Verdict.Acked),
        ["kept"] = results.All(r => r.IsKept),
        ["trials"] = new JsonArray([.. results.Select(Trial)]),
        ["notTried"] = new JsonObject(left.Select(l => KeyValuePair.Create(l.Fault.Name, (JsonNode?)l.Why))),
    };

    private static string Row(string name, List<TrialResult> trials)
    {
        var (over, its, elsewhere) = (Waits.Of(trials.SelectMany(t => t.HandOver)), Waits.Of(trials.SelectMany(t => t.Connected)),
            Waits.Of(trials.SelectMany(t => t.Elsewhere)));
        var figures = trials.SelectMany(t => t.Figures).GroupBy(f => f.Key)
            .Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Key} {string.Join("; ", g.Select(f => Math.Round(f.Value, 2)))}"));
        figures = figures.Concat(trials.SelectMany(t => t.Errors).GroupBy(e => e.Key)
            .Select(g => string.Create(CultureInfo.InvariantCulture, $"failed for good: {g.Key} {g.Sum(e => e.Value)}")));
        return string.Create(CultureInfo.InvariantCulture,
            $"| `{name}` | {trials.Count} ({trials.Count(t => t.DidNotBite is null)}) | {trials.Sum(t => t.Verdict.Acked)} | " +
            $"{trials.Sum(t => t.Verdict.Lost)} | {trials.Sum(t => t.Verdict.Duplicated)} | {trials.Sum(t => t.Verdict.Reordered)} | " +
            $"{trials.Sum(t => t.Refused)} / {trials.Sum(t => t.Verdict.Forked)} | {Text(over, true)} | {Text(its, false)} | {Text(elsewhere, false)} | " +
            $"{string.Join(", ", figures)} |");
    }

    private static string Text(Waits w, bool median) =>
        w.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{(median ? $"{w.P50:0.00} / " : "")}{w.P99:0.00} / {w.Max:0.00}");

    private static JsonObject Trial(TrialResult t) => new()
    {
        ["fault"] = t.Fault,
        ["kept"] = t.IsKept,
        ["bit"] = t.DidNotBite is null,
        ["didNotBite"] = t.DidNotBite,
        ["acked"] = t.Verdict.Acked,
        ["delivered"] = t.Verdict.Delivered,
        ["lost"] = t.Verdict.Lost,
        ["duplicated"] = t.Verdict.Duplicated,
        ["reordered"] = t.Verdict.Reordered,
        ["zombieWritesAccepted"] = t.Verdict.Forked,
        ["zombieWritesRefused"] = t.Refused,
        ["unread"] = t.Verdict.Unread,
        ["streamsWithHoles"] = t.Holes,
        ["errors"] = new JsonObject(t.Errors.Select(e => KeyValuePair.Create(e.Key, (JsonNode?)e.Value))),
        ["handOver"] = Json(Waits.Of(t.HandOver)),
        ["itsClients"] = Json(Waits.Of(t.Connected)),
        ["elsewhere"] = Json(Waits.Of(t.Elsewhere)),
        ["figures"] = new JsonObject(t.Figures.Select(f => KeyValuePair.Create(f.Key, (JsonNode?)f.Value))),
        ["broken"] = new JsonArray([.. t.Broken.Concat(t.Verdict.Notes).Select(n => (JsonNode?)n)]),
    };

    private static JsonObject Json(Waits w) => new() { ["conversations"] = w.Count, ["p50"] = w.P50, ["p99"] = w.P99, ["max"] = w.Max };
}
