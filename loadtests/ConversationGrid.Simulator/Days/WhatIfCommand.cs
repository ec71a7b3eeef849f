using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ConversationGrid.Commands;
using ConversationGrid.Domain.Routing;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal;

namespace ConversationGrid.Simulator.Days;

/// <summary>The program <c>whatif</c>.</summary>
internal static class WhatIfCommand
{
    private static readonly Option<string?> Traffic = new(
        "--traffic") { Description = "recorded dialogues (jsonl or jsonl.gz) that come at random", HelpName = "FILE" };
    private static readonly Option<string?> Journal = new(
        "--journal") { Description = "what an embedded journal recorded; its own choices are made again first, and compared", HelpName = "FOLDER" };
    private static readonly Option<string[]> Policies = new("--policy")
    {
        Description = """
            JSON: {"queues": {"general": {"wrapUp": "00:00:30", ...}}, "desks": [{"id", "queues", "languages", "skills", "capacity"}]}
            with the keys of Grid:Workspaces:NAME:Queues:QUEUE; may be given several times. Plain queues are always run too.
            """,
        HelpName = "FILE",
    };

    private static readonly Option<double> Hours = Numbers.Of("--hours", "how long the traffic comes", 0.01, 10_000, 24);
    private static readonly Option<double> Rate = Numbers.Of("--rate", "dialogues an hour", 0.01, 1_000_000, 1_000);
    private static readonly Option<int?> Agents = Numbers.Optional("--agents", "staff where no desks are given (default: enough for 85 % load)", 1, 1_000_000);
    private static readonly Option<int> Capacity = Numbers.Of("--capacity", "conversations of each of them at the same time", 1, 100, 4);
    private static readonly Option<double> Target = Numbers.Of(
        "--target", "an answer within so many seconds counts for the service level", 0.001, 1_000_000, 60);
    private static readonly Option<string> Workspace =
        new("--workspace") { Description = "whose journal it is", HelpName = "NAME", DefaultValueFactory = _ => "demo" };
    private static readonly Option<ulong> Seed = Numbers.Of("--seed", "of the dice", 0UL, ulong.MaxValue, 1UL);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter() },
    };

    public static Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output)
    {
        var command = CommandLines.Create("whatif", """
            Recorded arrivals and handling times against other queue policies, in virtual time, by the code that routes in the product.
            The last line is one JSON line.
            """);
        foreach (var option in (Option[])[Traffic, Journal, Policies, Hours, Rate, Agents, Capacity, Target, Workspace, Seed]) command.Add(option);
        command.SetAction((parsed, _) => TryAsync(
            new(
                parsed.GetValue(Traffic), parsed.GetValue(Journal), parsed.GetValue(Policies) ?? [], parsed.GetValue(Hours), parsed.GetValue(Rate),
                parsed.GetValue(Agents),
                parsed.GetValue(Capacity), parsed.GetValue(Target), parsed.GetValue(Workspace)!, parsed.GetValue(Seed)),
            output));
        return command.RunAsync(args, output, output);
    }

    private static async Task<int> TryAsync(Arguments a, TextWriter output)
    {
        if (a.Traffic is null == a.Journal is null) throw new ArgumentException("One of --traffic FILE and --journal FOLDER is needed.");
        try
        {
            return await RunAsync(a, output);
        }
        catch (Exception bad) when (bad is InvalidDataException or IOException or JournalSetupException or JournalUnavailableException or JsonException)
        {
            output.WriteLine(bad.Message);
            return CommandLines.BadArguments;
        }
    }

    private static async Task<int> RunAsync(Arguments a, TextWriter output)
    {
        var watch = Stopwatch.StartNew();
        var test = a.Journal is null ? null : new BackTest();
        var day = a.Journal is { } folder ? await Recordings.OfJournalAsync(folder, a.Workspace, test!) : null;
        var start = day?.Start ?? new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
        var arrivals = day?.Arrivals ?? [.. Recordings.OfTraffic(a.Traffic!, start, TimeSpan.FromHours(a.Hours), a.Rate, a.Seed)];
        if (arrivals.Count == 0)
        {
            output.WriteLine("Nobody was handed over to an agent and resolved in that recording.");
            return 1;
        }
        var end = day?.End ?? start.AddHours(a.Hours);
        var results = new List<DayResultFigures>();
        foreach (var (name, plan) in Plans(a))
        {
            if (Problem(plan) is { } problem)
            {
                output.WriteLine($"{name}: {problem}");
                return 2;
            }
            results.Add(Run(a, name, plan, arrivals, start, end, day));
        }
        Table(output, results);
        if (test is not null)
            output.WriteLine($"back-test: {test.Same} of {test.Choices} choices the same ({test.Equality:P3}), {test.SameAssignments} of {test.Assignments} " +
                $"assignments, {test.Missed} moments with a choice that was not made");
        var backTest = test is null ? null
            : new { test.Choices, test.Same, test.Missed, test.Assignments, test.SameAssignments, equality = Math.Round(test.Equality, 6) };
        output.WriteLine(JsonSerializer.Serialize(new { results, backTest, seconds = Math.Round(watch.Elapsed.TotalSeconds, 1) }, Json));
        return 0;
    }

    private static IEnumerable<(string Name, Plan Plan)> Plans(Arguments a)
    {
        yield return ("plain", new());
        foreach (var file in a.Policies)
            yield return (Path.GetFileNameWithoutExtension(file), JsonSerializer.Deserialize<Plan>(File.ReadAllText(file), Json) ?? new());
    }

    private static string? Problem(Plan plan) => plan.Queues.SelectMany(q => q.Value.Problems($"queues:{q.Key}", plan.Queues.ContainsKey)).FirstOrDefault();

    private static DayResultFigures Run(
        Arguments a, string name, Plan plan, IReadOnlyList<Arrival> arrivals, DateTimeOffset start, DateTimeOffset end, RecordedDay? day)
    {
        List<string> queues = [.. plan.Queues.Keys.Concat(day?.Queues ?? []).Append("general").Distinct()];
        var centre = new Centre(a.Seed, start.AddSeconds(-1), plan.Queues, queues);
        var figures = new DayFigures(centre, TimeSpan.FromSeconds(a.Target));
        foreach (var desk in DesksOf(a, plan, arrivals, queues, start, end, day)) centre.Add(desk);
        foreach (var arrival in arrivals) centre.Add(arrival);
        centre.Grid.RunUntil(end.AddHours(1));
        return figures.Of(name);
    }

    private static IEnumerable<Desk> DesksOf(
        Arguments a, Plan plan, IReadOnlyList<Arrival> arrivals, List<string> queues, DateTimeOffset start, DateTimeOffset end, RecordedDay? day)
    {
        List<(DateTimeOffset, DateTimeOffset)> shift = [(start.AddSeconds(-1), end.AddHours(1))];
        if (plan.Desks.Count > 0)
            return plan.Desks.Select(
                d => new Desk(d.Id, d.Queues ?? queues, d.Languages ?? ["en"], d.Skills ?? [], d.Capacity ?? a.Capacity, shift, TimeSpan.FromSeconds(2)));
        if (day is not null) return day.Desks();
        var busy = arrivals.Sum(x => x.Handling.TotalSeconds) / (end - start).TotalSeconds;
        var count = a.Agents ?? (int)Math.Ceiling(busy / 0.85 / a.Capacity);
        return Enumerable.Range(0, count)
            .Select(i => new Desk($"agent{i}", queues, ["en"], new Dictionary<string, int>(), a.Capacity, shift, TimeSpan.FromSeconds(2)));
    }

    private static void Table(TextWriter output, List<DayResultFigures> results)
    {
        output.WriteLine($"{"policy",-20} {"came",7} {"answered",9} {"wait mean",10} {"p50",8} {"p90",8} {"p99",8} {"max",9} {"in time",8} {"load",7} " +
            $"{"offers",7} {"overflow",9}");
        foreach (var r in results)
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{r.Policy,-20} {r.Came,7} {r.Answered,9} {r.WaitMean,10:0.0} {r.WaitP50,8:0.0} {r.WaitP90,8:0.0} {r.WaitP99,8:0.0} {r.WaitMax,9:0.0} " +
                $"{r.ServiceLevel,8:P1} {r.Load,7:P1} {r.OffersPerAnswer,7:0.00} {r.Overflowed,9}"));
    }

    /// <summary>What to try.</summary>
    private sealed record Plan
    {
        public Dictionary<string, QueuePolicy> Queues { get; init; } = [];
        public List<PlannedDesk> Desks { get; init; } = [];
    }

    private sealed record PlannedDesk(string Id, List<string>? Queues, List<string>? Languages, Dictionary<string, int>? Skills, int? Capacity);

    private sealed record Arguments(
        string? Traffic, string? Journal, IReadOnlyList<string> Policies, double Hours, double Rate, int? Agents, int Capacity, double Target, string Workspace,
        ulong Seed);
}
