using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Sessions;

/// <summary>Takes keys of other systems from the header in which others send a token.</summary>
internal sealed class ApiKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, ApiKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public const string SchemeName = "ApiKey";

    private const string Bearer = "Bearer ";

    /// <summary>Whether a request brings a key and not a token. Never in a query, where it would be written down on the way.</summary>
    public static bool Brings(HttpRequest request) => request.Headers.Authorization.ToString()
        .StartsWith($"{Bearer}{ApiKeys.Prefix}", StringComparison.Ordinal);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Brings(Request)) return AuthenticateResult.NoResult();
        try
        {
            return await keys.FindAsync(Request.Headers.Authorization.ToString()[Bearer.Length..].Trim(), Context.RequestAborted) is { } principal
                ? AuthenticateResult.Success(new(principal, Scheme.Name))
                : AuthenticateResult.Fail("This key is not known, is over, or was ended.");
        }
        catch (OperationCanceledException) when (Context.RequestAborted.IsCancellationRequested)
        {
            return AuthenticateResult.Fail("The request was aborted.");
        }
    }
}
