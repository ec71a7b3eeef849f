namespace ConversationGrid.Training;

/// <summary>One labelled text.</summary>
/// <param name="Text">The text as written.</param>
/// <param name="Label">Its label.</param>
/// <param name="Weight">How much it counts, 1 as a rule.</param>
public sealed record Example(string Text, string Label, float Weight = 1f);
