using System.IO.Compression;
using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal;
using ConversationGrid.Simulator.Time;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationGrid.Simulator.Days;

/// <summary>Arrivals and handling times as they were recorded.</summary>
internal static class Recordings
{
    /// <summary>An agent's time a turn where the recording has no times.</summary>
    private static readonly TimeSpan PerTurn = TimeSpan.FromSeconds(25);

    /// <summary>
    /// Recorded dialogues (<c>jsonl.gz</c>), one after the other and again from the start, coming at random at a rate. An agent works on
    /// one from its own first turn to the last.
    /// </summary>
    public static IEnumerable<Arrival> OfTraffic(string file, DateTimeOffset start, TimeSpan length, double perHour, ulong seed)
    {
        var dialogues = File.ReadLines(file, file.EndsWith(".gz", StringComparison.Ordinal)).Select(Read).ToList();
        if (dialogues.Count == 0) throw new InvalidDataException($"'{file}' holds no dialogue.");
        var dice = new Dice(seed);
        var at = start;
        for (var i = 0; ; i++)
        {
            at += TimeSpan.FromHours(-Math.Log(1 - dice.Unit()) / perHour);
            if (at > start + length) yield break;
            var (handling, topic, urgent) = dialogues[i % dialogues.Count];
            yield return new($"c{i}", at, "web", "en", topic, urgent ? 2 : 0, handling);
        }
    }

    /// <summary>What a journal holds: who came when and how long an agent had it, and who was at work when.</summary>
    public static async Task<RecordedDay> OfJournalAsync(string folder, string workspace, BackTest test)
    {
        if (!Directory.Exists(folder)) throw new InvalidDataException($"There is no folder '{folder}'.");
        // The same registration as the host's; options that it binds come from a configuration, which is empty here.
        await using var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddSqliteJournal(options => options.Path = folder).BuildServiceProvider();
        await services.GetRequiredService<IJournalStore>().StartAsync(CancellationToken.None);
        var journal = services.GetRequiredService<IJournal>();
        var day = new RecordedDay();
        var position = default(GlobalPosition);
        while (await journal.ReadAllAsync(position, 5_000) is { Count: > 0 } page)
        {
            foreach (var (_, stream, (seq, e)) in page)
            {
                if (stream.Id.Workspace != workspace) continue;
                test.Add(stream, seq, e);
                day.Add(stream, e);
            }
            position = page[^1].Position;
        }
        return day;
    }

    private static (TimeSpan Handling, string Topic, bool Urgent) Read(string line)
    {
        using var json = JsonDocument.Parse(line);
        var turns = json.RootElement.GetProperty("turns").EnumerateArray().ToList();
        var topic = json.RootElement.TryGetProperty("domains", out var domains) && domains.GetArrayLength() > 0 ? domains[0].GetString()! : "none";
        var urgent = json.RootElement.TryGetProperty("annoyed", out var annoyed) && annoyed.ValueKind == JsonValueKind.True;
        var answers = turns.Where(t => t.GetProperty("who").GetString() == "agent").ToList();
        if (answers.Count > 0 && answers[0].TryGetProperty("t", out var first) && turns[^1].TryGetProperty("t", out var last)
            && last.GetDouble() > first.GetDouble())
            return (TimeSpan.FromSeconds(last.GetDouble() - first.GetDouble()), topic, urgent);
        return (PerTurn * Math.Max(1, answers.Count), topic, urgent);
    }

    private static class File
    {
        public static IEnumerable<string> ReadLines(string path, bool zipped)
        {
            using var file = System.IO.File.OpenRead(path);
            using var reader = new StreamReader(zipped ? new GZipStream(file, CompressionMode.Decompress) : file);
            while (reader.ReadLine() is { } line) yield return line;
        }
    }
}

/// <summary>What a journal says of the people in it.</summary>
internal sealed class RecordedDay
{
    private readonly Dictionary<string, (string Channel, string Locale)> _started = [];
    private readonly Dictionary<string, HandoffRequested> _asked = [];
    private readonly Dictionary<string, (DateTimeOffset At, HandoffRequested Asked)> _taken = [];
    private readonly Dictionary<string, AgentConfigured> _staff = [];
    private readonly Dictionary<string, DateTimeOffset> _online = [];
    private readonly Dictionary<string, List<(DateTimeOffset, DateTimeOffset)>> _shifts = [];

    public List<Arrival> Arrivals { get; } = [];
    public DateTimeOffset Start { get; private set; } = DateTimeOffset.MaxValue;
    public DateTimeOffset End { get; private set; }
    public HashSet<string> Queues { get; } = [];

    public void Add(StreamId stream, DomainEvent e)
    {
        (Start, End) = (e.At < Start ? e.At : Start, e.At > End ? e.At : End);
        var id = stream.Id.Id;
        switch (e)
        {
            case ConversationStarted x: _started[id] = (x.Channel, x.Locale); break;
            case HandoffRequested x:
                Queues.Add(x.Queue);
                _asked.TryAdd(id, x);
                break;
            case Assigned x when _asked.Remove(id, out var asked): _taken[id] = (x.At, asked); break;
            case Resolved or Closed when _taken.Remove(id, out var taken):
                Arrivals.Add(new(
                    $"r{Arrivals.Count}", taken.Asked.At, _started.GetValueOrDefault(id).Channel ?? "web", taken.Asked.Language, "none", taken.Asked.Priority,
                    e.At - taken.At, taken.Asked.Queue));
                break;
            case AgentConfigured x: _staff[id] = x; break;
            case PresenceChanged { Status: PresenceStatus.Online }: _online.TryAdd(id, e.At); break;
            case PresenceChanged when _online.Remove(id, out var since): ShiftsOf(id).Add((since, e.At)); break;
        }
    }

    public IEnumerable<Desk> Desks()
    {
        foreach (var (id, since) in _online) ShiftsOf(id).Add((since, End + TimeSpan.FromHours(1)));
        _online.Clear();
        foreach (var (id, staff) in _staff)
            yield return new(id, staff.Queues, staff.Languages, staff.Skills ?? new Dictionary<string, int>(), staff.Capacity, ShiftsOf(id),
                TimeSpan.FromSeconds(2));
    }

    private List<(DateTimeOffset, DateTimeOffset)> ShiftsOf(string id) => _shifts.TryGetValue(id, out var all) ? all : _shifts[id] = [];
}
