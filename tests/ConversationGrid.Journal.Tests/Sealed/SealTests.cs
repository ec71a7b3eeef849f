using System.Text;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal.Sqlite;
using ConversationGrid.Privacy;
using ConversationGrid.Privacy.Checks;
using ConversationGrid.Privacy.Keys;
using Microsoft.Data.Sqlite;
using static ConversationGrid.Journal.Tests.Samples;

namespace ConversationGrid.Journal.Tests.Sealed;

/// <summary>What lies on the disk, and what becomes of it without its key, in another place, or under another master key.</summary>
public sealed class SealTests : IDisposable
{
    private const string Canary = "canary-7f3a91";
    private readonly string _folder = Directory.CreateTempSubdirectory("grid-seal-").FullName;
    private readonly StreamId _stream = Stream("s1");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Text_IsNowhereOnTheDisk_AndReadsAsItWas()
    {
        await using (var store = await OpenAsync())
        {
            await store.Journal.AppendAsync(new(_stream, 0, [Started(), Message(Canary)], DueChange.Keep));
            await store.Snapshots.SaveAsync(_stream, new(2, 1, Encoding.UTF8.GetBytes($"{{\"name\":\"{Canary}\"}}")));
            Assert.Equal(Canary, (await store.Journal.ReadAsync(_stream, 0, 10))[1].Text());
            Assert.Equal(Canary, (await store.Journal.ReadAllAsync(default, 10))[1].Committed.Text());
            Assert.Contains(Canary, Encoding.UTF8.GetString((await store.Snapshots.LoadAsync(_stream))!.State));
        }
        Assert.NotEmpty(Directory.GetFiles(_folder));
        foreach (var file in Directory.GetFiles(_folder)) Assert.DoesNotContain(Canary, Encoding.Latin1.GetString(File.ReadAllBytes(file)));
        await using var again = await OpenAsync();
        Assert.Equal(Canary, (await again.Journal.ReadAsync(_stream, 0, 10))[1].Text());
    }

    [Fact]
    public async Task Event_InAnotherPlace_OrChanged_OrWithoutItsKey_KeepsItsShape_AndHasNoText()
    {
        await using (var store = await OpenAsync())
            await store.Journal.AppendAsync(new(_stream, 0, [Started(), Message(Canary), Message("second"), Message("third")], DueChange.Keep));
        Run("update events set personal = (select personal from events where seq = 2) where seq = 3");
        Run("update events set personal = cast(substr(personal, 1, length(personal) - 1) || x'00' as blob) where seq = 4");
        await using (var store = await OpenAsync())
            Assert.Equal([Canary, null, null], (await store.Journal.ReadAsync(_stream, 1, 10)).Select(c => ((MessagePosted)c.Event).Text));
        Run("update keys.data_keys set wrapped = null");
        await using (var store = await OpenAsync())
        {
            var read = await store.Journal.ReadAsync(_stream, 0, 10);
            Assert.Equal([1L, 2L, 3L, 4L], read.Select(c => c.Seq));
            Assert.All(read.Skip(1), c => Assert.Null(((MessagePosted)c.Event).Text));
            // What still comes after that is written without anything personal.
            await store.Journal.AppendAsync(new(_stream, 4, [Message("late")], DueChange.Keep));
            Assert.Null(((MessagePosted)(await store.Journal.ReadAsync(_stream, 4, 1))[0].Event).Text);
        }
    }

    [Theory]
    [InlineData("structure = cast(replace(cast(structure as text), 'cust-1', 'cust-2') as blob)", 1)]
    [InlineData("personal = cast(substr(personal, 1, length(personal) - 1) || x'00' as blob)", 1)]
    // Its seal is of another place, and where it was a row is missing.
    [InlineData("seq = 7", 2)]
    public async Task OneChangedRow_IsFound(string change, long wrong)
    {
        await using (var store = await OpenAsync())
        {
            await store.Journal.AppendAsync(new(_stream, 0, [Started(), Message(Canary), Message("second")], DueChange.Keep));
            Assert.Equal((2L, 0L), await SealCheck.RunAsync(store));
        }
        Run($"update events set {change} where seq = 3");
        await using var again = await OpenAsync();
        Assert.Equal((2L, wrong), await SealCheck.RunAsync(again));
    }

    [Fact]
    public async Task AnotherMasterKey_IsRefused_UntilTheFormerOneIsGiven()
    {
        await using (var store = await OpenAsync()) await store.Journal.AppendAsync(new(_stream, 0, [Started(), Message(Canary)], DueChange.Keep));
        var former = File.ReadAllText(Path.Combine(_folder, "master.key"));
        File.Delete(Path.Combine(_folder, "master.key"));
        await using (var store = await OpenAsync())
            await Assert.ThrowsAsync<JournalSetupException>(() => ((DataKeys)store.Keys!).CheckAsync());
        // The first look encrypts the workspace's key anew, so the former one is needed once.
        foreach (var given in new[] { former, null })
        {
            await using var store = await OpenAsync(given);
            await ((DataKeys)store.Keys!).CheckAsync();
            Assert.Equal(Canary, (await store.Journal.ReadAsync(_stream, 0, 10))[1].Text());
        }
    }

    [Fact]
    public async Task Files_AreTheOwnersAlone()
    {
        if (OperatingSystem.IsWindows()) return;
        var folder = Path.Combine(_folder, "data");
        await using var store = new SqliteStore(new() { Path = folder }, TimeProvider.System,
            keys: database => PrivacyServices.Keys(database, LocalMasterKey.Of(new(), folder), new(), TimeProvider.System));
        await store.StartAsync();
        await store.Journal.AppendAsync(new(_stream, 0, [Started(), Message(Canary)], DueChange.Keep));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        Assert.Superset(new HashSet<string> { "journal.db", "journal.db-wal", "journal.db-shm", "keys.db", "keys.db-wal", "master.key" },
            Directory.GetFiles(folder).Select(f => Path.GetFileName(f)).ToHashSet());
        foreach (var file in Directory.GetFiles(folder)) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    private async Task<SqliteStore> OpenAsync(string? former = null)
    {
        var store = new SqliteStore(new() { Path = _folder }, TimeProvider.System, keys: database =>
            PrivacyServices.Keys(database, LocalMasterKey.Of(new() { FormerMasterKey = former }, _folder), new(), TimeProvider.System));
        await store.StartAsync();
        return store;
    }

    private static ConversationStarted Started() => new("cust-1", "web", "en", true, null) { At = Noon, By = new(ActorKind.Customer, "cust-1") };

    private void Run(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "journal.db")};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"attach '{Path.Combine(_folder, "keys.db")}' as keys; {sql}";
        Assert.True(command.ExecuteNonQuery() > 0);
    }
}
