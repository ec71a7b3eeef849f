namespace ConversationGrid.Journal;

/// <summary>The store is there but must not be used as it is: a setting loses data, or its tables are not this program's.</summary>
public sealed class JournalSetupException(string message, Exception? inner = null) : Exception(message, inner);
