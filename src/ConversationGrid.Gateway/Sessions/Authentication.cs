namespace ConversationGrid.Gateway.Sessions;

/// <summary>When and how a session's person proved who it is. It stands in every token of the session.</summary>
/// <param name="Methods">As RFC 8176 names them where it does: <c>pwd</c>, <c>otp</c>; and <c>signature</c>, <c>assertion</c>, <c>oidc</c>.</param>
public sealed record Authentication(DateTimeOffset At, params IReadOnlyList<string> Methods)
{
    /// <summary>A bare id of a customer with the company's signature.</summary>
    public const string Signature = "signature";

    /// <summary>A signed assertion of the company.</summary>
    public const string Assertion = "assertion";

    /// <summary>A password.</summary>
    public const string Password = "pwd";

    /// <summary>A code of a second factor.</summary>
    public const string OneTimeCode = "otp";
}
