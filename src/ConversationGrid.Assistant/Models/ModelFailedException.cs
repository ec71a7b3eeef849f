namespace ConversationGrid.Assistant.Models;

/// <summary>A model gave no usable answer. The message says why in a word and holds nothing of what anybody wrote.</summary>
public sealed class ModelFailedException(string message, TimeSpan? retryAfter = null, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>How long the server asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
