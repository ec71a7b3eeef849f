using System.Text;
using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;
using ConversationGrid.Domain.Agents;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Customers;
using ConversationGrid.Domain.Queues;
using ConversationGrid.Domain.Workspaces;

namespace ConversationGrid.Domain.Tests;

/// <summary>
/// A journal that each version wrote, kept for ever: every later version reads it and folds it to the state whose hash was written
/// beside it. When a version adds state, its own golden journal is added; an older file is never changed.
/// </summary>
public class GoldenJournalTests
{
    /// <summary>Every journal that is there.</summary>
    public static TheoryData<string> Versions =>
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Golden"), "*.jsonl").Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    [Theory, MemberData(nameof(Versions))]
    public void Journal_OfThatVersion_FoldsToTheSameState(string version)
    {
        var streams = new Dictionary<string, List<DomainEvent>>();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Golden", $"{version}.jsonl")))
        {
            var row = JsonDocument.Parse(line).RootElement;
            var stream = row.GetProperty("stream").GetString()!;
            if (!streams.TryGetValue(stream, out var events)) streams[stream] = events = [];
            Assert.Equal(events.Count + 1, row.GetProperty("seq").GetInt64());
            events.Add(EventCodec.Decode(
                row.GetProperty("type").GetString()!,
                Encoding.UTF8.GetBytes(row.GetProperty("structure").GetRawText()),
                row.TryGetProperty("personal", out var personal) ? Encoding.UTF8.GetBytes(personal.GetRawText()) : default));
        }
        var hashes = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Golden", $"{version}.hashes")).Select(line => line.Split(' '))
            .ToDictionary(p => p[0], p => p[1]);
        Assert.Equal(hashes.Keys.Order(), streams.Keys.Order());
        foreach (var (stream, events) in streams)
            Assert.True(hashes[stream] == StateText.HashOf(Fold(StreamId.Parse(stream), events)),
                $"{stream} folds to another state: {StateText.HashOf(Fold(StreamId.Parse(stream), events))}");
    }

    [Fact]
    public void Journals_HoldEveryTypeOfEvent()
    {
        var names = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Golden"), "*.jsonl").SelectMany(File.ReadLines)
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("type").GetString()!).ToHashSet();
        Assert.Superset(EventCodec.All.Select(EventCodec.NameOf).ToHashSet(), names);
    }

    /// <summary>Writes a new version's files where the variable says; run by hand, once a version.</summary>
    [Fact]
    public void Write_WhenAskedTo()
    {
        if (Environment.GetEnvironmentVariable("GRID_WRITE_GOLDEN") is not { Length: > 0 } path) return;
        var lines = new List<string>();
        var hashes = new List<string>();
        foreach (var (stream, events) in GoldenHistory.All())
        {
            for (var i = 0; i < events.Count; i++)
            {
                var e = EventCodec.Encode(events[i]);
                var personal = e.Personal is null ? "" : $",\"personal\":{Encoding.UTF8.GetString(e.Personal)}";
                lines.Add($"{{\"stream\":\"{stream}\",\"seq\":{i + 1},\"type\":\"{e.Type}\",\"structure\":{Encoding.UTF8.GetString(e.Structure)}{personal}}}");
            }
            hashes.Add($"{stream} {StateText.HashOf(Fold(stream, events))}");
        }
        File.WriteAllLines($"{path}.jsonl", lines);
        File.WriteAllLines($"{path}.hashes", hashes);
    }

    private static object Fold(StreamId stream, IReadOnlyList<DomainEvent> events) => stream.Kind switch
    {
        EntityKind.Conversation => events.Select((e, i) => (e, i))
            .Aggregate(ConversationState.Initial(stream.Id), (s, x) => Conversation.Evolve(s, x.i + 1, (ConversationEvent)x.e)),
        EntityKind.Agent => events.Select((e, i) => (e, i)).Aggregate(AgentState.Initial(stream.Id), (s, x) => Agent.Evolve(s, x.i + 1, (AgentEvent)x.e)),
        EntityKind.Workspace => events.Select((e, i) => (e, i))
        .Aggregate(WorkspaceState.Initial(stream.Id), (s, x) => Administration.Evolve(s, x.i + 1, (WorkspaceEvent)x.e)),
        EntityKind.Queue => events.Select((e, i) => (e, i)).Aggregate(QueueState.Initial(stream.Id), (s, x) => Queue.Evolve(s, x.i + 1, (QueueEvent)x.e)),
        EntityKind.Knowledge => events,
        _ => events.Select((e, i) => (e, i)).Aggregate(CustomerState.Initial(stream.Id), (s, x) => Customer.Evolve(s, x.i + 1, (CustomerEvent)x.e)),
    };
}
