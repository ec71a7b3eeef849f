namespace ConversationGrid.Contracts;

/// <summary>Where a customer's message came from that came through a channel which is not live. All of it is the customer's, so it is erased with the
/// message.</summary>
/// <param name="Account">The mailbox or account of the workspace that it came to.</param>
/// <param name="Address">The customer's address on the channel, e.g. an e-mail address or a phone number. Nobody proved it.</param>
/// <param name="Reference">The channel's own id of the message, e.g. a Message-ID without its brackets.</param>
public sealed record MessageOrigin(string Account, string? Address, string? Reference = null)
{
    /// <summary>Longest <see cref="Whole"/>, in characters; what is longer is cut.</summary>
    public const int WholeMax = 20_000;

    /// <summary>The whole text as it came, where quotes, a signature or a disclaimer were cut from what is shown; without card numbers and secrets.</summary>
    public string? Whole { get; init; }

    /// <summary>Names of files that came with it and were left out; null for none.</summary>
    public IReadOnlyList<string>? LeftOut { get; init; }

    /// <summary>Whether it came from another address than the one that the conversation belongs to.</summary>
    public bool? OtherSender { get; init; }
}
