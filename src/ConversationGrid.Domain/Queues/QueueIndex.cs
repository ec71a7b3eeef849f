using System.Collections.Immutable;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Routing;

namespace ConversationGrid.Domain.Queues;

/// <summary>
/// What a queue's state implies, kept up to date with every event so that a decision need not look at everyone: who waits by what they
/// need, who has room by what they can, and whose terms change when.
/// </summary>
/// <param name="Classes">Those for whom nobody is picked, by need and by the agent for whom they are held.</param>
/// <param name="Moments">When a wait's terms change.</param>
/// <param name="LetGo">By conversation, who let it go and is not asked again yet.</param>
/// <param name="Online">Agents at work.</param>
internal sealed record QueueIndex(
    ImmutableDictionary<string, WaitingClass> Classes, ReadyAgents Ready, ImmutableSortedSet<LinePlace> Moments,
    ImmutableDictionary<string, ImmutableList<Exclusion>> LetGo, int Online)
{
    private static readonly QueueIndex Empty = new(
        ImmutableDictionary<string, WaitingClass>.Empty, ReadyAgents.Empty, [], ImmutableDictionary<string, ImmutableList<Exclusion>>.Empty, 0);

    /// <summary>Made from the state alone.</summary>
    public static QueueIndex Of(QueueState s)
    {
        var index = Empty;
        foreach (var seat in s.Agents.Values) index = index.Seated(null, seat);
        foreach (var entry in s.Entries.Values.Where(e => e.Pick is null)) index = index.With(entry);
        foreach (var exclusion in s.Exclusions) index = index.WithExclusion(exclusion);
        return index;
    }

    /// <summary>With a conversation that waits for an agent.</summary>
    public QueueIndex With(WaitingEntry entry)
    {
        var key = KeyOf(entry, out var need);
        var heldFor = entry.Held ? entry.PreferredAgentId : null;
        var waiting = Classes.TryGetValue(key, out var known) ? known : new(need, heldFor, []);
        return this with
        {
            Classes = Classes.SetItem(key, waiting with { Line = waiting.Line.Add(new(entry.Rank, entry.ConversationId)) }),
            Moments = entry.NextAt is { } at ? Moments.Add(new(at, entry.ConversationId)) : Moments,
        };
    }

    /// <summary>Without it: it left, or somebody is picked.</summary>
    public QueueIndex Without(WaitingEntry entry)
    {
        var key = KeyOf(entry, out _);
        if (!Classes.TryGetValue(key, out var waiting)) return this;
        var line = waiting.Line.Remove(new(entry.Rank, entry.ConversationId));
        return this with
        {
            Classes = line.IsEmpty ? Classes.Remove(key) : Classes.SetItem(key, waiting with { Line = line }),
            Moments = entry.NextAt is { } at ? Moments.Remove(new(at, entry.ConversationId)) : Moments,
        };
    }

    /// <summary>With an agent as it is now.</summary>
    public QueueIndex Seated(AgentSeat? before, AgentSeat seat)
    {
        var was = before?.Report.Status == PresenceStatus.Online ? 1 : 0;
        var @is = seat.Report.Status == PresenceStatus.Online ? 1 : 0;
        return this with { Ready = Ready.With(seat), Online = Online + @is - was };
    }

    public QueueIndex WithExclusion(Exclusion exclusion) => this with
    {
        LetGo = LetGo.SetItem(exclusion.ConversationId, (LetGo.GetValueOrDefault(exclusion.ConversationId) ?? []).Add(exclusion)),
    };

    public QueueIndex WithoutExclusions(string conversationId) => LetGo.ContainsKey(conversationId) ? this with { LetGo = LetGo.Remove(conversationId) } : this;

    public QueueIndex WithoutExclusion(Exclusion exclusion)
    {
        if (!LetGo.TryGetValue(exclusion.ConversationId, out var all)) return this;
        var rest = all.Remove(exclusion);
        return this with { LetGo = rest.IsEmpty ? LetGo.Remove(exclusion.ConversationId) : LetGo.SetItem(exclusion.ConversationId, rest) };
    }

    /// <summary>The conversations that wait for this agent alone.</summary>
    public IEnumerable<string> HeldFor(string agentId) =>
        Classes.Values.Where(c => c.HeldFor == agentId).SelectMany(c => c.Line).Select(place => place.ConversationId);

    private static string KeyOf(WaitingEntry entry, out Need need)
    {
        need = entry.Need;
        return entry.Held ? $"{need.Key}@{entry.PreferredAgentId}" : need.Key;
    }
}

/// <summary>Conversations that need the same, in the order in which they are served.</summary>
internal sealed record WaitingClass(Need Need, string? HeldFor, ImmutableSortedSet<LinePlace> Line);
