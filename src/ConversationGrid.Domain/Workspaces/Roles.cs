using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Workspaces;

/// <summary>An own role of a workspace: one of the three roles with fewer rights.</summary>
/// <param name="Base">Agent, supervisor or admin.</param>
/// <param name="Rights">Names of the rights that it has, all of them the base's.</param>
public sealed record RoleDefinition(string? Name, CallerRole Base, IReadOnlyList<string>? Rights)
{
    /// <summary>The rights that the base has and this role has not.</summary>
    public Rights Without() => RightNames.Of(Base) & ~(RightNames.Read(Rights ?? [], out _) ?? Contracts.Rights.None);

    internal string? Check()
    {
        if (Names.WhatIsWrong(Name) is { } badName) return badName;
        if (Base is not (CallerRole.Agent or CallerRole.Supervisor or CallerRole.Admin)) return "A base is agent, supervisor or admin.";
        if (RightNames.Read(Rights ?? [], out var unknown) is not { } rights)
            return $"'{unknown}' is no right; there are {string.Join(", ", RightNames.NamesOf(RightNames.Every))}.";
        var more = rights & ~RightNames.Of(Base);
        return more == Contracts.Rights.None ? null : $"The role '{Base}' has no right to {string.Join(", ", RightNames.NamesOf(more))}.";
    }
}

/// <summary>A key by which another system calls, as far as it is told: its secret is hashed and lies elsewhere.</summary>
/// <param name="Rights">Names of what it may do.</param>
/// <param name="ExpiresAt">When it is over; null for one that lasts.</param>
public sealed record ApiKeyDefinition(string? Name, IReadOnlyList<string>? Rights, DateTimeOffset? ExpiresAt = null)
{
    internal string? Check()
    {
        if (Names.WhatIsWrong(Name) is { } badName) return badName;
        if (Rights is not { Count: > 0 }) return "A key needs a right.";
        return RightNames.Read(Rights, out var unknown) is null
            ? $"'{unknown}' is no right; there are {string.Join(", ", RightNames.NamesOf(RightNames.Every))}." : null;
    }
}
