namespace ConversationGrid.Contracts;

/// <summary>
/// Marks what a person said or is called. The journal keeps such members apart from an event's structure, so that they can be
/// encrypted for one customer and erased while the structure still folds. A personal member is therefore always nullable:
/// null after an erasure.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PersonalAttribute : Attribute;
