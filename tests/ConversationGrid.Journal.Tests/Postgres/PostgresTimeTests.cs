using ConversationGrid.Conformance;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ConversationGrid.Journal.Tests.Postgres;

[Collection(PostgresCollection.Name)]
public sealed class PostgresTimeTests(PostgresServer postgres)
{
    [PostgresFact]
    public async Task Process_WhoseMachineIsAnHourOff_TellsTheTimeOfTheDatabase_FromItsFirstServiceOn()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection([new("Grid:Postgres:ConnectionString", await postgres.NewDatabaseAsync())]);
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton(new SharedTime(new HourAhead()));
        builder.Services.AddHostedService<Early>();
        builder.Services.AddPostgresJournal().AddPostgresTime();
        using var host = builder.Build();

        await host.StartAsync();

        var off = host.Services.GetServices<IHostedService>().OfType<Early>().Single().StartedAt - TimeProvider.System.GetUtcNow();
        Assert.InRange(off, TimeSpan.FromMinutes(-10), TimeSpan.FromMinutes(10));
        await host.StopAsync();
    }

    private sealed class Early(TimeProvider time) : IHostedService
    {
        public DateTimeOffset StartedAt { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            StartedAt = time.GetUtcNow();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class HourAhead : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromHours(1);
    }
}
