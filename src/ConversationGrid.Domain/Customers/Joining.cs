using ConversationGrid.Contracts;
using Decision = ConversationGrid.Domain.Decision<ConversationGrid.Contracts.CustomerEvent>;

namespace ConversationGrid.Domain.Customers;

/// <summary>Give the conversations of an anonymous customer to the one that it turned out to be.</summary>
public sealed record MoveConversations(string Into, IReadOnlyList<string> Conversations) : Effect;

/// <summary>An anonymous customer turns out to be a known one: by the proof of that one, shown together with the anonymous session.</summary>
internal static class Joining
{
    public static Decision Join(CustomerState s, JoinCustomer c, DateTimeOffset now)
    {
        if (s.JoinedInto is { } known)
            return known == c.Into ? Nothing(s) : Decision.Refuse(Refusal.Conflict("This anonymous customer turned out to be another one."));
        if (s.Verified) return Decision.Refuse(Refusal.Forbidden("Only an anonymous customer turns out to be another one."));
        // A block stays with whom it was meant for: it neither moves to the proven customer nor is lost by signing in.
        if (s.Blocked || c.Into == s.Id.Id) return Decision.Refuse(Refusal.Forbidden("This customer stays by itself."));
        if (s.ErasureId is not null) return Decision.Refuse(Refusal.Conflict("This customer is being erased."));
        var joined = new CustomerJoined(c.Into) { At = now };
        return s.EndedSessions.Any(ended => ended.Session == c.Session)
            ? Decision.Accept(joined)
            : Decision.Accept(new CustomerSessionEnded(c.Session, c.Until) { At = now }, joined);
    }

    public static Decision Absorb(CustomerState s, AbsorbCustomer c, DateTimeOffset now)
    {
        if (s.Absorbed.Contains(c.From)) return Nothing(s);
        // What comes while the customer is erased would be forgotten with it.
        if (s.ErasureId is not null) return Decision.Refuse(Refusal.Unavailable("This customer is being erased; try again."));
        return s.Absorbed.Count >= CustomerState.AbsorbedMax
            ? Decision.Refuse(Refusal.TooLarge($"A customer was at most {CustomerState.AbsorbedMax} anonymous ones."))
            : Decision.Accept(new CustomerAbsorbed(c.From) { At = now });
    }

    public static CustomerState Joined(CustomerState s, long seq, CustomerJoined e) => s with
    {
        JoinedInto = e.Into,
        Pending = IsKnown(s) ? s.Pending.With(seq, e.At, new MoveConversations(e.Into, s.Conversations)) : s.Pending,
    };

    /// <summary>A conversation that began while its customer signed in goes along as well.</summary>
    public static CustomerState Linked(CustomerState s, long seq, ConversationLinked e) =>
        s.JoinedInto is { } into ? s with { Pending = s.Pending.With(seq, e.At, new MoveConversations(into, [e.ConversationId])) } : s;

    private static bool IsKnown(CustomerState s) => !s.Conversations.IsEmpty || s.Name is not null || s.Email is not null || !s.Consents.IsEmpty;

    private static Decision Nothing(CustomerState s) => Decision.Already(new(s.Seq, s.UpdatedAt));
}
