using System.Text.Json.Nodes;
using ConversationGrid.Load.Checks;
using ConversationGrid.Load.Measures;
using ConversationGrid.Load.Simulation;

namespace ConversationGrid.Load;

/// <summary>The last line, as the protocol page has it, with a few fields more; and the report with the first broken promises in words.</summary>
internal static class Report
{
    public static JsonObject Line(Verdict verdict, double seconds, Tally tally, LoadOptions options) => new()
    {
        ["sent"] = tally.SentCount,
        ["acked"] = tally.AckedCount,
        ["delivered"] = verdict.Delivered,
        ["lost"] = verdict.Lost,
        ["duplicated"] = verdict.Duplicated,
        ["reordered"] = verdict.Reordered,
        ["errors"] = tally.Errors.Values.Sum() + verdict.Unread,
        ["ratePerSecond"] = Math.Round(tally.AckedCount / Math.Max(seconds, 0.001), 1),
        ["ackMs"] = Of(tally.Acks.Percentiles()),
        ["deliveryMs"] = Of(tally.Deliveries.Percentiles()),
        ["conversations"] = tally.OpenedCount,
        ["ended"] = tally.FinishedCount,
        ["agents"] = options.Agents,
        ["assigned"] = tally.AcceptedCount,
        ["breaks"] = tally.Breaks,
        ["seconds"] = Math.Round(seconds, 1),
    };

    public static JsonObject Full(JsonObject line, Verdict verdict, Tally tally)
    {
        var full = (JsonObject)line.DeepClone();
        full["notes"] = new JsonArray([.. verdict.Notes.Select(n => (JsonNode?)n)]);
        full["errorsByCode"] = Of(tally.Errors);
        full["retriesByCode"] = Of(tally.Retries);
        full["idleSteps"] = tally.StarvedCount;
        full["forked"] = verdict.Forked;
        full["unread"] = verdict.Unread;
        return full;
    }

    private static JsonObject Of(Percentiles p) => new() { ["p50"] = p.P50, ["p95"] = p.P95, ["p99"] = p.P99, ["max"] = p.Max };

    private static JsonObject Of(IReadOnlyDictionary<string, long> counts) => new(counts.Select(c => new KeyValuePair<string, JsonNode?>(c.Key, c.Value)));
}
