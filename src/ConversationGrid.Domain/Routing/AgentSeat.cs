using System.Collections.Immutable;
using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Routing;

/// <summary>An agent as a queue knows it.</summary>
/// <param name="InFlight">Units of picks that the report cannot count yet.</param>
/// <param name="ChannelsInFlight">The channels of those picks, where the agent has a limit for them; null for none.</param>
public sealed record AgentSeat(AgentReport Report, int InFlight, ImmutableList<string>? ChannelsInFlight = null)
{
    public int Free => Report.Status == PresenceStatus.Online ? Report.Free - InFlight : 0;

    /// <summary>Equal for agents of the same skills and languages.</summary>
    internal string Profile { get; } = ProfileOf(Report);

    /// <summary>Conversations of the channel that it could still take.</summary>
    internal int RoomFor(string channel) =>
        Report.Rooms is { } rooms && rooms.TryGetValue(channel, out var room) ? room - (ChannelsInFlight?.Count(c => c == channel) ?? 0) : int.MaxValue;

    /// <summary>With one more pick on its way.</summary>
    internal AgentSeat Taking(int units, string? channel) => this with
    {
        InFlight = InFlight + units,
        ChannelsInFlight = channel is not null && Report.Rooms?.ContainsKey(channel) == true ? (ChannelsInFlight ?? []).Add(channel) : ChannelsInFlight,
    };

    /// <summary>With one pick less on its way: its own reports count it, or it came to nothing.</summary>
    internal AgentSeat Settling(int units, string? channel)
    {
        var channels = channel is null ? ChannelsInFlight : ChannelsInFlight?.Remove(channel);
        return this with { InFlight = InFlight - units, ChannelsInFlight = channels is { Count: > 0 } ? channels : null };
    }

    /// <summary>As it reports itself now.</summary>
    internal AgentSeat Reporting(AgentReport report) => new(report, InFlight, ChannelsInFlight);

    private static string ProfileOf(AgentReport report)
    {
        var languages = report.Languages.Count == 1 ? report.Languages[0] : string.Join(',', report.Languages);
        return report.Skills is not { Count: > 0 } skills
            ? languages
            : $"{languages}|{string.Join(',', skills.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{s.Key}={s.Value}"))}";
    }
}
