using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;

namespace ConversationGrid.Domain.Rules;

/// <summary>
/// A reply at hand and what goes with it. A canned reply is a macro without actions. Texts may hold <c>{{customer}}</c>, <c>{{agent}}</c>,
/// <c>{{queue}}</c>, <c>{{conversation}}</c> and <c>{{field.NAME}}</c>.
/// </summary>
/// <param name="Texts">The reply by language; none for a macro that only acts.</param>
/// <param name="Queues">Where it is offered; empty: everywhere.</param>
public sealed record MacroDefinition(
    string? Name, IReadOnlyList<MacroText>? Texts = null, IReadOnlyList<RuleAction>? Actions = null, IReadOnlyList<string>? Queues = null)
{
    /// <summary>What is wrong with it; null when it can be used.</summary>
    public string? Check()
    {
        if (string.IsNullOrWhiteSpace(Name)) return "A macro needs a name.";
        if (Texts is not { Count: > 0 } && Actions is not { Count: > 0 }) return "A macro needs texts or actions.";
        if (Texts?.Count > 50 || Actions?.Count > RuleDefinition.PartsMax) return $"A macro has at most 50 texts and {RuleDefinition.PartsMax} actions.";
        if (Texts?.Any(t => string.IsNullOrWhiteSpace(t.Text) || t.Text.Length > Limits.MessageTextMax || string.IsNullOrWhiteSpace(t.Language)) == true)
            return $"A text needs a language and 1 to {Limits.MessageTextMax} characters.";
        if (Texts?.GroupBy(t => t.Language, StringComparer.OrdinalIgnoreCase).Any(g => g.Count() > 1) == true) return "A language has one text.";
        return (Actions ?? []).Select(a => a.Do == "message" ? "A macro speaks by its texts, not by 'message'." : a.Check()).FirstOrDefault(bad => bad is not null);
    }

    /// <summary>
    /// The reply in the customer's language: its own, else the one without its region, else the first. Null where there are no texts.
    /// </summary>
    public string? Render(ConversationState s, string? agentName)
    {
        if (Texts is not { Count: > 0 }) return null;
        var wanted = s.Language.Length > 0 ? s.Language : s.Locale;
        var text = (Find(wanted) ?? Find(wanted.Split('-')[0]) ?? Texts[0]).Text!;
        text = text.Replace("{{customer}}", s.CustomerName ?? "").Replace("{{agent}}", agentName ?? "").Replace("{{queue}}", s.Queue ?? "").Replace("{{conversation}}", s.Id.Id);
        foreach (var field in s.Fields)
            text = text.Replace($"{{{{field.{field.Name}}}}}", field.Value);
        text = text.Trim();
        return text.Length <= Limits.MessageTextMax ? text : text[..Limits.MessageTextMax];
    }

    private MacroText? Find(string language) => Texts!.FirstOrDefault(t => t.Language!.Equals(language, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A reply in one language.</summary>
/// <param name="Language">BCP 47, e.g. <c>ms</c>.</param>
public sealed record MacroText(string? Language, string? Text);
