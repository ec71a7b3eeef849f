using ConversationGrid.Conformance;

namespace ConversationGrid.Grains.Tests;

/// <summary>Clusters one after another: each takes all the cores there are.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ClusterCollection : ICollectionFixture<PostgresServer>
{
    public const string Name = "cluster";
}
