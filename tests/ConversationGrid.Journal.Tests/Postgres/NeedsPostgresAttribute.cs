using ConversationGrid.Conformance;
using ConversationGrid.Journal.Postgres;
using ConversationGrid.LocalPostgres;

namespace ConversationGrid.Journal.Tests.Postgres;

/// <summary>A class whose facts need an installed PostgreSQL.</summary>
public sealed class NeedsPostgresAttribute : NeedsAttribute
{
    public override string? Missing => PrivatePostgres.FindBinaries() is null ? PrivatePostgres.InstallHint : null;
}
