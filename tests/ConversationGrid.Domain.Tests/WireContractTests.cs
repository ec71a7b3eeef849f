using System.Buffers;
using System.Text;
using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;

namespace ConversationGrid.Domain.Tests;

/// <summary>The wire form of events that version 1 wrote: later versions may add members, and remove or change none.</summary>
public class WireContractTests
{
    private static readonly Dictionary<(string Journal, string Stream, long Seq), ConversationEvent> Events = ReadJournals();

    [Fact]
    public void Events_HaveAllThatVersion1Wrote()
    {
        var rows = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Golden", "wire-v1.txt")).Select(l => l.Split(' ', 3)).ToList();
        Assert.NotEmpty(rows);
        foreach (var row in rows)
        {
            var (journal, viewer, old) = (row[0], Enum.Parse<Audience>(row[1]), JsonDocument.Parse(row[2]).RootElement);
            var (stream, seq) = (old.GetProperty("conversationId").GetString()!, old.GetProperty("seq").GetInt64());
            AssertHas(old, Write(stream, seq, Events[(journal, stream, seq)], viewer), $"{journal} {stream} {seq} for {viewer}: {old.GetProperty("type")}");
        }
    }

    [Fact]
    public void Customers_SeeNoStaffEventAndNoInternalMember()
    {
        foreach (var e in Events.Values)
        {
            var audience = Audiences.Of(e);
            if (!Audience.Everyone.Sees(audience)) continue;
            var data = Write("c", 1, e, Audience.Everyone).GetProperty("data");
            var allowed = EventWire.TypesFor(Audience.Everyone).Single(t => t.Type == e.GetType()).Properties.Select(p => p.Name);
            Assert.Subset(allowed.ToHashSet(), data.EnumerateObject().Select(p => p.Name).ToHashSet());
            Assert.DoesNotContain(data.EnumerateObject(), p => p.Name is "analysis" or "risk" or "reason" or "suggestion" or "course" or "clientKey"
                or "ticket");
        }
    }

    /// <summary>Everything in <paramref name="old"/> is in <paramref name="now"/> with the same value; a null may be absent.</summary>
    private static void AssertHas(JsonElement old, JsonElement now, string where)
    {
        Assert.True(old.ValueKind == now.ValueKind, $"{where}: {old} became {now}");
        switch (old.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in old.EnumerateObject().Where(m => m.Value.ValueKind != JsonValueKind.Null))
                {
                    Assert.True(now.TryGetProperty(member.Name, out var value), $"{where}: '{member.Name}' is gone from {now}");
                    AssertHas(member.Value, value, $"{where}.{member.Name}");
                }
                break;
            case JsonValueKind.Array:
                Assert.True(old.GetArrayLength() == now.GetArrayLength(), $"{where}: {old} became {now}");
                foreach (var (a, b) in old.EnumerateArray().Zip(now.EnumerateArray())) AssertHas(a, b, where);
                break;
            default:
                Assert.True(old.ToString() == now.ToString(), $"{where}: {old} became {now}");
                break;
        }
    }

    private static JsonElement Write(string conversation, long seq, ConversationEvent e, Audience viewer)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = ContractsJson.Options.Encoder }))
            EventWire.Write(json, conversation, seq, prev: 0, e, viewer);
        return JsonDocument.Parse(buffer.WrittenMemory).RootElement;
    }

    private static Dictionary<(string Journal, string Stream, long Seq), ConversationEvent> ReadJournals()
    {
        var events = new Dictionary<(string, string, long), ConversationEvent>();
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Golden"), "*.jsonl"))
        {
            foreach (var row in File.ReadLines(file).Select(line => JsonDocument.Parse(line).RootElement))
            {
                var stream = row.GetProperty("stream").GetString()!;
                var e = EventCodec.Decode(
                    row.GetProperty("type").GetString()!,
                    Encoding.UTF8.GetBytes(row.GetProperty("structure").GetRawText()),
                    row.TryGetProperty("personal", out var personal) ? Encoding.UTF8.GetBytes(personal.GetRawText()) : default);
                if (e is ConversationEvent known) events[(Path.GetFileNameWithoutExtension(file), stream, row.GetProperty("seq").GetInt64())] = known;
            }
        }
        return events;
    }
}
