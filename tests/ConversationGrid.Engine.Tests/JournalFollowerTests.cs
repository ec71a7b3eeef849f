using ConversationGrid.Contracts;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Engine.Following;
using ConversationGrid.Testing;
using ConversationGrid.Engine.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConversationGrid.Engine.Tests;

public class JournalFollowerTests
{
    private static readonly StreamId Stream = new(EntityKind.Conversation, new("demo", "c1"));

    /// <summary>More events than one page holds, in two goes, beside a fold that fails at one of them.</summary>
    [Fact]
    public async Task EachFold_IsGivenEachEventOnce_InOrder_WhateverAnotherDoes()
    {
        var store = new MemoryStore();
        var (whole, failing) = (new Seen(-1), new Seen(17));
        var follower = new JournalFollower(store, [failing, whole], new EngineOptions(), TimeProvider.System, NullLogger<JournalFollower>.Instance);
        await AppendAsync(store, 0, 4_500);
        await follower.ReadOnAsync();
        await AppendAsync(store, 4_500, 3);
        await follower.ReadOnAsync();
        await follower.ReadOnAsync();
        Assert.Equal(Enumerable.Range(1, 4_503).Select(i => (long)i), whole.Seqs);
        Assert.Equal(whole.Seqs.Where(seq => seq != 17), failing.Seqs);
    }

    private static async Task AppendAsync(MemoryStore store, long expected, int count) => Assert.Equal(AppendResult.Appended, await store.AppendAsync(new(
        Stream, expected, [.. Enumerable.Range(0, count).Select(_ => new Reopened(2) { At = DateTimeOffset.UnixEpoch, By = new(ActorKind.Customer, "x") })], DueChange.Keep)));

    private sealed class Seen(long failsAt) : IJournalFold
    {
        public List<long> Seqs { get; } = [];

        public void Apply(GlobalEvent e)
        {
            if (e.Committed.Seq == failsAt) throw new InvalidOperationException("A fault of this fold.");
            Seqs.Add(e.Committed.Seq);
        }
    }
}
