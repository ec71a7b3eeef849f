using ConversationGrid.Conformance;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal.Postgres;
using ConversationGrid.LocalPostgres;
using Npgsql;
using static ConversationGrid.Journal.Tests.Samples;

namespace ConversationGrid.Journal.Tests.Postgres;

/// <summary>What only PostgreSQL can do wrong.</summary>
[Collection(PostgresCollection.Name)]
public sealed class PostgresStoreTests(PostgresServer postgres)
{
    private const string InsertSql = "insert into events (stream, seq, tx, position, type, at, structure) values ($1, $2, pg_current_xact_id(), 1, 'closed', " +
        "now(), '{}')";

    [PostgresFact]
    public async Task ReadAll_WaitsForAnOlderTransactionThatStillRuns()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var store = await OpenAsync(database);
        await store.Journal.AppendAsync(Append(Stream("first"), 0, "1"));

        // Another process' commit takes its time, while younger ones come and go.
        await using var slow = new NpgsqlConnection(database);
        await slow.OpenAsync();
        await using var transaction = await slow.BeginTransactionAsync();
        await InsertAsync(slow, "c/demo/slow", 1);
        for (var i = 0; i < 5; i++) await store.Journal.AppendAsync(Append(Stream($"quick-{i}"), 0, "q"));

        var before = await store.Journal.ReadAllAsync(default, 100);
        Assert.Equal([Stream("first")], before.Select(e => e.Stream));

