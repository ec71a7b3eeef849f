namespace ConversationGrid.Journal;

/// <summary>Something that waits for the writer. Its maker waits for its end.</summary>
internal interface IPendingWrite
{
    int Rows { get; }

    /// <summary>Size of the payload in bytes.</summary>
    int Bytes { get; }

    /// <summary>Its maker no longer waits, so what has not begun need not begin.</summary>
    bool IsSettled { get; }

    /// <summary>Ends it; without effect when it has ended already.</summary>
    void Fail(Exception reason);
}
