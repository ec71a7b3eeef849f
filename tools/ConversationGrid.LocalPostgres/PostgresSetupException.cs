namespace ConversationGrid.LocalPostgres;

/// <summary>The server cannot run on this machine; the message says what is missing.</summary>
public sealed class PostgresSetupException(string message, Exception? inner = null) : Exception(message, inner);
