using ConversationGrid.Contracts;

namespace ConversationGrid.Engine.Ports;

/// <summary>Hands out everything that is kept about one customer.</summary>
public interface IExports
{
    /// <summary>Writes all of it as JSON: profile, consents, and every event of the profile and of each conversation as it is stored.</summary>
    Task WriteJsonAsync(EntityId customer, Stream target, CancellationToken cancel = default);

    /// <summary>Writes all of it as one page that is read in a browser without anything else.</summary>
    Task WriteHtmlAsync(EntityId customer, Stream target, CancellationToken cancel = default);
}
