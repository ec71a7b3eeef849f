using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Queues;
using ConversationGrid.Domain.Routing;

namespace ConversationGrid.Benchmarks.Routing;

/// <summary>
/// What a choice costs in one queue with 10,000 who wait and 2,000 agents, in memory: a decision with the state after it. Beside it the
/// plain way: mutable lists, and a look at everyone. Both give freed agents to the first in line whom they fit.
/// </summary>
internal static class RoutingBench
{
    private const int Waiting = 10_000;
    private const int Agents = 2_000;
    private const int Rounds = 20_000;
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly string[] Languages = ["en", "ms", "ta", "zh"];

    public static int Run(TextWriter output)
    {
        var product = new Product();
        for (var i = 0; i < 2_000; i++) product.Round();
        product.Times.Clear();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Rounds; i++) product.Round();
        var productSeconds = watch.Elapsed.TotalSeconds;

        var plain = new Plain();
        for (var i = 0; i < 200; i++) plain.Round();
        plain.Times.Clear();
        watch.Restart();
        for (var i = 0; i < Rounds / 10; i++) plain.Round();
        var plainSeconds = watch.Elapsed.TotalSeconds * 10;

        var (a, b) = (Quantiles(product.Times), Quantiles(plain.Times));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Waiting} wait, {Agents} agents; an assignment is four decisions (freed, picked and reserved, taken, another joins); us a decision: product p50 {a.P50:0.0} p99 {a.P99:0.0} max {a.Max:0.0}, plain scan p50 {b.P50:0.0} p99 {b.P99:0.0} max {b.Max:0.0}"));
        output.WriteLine(JsonSerializer.Serialize(new
        {
            bench = "routing", waiting = Waiting, agents = Agents, product.Assignments, assignmentsPerSecond = Math.Round(product.Assignments / productSeconds),
            decisionUs = new { a.P50, a.P99, a.Max }, plainAssignmentsPerSecond = Math.Round(Rounds / plainSeconds), plainDecisionUs = new { b.P50, b.P99, b.Max },
            ratioAssignments = Math.Round(product.Assignments / productSeconds / (Rounds / plainSeconds), 2), ratioP99 = Math.Round(a.P99 / b.P99, 3),
        }, JsonSerializerOptions.Web));
        return product.Assignments > 0 ? 0 : 1;
    }

    private static (double P50, double P99, double Max) Quantiles(List<double> us)
    {
        us.Sort();
        return (Math.Round(us[us.Count / 2], 2), Math.Round(us[us.Count * 99 / 100], 2), Math.Round(us[^1], 2));
    }

    private static double Us(long since) => Stopwatch.GetElapsedTime(since).TotalMicroseconds;

    private static Dictionary<string, int> SkillsOf(int agent) => new() { [$"skill{agent % 8}"] = 1 + agent % 5 };

    /// <summary>A full queue in which one agent after the other gets room for one.</summary>
    private sealed class Product
    {
        private readonly QueuePolicy _policy = new()
        {
            Rings = [new() { NeedsLanguage = true }, new() { After = TimeSpan.FromMinutes(5) }],
            PreferredFor = TimeSpan.FromSeconds(20),
        };
        private readonly QueueOptions _options = new();
        private readonly long[] _versions = new long[Agents];
        private QueueState _state = QueueState.Initial(new("bench", "general"));
        private DateTimeOffset _now = Start;
        private int _joined;
        private int _turn;

        public Product()
        {
            for (var i = 0; i < Agents; i++) Report(i, 0);
            for (var i = 0; i < Waiting; i++) Join();
            Assignments = 0;
        }

        public List<double> Times { get; } = [];
        public int Assignments { get; private set; }

        public void Round()
        {
            _now += TimeSpan.FromMilliseconds(1);
            if (Queue.DueAt(_state) <= _now) Give(new TickQueue());
            var agent = _turn++ * 7 % Agents;
            var events = Report(agent, 1);
            foreach (var pick in events.OfType<AgentPicked>().ToList())
            {
                var effect = _state.Pending.Find(p => p.Effect is ReservePicked r && r.OfferId == pick.OfferId)!.Id;
                Give(new SettleReservation(effect, pick.OfferId, true, ReportOf(agent, 0)));
                Give(new DequeueConversation(pick.ConversationId, pick.Ticket));
                Assignments++;
                Join();
            }
        }

        private void Join() => Give(new EnqueueConversation(
            $"c{_joined}", 1, _now, _joined % 4, Languages[_joined % 4], _joined++ % 10 == 0 ? $"a{_joined % Agents}" : null, "web"));

        private IReadOnlyList<QueueEvent> Report(int agent, int free) => Give(new ReportAgent(ReportOf(agent, free)));

        private AgentReport ReportOf(int agent, int free) => new(
            $"a{agent}", $"a{agent}", ++_versions[agent], PresenceStatus.Online, free, _now, [Languages[agent % 4], "en"], SkillsOf(agent));

        private IReadOnlyList<QueueEvent> Give(QueueCommand command)
        {
            var since = Stopwatch.GetTimestamp();
            var decision = Queue.Decide(_state, command, new(_now, _options, _policy));
            foreach (var e in decision.Events) _state = Queue.Evolve(_state, _state.Seq + 1, e);
            Times.Add(Us(since));
            return decision.Events;
        }
    }

    /// <summary>The same by lists: who is freed looks at all who wait; no reasons, no history, nothing to replay.</summary>
    private sealed class Plain
    {
        private readonly List<(string Id, DateTimeOffset Rank, string Language)> _line = [];
        private readonly List<(string Id, string[] Languages, DateTimeOffset Idle, int Free)> _agents = [];
        private DateTimeOffset _now = Start;
        private int _joined;
        private int _turn;

        public Plain()
        {
            for (var i = 0; i < Agents; i++) _agents.Add(($"a{i}", [Languages[i % 4], "en"], Start, 0));
            for (var i = 0; i < Waiting; i++) Join();
        }

        public List<double> Times { get; } = [];

        public void Round()
        {
            _now += TimeSpan.FromMilliseconds(1);
            var since = Stopwatch.GetTimestamp();
            var agent = _agents[_turn++ * 7 % Agents];
            var best = -1;
            for (var i = 0; i < _line.Count; i++)
                if (agent.Languages.Contains(_line[i].Language) && (best < 0 || _line[i].Rank < _line[best].Rank)) best = i;
            _line.RemoveAt(best);
            Times.Add(Us(since));
            since = Stopwatch.GetTimestamp();
            Join();
            Times.Add(Us(since));
        }

        private void Join()
        {
            var language = Languages[_joined % 4];
            // Whoever joins looks for somebody with room first.
            var found = _agents.FindIndex(a => a.Free > 0 && a.Languages.Contains(language));
            if (found < 0) _line.Add(($"c{_joined}", _now - TimeSpan.FromMinutes(5) * (_joined % 4), language));
            _joined++;
        }
    }
}
