namespace ConversationGrid.Privacy.Keys;

/// <summary>
/// The key that encrypts the workspaces' keys. It may be in this process, or in a service that never gives it out: the methods ask for no more than such a
/// service does.
/// </summary>
public interface IMasterKey
{
    /// <summary>Names the key, so that what was encrypted with another one is known.</summary>
    string Id { get; }

    /// <summary>Encrypts a workspace's key.</summary>
    ValueTask<byte[]> WrapAsync(byte[] key, string workspace, CancellationToken cancel = default);

    /// <summary>Decrypts it; null where this is not the key that encrypted it for that workspace.</summary>
    /// <param name="masterId">The <see cref="Id"/> with which it was encrypted.</param>
    ValueTask<byte[]?> UnwrapAsync(byte[] wrapped, string workspace, string masterId, CancellationToken cancel = default);
}
