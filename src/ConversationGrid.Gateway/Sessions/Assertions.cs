using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Engine.Ports;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ConversationGrid.Gateway.Sessions;

/// <summary>
/// Reads what a company's server says of its customer: a signed assertion (JWT), or the older bare signature of an id. An assertion holds for some minutes,
/// for one workspace, and once. What is wrong with it is refused, whatever else the call says.
/// </summary>
public sealed class Assertions(IAccessStore store, TimeProvider time)
{
    /// <summary>Longest assertion, in characters.</summary>
    private const int LengthMax = 8_000;

    /// <summary>Bytes of a key that the library takes for HS256.</summary>
    private const int HmacBytesMin = 32;

    private const int JtiLengthMin = 8;

    /// <summary>Longest time from <c>iat</c> to <c>exp</c>.</summary>
    private static readonly TimeSpan HoldsMax = TimeSpan.FromMinutes(10);

    /// <summary>By how much the clock of the company's server may be wrong.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly ConcurrentDictionary<IdentityKey, SecurityKey> _keys = new();

    /// <summary>Whether a signature is the lower-case hex HMAC-SHA256 of the id with the workspace's secret, while that counts.</summary>
    public bool IsSigned(Workspace workspace, string externalId, string? signature)
    {
        if (workspace.Identity.SecretAt(time.GetUtcNow()) is not { } secret || signature is null) return false;
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(externalId)));
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.UTF8.GetBytes(signature));
    }

    /// <summary>Whom an assertion proves, or what is wrong with it. It is used up by this.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer; the assertion may be used up.</exception>
    public async Task<(AssertedCustomer? Customer, string? Wrong)> UseAsync(Workspace workspace, string assertion, CancellationToken cancel)
    {
        var (said, id, wrong) = await ReadAsync(workspace, assertion);
        if (said is null) return (null, wrong);
        // Kept for longer than it could be used again.
        return await store.TryCountAsync(AccessKeys.Of("assertion", workspace.Name, id!), 1, HoldsMax + 3 * ClockSkew, cancel)
            ? (said, null) : (null, "It was used already.");
    }

    /// <summary>Whom an assertion would prove, or what is wrong with it. It is not used up, and whether it was is not looked up.</summary>
    public async Task<(AssertedCustomer? Customer, string? Id, string? Wrong)> ReadAsync(Workspace workspace, string assertion)
    {
        if (assertion.Length > LengthMax) return (null, null, $"An assertion has at most {LengthMax} characters.");
        if (KeyOf(workspace, assertion) is not var (key, algorithm)) return (null, null, "No key of this workspace has the assertion's kid.");
        var read = await _handler.ValidateTokenAsync(assertion, new()
        {
            IssuerSigningKey = key, ValidAlgorithms = [algorithm], TryAllIssuerSigningKeys = true,
            ValidAudience = workspace.Name, ValidIssuer = workspace.Identity.Issuer, ValidateIssuer = workspace.Identity.Issuer is not null,
            LifetimeValidator = (_, expires, _, _) => expires + ClockSkew > time.GetUtcNow().UtcDateTime,
        });
        if (!read.IsValid) return (null, null, WhatIsWrong(read.Exception));
        var claims = read.ClaimsIdentity;
        if (WrongTimes(claims) is { } wrong) return (null, null, wrong);
        if (claims.FindFirst(JwtRegisteredClaimNames.Sub)?.Value is not { Length: > 0 and <= Limits.ShortTextMax } subject)
            return (null, null, $"Its sub, the external id, has 1 to {Limits.ShortTextMax} characters.");
        if (claims.FindFirst(JwtRegisteredClaimNames.Jti)?.Value is not { Length: >= JtiLengthMin and <= Limits.ShortTextMax } id)
            return (null, null, $"Its jti, another one each time, has {JtiLengthMin} to {Limits.ShortTextMax} characters.");
        return (new(subject, claims.FindFirst("name")?.Value, claims.FindFirst("email")?.Value), id, null);
    }

    private string? WrongTimes(ClaimsIdentity claims)
    {
        if (!long.TryParse(claims.FindFirst(JwtRegisteredClaimNames.Iat)?.Value, out var issued)
            || !long.TryParse(claims.FindFirst(JwtRegisteredClaimNames.Exp)?.Value, out var expires))
            return "Its iat or exp is missing, or no number of seconds.";
        if (issued > (time.GetUtcNow() + ClockSkew).ToUnixTimeSeconds()) return "Its iat is in the future.";
        return expires - issued > HoldsMax.TotalSeconds ? $"From iat to exp are at most {HoldsMax.TotalSeconds:0} seconds, not {expires - issued}." : null;
    }

    /// <summary>The key that the header names, with the one algorithm that it may be used with: what the header says of algorithms is only compared.</summary>
    private (SecurityKey Key, string Algorithm)? KeyOf(Workspace workspace, string assertion)
    {
        if (!_handler.CanReadToken(assertion)) return null;
        string kid;
        try
        {
            kid = _handler.ReadJsonWebToken(assertion).Kid;
        }
        catch (ArgumentException)
        {
            return null;
        }
        if (string.IsNullOrEmpty(kid)) return null;
        var identity = workspace.Identity;
        if (identity.Keys.FirstOrDefault(k => k.Id == kid) is { } named) return (_keys.GetOrAdd(named, Read), named.Algorithm);
        return identity.SecretAt(time.GetUtcNow()) is { } secret
            ? (_keys.GetOrAdd(new("", SecurityAlgorithms.HmacSha256, secret), Read), SecurityAlgorithms.HmacSha256) : null;
    }

    private static SecurityKey Read(IdentityKey key)
    {
        if (key.Algorithm == SecurityAlgorithms.HmacSha256)
        {
            var secret = Encoding.UTF8.GetBytes(key.Text);
            // HMAC itself fills a short key with zeros, so that this is the same key for it.
            if (secret.Length < HmacBytesMin) Array.Resize(ref secret, HmacBytesMin);
            return new SymmetricSecurityKey(secret);
        }
        if (key.Algorithm == SecurityAlgorithms.EcdsaSha256)
        {
            var curve = ECDsa.Create();
            curve.ImportFromPem(key.Text);
            return new ECDsaSecurityKey(curve);
        }
        var rsa = RSA.Create();
        rsa.ImportFromPem(key.Text);
        return new RsaSecurityKey(rsa);
    }

    /// <summary>For the company's developers; nothing of what the assertion holds.</summary>
    private static string WhatIsWrong(Exception? why) => why switch
    {
        SecurityTokenInvalidAudienceException => "Its aud is not the name of this workspace.",
        SecurityTokenInvalidIssuerException => "Its iss is not the configured one.",
        SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException or SecurityTokenNoExpirationException => "It is over, or has no exp.",
        SecurityTokenInvalidAlgorithmException => "Its alg is not the one of its key.",
        _ => "Its signature is not right.",
    };
}

/// <summary>A customer as the company's server names it.</summary>
public sealed record AssertedCustomer(string ExternalId, string? Name, string? Email);
