using System.Security.Cryptography;
using System.Text;
using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Conversations;

/// <summary>What the assistant must remember from message to message of one episode. Part of the conversation's state, so no crash loses it.</summary>
public sealed record AssistantMemory
{
    public static readonly AssistantMemory Empty = new();

    /// <summary>The task under way.</summary>
    public TaskProgress? Task { get; init; }

    /// <summary>The event that brought the task where it is: consent must come from a later message.</summary>
    public long TaskSeq { get; init; }

    /// <summary>The task that takes the last one back.</summary>
    public TaskProgress? Undo { get; init; }

    /// <summary>The one-time code that the customer was sent last.</summary>
    public CodeSent? Code { get; init; }
    public int CodeTries { get; init; }
    public int CodesSent { get; init; }

    /// <summary>Whom the customer proved to be, and until when that counts.</summary>
    public string? VerifiedAs { get; init; }
    public DateTimeOffset VerifiedUntil { get; init; }

    /// <summary>What models charged for this episode.</summary>
    public int Tokens { get; init; }

    public string? Subject(DateTimeOffset now) => now < VerifiedUntil ? VerifiedAs : null;

    /// <summary>
    /// This memory for one message. A code proves for a while everyone who writes in the conversation; a signature proves the messages of its session and no
    /// others, e.g. none that staff file in the customer's name.
    /// </summary>
    /// <param name="isSigned">Whether a signed session wrote the message.</param>
    /// <param name="isLive">Whether it was written over a connection; what comes by mail or a messenger proves nobody.</param>
    public AssistantMemory For(bool isSigned, bool isLive = true) =>
        isLive && (isSigned || !SignedSubject.Is(VerifiedAs)) ? this : this with { VerifiedAs = null };
}

/// <summary>Whom a session's signature proves, as tools get it.</summary>
public static class SignedSubject
{
    private const string Prefix = "external:";

    /// <summary>The subject for the company's own id of a customer.</summary>
    public static string Of(string externalId) => Prefix + externalId;

    /// <summary>Whether a signature and not a code proved it.</summary>
    public static bool Is(string? subject) => subject?.StartsWith(Prefix, StringComparison.Ordinal) == true;
}

/// <summary>A code that proves an address. Only its hash is kept.</summary>
public static class OneTimeCode
{
    public const int TriesMax = 3;

    /// <summary>Codes that one episode may ask for.</summary>
    public const int SentMax = 3;

    /// <summary>How hashes begin that were made with a key, by the sender of the code.</summary>
    public const string KeyedPrefix = "k1:";

    /// <summary>Whether the code that was sent last is known by a keyed hash.</summary>
    public static bool IsKeyed(AssistantMemory memory) => memory.Code?.Hash.StartsWith(KeyedPrefix, StringComparison.Ordinal) == true;

    /// <summary>Hash of a code for one conversation, as versions made it that had no key for it.</summary>
    public static string Hash(EntityId conversation, string subject, string code) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{conversation}\n{subject}\n{code}")));

    /// <summary>Whether the code that was written is the one that was sent, in time and within the tries.</summary>
    /// <param name="given">The code, or its keyed hash where the one that was sent is known by that.</param>
    public static bool Fits(EntityId conversation, AssistantMemory memory, string given, DateTimeOffset now) =>
        memory.Code is { } sent && now < sent.ExpiresAt && memory.CodeTries < TriesMax && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(sent.Hash), Encoding.UTF8.GetBytes(IsKeyed(memory) ? given : Hash(conversation, sent.Subject, given)));
}
