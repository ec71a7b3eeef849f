using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;

namespace ConversationGrid.Domain.Workspaces;

/// <summary>How a company's own servers prove who its customers are.</summary>
/// <param name="Secret">Signs bare ids, and assertions that name none of <paramref name="Keys"/>.</param>
/// <param name="SecretUntil">Until when the secret counts where there are keys.</param>
/// <param name="Issuer">Who must have issued an assertion; null for anyone who has a key.</param>
/// <param name="CustomerIdSecret">From which ids of customers are made, where that is set.</param>
public sealed record WorkspaceIdentity(
    string? Secret, IReadOnlyList<IdentityKey> Keys, DateTimeOffset? SecretUntil = null, string? Issuer = null, string? CustomerIdSecret = null)
{
    public static WorkspaceIdentity Of(WorkspaceOptions options) => new(
        options.IdentitySecret, [.. options.IdentityKeys.Select(k => new IdentityKey(k.Id, k.Algorithm, k.Secret ?? k.PublicKey!))],
        options.IdentitySecretUntil,
        options.IdentityIssuer, options.CustomerIdSecret);

    /// <summary>The secret, while it proves customers.</summary>
    public string? SecretAt(DateTimeOffset now) => Keys.Count == 0 || now < SecretUntil ? Secret : null;
}

/// <summary>A key that signs assertions.</summary>
/// <param name="Id">The <c>kid</c> of an assertion's header.</param>
/// <param name="Algorithm">The one <c>alg</c> that it is used with.</param>
/// <param name="Text">The secret, or the public key as PEM.</param>
public sealed record IdentityKey(string Id, string Algorithm, string Text);

/// <summary>A key that signs assertions, as it is configured. Section <c>Grid:Workspaces:{name}:IdentityKeys:{n}</c>.</summary>
public sealed class IdentityKeyOptions : IValidatableObject
{
    /// <summary>Of the secret of HS256, in characters: as much as the hash has.</summary>
    private const int SecretLengthMin = 32;

    private const int RsaBitsMin = 2_048;
    private const int CurveBits = 256;

    /// <summary>The <c>kid</c> of the assertions that it signs. No default.</summary>
    [Required, RegularExpression("^[A-Za-z0-9._-]{1,64}$")]
    public string Id { get; set; } = "";

    /// <summary>The <c>alg</c> of those assertions: HS256, RS256, PS256 or ES256. Default: HS256.</summary>
    [AllowedValues("HS256", "RS256", "PS256", "ES256", ErrorMessage = "An algorithm is HS256, RS256, PS256 or ES256.")]
    public string Algorithm { get; set; } = "HS256";

    /// <summary>The secret of HS256, at least 32 characters. No default.</summary>
    [MinLength(SecretLengthMin)]
    public string? Secret { get; set => field = string.IsNullOrWhiteSpace(value) ? null : value; }

    /// <summary>The public key of the others, as PEM. No default.</summary>
    public string? PublicKey { get; set => field = string.IsNullOrWhiteSpace(value) ? null : value; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Algorithm == "HS256")
            return Secret is null || PublicKey is not null ? [new("HS256 needs a Secret, and no PublicKey.", [nameof(Secret)])] : [];
        return Secret is null && PublicKey is not null && IsPublicKey(PublicKey, Algorithm)
            ? []
            : [new($"{Algorithm} needs a PublicKey (PEM, RSA of {RsaBitsMin} bits or more, or the curve P-256), and no Secret.", [nameof(PublicKey)])];
    }

    private static bool IsPublicKey(string pem, string algorithm)
    {
        if (pem.Contains("PRIVATE KEY", StringComparison.Ordinal)) return false;
        try
        {
            if (algorithm == "ES256")
            {
                using var curve = ECDsa.Create();
                curve.ImportFromPem(pem);
                return curve.KeySize == CurveBits;
            }
            using var rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            return rsa.KeySize >= RsaBitsMin;
        }
        catch (Exception wrong) when (wrong is ArgumentException or CryptographicException)
        {
            return false;
        }
    }
}
