using System.Text.Json;
using System.Text.Json.Serialization;
using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;
using ConversationGrid.Domain.Routing;
using ConversationGrid.Domain.Rules;
using ConversationGrid.Domain.ServiceLevels;

namespace ConversationGrid.Domain.Workspaces;

/// <summary>A queue as an administrator writes it.</summary>
/// <param name="Policy">How it takes, orders and gives away its conversations; the configuration's, if left out.</param>
public sealed record QueueDefinition(string? Name, string? Description = null, QueuePolicy? Policy = null);

/// <summary>Something an agent can be good at.</summary>
public sealed record SkillDefinition(string? Name, string? Description = null);

/// <summary>A member of staff as an administrator writes it.</summary>
/// <param name="Role">Agent, supervisor or admin.</param>
/// <param name="PasswordHash">As ASP.NET Core Identity writes it; never shown.</param>
/// <param name="Queues">Queues that it serves; empty: all.</param>
/// <param name="Skills">Levels 1 (can) to 10 (master) by skill.</param>
/// <param name="Channels">Most conversations of a channel at the same time, for channels with a limit of their own.</param>
/// <param name="OwnRole">Id of an own role of the workspace, which takes rights of <paramref name="Role"/> away.</param>
public sealed record StaffDefinition(
    string? Name, string? Email, CallerRole Role = CallerRole.Agent, string? PasswordHash = null, IReadOnlyList<string>? Queues = null,
    IReadOnlyList<string>? Languages = null, int Capacity = 5, IReadOnlyDictionary<string, int>? Skills = null,
    IReadOnlyDictionary<string, int>? Channels = null, string? OwnRole = null);

/// <summary>Something the company wants to reach by a day.</summary>
/// <param name="Metric">One of <see cref="Metrics"/>.</param>
/// <param name="Baseline">Where the metric stood; the measured value when it was set, if left out.</param>
public sealed record ObjectiveDefinition(string? Name, string? Metric, double Target, DateOnly Due, double? Baseline = null)
{
    /// <summary>Metrics of a day; see <c>docs/kpis.md</c>.</summary>
    public static readonly IReadOnlyList<string> Metrics = ["waitSeconds", "serviceLevel", "automationRate", "satisfaction"];
}

/// <summary>Reads and checks what administrators write. An unknown member is an error, because it would be ignored in silence.</summary>
public static class Definitions
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new UtcTimes() },
    };

    /// <summary>The definition, or what is wrong with the body.</summary>
    public static (object? Definition, string? Wrong) Read(string kind, string body)
    {
        try
        {
            if (HoldsNull(body)) return (null, "A list of the body holds null.");
            return kind switch
            {
                SettingKinds.Calendar => Checked(Of<CalendarDefinition>(body), d => d.Check()),
                SettingKinds.Policy => Checked(Of<SlaPolicyDefinition>(body), d => d.Check()),
                SettingKinds.Rule => Checked(Of<RuleDefinition>(body), d => d.Check()),
                SettingKinds.Macro => Checked(Of<MacroDefinition>(body), d => d.Check()),
                SettingKinds.Queue => Checked(Of<QueueDefinition>(body), d => Named(d.Name) ?? d.Policy?.Problems("policy", _ => true).FirstOrDefault()),
                SettingKinds.Skill => Checked(Of<SkillDefinition>(body), d => Named(d.Name)),
                SettingKinds.Staff => Checked(Of<StaffDefinition>(body), CheckStaff),
                SettingKinds.Objective => Checked(Of<ObjectiveDefinition>(body), d => Named(d.Name)
                    ?? (ObjectiveDefinition.Metrics.Contains(d.Metric) ? null
                        : $"'{d.Metric}' is no metric; there are {string.Join(", ", ObjectiveDefinition.Metrics)}.")),
                SettingKinds.Role => Checked(Of<RoleDefinition>(body), d => d.Check()),
                SettingKinds.ApiKey => Checked(Of<ApiKeyDefinition>(body), d => d.Check()),
                SettingKinds.Site => Checked(Of<SiteDefinition>(body), d => d.Check()),
                SettingKinds.Access => Checked(Of<StaffAccessDefinition>(body), d => d.Check()),
                _ => (null, $"'{kind}' is no kind of setting."),
            };
        }
        catch (JsonException wrong)
        {
            return (null, $"The body does not fit: {wrong.Path ?? "$"} cannot be read as a {kind}.");
        }
    }

    /// <summary>A definition that was checked when it was saved.</summary>
    public static T Of<T>(string body) => JsonSerializer.Deserialize<T>(body, Json) ?? throw new JsonException("The body is null.");

    /// <summary>The framework lets null into lists whatever their type says.</summary>
    private static bool HoldsNull(string body)
    {
        using var document = JsonDocument.Parse(body);
        return In(document.RootElement);

        static bool In(JsonElement json) => json.ValueKind switch
        {
            JsonValueKind.Array => json.EnumerateArray().Any(x => x.ValueKind == JsonValueKind.Null || In(x)),
            JsonValueKind.Object => json.EnumerateObject().Any(x => In(x.Value)),
            _ => false,
        };
    }

    private static (object?, string?) Checked<T>(T definition, Func<T, string?> check) => (definition, check(definition));

    private static string? Named(string? name) => Names.WhatIsWrong(name);

    private static string? CheckStaff(StaffDefinition d)
    {
        if (Named(d.Name) is { } badName) return badName;
        if (d.Email is not { Length: > 2 and <= 254 } || d.Email.IndexOf('@') is not > 0 || d.Email.Any(char.IsWhiteSpace))
            return "A member of staff needs an e-mail.";
        if (d.Role is not (CallerRole.Agent or CallerRole.Supervisor or CallerRole.Admin)) return "A role is agent, supervisor or admin.";
        if (d.Capacity is < 1 or > 100) return "A capacity is 1 to 100.";
        if (d.Skills?.Any(s => s.Value is < 1 or > 10 || !LabelRules.IsLabel(s.Key)) == true) return "A skill has a name and a level from 1 to 10.";
        if (d.Channels?.Any(c => c.Value is < 0 or > 100 || !LabelRules.IsLabel(c.Key)) == true) return "A channel's limit is 0 to 100.";
        return d.Queues?.Count > 200 || d.Languages?.Count > 50 || d.Skills?.Count > 200
            ? "A member of staff has at most 200 queues and skills and 50 languages." : null;
    }
}
