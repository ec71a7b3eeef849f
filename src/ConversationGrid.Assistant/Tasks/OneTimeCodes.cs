using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Assistant.Tasks;

/// <summary>One-time codes that prove an address: how they are made, sent and compared, and how often.</summary>
public interface IOneTimeCodes
{
    /// <summary>The keyed hash by which a code is known again in its conversation.</summary>
    string HashOf(EntityId conversation, string subject, string code);

    /// <summary>Sends a new code. Null where too many were sent: to the address, for the customer, from its source, or for the workspace.</summary>
    Task<string?> TrySendAsync(AssistantRequest request, string email, string language, CancellationToken cancel);

    /// <summary>Whether one more code may be tried, over all conversations.</summary>
    Task<bool> MayTryAsync(AssistantRequest request, string subject, CancellationToken cancel);
}

/// <inheritdoc cref="IOneTimeCodes"/>
/// <param name="hash">A keyed hash: codes are short, and a reader of the journal must not be able to try them all.</param>
public sealed class OneTimeCodes(ICodeSender sender, IAccessStore store, Func<string, string> hash, OneTimeCodeOptions options) : IOneTimeCodes
{
    private const int CodesCount = 100_000_000;

    public string HashOf(EntityId conversation, string subject, string code) => $"{OneTimeCode.KeyedPrefix}{hash($"{conversation}\n{subject}\n{code}")}";

    public async Task<string?> TrySendAsync(AssistantRequest request, string email, string language, CancellationToken cancel)
    {
        var workspace = request.Conversation.Workspace;
        if (!await MayAsync("sent", request, email, options.SentPerAddressMax, options.SentPerCustomerMax, options.SentPerSourceMax, cancel)
            || !await store.TryCountAsync($"code sent all/{workspace}", options.SentPerWorkspaceMax, options.Window, cancel)) return null;
        var code = RandomNumberGenerator.GetInt32(CodesCount).ToString("00000000", CultureInfo.InvariantCulture);
        await sender.SendAsync(workspace, email, code, language, cancel);
        return code;
    }

    public Task<bool> MayTryAsync(AssistantRequest request, string subject, CancellationToken cancel) =>
        MayAsync("tried", request, subject, options.TriesPerAddressMax, options.TriesPerCustomerMax, options.TriesPerSourceMax, cancel);

    private async Task<bool> MayAsync(string what, AssistantRequest request, string address, int perAddress, int perCustomer, int perSource,
        CancellationToken cancel)
    {
        var workspace = request.Conversation.Workspace;
        var customer = request.CustomerId is { } find ? await find(cancel) : null;
        if (customer is not null)
        {
            if (!await CountAsync("customer", customer, perCustomer)) return false;
            if (await store.FindAsync(CustomerSource.Kind, workspace, customer, cancel) is { Owner: var source }
                && !await CountAsync("source", source, perSource)) return false;
        }
        return await CountAsync("address", address.ToUpperInvariant(), perAddress);

        Task<bool> CountAsync(string whose, string id, int max) => store.TryCountAsync(
            $"code {what} {whose}/{ClientKeys.Base32(SHA256.HashData(Encoding.UTF8.GetBytes($"{workspace}\n{id}")))}", max, options.Window, cancel);
    }
}
