using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Queues;
using ConversationGrid.Engine.Agenda;
using ConversationGrid.Engine.Effects;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Transcripts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Grains.Tests;

/// <summary>What a host brings besides the engine, as the product's own composition does.</summary>
internal static class Entities
{
    public static IServiceCollection AddEntities(
        this IServiceCollection services, IAssistant assistant, Func<string, IReadOnlyList<string>> queuesOf, ConversationOptions conversations,
        EngineOptions engine)
    {
        services.AddLogging(logging => logging.AddProvider(new TestLog()).SetMinimumLevel(LogLevel.Warning));
        services.AddSingleton(engine);
        services.AddSingleton(Models.Create(conversations, new QueueOptions(), null, queuesOf));
        services.AddSingleton(assistant);
        services.AddSingleton<IEffectScheduler, ThreadPoolEffects>();
        services.AddSingleton<TranscriptReader>();
        services.AddSingleton<IEffectHandler>(p =>
            new GridEffects(p.GetRequiredService<IGrid>, p.GetRequiredService<IAssistant>(), p.GetRequiredService<TranscriptReader>()));
        services.AddSingleton<IEffectRunner, EffectRunner>();
        services.AddSingleton<EntityServices>();
        services.AddSingleton<AgendaSweeper>();
        return services.AddHostedService<Sweeper>();
    }

    private sealed class Sweeper(AgendaSweeper sweeper) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => sweeper.RunAsync(stoppingToken);
    }
}
