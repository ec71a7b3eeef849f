namespace ConversationGrid.Engine.Ports;

/// <summary>How far the read models are.</summary>
public interface IReadModels
{
    /// <summary>Whether they have everything that was in the journal when this process started. Once true it stays so.</summary>
    bool IsCaughtUp { get; }

    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<ReadModelsState> StateAsync(CancellationToken cancel = default);
}

/// <summary>How far the read models are.</summary>
/// <param name="Behind">The age of the oldest event that is not in them; zero where all are.</param>
public sealed record ReadModelsState(bool IsCaughtUp, TimeSpan Behind);
