using ConversationGrid.Contracts;
using Decision = ConversationGrid.Domain.Decision<ConversationGrid.Contracts.CustomerEvent>;

namespace ConversationGrid.Domain.Customers;

/// <summary>Remove all personal data of the customer, wherever they are.</summary>
public sealed record EraseCustomerData(string ErasureId, string ById, string? Why) : Effect;

/// <summary>Consents and erasure.</summary>
internal static class Privacy
{
    public static Decision Request(CustomerState s, RequestErasure c, DateTimeOffset now)
    {
        if (c.By.Role is not (CallerRole.Admin or CallerRole.System)) return Decision.Refuse(Refusal.Forbidden("Only administrators erase a customer."));
        if (s.Seq == 0) return Decision.Refuse(Refusal.NotFound("customer"));
        if (c.Why?.Length > Limits.ShortTextMax) return Decision.Refuse(Refusal.TooLarge($"A reason has at most {Limits.ShortTextMax} characters."));
        if (s.ErasureId is not null) return Decision.Already(new(s.Seq, s.UpdatedAt));
        return Decision.Accept(new CustomerErasureRequested(c.ErasureId, c.By.Actor.Id, c.Why) { At = now });
    }

    /// <summary>An anonymous customer that turned out to be another one is erased with that one.</summary>
    public static Decision Finish(CustomerState s, FinishErasure c, DateTimeOffset now) =>
        (s.ErasureId == c.ErasureId || s.JoinedInto is not null) && !s.IsErased
        ? Decision.Accept(new CustomerErased(c.ErasureId, c.Conversations) { At = now })
        : Decision.Already(new(s.Seq, s.UpdatedAt));

    public static Decision Consent(CustomerState s, GiveConsent c, DateTimeOffset now)
    {
        if (c.By.Role == CallerRole.Customer ? c.By.Actor.Id != s.Id.Id : !c.By.IsStaff) return Decision.Refuse(Refusal.NotFound("customer"));
        if (c.Purpose is not { Length: > 0 and <= Limits.PurposeLengthMax } purpose
            || !purpose.All(x => char.IsAsciiLetterOrDigit(x) || x is '-' or '_' or '.'))
            return Decision.Refuse(Refusal.Invalid($"A purpose is 1 to {Limits.PurposeLengthMax} letters, digits, dashes, dots and underscores."));
        if (c.Version is not { Length: > 0 and <= Limits.PurposeLengthMax } version)
            return Decision.Refuse(
                Refusal.Invalid($"The version of the text that was shown is missing, or has more than {Limits.PurposeLengthMax} characters."));
        if (c.Language?.Length > Limits.LanguageLengthMax)
            return Decision.Refuse(Refusal.TooLarge($"A language has at most {Limits.LanguageLengthMax} characters."));
        if (c.Text?.Length > Limits.MessageTextMax)
            return Decision.Refuse(Refusal.TooLarge($"A text of consent has at most {Limits.MessageTextMax} characters."));
        var known = s.Consents.Find(x => x.Purpose == purpose);
        if (known is not null && known.Given == c.Given && known.Version == version && known.Language == c.Language)
            return Decision.Already(new(s.Seq, s.UpdatedAt));
        if (known is null && s.Consents.Count >= CustomerState.ConsentsMax)
            return Decision.Refuse(Refusal.TooLarge($"A customer has at most {CustomerState.ConsentsMax} purposes."));
        var a = c.By.Actor;
        return Decision.Accept(new ConsentChanged(purpose, version, c.Given, c.Language, c.Text, a.Kind, a.Id) { At = now });
    }

    public static CustomerState Requested(CustomerState s, long seq, CustomerErasureRequested e) => s with
    {
        ErasureId = e.ErasureId,
        IsErased = false,
        Pending = s.Pending.With(seq, e.At, new EraseCustomerData(e.ErasureId, e.ById, e.Why)),
    };

    /// <summary>What stays: the id, whether it may write, which sessions ended, and whom it turned out to be.</summary>
    public static CustomerState Erased(CustomerState s) => CustomerState.Initial(s.Id) with
    {
        ErasureId = s.ErasureId,
        IsErased = true,
        Blocked = s.Blocked,
        EndedSessions = s.EndedSessions,
        JoinedInto = s.JoinedInto,
        Pending = s.Pending.RemoveAll(p => p.Effect is SpreadBlock or SpreadValue),
    };

    public static CustomerState Consented(CustomerState s, ConsentChanged e) =>
        s with { Consents = s.Consents.RemoveAll(c => c.Purpose == e.Purpose).Add(new(e.Purpose, e.Version, e.Given, e.Language, e.At, e.ByKind)) };

    /// <summary>The erasure is over when its effect is settled; the next one is another.</summary>
    public static CustomerState Settled(CustomerState s, EffectId effect)
    {
        var isOver = s.IsErased && s.Pending.Exists(p => p.Id == effect && p.Effect is EraseCustomerData);
        return s with { Pending = s.Pending.Without(effect), ErasureId = isOver ? null : s.ErasureId, IsErased = !isOver && s.IsErased };
    }
}
