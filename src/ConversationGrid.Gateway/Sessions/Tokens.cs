using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using ConversationGrid.Contracts;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ConversationGrid.Gateway.Sessions;

/// <summary>Makes and reads the tokens (JWT, HMAC-SHA256) that name a caller and its workspace.</summary>
public sealed class Tokens
{
    internal const string WorkspaceClaim = "ws";
    internal const string RoleClaim = "role";
    internal const string NameClaim = "name";

    /// <summary>Names the session that a token belongs to; a renewed token belongs to the session of the older one.</summary>
    internal const string SessionClaim = "sid";

    /// <summary>Present in tokens of customers who proved by a signature who they are.</summary>
    internal const string ProvenClaim = "proven";

    /// <summary>How the session's person proved who it is; several times for several ways. See <see cref="Authentication"/>.</summary>
    internal const string MethodClaim = JwtRegisteredClaimNames.Amr;

    /// <summary>When the token was made, in unix milliseconds: <c>iat</c> holds whole seconds.</summary>
    internal const string MadeClaim = "made";
    private const string Issuer = "conversationgrid";

    /// <summary>Whom mandates are for: nothing but the doors for customers' assistants takes them.</summary>
    private const string Assistants = "conversationgrid-assistants";
    private const string ToolsClaim = "tools";
    private const string AmountClaim = "amountMax";

    private readonly SigningCredentials _signing;
    private readonly TimeProvider _time;
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false, MapInboundClaims = false };

    public Tokens(SigningKey key, TimeProvider time)
    {
        _time = time;
        var securityKey = new SymmetricSecurityKey(key.Bytes);
        _signing = new(securityKey, SecurityAlgorithms.HmacSha256);
        Validation = new()
        {
            ValidIssuer = Issuer,
            ValidAudience = Issuer,
            IssuerSigningKey = securityKey,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            // By the grid's time, not the machine's. And a token holds from when it was made: who made it is proven by its signature.
            LifetimeValidator = (_, expires, _, _) => expires > _time.GetUtcNow().UtcDateTime,
            NameClaimType = JwtRegisteredClaimNames.Sub,
            RoleClaimType = RoleClaim,
        };
    }

    /// <summary>What a valid token must be.</summary>
    public TokenValidationParameters Validation { get; }

    /// <param name="session">The session that the token goes on with; null begins a new one.</param>
    /// <param name="proof">How the person proved who it is; null for an anonymous customer.</param>
    public (string Token, DateTimeOffset ExpiresAt) Create(
        string workspace, CallerRole role, string id, string? name, TimeSpan lifetime, string? session = null, Authentication? proof = null)
    {
        var now = _time.GetUtcNow();
        // Whole seconds, as the token itself holds them.
        var expires = DateTimeOffset.FromUnixTimeSeconds((now + lifetime).ToUnixTimeSeconds());
        var claims = new Dictionary<string, object>
        {
            [JwtRegisteredClaimNames.Sub] = id,
            [WorkspaceClaim] = workspace,
            [RoleClaim] = role.ToString().ToLowerInvariant(),
            [SessionClaim] = session ?? ClientKeys.Base32(RandomNumberGenerator.GetBytes(17)),
            [MadeClaim] = now.ToUnixTimeMilliseconds(),
        };
        if (proof is not null)
        {
            if (role == CallerRole.Customer) claims[ProvenClaim] = true;
            claims[JwtRegisteredClaimNames.AuthTime] = proof.At.ToUnixTimeSeconds();
            claims[MethodClaim] = proof.Methods;
        }
        if (name is not null) claims[NameClaim] = name;
        var token = _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer, Audience = Issuer, IssuedAt = now.UtcDateTime, Expires = expires.UtcDateTime,
            Claims = claims, SigningCredentials = _signing,
        });
        return (token, expires);
    }

    /// <summary>The principal of a token that is valid, or that ended no longer than <paramref name="window"/> ago; null for any other.</summary>
    public async Task<ClaimsPrincipal?> ReadForRenewalAsync(string token, TimeSpan window)
    {
        var validation = Validation.Clone();
        validation.LifetimeValidator = (_, expires, _, _) => expires + window > _time.GetUtcNow().UtcDateTime;
        var result = await _handler.ValidateTokenAsync(token, validation);
        return result.IsValid ? new(result.ClaimsIdentity) : null;
    }

    /// <summary>A mandate of a customer's session.</summary>
    internal string CreateMandate(CallerIn me, ClaimsPrincipal session, AssistantMandate mandate, DateTimeOffset expires)
    {
        var now = _time.GetUtcNow();
        var claims = new Dictionary<string, object>
        {
            [JwtRegisteredClaimNames.Sub] = me.Id, [WorkspaceClaim] = me.Workspace.Name, [RoleClaim] = "mandate", [SessionClaim] = SessionOf(session),
            [ToolsClaim] = mandate.Tools,
        };
        if (me.Caller.IsProven) claims[ProvenClaim] = true;
        if (me.Caller.Actor.Name is { } name) claims[NameClaim] = name;
        if (mandate.AmountMax is { } amount) claims[AmountClaim] = amount.ToString(CultureInfo.InvariantCulture);
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer, Audience = Assistants, IssuedAt = now.UtcDateTime, Expires = expires.UtcDateTime, Claims = claims, SigningCredentials = _signing,
        });
    }

    /// <summary>The principal of a mandate that is valid; null for any other token.</summary>
    internal async Task<ClaimsPrincipal?> ReadMandateAsync(string token)
    {
        var validation = Validation.Clone();
        validation.ValidAudience = Assistants;
        var result = await _handler.ValidateTokenAsync(token, validation);
        return result.IsValid ? new(result.ClaimsIdentity) : null;
    }

    /// <summary>What a mandate allows.</summary>
    internal static AssistantMandate MandateOf(ClaimsPrincipal principal) => new(
        [.. principal.FindAll(ToolsClaim).Select(claim => claim.Value)],
        principal.FindFirstValue(AmountClaim) is { } amount ? decimal.Parse(amount, CultureInfo.InvariantCulture) : null);

    /// <summary>Whether a principal is a customer who proved nothing: anybody can be as many of them as it likes.</summary>
    public static bool IsAnonymous(ClaimsPrincipal principal) =>
        principal.FindFirstValue(RoleClaim) is null or "customer" && !principal.HasClaim(claim => claim.Type == ProvenClaim);

    /// <summary>The session of a token. One of an earlier version names none and is known by when it was made.</summary>
    public static string SessionOf(ClaimsPrincipal principal) =>
        principal.FindFirstValue(SessionClaim) ?? $"made-{principal.FindFirstValue(JwtRegisteredClaimNames.Iat)}";
}

