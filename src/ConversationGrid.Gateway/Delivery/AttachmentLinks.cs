using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Configuration;
using ConversationGrid.Gateway.Sessions;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Delivery;

/// <inheritdoc cref="IAttachmentLinks"/>
/// <remarks>
/// An address holds the moment at which it is over and a keyed hash, so that a browser can show a picture without sending a token. All addresses made within
/// a while end at the same moment and so are the same: a browser keeps the picture.
/// </remarks>
public sealed class AttachmentLinks(Seals seals, IOptions<GatewayOptions> options, TimeProvider time) : IAttachmentLinks
{
    private const string Purpose = "attachment address";

    public ConversationEvent WithLinks(EntityId conversation, ConversationEvent e) => e is MessagePosted { Attachments: { Count: > 0 } files } message
        ? message with { Attachments = [.. files.Select(file => WithLink(conversation, file))] }
        : e;

    /// <summary>The attachment with an address.</summary>
    public Attachment WithLink(EntityId conversation, Attachment attachment)
    {
        var step = (long)options.Value.AttachmentLinksLast.TotalSeconds;
        var until = ((time.GetUtcNow().ToUnixTimeSeconds() / step) + 2) * step;
        var text = until.ToString(CultureInfo.InvariantCulture);
        var signature = SignatureOf(conversation, attachment.AttachmentId, text);
        return attachment with
        {
            Url = $"/api/v1/attachments/{conversation.Workspace}/{conversation.Id}/{attachment.AttachmentId}?until={text}&signature={signature}",
        };
    }

    /// <summary>Whether an address was made here and is not over.</summary>
    public bool IsGood(EntityId conversation, string attachmentId, string? until, string? signature) =>
        until is { Length: <= 16 } && signature is { Length: <= 64 }
        && long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && time.GetUtcNow().ToUnixTimeSeconds() < seconds
        && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(SignatureOf(conversation, attachmentId, until)));

    private string SignatureOf(EntityId conversation, string attachmentId, string until) => seals.Hash(Purpose, $"{conversation}/{attachmentId}/{until}");
}
