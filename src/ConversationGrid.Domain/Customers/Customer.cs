using System.Collections.Immutable;
using System.Diagnostics;
using ConversationGrid.Contracts;
using Decision = ConversationGrid.Domain.Decision<ConversationGrid.Contracts.CustomerEvent>;

namespace ConversationGrid.Domain.Customers;

/// <summary>What decisions about a customer need.</summary>
public sealed record CustomerState
{
    /// <summary>Ended sessions remembered; beyond, the one that could be used for the shortest time is forgotten.</summary>
    public const int EndedSessionsMax = 100;

    /// <summary>Conversations remembered; the oldest are forgotten here, never in the journal.</summary>
    public const int ConversationsMax = 500;

    public required EntityId Id { get; init; }
    public long Seq { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }
    public string? Name { get; init; }
    public string? Email { get; init; }
    public string? Locale { get; init; }
    public bool Verified { get; init; }

    /// <summary>The company's own id of the customer.</summary>
    public string? ExternalId { get; init; }
    public ImmutableList<string> Conversations { get; init; } = [];
    public bool Blocked { get; init; }

    /// <summary>What it is worth to the company, 0 to 3.</summary>
    public int Value { get; init; }
    public ImmutableList<PendingEffect> Pending { get; init; } = [];

    /// <summary>Sessions that ended, the newest last.</summary>
    public ImmutableList<EndedSession> EndedSessions { get; init; } = [];

    /// <summary>Purposes that a customer can have agreed to.</summary>
    public const int ConsentsMax = 100;

    /// <summary>What the customer agreed to or refused, the last word for each purpose.</summary>
    public ImmutableList<Consent> Consents { get; init; } = [];

    /// <summary>The erasure under way.</summary>
    public string? ErasureId { get; init; }

    /// <summary>Whether it has removed the profile already.</summary>
    public bool IsErased { get; init; }

    /// <summary>Anonymous customers that one customer can have been. Beyond, a further one stays by itself.</summary>
    public const int AbsorbedMax = 200;

    /// <summary>The customer that this anonymous one turned out to be.</summary>
    public string? JoinedInto { get; init; }

    /// <summary>Anonymous customers that turned out to be this one.</summary>
    public ImmutableList<string> Absorbed { get; init; } = [];

    public static CustomerState Initial(EntityId id) => new() { Id = id };
}

/// <summary>A session that the customer ended, and how long it must be remembered.</summary>
public sealed record EndedSession(string Session, DateTimeOffset Until);

/// <summary>Tell all the customer's conversations whether it may write. One that begins later hears of it when it is linked.</summary>
public sealed record SpreadBlock(IReadOnlyList<string> Conversations, bool Blocked) : Effect;

/// <summary>Tell all the customer's conversations what it is worth. One that begins later hears of it when it is linked.</summary>
public sealed record SpreadValue(IReadOnlyList<string> Conversations, int Value) : Effect;

/// <summary>Who the customer is, and which conversations it had.</summary>
public static class Customer
{
    public static Decision Decide(CustomerState s, CustomerCommand command, DateTimeOffset now) => command switch
    {
        DescribeCustomer c => Describe(s, c, now),
        EndCustomerSession c => EndSession(s, c, now),
        LinkConversation c => s.Conversations.Contains(c.ConversationId) ? Nothing(s) : Decision.Accept(new ConversationLinked(c.ConversationId) { At = now }),
        JoinCustomer c => Joining.Join(s, c, now),
        AbsorbCustomer c => Joining.Absorb(s, c, now),
        BlockCustomer c => Block(s, c, now),
        ValueCustomer c => Appraise(s, c, now),
        RequestErasure c => Privacy.Request(s, c, now),
        FinishErasure c => Privacy.Finish(s, c, now),
        GiveConsent c => Privacy.Consent(s, c, now),
        SettleCustomerEffect c => s.Pending.Has(c.Effect) ? Decision.Accept(new CustomerEffectSettled(c.Effect) { At = now }) : Nothing(s),
        _ => throw new UnreachableException(command.GetType().Name),
    };

    public static CustomerState Evolve(CustomerState s, long seq, CustomerEvent e) => (e switch
    {
        CustomerDescribed x => s with { Name = x.Name, Email = x.Email, Locale = x.Locale, Verified = x.Verified, ExternalId = x.ExternalId ?? s.ExternalId },
        CustomerSessionEnded x => s with { EndedSessions = Remember(s.EndedSessions, x) },
        ConversationLinked x => Joining.Linked(s, seq, x) with
        {
            Conversations = (s.Conversations.Count < CustomerState.ConversationsMax ? s.Conversations : s.Conversations.RemoveAt(0)).Add(x.ConversationId),
        },
        CustomerJoined x => Joining.Joined(s, seq, x),
        CustomerAbsorbed x => s with { Absorbed = s.Absorbed.Add(x.From) },
        CustomerBlocked x => s with
        {
            Blocked = x.Blocked,
            Pending = s.Pending.WithoutAll<SpreadBlock>().With(seq, x.At, new SpreadBlock(s.Conversations, x.Blocked)),
        },
        CustomerValued x => s with
        {
            Value = x.Value,
            Pending = s.Conversations.IsEmpty ? s.Pending : s.Pending.WithoutAll<SpreadValue>().With(seq, x.At, new SpreadValue(s.Conversations, x.Value)),
        },
        CustomerErasureRequested x => Privacy.Requested(s, seq, x),
        CustomerErased => Privacy.Erased(s),
        ConsentChanged x => Privacy.Consented(s, x),
        CustomerEffectSettled x => Privacy.Settled(s, x.Effect),
        _ => throw new UnreachableException(e.GetType().Name),
    }) with { Seq = seq, UpdatedAt = e.At };

