using ConversationGrid.Contracts;

namespace ConversationGrid.Engine.Ports;

/// <summary>
/// The keys under which stores keep personal data: one for each stream of a conversation or customer, owned by a customer. Who destroys a key has erased
/// what was encrypted with it, in every copy of the store.
/// </summary>
public interface IDataKeys
{
    /// <summary>Whether personal data of such a stream are encrypted.</summary>
    static bool Cover(StreamId stream) => stream.Kind is EntityKind.Conversation or EntityKind.Customer;

    /// <summary>The key for what is written to a stream now; made where the stream has none.</summary>
    /// <param name="first">The event with which the stream begins, where it is written now; it names the customer.</param>
    /// <returns>Null where the stream was erased: then nothing personal of it may be kept.</returns>
    /// <exception cref="JournalUnavailableException">The key could not be read or made.</exception>
    ValueTask<IDataKey?> ForWritingAsync(StreamId stream, DomainEvent? first, CancellationToken cancel = default);

    /// <summary>The key with which something in a stream was written; null where it was destroyed.</summary>
    /// <exception cref="JournalUnavailableException">The key could not be read.</exception>
    ValueTask<IDataKey?> ForReadingAsync(StreamId stream, string keyId, CancellationToken cancel = default);

    /// <summary>Reads the keys of several streams at once, so that asking for each costs nothing more.</summary>
    /// <exception cref="JournalUnavailableException">They could not be read.</exception>
    ValueTask PrepareAsync(IReadOnlyCollection<StreamId> streams, CancellationToken cancel = default);

    /// <summary>Gives a stream's key to another customer: whoever owns it destroys it with the customer's erasure. Nothing is encrypted anew.</summary>
    /// <param name="from">Whose it is; another one's stays.</param>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    ValueTask GiveAsync(StreamId stream, string from, string to, CancellationToken cancel = default);
}

/// <summary>One key. Thread-safe.</summary>
public interface IDataKey
{
    /// <summary>Names it beside what it encrypted.</summary>
    string Id { get; }

    /// <summary>Encrypts something of a stream.</summary>
    /// <param name="place">Its number in the stream: what was encrypted for another place is not opened.</param>
    /// <param name="beside">What lies beside it in clear: when that is changed later, it is not opened either.</param>
    byte[] Seal(ReadOnlySpan<byte> data, long place, ReadOnlySpan<byte> beside);

    /// <summary>Decrypts it; null where it was encrypted with another key or for another place, or it or what lies beside it was changed.</summary>
    byte[]? Open(ReadOnlySpan<byte> sealedData, long place, ReadOnlySpan<byte> beside);
}
