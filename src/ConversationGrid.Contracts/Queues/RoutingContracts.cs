namespace ConversationGrid.Contracts;

/// <summary>A skill and the least level of it, 1 to 10.</summary>
public sealed record SkillNeed(string Name, int Level);

/// <summary>What is asked of an agent from one moment of the wait on; each later ring takes the place of the one before.</summary>
/// <param name="NeedsLanguage">Whether the agent must write the customer's language; else one who does is only preferred.</param>
public sealed record Ring(DateTimeOffset From, IReadOnlyList<SkillNeed>? Skills = null, bool NeedsLanguage = false);

/// <summary>
/// A queue's policy applied to one conversation at the moment it joined. Stored with the event, so that no later change of the policy
/// changes what was decided, and a replay needs no configuration.
/// </summary>
/// <param name="Policy">Fingerprint of the policy.</param>
/// <param name="Weight">Units of an agent's capacity that it takes.</param>
/// <param name="Rings">At least one, the earliest first.</param>
/// <param name="HoldUntil">Until then only the preferred agent is asked, as long as it is there.</param>
/// <param name="OverflowAt">When it goes on to <paramref name="OverflowTo"/>.</param>
public sealed record QueueTerms(
    string Policy, string Channel, int Weight, IReadOnlyList<Ring> Rings, DateTimeOffset? HoldUntil = null, DateTimeOffset? OverflowAt = null,
    string? OverflowTo = null);

/// <summary>Why an agent may or may not take a conversation.</summary>
public enum Verdict
{
    None = 0,
    Fits,
    /// <summary>Away, offline or not reachable.</summary>
    NotThere,
    /// <summary>Too little of its capacity is free.</summary>
    NoRoom,
    /// <summary>It has as many conversations of this channel as it may.</summary>
    ChannelFull,
    LacksSkill,
    LacksLanguage,
    /// <summary>It let an offer of this conversation go a moment ago.</summary>
    LetItGo,
    /// <summary>The conversation waits for its own agent.</summary>
    HeldForAnother,
}

/// <summary>What a choice was made from. Bounded: the chosen one, a few who came next or did not fit, and how many there were beside them.</summary>
/// <param name="Ring">Which ring of the terms stood, from 0.</param>
/// <param name="Held">Whether only the preferred agent was asked.</param>
/// <param name="Candidates">The chosen one first; at most <see cref="CandidatesMax"/>.</param>
/// <param name="Ready">Agents with room at that moment.</param>
/// <param name="Full">Agents at work without room.</param>
public sealed record PickBasis(
    string Policy, int Ring, IReadOnlyList<SkillNeed>? Skills, bool NeedsLanguage, string Language, string? Channel, int Weight, string? Preferred, bool Held,
    IReadOnlyList<Candidate> Candidates, int Ready, int Full)
{
    /// <summary>Upper bound of <see cref="Candidates"/>.</summary>
    public const int CandidatesMax = 6;
}

/// <summary>An agent as it stood when a choice was made.</summary>
/// <param name="Free">Units of capacity left.</param>
/// <param name="ChannelFree">Conversations of this channel that it could still take; null without such a limit.</param>
/// <param name="Levels">Its levels of the skills asked for, in their order.</param>
/// <param name="Reason">Why it, or what spoke against it, in a few words.</param>
public sealed record Candidate(
    string AgentId, Verdict Verdict, int Free, int? ChannelFree, DateTimeOffset IdleSince, bool Speaks, IReadOnlyList<int>? Levels, string Reason);
