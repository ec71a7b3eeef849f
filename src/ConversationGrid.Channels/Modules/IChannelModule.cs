using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationGrid.Channels.Modules;

/// <summary>
/// One channel: its settings, its services and its endpoints. A class of this assembly that implements it is found at the start; a new channel is a folder
/// here,
/// and nothing else changes.
/// </summary>
public interface IChannelModule
{
    /// <summary>The sections of the configuration that it reads, and what each is bound to.</summary>
    IEnumerable<(string Path, Type Type)> Sections { get; }

    /// <summary>Registers the services, an <see cref="Engine.Ports.IChannelSender"/> among them.</summary>
    void Add(IServiceCollection services, IConfiguration configuration);

    /// <summary>Maps the endpoints, where it has any.</summary>
    void Map(IEndpointRouteBuilder routes) { }
}
