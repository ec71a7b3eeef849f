using ConversationGrid.Channels.Intake;
using ConversationGrid.Channels.Modules;
using ConversationGrid.Engine.Effects;
using ConversationGrid.Engine.Ports;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationGrid.Channels;

/// <summary>Adds the channels that are not live to a host: all that this assembly has.</summary>
public static class ChannelServices
{
    private static readonly IReadOnlyList<IChannelModule> Modules = [.. typeof(IChannelModule).Assembly.GetTypes()
        .Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(IChannelModule))).OrderBy(t => t.Name, StringComparer.Ordinal)
        .Select(t => (IChannelModule)Activator.CreateInstance(t)!)];

    /// <summary>The sections of the configuration that the channels read, and what each is bound to.</summary>
    public static IEnumerable<(string Path, Type Type)> Sections => Modules.SelectMany(m => m.Sections);

    public static IServiceCollection AddGridChannels(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ChannelIntake>();
        foreach (var module in Modules) module.Add(services, configuration);
        return services.AddSingleton(s => new ChannelRegistry(s.GetServices<IChannelSender>()));
    }

    public static void MapGridChannels(this IEndpointRouteBuilder routes)
    {
        foreach (var module in Modules) module.Map(routes);
    }
}
