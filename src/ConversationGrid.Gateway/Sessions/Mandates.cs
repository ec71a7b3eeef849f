using System.Globalization;
using System.Security.Claims;
using System.Text.RegularExpressions;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Workspaces;
using ConversationGrid.Gateway.Configuration;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;

namespace ConversationGrid.Gateway.Sessions;

/// <summary>
/// Mandates: what a customer hands to its own assistant instead of its token. Signed, for a time, for some tools and up to an amount; opens nothing but the
/// doors for assistants, and ends with the session that made it.
/// </summary>
public sealed partial class Mandates(
    Tokens tokens, WorkspaceDirectory workspaces, CustomerSessions sessions, IOptions<GatewayOptions> options, TimeProvider time)
{
    private const int ToolsMax = 50;

    /// <summary>A mandate of the customer's session.</summary>
    public (string? Token, Refusal? Refusal) Create(
        CallerIn me, ClaimsPrincipal session, IReadOnlyList<string?>? tools, decimal? amountMax, DateTimeOffset? expiresAt)
    {
        var lifetime = options.Value.MandateLifetimeMax;
        if (tools is not { Count: > 0 and <= ToolsMax } || tools.Any(tool => tool is null || !ToolName().IsMatch(tool)))
            return (null, Refusal.Invalid($"tools names 1 to {ToolsMax} tools or tasks, each of lower-case letters, digits and _."));
        if (amountMax < 0) return (null, Refusal.Invalid("maxAmount is 0 or more."));
        if (expiresAt is not { } until || until <= time.GetUtcNow() || until > time.GetUtcNow() + lifetime)
            return (null, Refusal.Invalid(string.Create(CultureInfo.InvariantCulture,
                $"expiresAt is in the future, and at most {lifetime.TotalHours:0.##} hours away (Grid:Gateway:MandateLifetimeMax).")));
        return (tokens.CreateMandate(me, session, new([.. tools.OfType<string>().Distinct()], amountMax), until), null);
    }

    /// <summary>The customer behind a mandate that is right and goes on, with what the mandate allows; null for any other text.</summary>
    public async Task<CallerIn?> FindAsync(string token, CancellationToken cancel)
    {
        if (await tokens.ReadMandateAsync(token) is not { } principal
            || workspaces.Find(principal.FindFirstValue(Tokens.WorkspaceClaim)) is not { } workspace
            || principal.FindFirstValue(JwtRegisteredClaimNames.Sub) is not { } id) return null;
        var caller = Caller.Customer(id, principal.FindFirstValue(Tokens.NameClaim), principal.HasClaim(c => c.Type == Tokens.ProvenClaim)) with
        {
            ViaAssistant = true, Mandate = Tokens.MandateOf(principal),
        };
        var me = new CallerIn(workspace, caller);
        return await sessions.IsEndedAsync(me, principal, cancel) ? null : me;
    }

    [GeneratedRegex(@"^[a-z][a-z0-9_]{0,63}\z")]
    private static partial Regex ToolName();
}
