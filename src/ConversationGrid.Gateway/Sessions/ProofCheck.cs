using System.Security.Cryptography;
using System.Text;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Workspaces;

namespace ConversationGrid.Gateway.Sessions;

/// <summary>
/// Tells the company's developers whether a signature or an assertion of theirs is right, and which common mistake it is where it is not. For
/// administrators alone: to anybody else a wrong proof is only wrong.
/// </summary>
public sealed class ProofCheck(Assertions assertions, TimeProvider time)
{
    private const int HexLength = 64;

    /// <summary>Looks at a proof without using it up.</summary>
    public async Task<ProofAnswer> CheckAsync(Workspace workspace, ProofRequest request)
    {
        if (!string.IsNullOrWhiteSpace(request.Assertion))
        {
            var (said, _, wrong) = await assertions.ReadAsync(workspace, request.Assertion.Trim());
            return said is null ? new(false, wrong) : new(true, null, said.ExternalId, said.Name, said.Email);
        }
        if (string.IsNullOrEmpty(request.ExternalId) || string.IsNullOrEmpty(request.Signature))
            return new(false, "An assertion is needed, or an externalId with its signature.");
        if (request.ExternalId.Length > Limits.ShortTextMax) return new(false, $"An externalId has at most {Limits.ShortTextMax} characters.");
        return WhatIsWrong(workspace, request.ExternalId, request.Signature) is { } why ? new(false, why) : new(true, null, request.ExternalId);
    }

    private string? WhatIsWrong(Workspace workspace, string externalId, string signature)
    {
        if (workspace.Identity.Secret is not { } secret) return "This workspace has no identity secret; it takes assertions alone.";
        if (workspace.Identity.SecretAt(time.GetUtcNow()) is null)
            return "Signatures do not count here any more: the workspace has identity keys, and takes assertions.";
        if (assertions.IsSigned(workspace, externalId, signature)) return null;
        if (assertions.IsSigned(workspace, externalId, signature.Trim().ToLowerInvariant()))
            return "It is right but for capitals or spaces: lower-case hex is needed, and nothing around it.";
        if (assertions.IsSigned(workspace, externalId.Trim(), signature)) return "It signs the externalId without the spaces around it.";
        var (key, text) = (Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(externalId));
        if (signature == Convert.ToBase64String(HMACSHA256.HashData(key, text))) return "It is Base64; lower-case hex is needed.";
        if (signature == Hex(HMACSHA256.HashData(text, key))) return "Key and text are exchanged: the secret is the key, and the externalId is what is signed.";
        if (signature == Hex(SHA256.HashData(text)) || signature == Hex(SHA256.HashData([.. key, .. text])))
            return "It is a bare SHA-256; an HMAC-SHA256 with the secret as its key is needed.";
        if (IsHex(secret) && signature == Hex(HMACSHA256.HashData(Convert.FromHexString(secret), text)))
            return "The secret was decoded from hex; its characters are the key as they stand.";
        return signature.Length == HexLength && IsHex(signature)
            ? "It has the right form, and is made with another secret or of another externalId."
            : $"A signature is {HexLength} digits of lower-case hex; this one has {signature.Length} characters.";
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static bool IsHex(string text) => text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit);
}

/// <summary>A proof of who a customer is, to be looked at: an assertion, or an id with its signature.</summary>
public sealed record ProofRequest(string? ExternalId, string? Signature, string? Assertion);

/// <summary>Whether a proof is right.</summary>
/// <param name="Why">What is wrong with it; null where nothing is.</param>
/// <param name="ExternalId">Whom it proves.</param>
public sealed record ProofAnswer(bool IsRight, string? Why, string? ExternalId = null, string? Name = null, string? Email = null);
