using ConversationGrid.Contracts;
using ConversationGrid.Domain.Rules;
using Decision = ConversationGrid.Domain.Decision<ConversationGrid.Contracts.ConversationEvent>;

namespace ConversationGrid.Domain.Conversations.Labels;

/// <summary>Labels and custom fields, set by staff.</summary>
internal static class Labelling
{
    public static Decision Label(ConversationState s, LabelConversation c, ConversationContext context)
    {
        var (names, add, remove) = (s.Labels.Names, c.Add ?? [], c.Remove ?? []);
        if (add.Concat(remove).FirstOrDefault(l => !LabelRules.IsLabel(l)) is not null)
            return Decision.Refuse(Refusal.Invalid($"A label is {LabelRules.Rule}"));
        string[] added = [.. add.Distinct().Except(names)];
        string[] removed = [.. remove.Distinct().Intersect(names).Except(add)];
        if (names.Count + added.Length - removed.Length > LabelRules.Max)
            return Decision.Refuse(Refusal.TooLarge($"A conversation has at most {LabelRules.Max} labels."));
        if (added.Length + removed.Length == 0) return Decision.Already(s.Current);
        return Decision.Accept(new Labelled(added, removed) { At = s.At(context), By = c.By.Actor });
    }

    public static Decision Set(ConversationState s, SetFields c, ConversationContext context)
    {
        if (c.Fields is not { Count: > 0 and <= LabelRules.Max }) return Decision.Refuse(Refusal.Invalid($"1 to {LabelRules.Max} fields are set at a time."));
        if (c.Fields.Any(f => !LabelRules.IsLabel(f.Name))) return Decision.Refuse(Refusal.Invalid($"A field's name is {LabelRules.Rule}"));
        if (c.Fields.FirstOrDefault(f => f.Value?.Length > Limits.ShortTextMax) is { } longOne)
            return Decision.Refuse(Refusal.TooLarge($"A field has at most {Limits.ShortTextMax} characters, not {longOne.Value!.Length}."));
        // An empty value is none, and no secret is kept.
        var wanted = c.Fields.Select(f => f with { Value = f.Value is { Length: > 0 } value ? context.Understanding?.WithoutSecrets(value) ?? value : null });
        CustomField[] changed = [.. wanted.Where(f => s.Labels.Fields.Find(x => x.Name == f.Name)?.Value != f.Value)];
        if (changed.Length == 0) return Decision.Already(s.Current);
        if (s.Labels.Fields.Count + changed.Length > 2 * LabelRules.Max)
            return Decision.Refuse(Refusal.TooLarge($"A conversation has at most {2 * LabelRules.Max} fields."));
        return Decision.Accept(new FieldsSet(changed) { At = s.At(context), By = c.By.Actor });
    }
}
