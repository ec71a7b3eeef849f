using System.Globalization;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Rules;
using ConversationGrid.Domain.Workspaces;

namespace ConversationGrid.Domain.Conversations.Rules;

/// <summary>A conversation and what happened in it, as conditions see them.</summary>
internal sealed class RuleSubject(ConversationState state, ConversationEvent? trigger, ServiceSettings settings, DateTimeOffset now) : IRuleSubject
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Of(string field) => field switch
    {
        "channel" => [state.Channel],
        "queue" => One(state.Handoff.Queue),
        "status" => [state.Status.ToString()],
        "priority" => [Text(state.Labels.Priority)],
        "value" => [Text(state.Labels.Value)],
        "language" => One(state.Messages.Language),
        "intent" => One(state.Messages.Intent),
        "mood" => [state.Messages.Mood.ToString("R", CultureInfo.InvariantCulture)],
        "agent" => One(state.Handoff.Assignment?.AgentId),
        "customer" => One(state.CustomerId),
        "label" => state.Labels.Names,
        "episode" => [Text(state.Episode.Number)],
        "text" => One((trigger as MessagePosted)?.Text),
        "score" => trigger is Rated rated ? [Text(rated.Score)] : [],
        "metric" => One((trigger as SlaWarned)?.Metric ?? (trigger as SlaBreached)?.Metric),
        _ when field.StartsWith(RuleFields.Open, StringComparison.Ordinal) =>
            settings.Calendar(field[RuleFields.Open.Length..]) is { } calendar ? [calendar.IsOpen(now) ? "true" : "false"] : [],
        _ when field.StartsWith(RuleFields.Custom, StringComparison.Ordinal) =>
            One(state.Labels.Fields.Find(f => f.Name == field[RuleFields.Custom.Length..])?.Value),
        _ => [],
    };

    /// <summary>What the placeholders of a text stand for.</summary>
    public static TemplateValues ValuesOf(ConversationState s, string? agentName) => new(
        s.CustomerName, agentName, s.Handoff.Queue, s.Id.Id, s.Labels.Fields, s.Messages.Language.Length > 0 ? s.Messages.Language : s.Locale);

    private static IReadOnlyList<string> One(string? value) => string.IsNullOrEmpty(value) ? [] : [value];
    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
