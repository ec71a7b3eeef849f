using ConversationGrid.Contracts;
using ConversationGrid.Engine.Effects;
using ConversationGrid.Engine.Notices;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Calls;
using ConversationGrid.Gateway.Clients;
using ConversationGrid.Gateway.Configuration;
using ConversationGrid.Gateway.Customers;
using ConversationGrid.Gateway.Delivery;
using ConversationGrid.Gateway.Description;
using ConversationGrid.Gateway.Desk;
using ConversationGrid.Gateway.Help;
using ConversationGrid.Gateway.Http;
using ConversationGrid.Gateway.Hubs;
using ConversationGrid.Gateway.Rest;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Setup;
using ConversationGrid.Gateway.Supervision;
using ConversationGrid.Gateway.Throttling;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway;

/// <summary>Adds the outer edge to a host: sessions, hubs, REST.</summary>
public static class GatewayServices
{
    /// <summary>Chooses between tokens and keys.</summary>
    private const string Schemes = "token or key";

    public static IServiceCollection AddGridGateway(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<GatewayOptions>().BindConfiguration("Grid:Gateway")
            .Configure<IConfiguration>((gateway, settings) => gateway.ReadLists(settings.GetSection("Grid:Gateway")))
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<StaffSignInOptions>().BindConfiguration("Grid:SignIn").ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<QuotaOptions>().BindConfiguration("Grid:Quotas")
            .Configure<IConfiguration>((quotas, settings) => quotas.ReadLists(settings.GetSection("Grid:Quotas"))).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Quotas>();
        services.AddSingleton<SecurityTrail>().AddHostedService(s => s.GetRequiredService<SecurityTrail>());
        services.AddSingleton<AttachmentLinks>().AddSingleton<IAttachmentLinks>(s => s.GetRequiredService<AttachmentLinks>());
        services.AddSingleton<Seals>().AddSingleton<Credentials>().AddSingleton<StaffSessions>().AddSingleton<Assertions>().AddSingleton<CustomerDoor>()
            .AddSingleton<CustomerSessions>().AddSingleton<Mandates>()
            .AddSingleton<Invitations>().AddSingleton<ApiKeys>().AddSingleton<OpenIdSignIn>().AddSingleton<StaffWrites>();
        services.AddOptions<SetupOptions>().BindConfiguration("Grid:Setup").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<StoredWorkspaces>().AddHostedService(s => s.GetRequiredService<StoredWorkspaces>()).AddSingleton<SetupCodes>()
            .AddHostedService(s => s.GetRequiredService<SetupCodes>()).AddSingleton<FirstSetup>().AddSingleton<WidgetSightings>()
            .AddSingleton<SiteOrigins>().AddSingleton<ProofCheck>();
        services.AddSingleton<CustomerIds>().AddHostedService(s => s.GetRequiredService<CustomerIds>()).AddHostedService<StaffSessionWatch>()
            .AddHostedService<FormerHashes>();
        services.AddSingleton<Callers>().AddSingleton<SignIn>().AddSingleton<Tokens>().AddSingleton<AdminPages>().AddSingleton<RateLimits>();
        services.AddSingleton(_ => configuration["Grid:Auth:SigningKey"] is { Length: > 0 } key
            ? SigningKey.FromText(key)
            : SigningKey.FromFile(configuration["Grid:Auth:KeyFile"] ?? Path.Combine(configuration["Grid:Data:Path"] ?? "data", "signing.key")));

        services.AddSingleton<Connections>().AddSingleton<INoticed, EndedSessions>().AddSingleton<PageTurns>();
        services.AddSingleton(s => new MemoryShed(s.GetRequiredService<IOptions<GatewayOptions>>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new CustomerJoins(s.GetRequiredService<IGrid>, s.GetService<IDataKeys>())).AddSingleton<AnonymousJoins>();
        services.AddSingleton<ConversationPages>().AddSingleton<ModelDesk>().AddSingleton<Transfers>().AddSingleton<Redactions>().AddSingleton<DraftReader>()
            .AddSingleton<HubServices>();
        services.AddSingleton(s => new CustomerCalls(
            s.GetRequiredService<IGrid>(), s.GetRequiredService<Quotas>(), s.GetRequiredService<MemoryShed>(), s.GetRequiredService<ConversationPages>(),
            s.GetRequiredService<IAttachments>()));
        services.AddSingleton<Viewers>().AddSingleton<Watches>().AddHostedService(s => s.GetRequiredService<Watches>());
        services.AddSingleton<IEventFeed>(s => s.GetRequiredService<Watches>()).AddHostedService<DeliveryGauges>();
        services.AddSingleton<TodayFigures>().AddSingleton<Objectives>().AddSingleton<Boards>().AddHostedService(s => s.GetRequiredService<Boards>());
        services.AddSingleton<LiveList>().AddHostedService(s => s.GetRequiredService<LiveList>()).AddSingleton<InboxPushes>()
            .AddHostedService(s => s.GetRequiredService<InboxPushes>());
        services.AddHostedService<AccessChanges>().AddHostedService<QueuePlaces>();
        AddAccess(services, configuration);
        AddHubs(services, configuration);
        AddRest(services, configuration);
        return services;
    }

    /// <summary>What stands before every request: errors as problem details, origins, rates, who is calling.</summary>
    public static IApplicationBuilder UseGridGateway(this IApplicationBuilder app)
    {
        app.UseForwardedHeaders();
        app.UseMiddleware<SafeHeaders>();
        // A store that does not answer is no fault of the program: the same call may succeed in a moment.
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = failure => failure switch
            {
                JournalUnavailableException => StatusCodes.Status503ServiceUnavailable,
                Microsoft.AspNetCore.Http.BadHttpRequestException bad => bad.StatusCode,
                _ => StatusCodes.Status500InternalServerError,
            },
        });
        app.UseStatusCodePages();
        app.UseMiddleware<OriginCheck>();
        app.UseMiddleware<BodyCheck>();
        app.UseMiddleware<RefusedAccess>();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.UseMiddleware<ConnectionLimiter>();
        return app;
    }

    public static IEndpointRouteBuilder MapGridGateway(this IEndpointRouteBuilder routes)
    {
        SessionEndpoints.Map(routes);
        MandateEndpoints.Map(routes);
        ConversationEndpoints.Map(routes);
        ConversationWriteEndpoints.Map(routes);
        AttachmentEndpoints.Map(routes);
        ReportEndpoints.Map(routes);
        SettingsEndpoints.Map(routes);
        SetupEndpoints.Map(routes);
        InstallEndpoints.Map(routes);
        StaffAccountEndpoints.Map(routes);
        StaffAccessEndpoints.Map(routes);
        ApiKeyEndpoints.Map(routes);
        OpenIdEndpoints.Map(routes);
        OperationsEndpoints.Map(routes);
        CustomerEndpoints.Map(routes);
        RoutingEndpoints.Map(routes);
        ArticleEndpoints.Map(routes);
        DecisionEndpoints.Map(routes);
        HelpPages.Map(routes);
        routes.MapOpenApi().AllowAnonymous();
        Map<CustomerHub>(routes, "/hubs/customer");
        Map<AgentHub>(routes, "/hubs/agent");
        Map<SupervisorHub>(routes, "/hubs/supervisor");
        return routes;
    }

    private static void Map<THub>(IEndpointRouteBuilder routes, string path) where THub : Hub => routes.MapHub<THub>(path, hub =>
    {
        hub.Transports = HttpTransportType.WebSockets | HttpTransportType.ServerSentEvents | HttpTransportType.LongPolling;
        hub.CloseOnAuthenticationExpiration = true;
    }).RequireRateLimiting(RateLimits.Hubs);

    private static void AddAccess(IServiceCollection services, IConfiguration configuration)
    {
        OpenIdEndpoints.Add(services.AddAuthentication(Schemes).AddJwtBearer()
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, null)
            .AddPolicyScheme(Schemes, null, choice => choice.ForwardDefaultSelector =
                http => ApiKeyHandler.Brings(http.Request) ? ApiKeyHandler.SchemeName : JwtBearerDefaults.AuthenticationScheme), configuration);
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<Tokens, Callers>((bearer, tokens, callers) =>
        {
            bearer.MapInboundClaims = false;
            bearer.TokenValidationParameters = tokens.Validation;
            bearer.Events = new()
            {
                // One check for REST and hubs: a valid token of a removed account or of an ended session is refused.
                OnTokenValidated = valid =>
                {
                    if (callers.Find(valid.Principal) is { } caller)
                        return caller.Caller.IsStaff ? RefuseIdleSessionAsync(valid, caller) : RefuseEndedSessionAsync(valid, caller);
                    valid.Fail("This account is not known any more.");
                    return Task.CompletedTask;
                },
                OnMessageReceived = message =>
                {
                    // Browsers cannot set a header on a WebSocket, so hubs take the token as a query value too, and nothing else does.
                    if (message.Request.Path.StartsWithSegments("/hubs") && message.Request.Query["access_token"] is [{ Length: > 0 } token])
                        message.Token = token;
                    // Nor on an address that is typed in: an administrator's pages, and nothing else, take it as a cookie.
                    if (AdminPages.TokenOf(message.Request) is { } cookie) message.Token = cookie;
                    return Task.CompletedTask;
                },
            };
        });
        services.AddAuthorization();
        // Both must say so: a token from before a change of role opens no more than the directory gives now.
        services.AddOptions<AuthorizationOptions>().Configure<Callers>((access, callers) =>
        {
            // A key opens nothing but what asks for a right: what says no more than that somebody must be signed in means a person.
            access.DefaultPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireAssertion(c => !Callers.IsKey(c.User)).Build();
            foreach (var right in RightNames.All)
            {
                access.AddPolicy(AccessPolicies.Of(right), p => p.RequireAuthenticatedUser()
                    .RequireAssertion(c => callers.Find(c.User) is { } me && me.Caller.Has(right)));
                access.AddPolicy(AccessPolicies.CustomerOr(right), p => p.RequireAuthenticatedUser()
                    .RequireAssertion(c => callers.Find(c.User) is { } me && (me.Caller.Role == CallerRole.Customer || me.Caller.Has(right))));
            }
            Add(AccessPolicies.Customer, "customer");
            Add(AccessPolicies.Staff, "agent", "supervisor", "admin");
            Add(AccessPolicies.Supervisor, "supervisor", "admin");
            Add(AccessPolicies.Admin, "admin");

            void Add(string policy, params string[] roles) => access.AddPolicy(
                policy, p => p.RequireRole(roles).RequireAssertion(c => callers.Find(c.User) is { } me && AccessPolicies.Admits(policy, me.Caller)));
        });
    }

    /// <summary>A customer's token is worth nothing after its session was ended.</summary>
    private static async Task RefuseEndedSessionAsync(TokenValidatedContext valid, CallerIn caller)
    {
        if (caller.Caller.Role != CallerRole.Customer) return;
        var aborted = valid.HttpContext.RequestAborted;
        try
        {
            if (await valid.HttpContext.RequestServices.GetRequiredService<CustomerSessions>().IsEndedAsync(caller, valid.Principal!, aborted))
                valid.Fail("This session was ended.");
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            // The caller hung up: nobody reads the answer, and a flood of such requests must not fill the log with errors.
            valid.Fail("The request was aborted.");
        }
    }

    /// <summary>A session of staff ends when nothing is done in it, and is kept up by each request.</summary>
    private static async Task RefuseIdleSessionAsync(TokenValidatedContext valid, CallerIn caller)
    {
        var aborted = valid.HttpContext.RequestAborted;
        try
        {
            if (!await valid.HttpContext.RequestServices.GetRequiredService<StaffSessions>().UseAsync(caller.Workspace.Name, valid.Principal!, aborted))
                valid.Fail("This session was ended.");
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            valid.Fail("The request was aborted.");
        }
    }

    private static void AddHubs(IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection("Grid:Gateway").Get<GatewayOptions>() ?? new();
        services.AddSignalR(hub =>
        {
            hub.MaximumReceiveMessageSize = options.MessageBytesMax;
            hub.MaximumParallelInvocationsPerClient = 8;
            hub.EnableDetailedErrors = false;
            hub.StatefulReconnectBufferSize = 0;
            hub.AddFilter<GridHubFilter>();
        }).AddJsonProtocol(json => json.PayloadSerializerOptions = WireJson.Options);
        services.AddSingleton<Overload>().AddSingleton<ConnectionOwners>();
        services.AddSingleton<IHubProtocol, GridHubProtocol>();
        services.AddSingleton<GridHubFilter>();
        services.AddSingleton<IUserIdProvider, SubjectUserId>();
        AddHub(services, s => new CustomerHub(s));
        AddHub(services, s => new AgentHub(s));
        AddHub(services, s => new SupervisorHub(s));
    }

    private static void AddHub<THub>(IServiceCollection services, Func<HubServices, THub> create) where THub : Hub
    {
        services.AddTransient(s => create(s.GetRequiredService<HubServices>()));
        services.AddSingleton<HubConnectionHandler<THub>, OwnedConnectionHandler<THub>>();
        services.AddSingleton<HubLifetimeManager<THub>, TrackingLifetimeManager<THub>>();
    }

    private static void AddRest(IServiceCollection services, IConfiguration configuration)
    {
        services.ConfigureHttpJsonOptions(json => WireJson.Configure(json.SerializerOptions));
        services.AddRateLimiter(limiter => RateLimits.Configure(limiter, configuration.GetSection("Grid:Gateway").Get<GatewayOptions>() ?? new()));
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = context =>
        {
            var status = context.ProblemDetails.Status ?? context.HttpContext.Response.StatusCode;
            context.ProblemDetails.Extensions.TryAdd("code", Problems.CodeOf(status));
            context.ProblemDetails.Detail ??= Problems.DetailOf(status);
            if (status == StatusCodes.Status503ServiceUnavailable) context.ProblemDetails.Extensions.TryAdd("retryable", true);
        });
        services.AddOpenApi(ApiDescription.Complete);
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<GatewayOptions>>((forwarded, gateway) =>
        {
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var proxy in gateway.Value.TrustedProxies) forwarded.KnownIPNetworks.Add(GatewayOptions.NetworkOf(proxy)!.Value);
            // As far back as the chain is trusted.
            forwarded.ForwardLimit = null;
            // Without anybody to trust the middleware would believe everybody.
            forwarded.ForwardedHeaders = gateway.Value.TrustedProxies.Length == 0 ? ForwardedHeaders.None
                : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        });
        var bytesMax = (configuration.GetSection("Grid:Gateway").Get<GatewayOptions>() ?? new()).MessageBytesMax;
        services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = bytesMax);
        services.Configure<FormOptions>(form => form.MultipartBodyLengthLimit = bytesMax);
    }

    /// <summary>The token's workspace and subject: ids are unique in a workspace only, and nobody shares a rate with another's namesake.</summary>
    private sealed class SubjectUserId : IUserIdProvider
    {
        public string? GetUserId(HubConnectionContext connection) =>
            $"{connection.User.FindFirst(Tokens.WorkspaceClaim)?.Value}/{connection.User.Identity?.Name}";
    }
}
