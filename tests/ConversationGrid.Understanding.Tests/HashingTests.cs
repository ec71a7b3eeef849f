using ConversationGrid.Understanding.Text;

namespace ConversationGrid.Understanding.Tests;

public sealed class HashingTests
{
    [Fact] public void SameText_GivesTheSameHash_OnEveryRun() => Assert.Equal(338985163u, Hashing.Of("refund"));

    [Fact] public void OtherSeed_GivesAnotherHash() => Assert.NotEqual(Hashing.Of("refund"), Hashing.Of("refund", 1));
}
