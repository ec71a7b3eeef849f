using ConversationGrid.Conformance;

namespace ConversationGrid.Journal.Tests.Postgres;

/// <summary>Tests that share one server.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresCollection : ICollectionFixture<PostgresServer>
{
    public const string Name = "postgres";
}
