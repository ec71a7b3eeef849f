using System.Diagnostics;
using System.Text;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Projections.Running;
using Xunit.Abstractions;

namespace ConversationGrid.Privacy.Tests;

/// <summary>What an erasure reaches: what was in clear before there were keys, what comes while it runs, and a customer with a long history.</summary>
public sealed class ErasureTests(ITestOutputHelper output) : IDisposable
{
    private const string Canary = "zq7canary";
    private readonly string _folder = Directory.CreateTempSubdirectory("grid-erasure-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task WhatWasStoredInClear_IsReadAsItWas_AndErasedFromTheFile()
    {
        await using (var before = await PrivacyWorld.OpenAsync(_folder, inClear: true))
        {
            await before.Grid.Customer(new("demo", "nur")).ExecuteAsync(new DescribeCustomer($"{Canary}name", null, "en", Verified: false));
            await before.SayAsync("c1", "nur", $"{Canary}text");
            await before.SayAsync("c2", "hamid", "the neighbour");
        }
        Assert.True(Hits() > 0);
        await using (var world = await PrivacyWorld.OpenAsync(_folder))
        {
            Assert.Equal([$"{Canary}text"], await world.TextsAsync("c1"));
            Assert.Equal($"{Canary}name", (await world.Grid.Customer(new("demo", "nur")).ViewAsync()).Name);
            await EraseAsync(world, "nur");
            Assert.Equal([null], await world.TextsAsync("c1"));
            Assert.Equal(["the neighbour"], await world.TextsAsync("c2"));
            Assert.Equal((2L, 0L), await new Rebuilder(world.Store.Feed, world.Store.Database).RunAsync(null, rewrites: false));
        }
        Assert.Equal(0, Hits());
    }

    [Fact]
    public async Task WhatComesWhileItRuns_IsNotKept()
    {
        await using var world = await PrivacyWorld.OpenAsync(_folder);
        for (var i = 0; i < 20; i++) await world.SayAsync($"c{i}", "nur", $"{Canary}{i}", ends: false);
        using var stop = new CancellationTokenSource();
        var writing = Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var n = 0; !stop.IsCancellationRequested; n++)
                await world.Conversation($"c{(n + writer) % 20}").ExecuteAsync(
                    new PostMessage(PrivacyWorld.Customer("nur"), $"m{writer}-{n}", $"{Canary}late{writer}x{n}"));
        })).ToList();
        await EraseAsync(world, "nur");
        await stop.CancelAsync();
        await Task.WhenAll(writing);
        for (var i = 0; i < 20; i++)
        {
            Assert.All(await world.TextsAsync($"c{i}"), Assert.Null);
            Assert.Equal(RefusalCodes.NotFound,
                (await world.Conversation($"c{i}").ExecuteAsync(new PostMessage(PrivacyWorld.Customer("nur"), "after", "again"))).Refusal?.Code);
        }
        await world.CaughtUpAsync();
        await world.Store.ScrubAsync(events: false);
        Assert.Equal(0, Hits());
    }

    [Fact]
    public async Task CustomerWhoComesBack_BeginsAnew_AndIsReadable()
    {
        await using var world = await PrivacyWorld.OpenAsync(_folder);
        var nur = world.Grid.Customer(new("demo", "nur"));
        await nur.ExecuteAsync(new DescribeCustomer("Nur", null, "en", Verified: true, "u-1"));
        await world.SayAsync("c1", "nur", "hello");
        await EraseAsync(world, "nur");
        Assert.Equal((null, null, false, 0), await nur.ViewAsync() is var gone ? (gone.Name, gone.ExternalId, gone.Verified, gone.Conversations.Count)
            : default);
        await nur.ExecuteAsync(new DescribeCustomer("Nur again", null, "en", Verified: true, "u-1"));
        await world.SayAsync("c2", "nur", "I am back");
        var events = await world.Store.Journal.ReadAsync(new(EntityKind.Customer, new("demo", "nur")), 0, 100);
        Assert.Equal([null, "Nur again"], events.Select(c => c.Event).OfType<CustomerDescribed>().Select(e => e.Name));
        Assert.Equal(["I am back"], await world.TextsAsync("c2"));
    }

    [Fact]
    public async Task WhatWasSaidBeforeTheSignIn_IsErasedWithTheProvenCustomer()
    {
        await using var world = await PrivacyWorld.OpenAsync(_folder);
        var visitor = world.Grid.Customer(new("demo", "visitor"));
        await visitor.ExecuteAsync(new DescribeCustomer($"{Canary}visitor", null, "en", Verified: false));
        await world.Grid.Customer(new("demo", "nur")).ExecuteAsync(new DescribeCustomer($"{Canary}nur", null, "en", Verified: true, "u-1"));
        await world.SayAsync("c1", "visitor", $"{Canary}before", ends: false);
        await world.SayAsync("c2", "neighbour", "the neighbour");
        (await visitor.ExecuteAsync(new JoinCustomer("nur", "s", PrivacyWorld.Noon.AddDays(1)))).OrThrow();
        for (var i = 0; (await world.Conversation("c1").ViewAsync(Caller.System))?.CustomerId != "nur"; i++)
        {
            Assert.True(i < 3_000, "The conversation did not move within half a minute.");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
        await world.Conversation("c1").ExecuteAsync(new PostMessage(PrivacyWorld.Customer("nur"), "m2", $"{Canary}after"));
        // The read models made as it happened are those made anew.
        await world.CaughtUpAsync();
        Assert.Equal((2L, 0L), await new Rebuilder(world.Store.Feed, world.Store.Database).RunAsync(null, rewrites: false));

        await EraseAsync(world, "nur");
        Assert.All(await world.TextsAsync("c1"), Assert.Null);
        Assert.Null((await visitor.ViewAsync()).Name);
        Assert.Equal(["the neighbour"], await world.TextsAsync("c2"));
        Assert.Equal(0, Hits());
    }

    [Fact]
    public async Task CustomerWithAThousandConversations_IsErased()
    {
        await using var world = await PrivacyWorld.OpenAsync(_folder);
        await Parallel.ForEachAsync(Enumerable.Range(0, 1_000), new ParallelOptions { MaxDegreeOfParallelism = 64 },
            async (i, _) => await world.SayAsync($"c{i}", "nur", $"{Canary}{i}"));
        await world.CaughtUpAsync();
        var (wall, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await EraseAsync(world, "nur");
        output.WriteLine($"1,000 conversations erased in {Stopwatch.GetElapsedTime(wall).TotalSeconds:0.00} s, " +
            $"{(Environment.CpuUsage.TotalTime - cpu).TotalSeconds:0.00} s of processor time.");
        Assert.Equal(1_000, (await world.Ledger!.FindAsync("demo", "e-nur", default))!.Erased);
        Assert.Equal([null], await world.TextsAsync("c999"));
        Assert.Equal(0, Hits());
    }

    private static async Task EraseAsync(PrivacyWorld world, string customer)
    {
        (await world.Grid.Customer(new("demo", customer)).ExecuteAsync(new RequestErasure(Caller.System, $"e-{customer}", "test"))).OrThrow();
        ErasureProgress? progress = null;
        for (var i = 0; progress?.State != "done"; i++)
        {
            Assert.True(i < 12_000, $"The erasure was not done within two minutes: {progress}.");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
            progress = await world.Ledger!.FindAsync("demo", $"e-{customer}", default);
        }
    }

    private int Hits() => Directory.GetFiles(_folder).Sum(file =>
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return Encoding.Latin1.GetString(copy.GetBuffer(), 0, (int)copy.Length).Split(Canary).Length - 1;
    });
}
