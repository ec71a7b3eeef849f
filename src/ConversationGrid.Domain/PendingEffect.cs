using System.Collections.Immutable;
using ConversationGrid.Contracts;

namespace ConversationGrid.Domain;

/// <summary>Something that must still be done outside the entity. It stays pending until a command settles it, also over crashes.</summary>
/// <param name="Since">When the event that asked for it happened.</param>
public sealed record PendingEffect(EffectId Id, DateTimeOffset Since, Effect Effect);

/// <summary>What is to be done. Every target is idempotent, because an effect is carried out at least once.</summary>
public abstract record Effect;

/// <summary>The effects that one entity still owes. Bounded: an entity with more is broken.</summary>
public static class PendingEffects
{
    /// <summary>Upper bound of the effects that one entity may owe at a time.</summary>
    public const int Max = 10_000;

    public static ImmutableList<PendingEffect> With(this ImmutableList<PendingEffect> pending, long seq, DateTimeOffset at, params ReadOnlySpan<Effect> effects)
    {
        if (pending.Count + effects.Length > Max) throw new InvalidOperationException($"More than {Max} effects are pending.");
        var index = 0;
        foreach (var effect in effects)
            pending = pending.Add(new(new EffectId(seq, index++), at, effect));
        return pending;
    }

    public static ImmutableList<PendingEffect> Without(this ImmutableList<PendingEffect> pending, EffectId id)
    {
        var index = pending.FindIndex(p => p.Id == id);
        return index < 0 ? pending : pending.RemoveAt(index);
    }

    public static bool Has(this ImmutableList<PendingEffect> pending, EffectId id) => pending.Exists(p => p.Id == id);

    /// <summary>Drops the effects of one kind: a newer one takes their place.</summary>
    public static ImmutableList<PendingEffect> WithoutAll<T>(this ImmutableList<PendingEffect> pending) where T : Effect =>
        pending.Exists(p => p.Effect is T) ? pending.RemoveAll(p => p.Effect is T) : pending;
}
