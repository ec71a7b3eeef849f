using ConversationGrid.Contracts;
using ConversationGrid.Domain.ServiceLevels;
using ConversationGrid.Engine.Settings;

namespace ConversationGrid.Gateway.Workspaces;

/// <summary>The time zone of each workspace: its own setting, else that of its first calendar, else UTC. Days of figures are days there.</summary>
internal sealed class WorkspaceTimes(LiveSettings settings)
{
    public TimeZoneInfo Of(Workspace workspace) =>
        Find(workspace.TimeZone) ?? settings.Of(workspace.Name).Of<CalendarDefinition>(SettingKinds.Calendar).Select(c => Find(c.Definition.TimeZone)).FirstOrDefault(z => z is not null) ?? TimeZoneInfo.Utc;

    private static TimeZoneInfo? Find(string? id) => id is not null && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : null;
}
