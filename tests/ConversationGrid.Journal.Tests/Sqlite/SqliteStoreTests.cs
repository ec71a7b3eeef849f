using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal.Sqlite;
using Microsoft.Data.Sqlite;
using static ConversationGrid.Journal.Tests.Samples;

namespace ConversationGrid.Journal.Tests.Sqlite;

/// <summary>What only the file can do wrong.</summary>
public sealed class SqliteStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("grid-journal-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Session_RunsWithWalAndFullSync()
    {
        await using (await OpenAsync())
        {
        }
        using var session = SqliteSession.Open(new() { Path = _folder }, readOnly: false);
        var mode = session["pragma journal_mode"];
        Assert.True(mode.Step());
        Assert.Equal("wal", mode.Text(0));
        var sync = session["pragma synchronous"];
        Assert.True(sync.Step());
        Assert.Equal(2, sync.Int64(0));
    }

    [Fact]
    public async Task Start_OnANewerOrChangedSchema_SaysSo()
    {
        await using (await OpenAsync())
        {
        }
        Execute("update schema_version set checksum = 'other'");
        await using (var store = Create())
            Assert.Contains("checksum", (await Assert.ThrowsAsync<JournalSetupException>(() => store.StartAsync())).Message, StringComparison.Ordinal);

        Execute("insert into schema_version values (999, 'future', 'x', 0)");
        await using (var store = Create())
            Assert.Contains("999", (await Assert.ThrowsAsync<JournalSetupException>(() => store.StartAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithANewerProgram_AppliesWhatIsMissingOnce()
    {
        await using (var store = await OpenAsync()) await store.Journal.AppendAsync(Append(Stream("a"), 0, "1"));
        IReadOnlyList<Migration> newer = [.. Migrations.Of("sqlite"), new(900, "more", "create table more (x integer); insert into more values (7)", "sum")];
        for (var i = 0; i < 2; i++)
        {
            await using var store = new SqliteStore(new() { Path = _folder }, TimeProvider.System, null, newer);
            await store.StartAsync();
            Assert.Single(await store.Journal.ReadAsync(Stream("a"), 0, 9));
        }
        using var session = SqliteSession.Open(new() { Path = _folder }, readOnly: true);
        var rows = session["select count(*) from more"];
        rows.Step();
        Assert.Equal(1, rows.Int64(0));
    }

    [Fact]
    public async Task Start_AStepThatFails_LeavesNothingBehind()
    {
        IReadOnlyList<Migration> broken = [.. Migrations.Of("sqlite"), new(900, "broken", "create table half (x integer); select no_such_function()", "sum")];
        await using (var store = new SqliteStore(new() { Path = _folder }, TimeProvider.System, null, broken))
            await Assert.ThrowsAsync<JournalSetupException>(() => store.StartAsync());

        await using var again = await OpenAsync();
        Assert.Equal(AppendResult.Appended, await again.Journal.AppendAsync(Append(Stream("a"), 0, "1")));
    }

    [Fact]
    public async Task Start_WhileAnotherProcessHoldsTheNewFile_WaitsItsTime_AndEndsWithTryAgain()
    {
        using var other = SqliteSession.Open(new() { Path = _folder }, readOnly: false);
        other.Script("begin exclusive");
        await using var store = new SqliteStore(new() { Path = _folder, BusyTimeout = TimeSpan.FromMilliseconds(200) }, TimeProvider.System);
        await Assert.ThrowsAsync<JournalUnavailableException>(() => store.StartAsync());
        other.Script("rollback");
        await store.StartAsync();
    }

    [Fact]
    public async Task Append_WhileAnotherProcessHoldsTheFile_EndsWithTryAgain_AndTheNextOneWorks()
    {
        await using var store = new SqliteStore(new() { Path = _folder, BusyTimeout = TimeSpan.FromMilliseconds(200) }, TimeProvider.System);
        await store.StartAsync();
        using (var other = SqliteSession.Open(new() { Path = _folder }, readOnly: false))
        {
            other.Script("begin immediate");
            await Assert.ThrowsAsync<JournalUnavailableException>(async () => await store.Journal.AppendAsync(Append(Stream("a"), 0, "1")));
            // Reading goes on.
            Assert.Empty(await store.Journal.ReadAsync(Stream("a"), 0, 9));
            other.Script("rollback");
        }
        Assert.Equal(AppendResult.Appended, await store.Journal.AppendAsync(Append(Stream("a"), 0, "1")));
    }

    [Fact]
    public async Task Append_BehindAFullQueue_IsToldToTryLater()
    {
        await using var store = new SqliteStore(new() { Path = _folder, QueueLengthMax = 10, BatchRowsMax = 1 }, TimeProvider.System);
        await store.StartAsync();
        using var other = SqliteSession.Open(new() { Path = _folder }, readOnly: false);
        other.Script("begin immediate");

        var waiting = new List<Task<AppendResult>>();
        // One may be with the writer, ten wait; the next is one too many.
        var refused = await Assert.ThrowsAsync<JournalUnavailableException>(async () =>
        {
            for (var i = 0; i < 12; i++) waiting.Add(Start(store.Journal, i));
            await Task.WhenAny(waiting.Where(t => t.IsFaulted));
            await waiting.First(t => t.IsFaulted);
        });
        Assert.Contains("later", refused.Message, StringComparison.Ordinal);

        other.Script("rollback");
        Assert.All(await Task.WhenAll(waiting.Where(t => !t.IsFaulted)), r => Assert.Equal(AppendResult.Appended, r));

        static async Task<AppendResult> Start(IJournal journal, int i) => await journal.AppendAsync(Append(Stream($"q{i}"), 0, "x"));
    }

    [Fact]
    public async Task Positions_AreNeverUsedTwice()
    {
        await using var store = await OpenAsync();
        await store.Journal.AppendAsync(Append(Stream("a"), 0, "1"));
        await store.Journal.AppendAsync(Append(Stream("b"), 0, "1"));
        var last = (await store.Journal.ReadAllAsync(default, 10))[^1].Position;

        // Retention takes away the newest rows; a projection that stands behind them must still see what comes.
        Execute("delete from events where stream = 'c/demo/b'");
        await store.Journal.AppendAsync(Append(Stream("c"), 0, "1"));

        Assert.Equal(Stream("c"), Assert.Single(await store.Journal.ReadAllAsync(last, 10)).Stream);
    }

    [Theory]
    [InlineData("update events set type = 'fromTheFuture' where stream = 'c/demo/b'")]
    [InlineData("update events set structure = cast('{\"at\":' as blob) where stream = 'c/demo/b'")]
    public async Task EventThatNobodyCanRead_HoldsUpItsOwnStreamAlone(string damage)
    {
        await using (var store = await OpenAsync())
        {
            foreach (var id in new[] { "a", "b", "c" }) await store.Journal.AppendAsync(Append(Stream(id), 0, "1"));
        }
        Execute(damage);
        await using var again = await OpenAsync();
        var all = await again.Journal.ReadAllAsync(default, 10);
        Assert.Equal([Stream("a"), Stream("b"), Stream("c")], all.Select(e => e.Stream));
        Assert.Equal([false, true, false], all.Select(e => e.Committed.Event is UnreadableEvent));
        await Assert.ThrowsAsync<System.Text.Json.JsonException>(() => again.Journal.ReadAsync(Stream("b"), 0, 10));
    }

    [Fact]
    public async Task Erased_ReadsWithoutWhatWasPersonal()
    {
        await using var store = await OpenAsync();
        await store.Journal.AppendAsync(Append(Stream("a"), 0, "secret", "locked"));
        Execute("update events set personal = null where seq = 1");
        Execute("update events set personal = x'00ff', personal_key = 'k1' where seq = 2");

        var read = await store.Journal.ReadAsync(Stream("a"), 0, 9);

        Assert.All(read, c => Assert.Null(c.Text()));
        Assert.All(read, c => Assert.Equal("cust-1", ((MessagePosted)c.Event).ById));
    }

    private SqliteStore Create() => new(new() { Path = _folder }, TimeProvider.System);

    private async Task<SqliteStore> OpenAsync()
    {
        var store = Create();
        await store.StartAsync();
        return store;
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "journal.db")};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
