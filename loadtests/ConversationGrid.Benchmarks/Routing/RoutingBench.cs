using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Queues;
using ConversationGrid.Domain.Routing;

namespace ConversationGrid.Benchmarks.Routing;

/// <summary>
/// What a choice costs in one queue with 10,000 who wait and 2,000 agents, in memory: a decision with the state after it. Once with rings
/// that ask for the language, once with rings that ask for ever lower levels of skills, where many an agent has room and fits nobody.
/// Beside it the plain way: mutable lists, and a look at everyone. Both give freed agents to the first in line whom they fit.
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
        var (product, productSeconds) = Measure(new Product(Product.ByLanguage, i => new() { [$"skill{i % 8}"] = 1 + i % 5 }));
        var (skilled, skilledSeconds) = Measure(new Product(Product.BySkill, SkillsOf));

        var plain = new Plain();
        for (var i = 0; i < 200; i++) plain.Round();
        plain.Times.Clear();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Rounds / 10; i++) plain.Round();
        var plainSeconds = watch.Elapsed.TotalSeconds * 10;

        var (a, c, b) = (Quantiles(product.Times), Quantiles(skilled.Times), Quantiles(plain.Times));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Waiting} wait, {Agents} agents; an assignment is four decisions (freed, picked and reserved, taken, another joins); us a decision: product " +
            $"p50 {a.P50:0.0} p99 {a.P99:0.0} max {a.Max:0.0}, with skills p50 {c.P50:0.0} p99 {c.P99:0.0} max {c.Max:0.0}, plain scan p50 {b.P50:0.0} p99 " +
            $"{b.P99:0.0} max {b.Max:0.0}"));
        output.WriteLine(JsonSerializer.Serialize(new
        {
            bench = "routing", waiting = Waiting, agents = Agents, product.Assignments, assignmentsPerSecond = Math.Round(product.Assignments / productSeconds),
            decisionUs = new { a.P50, a.P99, a.Max }, skilledAssignmentsPerSecond = Math.Round(skilled.Assignments / skilledSeconds),
            skilledDecisionUs = new { c.P50, c.P99, c.Max },
            plainAssignmentsPerSecond = Math.Round(Rounds / plainSeconds), plainDecisionUs = new { b.P50, b.P99, b.Max },
            ratioAssignments = Math.Round(product.Assignments / productSeconds / (Rounds / plainSeconds), 2), ratioP99 = Math.Round(a.P99 / b.P99, 3),
        }, JsonSerializerOptions.Web));
        return product.Assignments > 0 && skilled.Assignments > 0 ? 0 : 1;
    }

    private static (Product Product, double Seconds) Measure(Product product)
    {
        for (var i = 0; i < 2_000; i++) product.Round();
        product.Forget();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Rounds; i++) product.Round();
        return (product, watch.Elapsed.TotalSeconds);
    }

    private static (double P50, double P99, double Max) Quantiles(List<double> us)
    {
        us.Sort();
        return (Math.Round(us[us.Count / 2], 2), Math.Round(us[us.Count * 99 / 100], 2), Math.Round(us[^1], 2));
    }

    private static double Us(long since) => Stopwatch.GetElapsedTime(since).TotalMicroseconds;

    /// <summary>Three of twelve skills at levels 1 to 5, hardly two agents alike.</summary>
    private static Dictionary<string, int> SkillsOf(int agent)
    {
        var dice = new Random(agent);
        return Enumerable.Range(0, 12).OrderBy(_ => dice.Next()).Take(3).ToDictionary(skill => $"skill{skill}", _ => dice.Next(1, 6));
    }

    /// <summary>A full queue in which one agent after the other gets room for one.</summary>
    private sealed class Product
    {
        public static readonly QueuePolicy ByLanguage = new()
        {
            Rings = [new() { NeedsLanguage = true }, new() { After = TimeSpan.FromMinutes(5) }],
            PreferredFor = TimeSpan.FromSeconds(20),
        };
        public static readonly QueuePolicy BySkill = new()
        {
            Rings =
            [
                new() { Skills = new() { ["skill0"] = 4, ["skill1"] = 2 }, NeedsLanguage = true },
                new() { Skills = new() { ["skill0"] = 3 }, NeedsLanguage = true, After = TimeSpan.FromSeconds(5) },
                new() { Skills = new() { ["skill0"] = 1 }, After = TimeSpan.FromSeconds(10) },
            ],
            PreferredFor = TimeSpan.FromSeconds(20),
        };
        private readonly QueuePolicy _policy;
        private readonly Func<int, Dictionary<string, int>> _skillsOf;
        private readonly QueueOptions _options = new();
        private readonly long[] _versions = new long[Agents];
        private QueueState _state = QueueState.Initial(new("bench", "general"));
        private DateTimeOffset _now = Start;
        private int _joined;
        private int _turn;

        public Product(QueuePolicy policy, Func<int, Dictionary<string, int>> skillsOf)
        {
            (_policy, _skillsOf) = (policy, skillsOf);
            for (var i = 0; i < Agents; i++) Report(i, 0);
            for (var i = 0; i < Waiting; i++)
            {
                _now += TimeSpan.FromMilliseconds(1);
                Join();
            }
        }

        public List<double> Times { get; } = [];
        public int Assignments { get; private set; }

        /// <summary>What was measured so far was to warm up.</summary>
        public void Forget()
        {
            Times.Clear();
            Assignments = 0;
        }

        public void Round()
        {
            _now += TimeSpan.FromMilliseconds(1);
            while (Queue.DueAt(_state) <= _now) Give(new TickQueue());
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
            $"a{agent}", $"a{agent}", ++_versions[agent], PresenceStatus.Online, free, _now, [Languages[agent % 4], "en"], _skillsOf(agent));

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
            // A conversation that joins first looks for an agent with room.
            var found = _agents.FindIndex(a => a.Free > 0 && a.Languages.Contains(language));
            if (found < 0) _line.Add(($"c{_joined}", _now - TimeSpan.FromMinutes(5) * (_joined % 4), language));
            _joined++;
        }
    }
}
