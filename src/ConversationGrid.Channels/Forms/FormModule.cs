using ConversationGrid.Channels.Modules;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ConversationGrid.Channels.Forms;

/// <summary>Hosted forms. What is answered goes by mail where the workspace has a mailbox, and stands on the page that the receipt's link opens.</summary>
public sealed class FormModule : IChannelModule
{
    public IEnumerable<(string Path, Type Type)> Sections => [(FormSettings.Section, typeof(Dictionary<string, FormOptions>))];

    public void Add(IServiceCollection services, IConfiguration configuration) =>
        services.AddSingleton(new FormSettings(configuration)).AddSingleton<FormTokens>().AddSingleton<FormReceipts>();

    public void Map(IEndpointRouteBuilder routes) => FormEndpoints.Map(routes);
}
