using ConversationGrid.Integrations.A2a;
using ConversationGrid.Integrations.Assistants;
using ConversationGrid.Integrations.Events;
using ConversationGrid.Integrations.Mcp;
using ConversationGrid.Integrations.Webhooks;
using ConversationGrid.Journal.Tables;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Integrations;

/// <summary>Adds to a host what other systems connect to: webhooks, the list of events, and the doors for customers' own assistants.</summary>
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
        services.AddOptions<CustomerAssistantOptions>().BindConfiguration(CustomerAssistantOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(s => s.GetRequiredService<IOptions<CustomerAssistantOptions>>().Value);
        services.AddSingleton<AssistantDoor>().AddSingleton<AssistantCalls>().AddSingleton<A2aCalls>().AddSingleton<WaitingPlaces>();
        McpEndpoints.Add(services);
        return services;
    }

    public static IEndpointRouteBuilder MapGridIntegrations(this IEndpointRouteBuilder routes)
    {
        WebhookEndpoints.Map(routes);
        EventEndpoints.Map(routes, routes.ServiceProvider.GetRequiredService<WebhookOptions>().EventsPassedMax);
        McpEndpoints.Map(routes);
        A2aEndpoints.Map(routes);
        return routes;
    }
}
