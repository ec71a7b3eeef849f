using ConversationGrid.Assistant.Tasks;
using ConversationGrid.Contracts;
using ConversationGrid.Demo.Shop;
using ConversationGrid.Demo.Traffic;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Demo;

/// <summary>Adds the demo to a host: its workspace, its shop with tools for the assistant, and traffic. All of it does nothing while the demo is off.</summary>
public static class DemoServices
{
    public static IServiceCollection AddGridDemo(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DemoOptions>().BindConfiguration("Grid:Demo").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(
            s => new BackOfficeStore(Path.Combine(configuration["Grid:Data:Path"] ?? "data", "backoffice.db"), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<DemoTraffic>().AddHostedService(s => s.GetRequiredService<DemoTraffic>());
        return services;
    }

    /// <summary>The demo's endpoints, where it is on.</summary>
    public static void MapGridDemo(this IEndpointRouteBuilder routes)
    {
        if (!IsOn(routes.ServiceProvider)) return;
        DemoEndpoints.Map(routes);
        routes.MapGet("/api/v1/demo/outbox", Outbox).RequireAuthorization().ExcludeFromDescription();
    }

    /// <summary>The demo's workspace, where it is on.</summary>
    public static IEnumerable<Workspace> Workspaces(IServiceProvider services) =>
        services.GetRequiredService<IOptions<DemoOptions>>().Value is { Enabled: true } options ? [DemoWorkspace.Of(options)] : [];

    /// <summary>The tools of the demo's shop, where it is on.</summary>
    public static Toolbox? Tools(IServiceProvider services) => IsOn(services)
        ? BackOfficeTools.Of(
            services.GetRequiredService<BackOfficeStore>(), services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<Func<ICodeSender, IOneTimeCodes>>())
        : null;

    /// <summary>Whether the demo is on.</summary>
    public static bool IsOn(IServiceProvider services) => services.GetRequiredService<IOptions<DemoOptions>>().Value.Enabled;

    /// <summary>The mails that the shop sent, for its supervisors: there is no mail server behind it.</summary>
    private static IResult Outbox(HttpContext http, Callers callers, BackOfficeStore store, string? email) =>
        callers.Find(http.User) is not { Caller.SeesWholeWorkspace: true, Workspace.Name: DemoWorkspace.Name }
            ? Problems.Of(Refusal.Forbidden("The demo's supervisors see the mails that it sent."))
            : email is null ? Results.Json(store.LastSent()) : Results.Json(store.Outbox(email));
}
