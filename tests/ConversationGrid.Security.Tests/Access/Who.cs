namespace ConversationGrid.Security.Tests.Access;

/// <summary>The identities of the matrix, in the order of the letters in <see cref="AccessTable"/>.</summary>
internal enum Who
{
    /// <summary>No token at all.</summary>
    Nobody = 0,

    /// <summary>A token that is no token.</summary>
    Garbage,

    /// <summary>An admin's own token, a moment too old.</summary>
    Expired,

    /// <summary>An admin's token with the right words and another key's signature.</summary>
    Forged,

    /// <summary>The supervisor of another workspace, who bears the same id as this one's.</summary>
    OtherSupervisor,

    /// <summary>A customer of another workspace.</summary>
    OtherCustomer,

    /// <summary>The anonymous customer whose conversation it is.</summary>
    Owner,

    /// <summary>Another customer of the same workspace.</summary>
    Stranger,

    /// <summary>The agent who has the conversation.</summary>
    Assigned,

    /// <summary>An agent of the same queues who never had it.</summary>
    Uninvolved,

    /// <summary>The workspace's supervisor.</summary>
    Supervisor,

    /// <summary>The workspace's admin.</summary>
    Admin,
}
