using System.Collections.Immutable;
using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Routing;

/// <summary>What a conversation asks of an agent at one moment. Conversations with the same need fit the same agents.</summary>
/// <param name="Weight">Units of capacity that it takes.</param>
public sealed record Need(string Language, bool NeedsLanguage, IReadOnlyList<SkillNeed> Skills, string Channel, int Weight)
{
    /// <summary>Equal for equal needs.</summary>
    public string Key { get; } = $"{Language}|{(NeedsLanguage ? "!" : "")}|{Channel}|{Weight}|{SkillsOf(Skills)}";

    /// <summary>Equal for needs that the same skills and languages are enough for.</summary>
    internal string Ability => NeedsLanguage ? $"{Language}|{SkillsOf(Skills)}" : SkillsOf(Skills);

    private static string SkillsOf(IReadOnlyList<SkillNeed> skills) => skills.Count == 0 ? "" : string.Join(',', skills.Select(s => $"{s.Name}={s.Level}"));
}

/// <summary>Whether an agent may take a conversation: the one place that knows.</summary>
public static class Eligibility
{
    /// <param name="letItGo">Whether the agent let an offer of this conversation go, and is not asked again yet.</param>
    /// <param name="heldFor">The one agent whom it waits for; null when it is for anyone.</param>
    public static Verdict Of(Need need, AgentSeat seat, bool letItGo, string? heldFor)
    {
        if (seat.Report.Status != PresenceStatus.Online) return Verdict.NotThere;
        if (heldFor is not null && heldFor != seat.Report.AgentId) return Verdict.HeldForAnother;
        var ability = OfAbility(need, seat.Report);
        if (ability != Verdict.Fits) return ability;
        if (letItGo) return Verdict.LetItGo;
        if (seat.Free < need.Weight) return Verdict.NoRoom;
        return seat.RoomFor(need.Channel) > 0 ? Verdict.Fits : Verdict.ChannelFull;
    }

    /// <summary>What does not change from moment to moment: skills and languages. The same for all agents with the same of both.</summary>
    internal static Verdict OfAbility(Need need, AgentReport report)
    {
        if (need.NeedsLanguage && !Speaks(report, need.Language)) return Verdict.LacksLanguage;
        foreach (var skill in need.Skills)
            if (LevelOf(report, skill.Name) < skill.Level) return Verdict.LacksSkill;
        return Verdict.Fits;
    }

    internal static int LevelOf(AgentReport report, string skill) => report.Skills is { } skills && skills.TryGetValue(skill, out var level) ? level : 0;

    internal static bool Speaks(AgentReport report, string language) => report.Languages.Contains(language);

    /// <summary>Who of two who fit comes first: who writes the language, has more room, is idle longer, and last the id.</summary>
    internal static int Compare(AgentSeat a, AgentSeat b, string language)
    {
        var order = Speaks(b.Report, language).CompareTo(Speaks(a.Report, language));
        if (order == 0) order = b.Free.CompareTo(a.Free);
        if (order == 0) order = a.Report.IdleSince.CompareTo(b.Report.IdleSince);
        return order != 0 ? order : string.CompareOrdinal(a.Report.AgentId, b.Report.AgentId);
    }
}
