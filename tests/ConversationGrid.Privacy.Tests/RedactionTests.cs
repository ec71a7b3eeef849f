using System.Text;
using ConversationGrid.Contracts;
using ConversationGrid.Journal;
using ConversationGrid.Journal.Tables;
using ConversationGrid.Privacy.Checks;
using ConversationGrid.Projections.Running;

namespace ConversationGrid.Privacy.Tests;

/// <summary>The text of one message is removed from everywhere, everything else stays, and the check of the journal holds and finds who puts it back.</summary>
public sealed class RedactionTests : IDisposable
{
    private const string Canary = "zq8canary";

    private static readonly Caller Siti = new(CallerRole.Supervisor, new(ActorKind.Agent, "siti", "Siti"), []);

    private readonly string _folder = Directory.CreateTempSubdirectory("grid-redaction-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Message_Redacted_IsNowhere_TheRestStays_AndTheCheckHolds()
    {
        await using var world = await PrivacyWorld.OpenAsync(_folder);
        var old = await SaidAsync(world, $"{Canary} 4711");
        Assert.True(Hits(Encoding.Latin1.GetString(old)) > 0);
        Assert.True(Hits(Canary) > 0);
        await RedactAsync(world, 2);

        Assert.Equal([null, "the rest stays"], await world.TextsAsync("c1"));
        var author = (await world.Store.Journal.ReadAsync(new(EntityKind.Conversation, new("demo", "c1")), 1, 1)).Single().Event as MessagePosted;
        Assert.Equal("name-nur", author!.ByName);
        Assert.Equal((0, 0), (Hits(Canary), Hits(Encoding.Latin1.GetString(old))));
        Assert.Equal((1L, 0L), await new Rebuilder(world.Store.Feed, world.Store.Database).RunAsync(null, rewrites: false));
        Assert.True(await SealCheck.RunAsync(world.Store) is { Checked: > 0, Wrong: 0 });

        // The part as it was is encrypted under the same key for the same place; it is found all the same.
        var back = new WriteSet();
        back.Run("update events set personal = $1 where stream = 'c/demo/c1' and seq = 2", old);
        await world.Store.Database.WriteAsync(back);
        Assert.Equal(1, (await SealCheck.RunAsync(world.Store)).Wrong);
    }

    [Fact]
    public async Task WhatTheGridMadeOfIt_GoesWithIt_AndWhatWasBeforeStays()
    {
        await using var world = await PrivacyWorld.OpenAsync(_folder);
        await SaidAsync(world, $"{Canary} 4711");
        var texts = new DecisionTexts($"{Canary} asked", null, $"{Canary} said");
        var decision = new AiDecision("suggestion", "rules", "1", null, "en", 2, "", [], 1, "", PrivacyWorld.Noon, "hash");
        (await world.Conversation("c1").ExecuteAsync(new RecordDecision(Siti, decision, texts))).OrThrow();
        var seq = (await world.Conversation("c1").ViewAsync(Caller.System))!.LastSeq;
        await RedactAsync(world, 2);
        var events = await world.Store.Journal.ReadAsync(new(EntityKind.Conversation, new("demo", "c1")), 0, 100);
        Assert.Null(events.Select(e => e.Event).OfType<DecisionRecorded>().Single().Texts);
        Assert.Equal(0, Hits(Canary));
        Assert.True(seq > 0 && await SealCheck.RunAsync(world.Store) is { Wrong: 0 });
    }

    [Theory]
    [InlineData("the decision, in the middle")]
    [InlineData("the last event")]
    public async Task EventThatWasTakenOut_IsFound(string which)
    {
        await using var world = await PrivacyWorld.OpenAsync(_folder);
        await SaidAsync(world, "hello");
        var decision = new AiDecision("suggestion", "rules", "1", null, "en", 2, "", [], 1, "", PrivacyWorld.Noon, "hash");
        (await world.Conversation("c1").ExecuteAsync(new RecordDecision(Siti, decision, new("asked", null, "said")))).OrThrow();
        (await world.Conversation("c1").ExecuteAsync(new PostMessage(PrivacyWorld.Customer("nur"), "m9", "the last one"))).OrThrow();
        await world.QuietAsync("c1");
        await world.CaughtUpAsync();
        Assert.Equal(0, (await SealCheck.RunAsync(world.Store)).Wrong);
        var seq = which.Contains("decision", StringComparison.Ordinal) ? "(select seq from events where stream = 'c/demo/c1' and type = 'decisionRecorded')"
            : "(select max(seq) from events where stream = 'c/demo/c1')";
        var writes = new WriteSet();
        writes.Run($"delete from events where stream = 'c/demo/c1' and seq = {seq}");
        await world.Store.Database.WriteAsync(writes);
        Assert.Equal(1, (await SealCheck.RunAsync(world.Store)).Wrong);
    }

    [Fact]
    public async Task WhatAnEarlierVersionWroteInClear_IsRemovedToo()
    {
        await using (var before = await PrivacyWorld.OpenAsync(_folder, inClear: true))
        {
            await before.SayAsync("c1", "nur", $"{Canary} 4711", ends: false);
            await before.Conversation("c1").ExecuteAsync(new PostMessage(PrivacyWorld.Customer("nur"), "m2", "the rest stays"));
        }
        Assert.True(Hits(Canary) > 0);
        await using var world = await PrivacyWorld.OpenAsync(_folder);
        await world.CaughtUpAsync();
        await RedactAsync(world, 2);
        Assert.Equal([null, "the rest stays"], await world.TextsAsync("c1"));
        Assert.Equal(0, Hits(Canary));
    }

    [Fact]
    public async Task OlderJournal_RestoredBesideTodaysKeys_IsRedactedAgain_AndNoOtherMessageSuffers()
    {
        await using (var world = await PrivacyWorld.OpenAsync(_folder)) await SaidAsync(world, $"{Canary} 4711");
        var (journal, backup) = (Path.Combine(_folder, "journal.db"), Path.Combine(_folder, "..", $"{Path.GetFileName(_folder)}.backup"));
        File.Copy(journal, backup);
        try
        {
            await using (var world = await PrivacyWorld.OpenAsync(_folder))
            {
                await RedactAsync(world, 2);
                await world.Conversation("c1").ExecuteAsync(new PostMessage(PrivacyWorld.Customer("nur"), "m3", "after the backup"));
                await RedactAsync(world, (await world.Conversation("c1").ViewAsync(Caller.System))!.LastSeq);
            }
            foreach (var file in Directory.GetFiles(_folder, "journal.db*")) File.Delete(file);
            File.Copy(backup, journal);
            await using var restored = await PrivacyWorld.OpenAsync(_folder);
            Assert.Equal([$"{Canary} 4711", "the rest stays"], await restored.TextsAsync("c1"));
            await restored.AtStart!.StartAsync(default);
            Assert.Equal([null, "the rest stays"], await restored.TextsAsync("c1"));
            Assert.Equal(0, Hits(Canary));
            // What gets the number of the one that the backup does not have keeps its text, also after the next start.
            for (var i = 0; i < 8; i++)
                await restored.Conversation("c1").ExecuteAsync(new PostMessage(PrivacyWorld.Customer("nur"), $"n{i}", $"new {i}"));
            await restored.AtStart.StartAsync(default);
            Assert.Equal(8, (await restored.TextsAsync("c1")).Count(text => text?.StartsWith("new ", StringComparison.Ordinal) == true));
            Assert.Equal(0, (await SealCheck.RunAsync(restored.Store)).Wrong);
        }
        finally
        {
            File.Delete(backup);
        }
    }

    /// <returns>The encrypted part of the first message.</returns>
    private static async Task<byte[]> SaidAsync(PrivacyWorld world, string text)
    {
        await world.SayAsync("c1", "nur", text, ends: false);
        (await world.Conversation("c1").ExecuteAsync(new PostMessage(PrivacyWorld.Customer("nur"), "m2", "the rest stays"))).OrThrow();
        await world.CaughtUpAsync();
        return (await world.Store.Database.QueryAsync(
            new("select personal from events where stream = 'c/demo/c1' and seq = 2"), row => row.Bytes(0))).Single();
    }

    private static async Task RedactAsync(PrivacyWorld world, long seq)
    {
        (await world.Conversation("c1").ExecuteAsync(new RedactMessage(Siti, seq, IsNote: false))).OrThrow();
        for (var i = 0; ; i++)
        {
            var events = await world.Store.Journal.ReadAsync(new(EntityKind.Conversation, new("demo", "c1")), 0, 1_000);
            var requested = events.Last(e => e.Event is RedactionRequested).Seq;
            if (events.Any(e => e.Seq > requested && e.Event is ConversationEffectSettled settled && settled.Effect.Seq == requested)) return;
            Assert.True(i < 3_000, "The message was not removed within half a minute.");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    private int Hits(string what) => Directory.GetFiles(_folder).Sum(file =>
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return Encoding.Latin1.GetString(copy.GetBuffer(), 0, (int)copy.Length).Split(what).Length - 1;
    });
}
