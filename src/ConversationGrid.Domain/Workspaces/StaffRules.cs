using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Workspaces;

/// <summary>A member of staff as far as the rules for all of them ask.</summary>
/// <param name="SignsIn">Whether the member has what it takes to sign in.</param>
public sealed record StaffAccount(string Id, string? Email, CallerRole Role, bool SignsIn);

/// <summary>What must hold for the staff of a workspace together, those of the configuration included.</summary>
public static class StaffRules
{
    public static readonly Refusal EmailTaken = Refusal.Conflict("Another member of staff signs in with this e-mail address.");
    public static readonly Refusal LastAdmin = Refusal.Conflict("This is the last administrator; name another one first.");

    /// <summary>Why a member cannot be written or removed; null where it can.</summary>
    /// <param name="staff">Everybody before the change.</param>
    /// <param name="after">The member after it; null for one that is removed.</param>
    public static Refusal? Check(IReadOnlyCollection<StaffAccount> staff, string id, StaffAccount? after)
    {
        if (after is not null && staff.Any(s => s.Id != id && IsSameEmail(s.Email, after.Email))) return EmailTaken;
        return LosesLastAdmin(staff, id, after) ? LastAdmin : null;
    }

    /// <summary>Whether two addresses are the same to a sign-in; none is the same as nothing.</summary>
    public static bool IsSameEmail(string? one, string? other) =>
        !string.IsNullOrEmpty(one) && string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static bool LosesLastAdmin(IReadOnlyCollection<StaffAccount> staff, string id, StaffAccount? after)
    {
        // Who is no administrator now is not missed as one.
        if (!staff.Any(s => s.Id == id && s.Role == CallerRole.Admin)) return false;
        return after is not { Role: CallerRole.Admin, SignsIn: true }
            && !staff.Any(s => s.Id != id && s is { Role: CallerRole.Admin, SignsIn: true });
    }
}
