using System.ComponentModel.DataAnnotations;
using ConversationGrid.Contracts;

namespace ConversationGrid.Gateway.Configuration;

/// <summary>The company's own sign-in for the staff of one workspace, by OpenID Connect. Section <c>Grid:OpenId:{workspace}</c>.</summary>
public sealed class OpenIdOptions : IValidatableObject
{
    /// <summary>Address of the provider; https, or this machine. No default.</summary>
    [Required]
    public string Authority { get; set; } = "";

    /// <summary>What this host is called there. Its address to return to is <c>/signin-openid/{workspace}</c>. No default.</summary>
    [Required]
    public string ClientId { get; set; } = "";

    /// <summary>The secret of that. Default: none, as a provider may allow where a code is bound to its request (PKCE, always in use).</summary>
    public string? ClientSecret { get; set => field = string.IsNullOrWhiteSpace(value) ? null : value; }

    /// <summary>The claim that says what somebody is at the company. Default: roles.</summary>
    [Required]
    public string RoleClaim { get; set; } = "roles";

    /// <summary>Which of its values mean <c>agent</c>, <c>supervisor</c> or <c>admin</c>; the highest counts, and who has none is not let in. Default:
    /// none.</summary>
    public Dictionary<string, string> Roles { get; set; } = [];

    /// <summary>Scopes to ask for beside openid, profile and email. Default: none.</summary>
    public List<string> Scopes { get; set; } = [];

    /// <summary>Whether somebody who has a role and no account gets one. Default: off.</summary>
    public bool CreatesAccounts { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Uri.TryCreate(Authority, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback))
            yield return new($"'{Authority}' is no https address.", [nameof(Authority)]);
        foreach (var (value, role) in Roles)
            if (RoleOf(role) is null) yield return new($"'{role}' is no role: agent, supervisor or admin.", [$"{nameof(Roles)}:{value}"]);
    }

    /// <summary>The highest role that some values mean; null where they mean none.</summary>
    public CallerRole? RoleOf(IEnumerable<string> values) => values.Select(v => Roles.TryGetValue(v, out var role) ? RoleOf(role) : null).Max();

    private static CallerRole? RoleOf(string role) => role switch
    {
        "agent" => CallerRole.Agent,
        "supervisor" => CallerRole.Supervisor,
        "admin" => CallerRole.Admin,
        _ => null,
    };
}
