namespace ConversationGrid.Domain.Rules;

/// <summary>A conversation and what happened in it, as conditions see them.</summary>
public interface IRuleSubject
{
    /// <summary>The values of a field: none where it is not set, several for labels.</summary>
    IReadOnlyList<string> Of(string field);
}

/// <summary>The fields of a conversation that conditions may compare.</summary>
public static class RuleFields
{
    /// <summary>Prefix of a custom field.</summary>
    public const string Custom = "field.";

    /// <summary>Prefix of a calendar: whether it is within its hours.</summary>
    public const string Open = "open.";

    public static readonly IReadOnlyList<string> All =
        ["channel", "queue", "status", "priority", "language", "intent", "mood", "agent", "customer", "label", "value", "text", "episode", "score", "metric"];

    public static bool Knows(string field) => All.Contains(field) || Names(field, Custom) || Names(field, Open);

    private static bool Names(string field, string prefix) => field.StartsWith(prefix, StringComparison.Ordinal) && field.Length > prefix.Length;
}
