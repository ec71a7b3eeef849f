using ConversationGrid.Integrations.Events;
using ConversationGrid.Integrations.Webhooks;
using ConversationGrid.Journal.Tables;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Integrations;

/// <summary>Adds to a host what other systems connect to: webhooks and the list of events.</summary>
public static class IntegrationServices
{
    /// <param name="isAlone">
    /// Whether the host is one machine that nobody else reaches: then webhooks may lead to itself unless the configuration says otherwise.
    /// </param>
    public static IServiceCollection AddGridIntegrations(this IServiceCollection services, bool isAlone)
    {
        services.AddOptions<WebhookOptions>().BindConfiguration(WebhookOptions.Section).PostConfigure(webhooks => webhooks.AllowLoopback ??= isAlone)
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(s => s.GetRequiredService<IOptions<WebhookOptions>>().Value);
        services.AddSingleton<WebhookStore>().AddSingleton<DeliveryStore>().AddSingleton<WebhookTargets>().AddSingleton<WebhookSender>()
            .AddSingleton<RecordedDeliveries>().AddSingleton<WebhookDispatcher>().AddSingleton<WebhookAdmin>();
        services.AddSingleton<IEventRows>(s => s.GetRequiredService<RecordedDeliveries>()).AddHostedService(s => s.GetRequiredService<WebhookDispatcher>());
        return services;
    }

    public static IEndpointRouteBuilder MapGridIntegrations(this IEndpointRouteBuilder routes)
    {
        WebhookEndpoints.Map(routes);
        EventEndpoints.Map(routes, routes.ServiceProvider.GetRequiredService<WebhookOptions>().EventsPassedMax);
        return routes;
    }
}