    public static CustomerView View(CustomerState s) => new(s.Id.Id, s.Name, s.Email, s.Locale, s.Verified, s.Conversations, s.Blocked, s.ExternalId, s.Value)
    {
        EndedSessions = [.. s.EndedSessions.Select(ended => ended.Session)],
        Consents = s.Consents,
        ErasureId = s.ErasureId,
        JoinedInto = s.JoinedInto,
        Absorbed = s.Absorbed,
    };

    private static Decision Block(CustomerState s, BlockCustomer c, DateTimeOffset now)
    {
        if (!c.By.IsStaff) return Decision.Refuse(Refusal.Forbidden("Only staff block a customer."));
        // Nobody of that id has ever been here, or is another workspace's.
        if (s.Seq == 0) return Decision.Refuse(Refusal.NotFound("customer"));
        if (c.Reason?.Length > Limits.ShortTextMax) return Decision.Refuse(Refusal.TooLarge($"A reason has at most {Limits.ShortTextMax} characters."));
        return c.Blocked == s.Blocked ? Nothing(s) : Decision.Accept(new CustomerBlocked(c.By.Actor.Id, c.Blocked, c.Reason) { At = now });
    }

    /// <summary>Also of a customer who never wrote: a company brings its values along before anyone does.</summary>
    private static Decision Appraise(CustomerState s, ValueCustomer c, DateTimeOffset now)
    {
        if (!c.By.SeesWholeWorkspace) return Decision.Refuse(Refusal.Forbidden("Only supervisors set a customer's value."));
        if (c.Value is < 0 or > Limits.CustomerValueMax) return Decision.Refuse(Refusal.Invalid($"A value is 0 to {Limits.CustomerValueMax}, not {c.Value}."));
        return c.Value == s.Value ? Nothing(s) : Decision.Accept(new CustomerValued(c.By.Actor.Id, c.Value) { At = now });
    }

    private static Decision Describe(CustomerState s, DescribeCustomer c, DateTimeOffset now)
    {
        if (c.Name?.Length > Limits.ShortTextMax || c.Email?.Length > Limits.ShortTextMax || c.ExternalId?.Length > Limits.ShortTextMax)
            return Decision.Refuse(Refusal.TooLarge($"A name, e-mail or external id has at most {Limits.ShortTextMax} characters."));
        if (c.Name is { Length: > 0 } name && Names.WhatIsWrong(name) is not null)
            return Decision.Refuse(Refusal.Invalid("A name needs a letter that is seen; leave it out where there is none."));
        // What a session proved is not changed by what somebody else files, and what is filed changes nobody who is known.
        if (s.Verified && !c.Verified) return Nothing(s);
        if (c.IsFiled && (s.Name is not null || s.Email is not null || !s.Conversations.IsEmpty)) return Nothing(s);
        var described = new CustomerDescribed(c.Name ?? s.Name, c.Email ?? s.Email, c.Locale ?? s.Locale, s.Verified || c.Verified, c.ExternalId
            ?? s.ExternalId) { At = now };
        var same = described.Name == s.Name && described.Email == s.Email && described.Locale == s.Locale && described.Verified == s.Verified
            && described.ExternalId == s.ExternalId;
        return same ? Nothing(s) : Decision.Accept(described);
    }

    private static Decision EndSession(CustomerState s, EndCustomerSession c, DateTimeOffset now)
    {
        if (c.Session is not { Length: > 0 and <= Limits.ShortTextMax }) return Decision.Refuse(Refusal.Invalid("A session is missing."));
        return s.EndedSessions.Any(ended => ended.Session == c.Session) ? Nothing(s)
            : Decision.Accept(new CustomerSessionEnded(c.Session, c.Until) { At = now });
    }

    private static ImmutableList<EndedSession> Remember(ImmutableList<EndedSession> ended, CustomerSessionEnded e)
    {
        var kept = ended.RemoveAll(known => known.Until <= e.At).Add(new(e.Session, e.Until));
        return kept.Count <= CustomerState.EndedSessionsMax ? kept : kept.Remove(kept.MinBy(known => known.Until)!);
    }

    private static Decision Nothing(CustomerState s) => Decision.Already(new(s.Seq, s.UpdatedAt));
}