        await transaction.CommitAsync();
        var after = await store.Journal.ReadAllAsync(before[^1].Position, 100);
        Assert.Equal(["c/demo/slow", .. Enumerable.Range(0, 5).Select(i => $"c/demo/quick-{i}")], after.Select(e => e.Stream.ToString()));
    }

    [PostgresFact]
    public async Task ReadAll_ATransactionThatRollsBack_IsNeverSeenAndHoldsNobodyUp()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var store = await OpenAsync(database);
        await using var slow = new NpgsqlConnection(database);
        await slow.OpenAsync();
        await using (var transaction = await slow.BeginTransactionAsync())
        {
            await InsertAsync(slow, "c/demo/slow", 1);
            await store.Journal.AppendAsync(Append(Stream("quick"), 0, "q"));
            Assert.Empty(await store.Journal.ReadAllAsync(default, 100));
            await transaction.RollbackAsync();
        }
        Assert.Equal(Stream("quick"), Assert.Single(await store.Journal.ReadAllAsync(default, 100)).Stream);
    }

    [PostgresFact]
    public async Task Append_AZombieProcess_IsFencedByItsSuccessor()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var zombie = await OpenAsync(database);
        await using var successor = await OpenAsync(database);
        for (var i = 0; i < 3; i++) await zombie.Journal.AppendAsync(Append(Stream("a"), i, $"{i}"));
        await successor.Journal.AppendAsync(Append(Stream("a"), 3, "successor"));

        // It still believes in number 3, and its later numbers would be free.
        Assert.Equal(AppendResult.Conflict, await zombie.Journal.AppendAsync(Append(Stream("a"), 3, "z1", "z2", "z3")));
        Assert.Equal(["0", "1", "2", "successor"], (await zombie.Journal.ReadAsync(Stream("a"), 0, 9)).Select(c => c.Text()));
    }

    [PostgresTheory]
    [InlineData("alter role current_user set synchronous_commit = off", "alter role current_user reset synchronous_commit", "synchronous_commit")]
    [InlineData("alter database {0} set synchronous_commit = off", "select 1", "synchronous_commit")]
    [InlineData("alter database {0} set default_transaction_read_only = on", "select 1", "default_transaction_read_only")]
    public async Task Start_WithASettingThatLosesEvents_IsRefusedByName(string spoil, string mend, string setting)
    {
        var database = await postgres.NewDatabaseAsync();
        var name = new NpgsqlConnectionStringBuilder(database).Database!;
        await ExecuteAsync(postgres.Server!.ConnectionString(), string.Format(System.Globalization.CultureInfo.InvariantCulture, spoil, name));
        try
        {
            NpgsqlConnection.ClearAllPools();
            await using var store = Create(database);
            var refused = await Assert.ThrowsAsync<JournalSetupException>(() => store.StartAsync());
            Assert.Contains(setting, refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            await ExecuteAsync(postgres.Server!.ConnectionString(), mend);
        }
    }

    [PostgresFact]
    public async Task Start_OnADatabaseWithFsyncOff_IsRefusedByName()
    {
        var folder = Directory.CreateTempSubdirectory("grid-postgres-").FullName;
        await using (var server = await PrivatePostgres.StartAsync(
            folder, TimeProvider.System, settings: new Dictionary<string, string> { ["fsync"] = "off", ["full_page_writes"] = "off" }))
        {
            await using var store = Create(server.ConnectionString());
            Assert.Contains("fsync=off", (await Assert.ThrowsAsync<JournalSetupException>(() => store.StartAsync())).Message, StringComparison.Ordinal);
        }
        await using (var server = await PrivatePostgres.StartAsync(
            folder, TimeProvider.System, settings: new Dictionary<string, string> { ["full_page_writes"] = "off" }))
        {
            await using var store = Create(server.ConnectionString());
            Assert.Contains("full_page_writes=off", (await Assert.ThrowsAsync<JournalSetupException>(() => store.StartAsync())).Message,
                StringComparison.Ordinal);
        }
        Directory.Delete(folder, recursive: true);
    }

    [PostgresFact]
    public async Task Start_OnADatabaseRestoredFromADump_IsRefused()
    {
        var database = await postgres.NewDatabaseAsync();
        await using (var store = await OpenAsync(database))
        {
            await store.Journal.AppendAsync(Append(Stream("a"), 0, "1"));
            await store.Journal.AppendAsync(Append(Stream("b"), 0, "1"));
        }
        // The newest by number, which is not the last one as a text.
        await ExecuteAsync(database, "update events set tx = '4000000000' where stream like '%a'");

        await using var again = Create(database);
        Assert.Contains("4000000000", (await Assert.ThrowsAsync<JournalSetupException>(() => again.StartAsync())).Message, StringComparison.Ordinal);

        // What the README tells to do.
        await ExecuteAsync(database, """
            with o as (select stream, seq, row_number() over (order by tx, position) n from events)
            update events e set tx = '3', position = o.n from o where e.stream = o.stream and e.seq = o.seq
            """);
        await again.StartAsync();
        Assert.Equal(2, (await again.Journal.ReadAllAsync(default, 10)).Count);
    }

    [PostgresFact]
    public async Task Start_OnANewerOrChangedSchema_SaysSo()
    {
        var database = await postgres.NewDatabaseAsync();
        await using (await OpenAsync(database))
        {
        }
        await ExecuteAsync(database, "update schema_version set checksum = 'other'");
        await using (var store = Create(database))
            Assert.Contains("checksum", (await Assert.ThrowsAsync<JournalSetupException>(() => store.StartAsync())).Message, StringComparison.Ordinal);

        await ExecuteAsync(database, "insert into schema_version (version, name, checksum) values (999, 'future', 'x')");
        await using (var store = Create(database))
            Assert.Contains("999", (await Assert.ThrowsAsync<JournalSetupException>(() => store.StartAsync())).Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task Erased_ReadsWithoutWhatWasPersonal()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var store = await OpenAsync(database);
        await store.Journal.AppendAsync(Append(Stream("a"), 0, "secret", "locked"));
        await ExecuteAsync(database, "update events set personal = null where seq = 1; update events "
            + "set personal = '\\x00ff', personal_key = 'k1' where seq = 2");

        var read = await store.Journal.ReadAsync(Stream("a"), 0, 9);

        Assert.All(read, c => Assert.Null(c.Text()));
        Assert.All(read, c => Assert.Equal("cust-1", ((MessagePosted)c.Event).ById));
    }

    [PostgresFact]
    public async Task Append_ToADatabaseThatIsGone_EndsInTimeWithTryAgain()
    {
        await using var store = Create("Host=127.0.0.1;Port=1;Username=x;Password=x;Database=x");
        for (var i = 0; i < 3; i++)
            await Assert.ThrowsAsync<JournalUnavailableException>(
                () => store.Journal.AppendAsync(Append(Stream("a"), 0, "1")).AsTask().WaitAsync(TimeSpan.FromSeconds(10)));
        await Assert.ThrowsAsync<JournalUnavailableException>(() => store.Journal.ReadAsync(Stream("a"), 0, 1));
        await Assert.ThrowsAsync<JournalUnavailableException>(() => store.Agenda.NextDueAsync());
    }

    [PostgresFact]
    public async Task Append_ThatTheDatabaseHoldsUp_EndsAtTheTimeout_AndTheNextOneWorks()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var store = new PostgresStore(new() { ConnectionString = database, CommandTimeout = TimeSpan.FromSeconds(1) }, TimeProvider.System);
        await store.StartAsync();
        await using var other = new NpgsqlConnection(database);
        await other.OpenAsync();
        await using (var transaction = await other.BeginTransactionAsync())
        {
            // The same number, not yet committed: the writer has to wait for the outcome.
            await InsertAsync(other, "c/demo/held", 1);
            await Assert.ThrowsAsync<JournalUnavailableException>(
                () => store.Journal.AppendAsync(Append(Stream("held"), 0, "1")).AsTask().WaitAsync(TimeSpan.FromSeconds(15)));
            await transaction.RollbackAsync();
        }
        Assert.Equal(AppendResult.Appended, await store.Journal.AppendAsync(Append(Stream("held"), 0, "again")));
        Assert.Equal("again", Assert.Single(await store.Journal.ReadAsync(Stream("held"), 0, 9)).Text());
    }

    [PostgresFact]
    public async Task Start_WithoutAServer_WaitsItsTime_AndEndsWithTryAgain()
    {
        await using var store = new PostgresStore(
            new() { ConnectionString = "Host=127.0.0.1;Port=1;Username=x;Password=x;Database=x", StartTimeout = TimeSpan.FromSeconds(1) }, TimeProvider.System);
        var begun = TimeProvider.System.GetTimestamp();
        await Assert.ThrowsAsync<JournalUnavailableException>(() => store.StartAsync());
        Assert.True(TimeProvider.System.GetElapsedTime(begun) > TimeSpan.FromSeconds(1));
    }

    [PostgresFact]
    public async Task Start_ThatTheServerRefuses_EndsAtOnceWithItsWords()
    {
        var database = new NpgsqlConnectionStringBuilder(await postgres.NewDatabaseAsync()) { Database = "no_such_database" };
        await using var store = new PostgresStore(new() { ConnectionString = database.ConnectionString, StartTimeout = TimeSpan.FromHours(1) },
            TimeProvider.System);
        var failure = await Assert.ThrowsAsync<JournalSetupException>(() => store.StartAsync().WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.Contains("no_such_database", failure.Message, StringComparison.Ordinal);
    }

    private static PostgresStore Create(string database) =>
        new(new() { ConnectionString = database, ConnectTimeout = TimeSpan.FromSeconds(2), StartTimeout = TimeSpan.FromSeconds(20) }, TimeProvider.System);

    private static async Task<PostgresStore> OpenAsync(string database)
    {
        var store = Create(database);
        await store.StartAsync();
        return store;
    }

    private static async Task InsertAsync(NpgsqlConnection connection, string stream, long seq)
    {
        await using var insert = new NpgsqlCommand(InsertSql, connection) { Parameters = { new() { Value = stream }, new() { Value = seq } } };
        await insert.ExecuteNonQueryAsync();
    }

    private static async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
