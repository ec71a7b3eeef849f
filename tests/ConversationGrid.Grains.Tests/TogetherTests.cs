using System.Diagnostics.Metrics;
using ConversationGrid.Conformance;
using ConversationGrid.Contracts;

namespace ConversationGrid.Grains.Tests;

/// <summary>Calls come into a grain while one of its commands is appended, so that they can go into the next append together.</summary>
[Collection(ClusterCollection.Name)]
public class TogetherTests
{
    private const int Notes = 200;

    [Fact]
    public async Task ManyAtOnce_GoIntoFewAppends_EachWithItsOwnReceipt()
    {
        await using var world = await HostWorld.StartAsync(null, 1);
        (await world.Conversation("c1").ExecuteAsync(new StartConversation(GridWorld.Customer, "s", "web", "en", null, null))).OrThrow();
        var supervisor = GridWorld.Agent("sue") with { Role = CallerRole.Supervisor };
        long appends = 0;
        using var meter = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "grid.journal.appends") listener.EnableMeasurementEvents(instrument);
            },
        };
        meter.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref appends, count));
        meter.Start();

        var conversation = world.Conversation("c1");
        var receipts = await Task.WhenAll(Enumerable.Range(0, Notes)
            .Select(async n => (await conversation.ExecuteAsync(new PostNote(supervisor, $"k{n}", $"n{n}"))).OrThrow().Seq));

        Assert.Equal(Notes, receipts.Distinct().Count());
        var notes = (await world.Journal.ReadAsync(GridWorld.Stream("c1"), 0, 1_000)).Where(c => c.Event is NotePosted)
            .ToDictionary(c => c.Seq, c => ((NotePosted)c.Event).Text);
        for (var n = 0; n < Notes; n++) Assert.Equal($"n{n}", notes[receipts[n]]);
        Assert.InRange(Volatile.Read(ref appends), 1, Notes / 4);
    }
}
