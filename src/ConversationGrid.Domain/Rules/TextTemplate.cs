using System.Text;
using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Rules;

/// <summary>
/// Texts with placeholders: <c>{{customer}}</c>, <c>{{agent}}</c>, <c>{{queue}}</c>, <c>{{conversation}}</c> and <c>{{field.NAME}}</c>, each with a default if
/// wanted, e.g. <c>{{field.order|your order}}</c>. The template is read once, from left to right; what is put in is never read again, so a value that
/// looks like a placeholder stays what it is.
/// </summary>
public static class TextTemplate
{
    private const string Open = "{{";
    private const string Close = "}}";
    private const string FieldPrefix = "field.";
    private static readonly string[] _names = ["customer", "agent", "queue", "conversation"];

    /// <summary>The text with all values in, and the placeholders that have neither a value nor a default: they are left out of the text.</summary>
    public static RenderedText Render(string template, TemplateValues values)
    {
        var (text, missing) = (new StringBuilder(template.Length), new List<string>());
        foreach (var part in PartsOf(template))
        {
            if (part.Name is not { } name) text.Append(part.Text);
            else if (values.Find(name) is { } value) text.Append(value);
            else if (part.Default is { } otherwise) text.Append(otherwise);
            else if (!missing.Contains(part.Text)) missing.Add(part.Text);
        }
        var all = text.ToString().Trim();
        return new(all.Length <= Limits.MessageTextMax ? all : all[..Limits.MessageTextMax], missing);
    }

    /// <summary>What is wrong with a template; null when it can be used.</summary>
    /// <param name="needsDefaults">Whether it is sent without a person who could fill in what is missing.</param>
    public static string? Check(string template, bool needsDefaults = false)
    {
        foreach (var part in PartsOf(template))
        {
            if (part.Name is not { } name) continue;
            if (!_names.Contains(name) && !(name.StartsWith(FieldPrefix, StringComparison.Ordinal) && LabelRules.IsLabel(name[FieldPrefix.Length..])))
                return $"'{part.Text}' is no placeholder; there are {string.Join(", ", _names.Select(n => Open + n + Close))} and {{{{field.NAME}}}}.";
            if (part.Default?.Contains(Open, StringComparison.Ordinal) == true)
                return $"The default of '{part.Text}' is sent as it stands, so it holds no placeholder.";
            if (needsDefaults && string.IsNullOrWhiteSpace(part.Default))
                return $"'{part.Text}' needs a default, e.g. {Open}{name}|our text{Close}: nobody is there to fill it in.";
        }
        return null;
    }

    private static IEnumerable<Part> PartsOf(string template)
    {
        var at = 0;
        while (template.IndexOf(Open, at, StringComparison.Ordinal) is >= 0 and var open)
        {
            if (open > at) yield return new(template[at..open]);
            var close = template.IndexOf(Close, open + Open.Length, StringComparison.Ordinal);
            // One that is not closed is a placeholder that nobody knows, and is not sent either.
            var end = close < 0 ? template.Length : close + Close.Length;
            var inner = template[(open + Open.Length)..(close < 0 ? template.Length : close)].Split('|', 2);
            yield return new(template[open..end], close < 0 ? "" : inner[0].Trim(), inner is [_, var otherwise] && !string.IsNullOrWhiteSpace(otherwise)
                ? otherwise.Trim() : null);
            at = end;
        }
        if (at < template.Length) yield return new(template[at..]);
    }

    /// <summary>A piece of a template as it stands there; a placeholder where it has a name.</summary>
    private readonly record struct Part(string Text, string? Name = null, string? Default = null);
}

/// <summary>What placeholders stand for in one conversation.</summary>
public sealed record TemplateValues(string? Customer, string? Agent, string? Queue, string Conversation, IReadOnlyList<CustomField> Fields, string Language)
{
    public static TemplateValues Of(ConversationView view, string? agentName) =>
        new(view.CustomerName, agentName, view.Queue, view.ConversationId, view.Fields ?? [], view.Language is { Length: > 0 } language ? language
            : view.Locale);

    /// <summary>The value of a placeholder; null where there is none.</summary>
    internal string? Find(string name)
    {
        var value = name switch
        {
            "customer" => Customer,
            "agent" => Agent,
            "queue" => Queue,
            "conversation" => Conversation,
            _ => name.StartsWith("field.", StringComparison.Ordinal) ? Fields.FirstOrDefault(f => f.Name == name["field.".Length..])?.Value : null,
        };
        return string.IsNullOrWhiteSpace(value) ? null : value;
    }
}

/// <summary>A text made from a template.</summary>
/// <param name="Missing">The placeholders that had neither a value nor a default, as they stand in the template.</param>
public sealed record RenderedText(string Text, IReadOnlyList<string> Missing);
