using System.Text;
using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;
using ConversationGrid.Domain.Conversations;

namespace ConversationGrid.Domain.Tests.Clients;

/// <summary>
/// Drawn histories as one audience's client gets them, with what the server knows after each append: one JSON line an append,
/// <c>{seed, audience, events, view}</c>. The clients' tests fold the events and compare.
/// </summary>
internal static class ClientHistory
{
    private const int SeedsTried = 1_500;
    private const int SeedsTaken = 28;
    private const int Length = 70;

    /// <summary>The few seeds that make the most different steps: drawn blindly, most histories never have an agent.</summary>
    public static IEnumerable<string> Lines()
    {
        var steps = Enumerable.Range(1, SeedsTried).ToDictionary(seed => (ulong)seed, seed => StepsOf((ulong)seed));
        for (var taken = 0; taken < SeedsTaken; taken++)
        {
            var (best, met) = steps.MaxBy(s => (s.Value.Count, -(long)s.Key));
            foreach (var line in LinesOf(best)) yield return line;
            foreach (var others in steps.Values.Where(s => s != met)) others.ExceptWith(met);
            met.Clear();
        }
    }

    private static HashSet<string> StepsOf(ulong seed)
    {
        var steps = new HashSet<string>();
        Run(seed, (before, run, from) =>
        {
            var types = run.Events.Skip(from).Select(e => e.GetType().Name)
                .Where(name => !name.StartsWith("Rule", StringComparison.Ordinal) && !name.StartsWith("Sla", StringComparison.Ordinal)
                    && !name.StartsWith("Delivery", StringComparison.Ordinal));
            var after = run.State;
            steps.Add($"{before.Status} {before.Handoff.Assignment is null} {before.Episode.Number > 1} {after.Status} {after.Handoff.Assignment is null} " +
                $"{string.Join(' ', types)}");
        });
        return steps;
    }

    private static List<string> LinesOf(ulong seed)
    {
        var viewers = new[] { new Viewer(Audience.Everyone), new Viewer(Audience.Staff) };
        var lines = new List<string>();
        Run(seed, (_, run, from) => lines.AddRange(viewers.Select(v => v.Next(seed, run.State, run.Events, from)).OfType<string>()));
        return lines;
    }

    /// <summary>Draws a history and tells of each append: the state before it, and where it begins.</summary>
    private static void Run(ulong seed, Action<ConversationState, Run<ConversationState, ConversationCommand, ConversationEvent>, int> appended)
    {
        var (draw, run) = (new Draw(seed), Runs.OfConversation(assistant: seed % 4 != 0));
        var commands = new Commands(draw);
        for (var i = 0; i < Length; i++)
        {
            run.Pass(TimeSpan.FromSeconds(draw.Below(30)));
            var (before, from) = (run.State, run.Events.Count);
            run.Give(run.State.Exists ? commands.Conversation(run.State) : commands.Opening());
            if (run.Events.Count > from) appended(before, run, from);
        }
    }

    /// <summary>One audience: what it has seen, and the last event of it.</summary>
    private sealed class Viewer(Audience audience)
    {
        private long _prev;
        private string _status = "none";
        private string? _agent;

        public string? Next(ulong seed, ConversationState s, IReadOnlyList<ConversationEvent> events, int from)
        {
            var seen = events.Select((e, i) => (Event: e, Seq: i + 1L)).Skip(from).Where(x => audience.Sees(Audiences.Of(x.Event))).ToList();
            if (seen.Count == 0) return null;
            using var stream = new MemoryStream();
            using (var json = new Utf8JsonWriter(stream, new() { Encoder = ContractsJson.Options.Encoder }))
            {
                json.WriteStartObject();
                json.WriteNumber("seed", seed);
                json.WriteString("audience", audience == Audience.Staff ? "staff" : "customer");
                json.WriteStartArray("events");
                foreach (var (e, seq) in seen)
                {
                    EventWire.Write(json, "c1", seq, _prev, e, audience);
                    _prev = seq;
                }
                json.WriteEndArray();
                WriteView(json, s);
                json.WriteEndObject();
            }
            return Encoding.UTF8.GetString(stream.ToArray());
        }

        private void WriteView(Utf8JsonWriter json, ConversationState s)
        {
            var staff = audience == Audience.Staff;
            // A customer is told neither of a snooze nor of offers: its client goes on with what it knew, or waits.
            if (staff || s.Status != ConversationStatus.Snoozed)
            {
                _status = !staff && s.Status == ConversationStatus.Offered ? "waiting" : s.Status.ToString().ToLowerInvariant();
                _agent = s.Handoff.Assignment?.AgentId;
            }
            json.WriteStartObject("view");
            json.WriteNumber("seq", staff ? s.LastSeqStaff : s.LastSeqEveryone);
            json.WriteString("state", _status);
            json.WriteString("agentId", _agent);
            json.WriteString("queue", s.Handoff.Queue);
            json.WriteNumber("episode", s.Episode.Number);
            json.WriteString("survey", s.Episode.Rating is not null ? "rated" : s.Episode.SurveyOpen ? "offered" : "none");
            json.WriteBoolean("callBackAsked", s.Handoff.CallBackAsked is not null);
            json.WriteString("mergedInto", s.Merge.MergedInto);
            Strings(json, "joined", s.Handoff.Joined);
            if (staff) WriteWorkflow(json, s);
            json.WriteEndObject();
        }

        private static void WriteWorkflow(Utf8JsonWriter json, ConversationState s)
        {
            json.WriteBoolean("onHold", s.Pause.OnHold);
            json.WriteBoolean("blocked", s.Merge.IsBlocked);
            json.WriteBoolean("snoozed", s.Pause.SnoozedUntil is not null);
            Strings(json, "labels", s.Labels.Names);
            json.WriteStartObject("fields");
            foreach (var field in s.Labels.Fields)
                json.WriteString(field.Name, field.Value);
            json.WriteEndObject();
            Strings(json, "clocks", s.Sla is { } sla ? sla.Clocks.Select(c => $"{c.Metric} {(c.Done ? "done" : "runs")}") : []);
        }

        private static void Strings(Utf8JsonWriter json, string name, IEnumerable<string> values)
        {
            json.WriteStartArray(name);
            foreach (var value in values)
                json.WriteStringValue(value);
            json.WriteEndArray();
        }
    }
}
