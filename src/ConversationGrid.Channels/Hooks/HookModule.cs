using ConversationGrid.Channels.Modules;
using ConversationGrid.Engine.Ports;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationGrid.Channels.Hooks;

/// <summary>Channels by signed calls: what a bridge to a messenger needs.</summary>
public sealed class HookModule : IChannelModule
{
    public IEnumerable<(string Path, Type Type)> Sections => [(HookSettings.Section, typeof(Dictionary<string, Dictionary<string, HookOptions>>))];

    public void Add(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(new HookSettings(configuration));
        services.AddSingleton<IChannelSender, HookSender>();
    }

    public void Map(IEndpointRouteBuilder routes) => HookEndpoints.Map(routes);
}
