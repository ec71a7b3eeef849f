using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Rules;

/// <summary>
/// A reply at hand and what goes with it. A canned reply is a macro without actions. Texts may hold placeholders (see <see cref="TextTemplate"/>).
/// </summary>
/// <param name="Texts">The reply by language; none for a macro that only acts.</param>
/// <param name="Queues">Where it is offered; empty: everywhere.</param>
public sealed record MacroDefinition(
    string? Name, IReadOnlyList<MacroText>? Texts = null, IReadOnlyList<RuleAction>? Actions = null, IReadOnlyList<string>? Queues = null)
{
    /// <summary>What is wrong with it; null when it can be used.</summary>
    public string? Check()
    {
        if (Names.WhatIsWrong(Name) is { } badName) return badName;
        if (Texts is not { Count: > 0 } && Actions is not { Count: > 0 }) return "A macro needs texts or actions.";
        if (Texts?.Count > 50 || Actions?.Count > RuleDefinition.PartsMax) return $"A macro has at most 50 texts and {RuleDefinition.PartsMax} actions.";
        if (Texts?.Any(t => string.IsNullOrWhiteSpace(t.Text) || t.Text.Length > Limits.MessageTextMax || string.IsNullOrWhiteSpace(t.Language)) == true)
            return $"A text needs a language and 1 to {Limits.MessageTextMax} characters.";
        if ((Texts ?? []).Select(t => TextTemplate.Check(t.Text!)).FirstOrDefault(bad => bad is not null) is { } wrong) return wrong;
        if (Texts?.GroupBy(t => t.Language, StringComparer.OrdinalIgnoreCase).Any(g => g.Count() > 1) == true) return "A language has one text.";
        return (Actions ?? []).Select(a => a.Do == "message" ? "A macro speaks by its texts, not by 'message'." : a.Check())
            .FirstOrDefault(bad => bad is not null);
    }

    /// <summary>
    /// The reply in the customer's language: its own, else the one without its region, else the first. Null where there are no texts.
    /// </summary>
    public RenderedText? Render(TemplateValues values) => Texts is not { Count: > 0 }
        ? null
        : TextTemplate.Render((Find(values.Language) ?? Find(values.Language.Split('-')[0]) ?? Texts[0]).Text!, values);

    private MacroText? Find(string language) => Texts!.FirstOrDefault(t => t.Language!.Equals(language, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A reply in one language.</summary>
/// <param name="Language">BCP 47, e.g. <c>ms</c>.</param>
public sealed record MacroText(string? Language, string? Text);
