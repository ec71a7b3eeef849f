using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Conversations;

/// <summary>
/// The in-process intelligence: pure, deterministic, microseconds. What it says is recorded in the event it was asked for and never asked
/// again for that event. Null where the workspace has switched it off.
/// </summary>
public interface IUnderstanding
{
    /// <summary>What a customer's message says.</summary>
    /// <param name="value">What the customer is worth to the company, 0 to 3: it may raise the priority.</param>
    MessageAnalysis? Analyse(string workspace, string text, int value);

    /// <summary>Whether a customer's message is thanks, a goodbye or an acknowledgement and nothing else.</summary>
    bool IsCourtesy(string text) => false;

    /// <summary>A text without card numbers and other secrets; null where it holds none.</summary>
    string? WithoutSecrets(string text) => null;

    /// <summary>How the conversation stands after one more message.</summary>
    ConversationCourse? Follow(string workspace, ConversationCourse? before, in HeardMessage message);
}

/// <summary>One message of a conversation's course.</summary>
/// <param name="Sentiment">-1 to 1 for customers' messages; not looked at for others.</param>
/// <param name="SinceLast">Time since the message before; zero for the first.</param>
public readonly record struct HeardMessage(bool FromCustomer, string Text, double Sentiment, TimeSpan SinceLast);
