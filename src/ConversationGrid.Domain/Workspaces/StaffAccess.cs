using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Workspaces;

/// <summary>Which sessions of a member of staff were ended before their time. Written by the member or by an administrator, and part of the audit
/// trail.</summary>
/// <param name="RevokedBefore">Tokens made before then are refused, but for those of <paramref name="Kept"/>.</param>
/// <param name="Kept">The session that stays, e.g. the one in which the password was changed.</param>
/// <param name="Revoked">Single sessions that ended.</param>
public sealed record StaffAccessDefinition(DateTimeOffset? RevokedBefore = null, string? Kept = null, IReadOnlyList<RevokedSession>? Revoked = null)
{
    /// <summary>Ended sessions remembered; beyond, the one that could be used for the shortest time is forgotten.</summary>
    public const int RevokedMax = 200;

    /// <summary>Whether a token of a session is refused.</summary>
    /// <param name="made">When the token was made.</param>
    public bool Refuses(string session, DateTimeOffset made) =>
        (made < RevokedBefore && session != Kept) || Revoked?.Any(r => r.Session == session) == true;

    /// <summary>One session more that ended.</summary>
    /// <param name="until">When its last token is over anyway.</param>
    public StaffAccessDefinition Without(string session, DateTimeOffset until, DateTimeOffset now)
    {
        var kept = (Revoked ?? []).Where(r => r.Until > now && r.Session != session).Append(new(session, until)).ToList();
        if (kept.Count > RevokedMax) kept.Remove(kept.MinBy(r => r.Until)!);
        return this with { Revoked = kept };
    }

    internal string? Check() =>
        Revoked?.Count > RevokedMax || Revoked?.Any(r => r.Session is not { Length: > 0 and <= Limits.ShortTextMax }) == true
        || Kept?.Length > Limits.ShortTextMax
            ? $"At most {RevokedMax} sessions are named."
            : null;
}

/// <summary>A session that ended, and how long it must be remembered.</summary>
public sealed record RevokedSession(string Session, DateTimeOffset Until);