/// <summary>The key that signs tokens: configured, or made once and kept beside the data, readable by its owner only.</summary>
public sealed record SigningKey(byte[] Bytes)
{
    /// <summary>Bytes of a key that is made here; a configured one may be no shorter.</summary>
    public const int BytesMin = 32;

    public static SigningKey FromText(string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        return bytes.Length >= BytesMin ? new(bytes) : throw new ArgumentException($"Grid:Auth:SigningKey has {bytes.Length} bytes, the least is {BytesMin}.");
    }

    /// <summary>Reads the key file, or makes it. Several processes that start at once agree on one key.</summary>
    /// <exception cref="OptionsValidationException">The file cannot be read, or its key is too short to sign with.</exception>
    public static SigningKey FromFile(string path)
    {
        if (Directory.Exists(path)) throw Wrong($"'{path}' is a folder.");
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            var mine = $"{path}.{Environment.ProcessId}";
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var file = new FileStream(mine, options))
                file.Write(RandomNumberGenerator.GetBytes(BytesMin));
            try
            {
                File.Move(mine, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(mine);
            }
        }
        var bytes = File.ReadAllBytes(path);
        return bytes.Length >= BytesMin ? new(bytes) : throw Wrong($"'{path}' holds {bytes.Length} bytes, the least is {BytesMin}.");
    }

    private static OptionsValidationException Wrong(string problem) => new("Grid:Auth", typeof(SigningKey), [$"Grid:Auth:KeyFile: {problem}"]);
}
