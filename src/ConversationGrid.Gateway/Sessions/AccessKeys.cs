using System.Security.Cryptography;
using System.Text;
using ConversationGrid.Contracts;

namespace ConversationGrid.Gateway.Sessions;

/// <summary>Keys of counters. What they count is hashed: no address and no e-mail stands in the store.</summary>
public static class AccessKeys
{
    /// <param name="kind">What is counted.</param>
    /// <param name="parts">Of whom; none holds a line break that another one could be made to look like.</param>
    public static string Of(string kind, params IReadOnlyList<string> parts) =>
        $"{kind}/{ClientKeys.Base32(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts.Select(p => $"{p.Length}:{p}")))))}";
}
