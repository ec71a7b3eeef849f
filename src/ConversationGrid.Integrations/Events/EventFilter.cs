using System.Collections.Frozen;
using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;

namespace ConversationGrid.Integrations.Events;

/// <summary>
/// Which events another system asks for: by name, or <c>*</c> for all that a customer sees too. What staff alone see is given only where it is asked for by its
/// name, and what the grid keeps for itself never.
/// </summary>
internal sealed class EventFilter
{
    /// <summary>Stands for every event that everyone in the conversation sees.</summary>
    public const string Any = "*";

    private static readonly FrozenSet<string> Public = EventWire.NamesFor(Audience.Everyone).ToFrozenSet();
    private static readonly FrozenSet<string> Known = EventWire.NamesFor(Audience.Staff).ToFrozenSet();

    private readonly FrozenSet<string> _names;

    private EventFilter(IEnumerable<string> names)
    {
        Names = [.. names.Distinct().Order(StringComparer.Ordinal)];
        _names = Names.ToFrozenSet();
    }

    /// <summary>All that everyone sees.</summary>
    public static EventFilter Everyone { get; } = new([Any]);

    /// <summary>The names as they were given, each once.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Reads names; null, with what is wrong, where one is none.</summary>
    public static EventFilter? Read(IReadOnlyList<string?>? names, out string? wrong)
    {
        wrong = names is not { Count: > 0 } ? "Name at least one event, or * for all that customers see too."
            : names.Any(name => name is null) ? "The name of an event is missing."
            : names.FirstOrDefault(name => name != Any && !Known.Contains(name!)) is { } unknown
                ? $"There is no event '{Short(unknown)}'. There are: {AllNames}."
            : null;
        return wrong is null ? new(names!.OfType<string>()) : null;
    }

    /// <summary>Names as the store has them. One that this version does not know finds nothing.</summary>
    public static EventFilter Stored(string names) => new(names.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', Names);

    /// <summary>Whether an event is asked for, and as whom it is shown.</summary>
    public Audience? ViewerOf(DomainEvent e) => e is not ConversationEvent ? null : ViewerOf(EventAttribute.Of(e.GetType()).Name);

    private Audience? ViewerOf(string name) =>
        Public.Contains(name) ? _names.Contains(name) || _names.Contains(Any) ? Audience.Everyone : null
        : Known.Contains(name) && _names.Contains(name) ? Audience.Staff : null;

    private static string AllNames => string.Join(", ", Known.Order(StringComparer.Ordinal));

    private static string Short(string name) => name.Length <= 60 ? name : name[..60];
}
