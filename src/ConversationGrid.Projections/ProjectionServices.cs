using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal.Tables;
using ConversationGrid.Projections.Conversations;
using ConversationGrid.Projections.Episodes;
using ConversationGrid.Projections.Lessons;
using ConversationGrid.Projections.Running;
using ConversationGrid.Projections.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Projections;

/// <summary>Registers the read models on the journal's database.</summary>
public static class ProjectionServices
{
    /// <param name="isAside">Whether a text asks nothing: a greeting, thanks, a wish for a person.</param>
    public static IServiceCollection AddProjections(this IServiceCollection services, Func<string, bool>? isAside = null)
    {
        services.AddOptions<ProjectionsOptions>().BindConfiguration(ProjectionsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(s => s.GetRequiredService<IOptions<ProjectionsOptions>>().Value);
        services.AddSingleton<IConversationList>(s => new ConversationList(s.GetRequiredService<IDatabase>()));
        services.AddSingleton<IReports>(s => new Reports(
            s.GetRequiredService<IDatabase>(), s.GetRequiredService<ProjectionsOptions>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ILessons>(s => new StoredLessons(s.GetRequiredService<IDatabase>()));
        services.AddSingleton<IReadModels>(
            s => new ReadModels(s.GetRequiredService<IDatabase>(), s.GetRequiredService<IJournalFeed>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new Projector(
            s.GetRequiredService<IJournalFeed>(), s.GetRequiredService<IDatabase>(), s.GetService<ILiveViews>(), s.GetRequiredService<ProjectionsOptions>(),
            s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<Projector>>(), isAside,
            rows: s.GetServices<IEventRows>()));
        return services.AddSingleton<IHostedService>(s => new Running(s.GetRequiredService<Projector>(), s.GetRequiredService<IReadModels>()));
    }

    private sealed class Running(Projector projector, IReadModels models) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Yield();
            try
            {
                // What is there now is what this process has to catch up with.
                await models.StateAsync(stoppingToken);
            }
            catch (JournalUnavailableException)
            {
                // Callers ask again.
            }
            await projector.RunAsync(stoppingToken);
        }
    }
}
