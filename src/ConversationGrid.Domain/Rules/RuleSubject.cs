using System.Globalization;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Workspaces;

namespace ConversationGrid.Domain.Rules;

/// <summary>A conversation and what happened in it, as conditions see them.</summary>
public sealed class RuleSubject(ConversationState state, ConversationEvent? trigger, ServiceSettings settings, DateTimeOffset now)
{
    private const string Custom = "field.";
    private const string Open = "open.";

    public static readonly IReadOnlyList<string> Fields =
        ["channel", "queue", "status", "priority", "language", "intent", "mood", "agent", "customer", "label", "value", "text", "episode", "score", "metric"];

    public static bool Knows(string field) =>
        Fields.Contains(field) || (field.StartsWith(Custom, StringComparison.Ordinal) && field.Length > Custom.Length) || (field.StartsWith(Open, StringComparison.Ordinal) && field.Length > Open.Length);

    /// <summary>The values of a field: none where it is not set, several for labels.</summary>
    public IReadOnlyList<string> Of(string field) => field switch
    {
        "channel" => [state.Channel],
        "queue" => One(state.Queue),
        "status" => [state.Status.ToString()],
        "priority" => [Text(state.Priority)],
        "value" => [Text(state.Value)],
        "language" => One(state.Language),
        "intent" => One(state.Intent),
        "mood" => [state.Mood.ToString("R", CultureInfo.InvariantCulture)],
        "agent" => One(state.Assignment?.AgentId),
        "customer" => One(state.CustomerId),
        "label" => state.Labels,
        "episode" => [Text(state.Episode)],
        "text" => One((trigger as MessagePosted)?.Text),
        "score" => trigger is Rated rated ? [Text(rated.Score)] : [],
        "metric" => One((trigger as SlaWarned)?.Metric ?? (trigger as SlaBreached)?.Metric),
        _ when field.StartsWith(Open, StringComparison.Ordinal) => settings.Calendar(field[Open.Length..]) is { } calendar ? [calendar.IsOpen(now) ? "true" : "false"] : [],
        _ when field.StartsWith(Custom, StringComparison.Ordinal) => One(state.Fields.Find(f => f.Name == field[Custom.Length..])?.Value),
        _ => [],
    };

    private static IReadOnlyList<string> One(string? value) => string.IsNullOrEmpty(value) ? [] : [value];
    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
