using ConversationGrid.Conformance;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal.Sqlite;
using ConversationGrid.Journal.Tables;
using ConversationGrid.Privacy.Audit;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConversationGrid.Privacy.Tests;

/// <summary>Entries of several writers are one chain without holes, and whatever is done to it later is found.</summary>
public sealed class SecurityLogTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("grid-security-log-").FullName;
    private SqliteStore _store = null!;

    public async Task InitializeAsync()
    {
        _store = new(new() { Path = _folder }, TimeProvider.System, keys: TestKeys.Of);
        await _store.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Writers_MakeOneChain()
    {
        await FillAsync(writers: 4, entries: 100);
        using var log = New();
        var all = await log.ReadAsync("demo", 0, 1_000);
        Assert.Equal(Enumerable.Range(1, 400).Select(i => (long)i), all.Select(e => e.Seq));
        Assert.Equal(400, all.Select(e => (e.ActorId, e.Subject)).Distinct().Count());
        Assert.Equal((400L, 0L), await SecurityChain.VerifyAsync(_store.Database));
    }

    [Theory]
    [InlineData("update security_log set subject = 'another' where seq = 7")]
    [InlineData("update security_log set at = at + 1 where seq = 7")]
    [InlineData("delete from security_log where seq = 7")]
    [InlineData("delete from security_log where seq = 20")]
    [InlineData("update security_log set actor = actor || 'x' where seq = 1")]
    public async Task OneChange_IsFound(string sql)
    {
        await FillAsync(writers: 1, entries: 20);
        Assert.Equal((20L, 0L), await SecurityChain.VerifyAsync(_store.Database));
        var change = new WriteSet();
        change.Run(sql);
        await _store.Database.WriteAsync(change);
        Assert.True((await SecurityChain.VerifyAsync(_store.Database)).Wrong > 0);
    }

    private async Task FillAsync(int writers, int entries)
    {
        var logs = Enumerable.Range(0, writers).Select(_ => New()).ToList();
        foreach (var log in logs) await log.StartAsync(default);
        await Task.WhenAll(logs.SelectMany((log, w) => Enumerable.Range(0, entries)
            .Select(i => log.AddAsync("demo", new($"agent{w}", SecurityActions.CustomerRead, $"c{i}")))));
        foreach (var log in logs)
        {
            await log.StopAsync(default);
            log.Dispose();
        }
    }

    private SecurityLog New() => new(_store.Database, TimeProvider.System, NullLogger<SecurityLog>.Instance);
}
