using ConversationGrid.Engine.Ports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using static ConversationGrid.Journal.Tests.Samples;

namespace ConversationGrid.Journal.Tests;

public sealed class JournalServicesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("grid-journal-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Host_StartsTheStoreBeforeAnyService()
    {
        var builder = Builder(("Grid:Data:Path", _folder), ("Grid:Data:BatchRowsMax", "7"));
        // Registered first, and still it finds the tables.
        builder.Services.AddHostedService<Early>();
        builder.Services.AddSqliteJournal();
        using var host = builder.Build();

        await host.StartAsync();

        Assert.Equal(AppendResult.Appended, host.Services.GetServices<IHostedService>().OfType<Early>().Single().Result);
        Assert.True(File.Exists(Path.Combine(_folder, "journal.db")));
        Assert.NotNull(host.Services.GetService<IAgenda>());
        Assert.NotNull(host.Services.GetService<ISnapshots>());
        Assert.NotNull(host.Services.GetService<ICheckpoints>());
        await host.StopAsync();
    }

    [Theory]
    [InlineData("Grid:Data:BatchRowsMax", "0", "BatchRowsMax")]
    [InlineData("Grid:Data:Path", "", "Path")]
    [InlineData("Grid:Data:CommitTimeout", "00:00:02", "CommitTimeout")]
    public async Task Sqlite_WithABadOption_DoesNotStartAndNamesIt(string key, string value, string named)
    {
        var builder = Builder((key, value), ("Grid:Data:Path", _folder));
        builder.Services.AddSqliteJournal();
        using var host = builder.Build();
        Assert.Contains(named, (await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync())).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no such key=1")]
    [InlineData("Database=x")]
    public async Task Postgres_WithABadConnectionString_DoesNotStartAndNamesIt(string text)
    {
        var builder = Builder(("Grid:Postgres:ConnectionString", text));
        builder.Services.AddPostgresJournal();
        using var host = builder.Build();
        Assert.Contains("ConnectionString", (await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync())).Message, StringComparison.Ordinal);
    }

    private static HostApplicationBuilder Builder(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(settings.DistinctBy(s => s.Key).Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        return builder;
    }

    private sealed class Early(IJournal journal) : IHostedService
    {
        public AppendResult Result { get; private set; }

        public async Task StartAsync(CancellationToken cancel) => Result = await journal.AppendAsync(Append(Stream("early"), 0, "x"), cancel);

        public Task StopAsync(CancellationToken cancel) => Task.CompletedTask;
    }
}
