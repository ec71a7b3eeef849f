namespace ConversationGrid.Integrations.Assistants;

/// <summary>What customers' assistants may call, by the names that mandates use too.</summary>
internal static class AssistantTools
{
    public const string SearchArticles = "search_articles";
    public const string Ask = "ask";
    public const string StartConversation = "start_conversation";
    public const string PostMessage = "post_message";
    public const string ReadConversation = "read_conversation";
    public const string RequestHuman = "request_human";
}
