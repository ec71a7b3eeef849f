using System.Collections.Immutable;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations.Handoff;

namespace ConversationGrid.Domain.Conversations.Labels;

/// <summary>How labels, fields, priority and value evolve.</summary>
internal static class LabelsEvolve
{
    public static ConversationState Labelled(ConversationState s, Labelled e) =>
        s with { Labels = s.Labels with { Names = With(s.Labels.Names.RemoveAll((e.Removed ?? []).Contains), e.Added ?? [], s.Labels.Names) } };

    /// <summary>The labels of a conversation that was merged into this one.</summary>
    public static LabelsState Absorbed(LabelsState labels, Absorbed e) => labels with { Names = With(labels.Names, e.Labels ?? [], labels.Names) };

    public static ConversationState FieldsSet(ConversationState s, FieldsSet e) =>
        s with { Labels = s.Labels with { Fields = With(s.Labels.Fields, e.Fields ?? []) } };

    public static ConversationState PriorityChanged(ConversationState s, long seq, PriorityChanged e) =>
        HandoffEvolve.Placed(s with { Labels = s.Labels with { Priority = e.Priority } }, seq, e.At, e.Ticket);

    public static ConversationState ValueChanged(ConversationState s, long seq, ValueChanged e) =>
        HandoffEvolve.Placed(s with { Labels = s.Labels with { Value = e.Value } }, seq, e.At, e.Ticket);

    /// <summary>A message may raise the priority, and never lowers it.</summary>
    public static LabelsState Raised(LabelsState labels, int priority) => priority > labels.Priority ? labels with { Priority = priority } : labels;

    public static LabelsState ForNextEpisode(LabelsState labels) => labels.Priority == 0 ? labels : labels with { Priority = 0 };

    private static ImmutableList<string> With(ImmutableList<string> kept, IEnumerable<string> added, ImmutableList<string> before) =>
        kept.AddRange(added.Where(l => !before.Contains(l)));

    private static ImmutableList<CustomField> With(ImmutableList<CustomField> fields, IReadOnlyList<CustomField> changed)
    {
        foreach (var field in changed)
        {
            fields = fields.RemoveAll(f => f.Name == field.Name);
            if (!string.IsNullOrEmpty(field.Value)) fields = fields.Add(field);
        }
        return fields.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
    }
}
