using ConversationGrid.Journal.Postgres;
using ConversationGrid.LocalPostgres;

namespace ConversationGrid.Journal.Tests.Postgres;

/// <summary>A fact that needs an installed PostgreSQL, and says so where there is none.</summary>
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute()
    {
        if (PrivatePostgres.FindBinaries() is null) Skip = PrivatePostgres.InstallHint;
    }
}

/// <inheritdoc cref="PostgresFactAttribute"/>
public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute()
    {
        if (PrivatePostgres.FindBinaries() is null) Skip = PrivatePostgres.InstallHint;
    }
}
