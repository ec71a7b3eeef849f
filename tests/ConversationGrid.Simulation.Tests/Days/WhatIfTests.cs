using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal;
using ConversationGrid.Simulator.Days;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationGrid.Simulation.Tests.Days;

/// <summary>The program <c>whatif</c> reads an embedded journal as the host writes it.</summary>
public sealed class WhatIfTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("grid-whatif-").FullName;

    [Fact]
    public async Task Journal_IsPlayedAgain()
    {
        await WriteAsync();
        var output = new StringWriter();
        var status = await WhatIfCommand.RunAsync(["--journal", _folder, "--workspace", "demo"], output);
        Assert.True(status == 0, output.ToString());
        Assert.Contains("\"came\":1", output.ToString());
    }

    [Fact]
    public async Task MissingFolder_IsToldInOneLine()
    {
        var output = new StringWriter();
        Assert.Equal(2, await WhatIfCommand.RunAsync(["--journal", Path.Combine(_folder, "none")], output));
        Assert.StartsWith("There is no folder", output.ToString());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>One agent at work, one customer who is handed over and helped.</summary>
    private async Task WriteAsync()
    {
        await using var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddSqliteJournal(options => options.Path = _folder).BuildServiceProvider();
        await services.GetRequiredService<IJournalStore>().StartAsync();
        var journal = services.GetRequiredService<IJournal>();
        await AppendAsync(new(EntityKind.Agent, new("demo", "ben")), new AgentConfigured("Ben", ["general"], ["en"], 2) { At = Start },
            new PresenceChanged(PresenceStatus.Online, false) { At = Start });
        await AppendAsync(
            new(EntityKind.Conversation, new("demo", "c1")),
            new ConversationStarted("nur", "web", "en", true, null) { At = Start.AddMinutes(1), By = new(ActorKind.Customer, "nur", "Nur") },
            new HandoffRequested(null, "general", 1, 1, "en", null) { At = Start.AddMinutes(2), By = new(ActorKind.Customer, "nur", "Nur") },
            new Assigned("ben", "Ben", "o1", 3) { At = Start.AddMinutes(3), By = new(ActorKind.Agent, "ben", "Ben") },
            new Resolved(null, Start.AddDays(3)) { At = Start.AddMinutes(9), By = new(ActorKind.Agent, "ben", "Ben") });

        async Task AppendAsync(StreamId stream, params DomainEvent[] events) =>
            Assert.Equal(AppendResult.Appended, await journal.AppendAsync(new(stream, 0, events, DueChange.Keep)));
    }
}
