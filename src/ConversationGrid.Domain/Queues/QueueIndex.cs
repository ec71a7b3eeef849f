using System.Collections.Immutable;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Routing;

namespace ConversationGrid.Domain.Queues;

/// <summary>
/// What a queue's state implies, kept up to date with every event so that a decision need not look at everyone: who waits by what they
/// need, who has room by what they can, and whose terms change when.
/// </summary>
/// <param name="Classes">Those for whom nobody is picked and anyone will do, by need.</param>
/// <param name="Held">Those for whom nobody is picked and who wait for one agent alone, by that agent and by need.</param>
/// <param name="Called">Agents who have room for somebody who waits for them alone.</param>
/// <param name="Moments">When a wait's terms change.</param>
/// <param name="LetGo">By conversation, who let it go and is not asked again yet.</param>
/// <param name="Online">Agents at work.</param>
internal sealed record QueueIndex(
    ImmutableDictionary<string, WaitingClass> Classes, ImmutableDictionary<string, ImmutableDictionary<string, WaitingClass>> Held,
    ImmutableHashSet<string> Called,
    ReadyAgents Ready, ImmutableSortedSet<LinePlace> Moments, ImmutableDictionary<string, ImmutableList<Exclusion>> LetGo, int Online)
{
    private static readonly ImmutableDictionary<string, WaitingClass> None = ImmutableDictionary<string, WaitingClass>.Empty;

    private static readonly QueueIndex Empty = new(
        None, ImmutableDictionary<string, ImmutableDictionary<string, WaitingClass>>.Empty, [], ReadyAgents.Empty, [],
        ImmutableDictionary<string, ImmutableList<Exclusion>>.Empty, 0);

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
        var (need, classes) = (entry.Need, ClassesOf(entry));
        var isNew = !classes.TryGetValue(need.Key, out var known);
        var waiting = known ?? new(need, entry.Held ? entry.PreferredAgentId : null, []);
        return Having(entry, classes.SetItem(need.Key, waiting with { Line = waiting.Line.Add(new(entry.Rank, entry.ConversationId)) })) with
        {
            Ready = isNew ? Ready.Minding(need) : Ready,
            Moments = entry.NextAt is { } at ? Moments.Add(new(at, entry.ConversationId)) : Moments,
        };
    }

    /// <summary>Without it: it left, or somebody is picked.</summary>
    public QueueIndex Without(WaitingEntry entry)
    {
        var (need, classes) = (entry.Need, ClassesOf(entry));
        if (!classes.TryGetValue(need.Key, out var waiting)) return this;
        var line = waiting.Line.Remove(new(entry.Rank, entry.ConversationId));
        return Having(entry, line.IsEmpty ? classes.Remove(need.Key) : classes.SetItem(need.Key, waiting with { Line = line })) with
        {
            Ready = line.IsEmpty ? Ready.Forgetting(need) : Ready,
            Moments = entry.NextAt is { } at ? Moments.Remove(new(at, entry.ConversationId)) : Moments,
        };
    }

    /// <summary>With an agent as it is now.</summary>
    public QueueIndex Seated(AgentSeat? before, AgentSeat seat)
    {
        var was = before?.Report.Status == PresenceStatus.Online ? 1 : 0;
        var @is = seat.Report.Status == PresenceStatus.Online ? 1 : 0;
        return (this with { Ready = Ready.With(seat), Online = Online + @is - was }).Calling(seat.Report.AgentId);
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
        Held.GetValueOrDefault(agentId, None).Values.SelectMany(c => c.Line).Select(place => place.ConversationId);

    /// <summary>All kinds of need for which somebody may have room.</summary>
    public IEnumerable<WaitingClass> Asking() => Called.IsEmpty ? Classes.Values : Classes.Values.Concat(Called.SelectMany(id => Held[id].Values));

    private ImmutableDictionary<string, WaitingClass> ClassesOf(WaitingEntry entry) =>
        entry.Held ? Held.GetValueOrDefault(entry.PreferredAgentId!, None) : Classes;

    private QueueIndex Having(WaitingEntry entry, ImmutableDictionary<string, WaitingClass> classes)
    {
        if (!entry.Held) return this with { Classes = classes };
        var held = classes.IsEmpty ? Held.Remove(entry.PreferredAgentId!) : Held.SetItem(entry.PreferredAgentId!, classes);
        return (this with { Held = held }).Calling(entry.PreferredAgentId!);
    }

    private QueueIndex Calling(string agentId)
    {
        var isCalled = Ready.Find(agentId) is { } seat && Held.GetValueOrDefault(agentId, None).Values.Any(
            c => Eligibility.Of(c.Need, seat, letItGo: false, agentId) == Verdict.Fits);
        if (isCalled == Called.Contains(agentId)) return this;
        return this with { Called = isCalled ? Called.Add(agentId) : Called.Remove(agentId) };
    }
}

/// <summary>Conversations that need the same, in the order in which they are served.</summary>
internal sealed record WaitingClass(Need Need, string? HeldFor, ImmutableSortedSet<LinePlace> Line);
