using Microsoft.Data.Sqlite;

namespace ConversationGrid.Journal.Sqlite;

/// <summary>Brings the file to this program's schema, in one exclusive transaction: several starters wait for one another.</summary>
internal static class SqliteMigrator
{
    private const string Table =
        "create table if not exists schema_version (version integer primary key, name "
        + "text not null, checksum text not null, applied_at integer not null) strict";

    public static void Run(SqliteSession session, IReadOnlyList<Migration> known, DateTimeOffset now)
    {
        session.Script("begin exclusive");
        try
        {
            session.Script(Table);
            foreach (var step in Migrations.Missing(known, Applied(session)))
            {
                session.Script(step.Sql);
                session["insert into schema_version (version, name, checksum, applied_at) values (?1, ?2, ?3, ?4)"]
                    .Bind(1, step.Version).Bind(2, step.Name).Bind(3, step.Checksum).Bind(4, UnixMicros.Floor(now)).Run();
            }
            session.Script("commit");
        }
        catch
        {
            TryRollBack(session);
            throw;
        }
    }

    private static Dictionary<int, string> Applied(SqliteSession session)
    {
        var applied = new Dictionary<int, string>();
        var rows = session["select version, checksum from schema_version"];
        while (rows.Step()) applied.Add((int)rows.Int64(0), rows.Text(1));
        return applied;
    }

    private static void TryRollBack(SqliteSession session)
    {
        try
        {
            session.Script("rollback");
        }
        catch (SqliteException)
        {
            // Some failures have rolled back already; the session is closed by the code that opened it.
        }
    }
}
