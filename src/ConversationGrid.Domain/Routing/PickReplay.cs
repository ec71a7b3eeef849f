using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Routing;

/// <summary>Makes a recorded choice again, from what was recorded with it and by the code that made it.</summary>
public static class PickReplay
{
    /// <summary>Whom the recorded candidates lead to; null when none of them fits, or the event says nothing of them.</summary>
    public static string? Choose(AgentPicked pick)
    {
        if (pick.Basis is not { } basis) return null;
        var need = new Need(basis.Language, basis.NeedsLanguage, basis.Skills ?? [], basis.Channel ?? "", basis.Weight);
        var ready = ReadyAgents.Empty;
        foreach (var candidate in basis.Candidates) ready = ready.With(SeatOf(basis, candidate));
        var letGo = basis.Candidates.Where(c => c.Verdict == Verdict.LetItGo).Select(c => c.AgentId).ToHashSet();
        return AgentChoice.Pick(new(need, basis.Held ? basis.Preferred : null, basis.Preferred, letGo.Contains), ready)?.Seat.Report.AgentId;
    }

    private static AgentSeat SeatOf(PickBasis basis, Candidate c)
    {
        var skills = basis.Skills?.Zip(c.Levels ?? []).ToDictionary(x => x.First.Name, x => x.Second);
        var rooms = c.ChannelFree is { } room ? new Dictionary<string, int> { [basis.Channel ?? ""] = room } : null;
        return new(new(c.AgentId, c.AgentId, 0, PresenceStatus.Online, c.Free, c.IdleSince, c.Speaks ? [basis.Language] : [], skills, rooms), 0);
    }
}
