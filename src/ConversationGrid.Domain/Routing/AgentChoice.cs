using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Routing;

/// <summary>A conversation that asks for an agent.</summary>
/// <param name="HeldFor">The one agent whom it waits for; null when it is for anyone.</param>
/// <param name="Preferred">Who is asked first, of all who fit.</param>
/// <param name="LetGoBy">Agents who are not asked again yet.</param>
internal sealed record Asking(Need Need, string? HeldFor, string? Preferred, Func<string, bool> LetGoBy);

/// <summary>
/// Who gets a conversation: the preferred agent if it fits, else of all who fit the one who writes the language, has most room and has
/// been idle longest. Pure and total: equal candidates are told apart by their id.
/// </summary>
internal static class AgentChoice
{
    /// <summary>The chosen one, why, and the others that were looked at; null when nobody fits.</summary>
    public static (AgentSeat Seat, string Reason, IReadOnlyList<Candidate> Candidates)? Pick(Asking asking, ReadyAgents ready)
    {
        AgentSeat? best = null;
        if ((asking.HeldFor ?? asking.Preferred) is { } wanted && ready.Find(wanted) is { } own && Judge(asking, own) == Verdict.Fits) best = own;
        var isPreferred = best is not null;
        if (best is null && asking.HeldFor is null)
        {
            foreach (var group in ready.GroupsFor(asking.Need))
            {
                foreach (var place in group.Seats)
                {
                    // Who has most room comes first.
                    if (place.Seat.Free < asking.Need.Weight) break;
                    if (best is not null && Eligibility.Compare(place.Seat, best, asking.Need.Language) >= 0) break;
                    if (Judge(asking, place.Seat) != Verdict.Fits) continue;
                    best = place.Seat;
                    break;
                }
            }
        }
        return best is null ? null : (best, Reason(asking, best, isPreferred), Candidates(asking, ready, best, isPreferred));
    }

    private static Verdict Judge(Asking asking, AgentSeat seat) => Eligibility.Of(asking.Need, seat, asking.LetGoBy(seat.Report.AgentId), asking.HeldFor);

    private static string Reason(Asking asking, AgentSeat seat, bool isPreferred)
    {
        if (isPreferred) return "preferred agent";
        var speaks = Eligibility.Speaks(seat.Report, asking.Need.Language) ? $"speaks {asking.Need.Language}, " : "";
        var skills = asking.Need.Skills.Count > 0
            ? $"{string.Join(", ", asking.Need.Skills.Select(s => $"{s.Name} {Eligibility.LevelOf(seat.Report, s.Name)}"))}, " : "";
        return $"{speaks}{skills}most room ({seat.Free} free), idle longest";
    }

    /// <summary>The chosen one and a few others: those who come next, and examples of those whom something speaks against.</summary>
    private static List<Candidate> Candidates(Asking asking, ReadyAgents ready, AgentSeat best, bool isPreferred)
    {
        var all = new List<Candidate>(PickBasis.CandidatesMax) { Of(asking, best, Verdict.Fits, isPreferred ? "chosen: preferred agent" : "chosen") };
        foreach (var fits in (ReadOnlySpan<bool>)[true, false])
        {
            foreach (var group in fits ? ready.GroupsFor(asking.Need) : ready.Groups)
            {
                if (!fits && Eligibility.OfAbility(asking.Need, group.Sample) == Verdict.Fits) continue;
                // One or two of each kind say more than six of the first.
                var perGroup = 0;
                foreach (var place in group.Seats)
                {
                    if (all.Count == PickBasis.CandidatesMax) return all;
                    if (place.Seat.Report.AgentId == best.Report.AgentId) continue;
                    var verdict = Judge(asking, place.Seat);
                    all.Add(Of(asking, place.Seat, verdict, verdict == Verdict.Fits ? WhyNot(asking, place.Seat, best, isPreferred) : Words(verdict)));
                    if (++perGroup == 2) break;
                }
            }
        }
        return all;
    }

    private static string WhyNot(Asking asking, AgentSeat other, AgentSeat best, bool isPreferred)
    {
        if (isPreferred) return "not the preferred agent";
        if (Eligibility.Speaks(best.Report, asking.Need.Language) && !Eligibility.Speaks(other.Report, asking.Need.Language))
            return "does not write the language";
        if (other.Free < best.Free) return "less room";
        return other.Report.IdleSince > best.Report.IdleSince ? "idle for less long" : "equal, later in the alphabet";
    }

    private static string Words(Verdict verdict) => verdict switch
    {
        Verdict.NoRoom => "too little room",
        Verdict.ChannelFull => "no room for this channel",
        Verdict.LacksSkill => "lacks a skill",
        Verdict.LacksLanguage => "does not write the language",
        Verdict.LetItGo => "let it go a moment ago",
        Verdict.HeldForAnother => "held for its own agent",
        _ => "not there",
    };

    private static Candidate Of(Asking asking, AgentSeat seat, Verdict verdict, string reason)
    {
        var room = seat.RoomFor(asking.Need.Channel);
        return new(
            seat.Report.AgentId, verdict, seat.Free, room == int.MaxValue ? null : room, seat.Report.IdleSince,
            Eligibility.Speaks(seat.Report, asking.Need.Language),
            asking.Need.Skills.Count == 0 ? null : [.. asking.Need.Skills.Select(s => Eligibility.LevelOf(seat.Report, s.Name))], reason);
    }
}
