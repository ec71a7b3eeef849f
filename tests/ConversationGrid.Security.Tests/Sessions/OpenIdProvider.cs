using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace ConversationGrid.Security.Tests.Sessions;

/// <summary>A company's provider of OpenID Connect on this machine, where everyone who comes is signed in as one person: OpenIddict, with its own checks of the
/// protocol.</summary>
internal sealed class OpenIdProvider : IAsyncDisposable
{
    public const string ClientId = "grid";
    public const string ClientSecret = "a secret of the grid at its provider";

    private readonly WebApplication _app;

    private OpenIdProvider(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = new("http://127.0.0.1:1");

    /// <summary>Who signs in next.</summary>
    public OpenIdPerson Person { get; set; } = new("nobody", null, false);

    public static async Task<OpenIdProvider> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        OpenIdProvider? provider = null;
        builder.Services.AddOpenIddict().AddServer(server =>
        {
            server.SetAuthorizationEndpointUris("connect/authorize").SetTokenEndpointUris("connect/token");
            server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange().RegisterScopes(Scopes.Email, Scopes.Profile);
            server.AddEphemeralEncryptionKey().AddEphemeralSigningKey().EnableDegradedMode();
            server.UseAspNetCore().DisableTransportSecurityRequirement();
            server.AddEventHandler<OpenIddictServerEvents.ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                if (context.ClientId != ClientId) context.Reject(Errors.InvalidClient);
                return default;
            }));
            server.AddEventHandler<OpenIddictServerEvents.ValidateTokenRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                if (context.ClientId != ClientId || context.ClientSecret != ClientSecret) context.Reject(Errors.InvalidClient);
                return default;
            }));
            server.AddEventHandler<OpenIddictServerEvents.HandleAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                context.SignIn(provider!.Person.Principal(context.Request.GetScopes()));
                return default;
            }));
        });
        var app = builder.Build();
        app.UseDeveloperExceptionPage();
        app.UseRouting();
        app.UseAuthentication();
        provider = new(app);
        await app.StartAsync();
        provider.Address = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

/// <summary>A person as the provider knows it.</summary>
internal sealed record OpenIdPerson(string Subject, string? Email, bool IsVerified, params IReadOnlyList<string> Roles)
{
    public ClaimsPrincipal Principal(ImmutableArray<string> scopes)
    {
        var identity = new ClaimsIdentity("provider", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, Subject).SetClaim(Claims.Name, $"Person {Subject}");
        if (Email is not null) identity.SetClaim(Claims.Email, Email).SetClaim(Claims.EmailVerified, IsVerified);
        identity.SetClaims("roles", [.. Roles]);
        identity.SetScopes(scopes);
        identity.SetDestinations(_ => [Destinations.IdentityToken]);
        return new(identity);
    }
}
