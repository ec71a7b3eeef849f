namespace ConversationGrid.Engine.Ports;

/// <summary>Where each projection stands. A projection that keeps its own tables in the same store saves both in one transaction there.</summary>
public interface ICheckpoints
{
    Task<GlobalPosition> LoadAsync(string projection, CancellationToken cancel = default);
    Task SaveAsync(string projection, GlobalPosition position, CancellationToken cancel = default);
}
