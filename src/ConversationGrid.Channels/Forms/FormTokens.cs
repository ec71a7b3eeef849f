using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ConversationGrid.Contracts;
using ConversationGrid.Gateway.Sessions;

namespace ConversationGrid.Channels.Forms;

/// <summary>
/// What pages of forms carry along, encrypted so that nobody can make or read one: when a form was shown and under which number, and which conversation a link
/// opens for whom and until when.
/// </summary>
internal sealed class FormTokens(Seals seals, TimeProvider time)
{
    private const string Shown = "form shown";
    private const string Link = "form link";

    /// <summary>A token for a form that is shown now. The same one sent twice is the same message.</summary>
    public string Show(string workspace) =>
        Seal(Shown, $"{workspace}|{time.GetUtcNow().ToUnixTimeMilliseconds()}|{ClientKeys.Base32(RandomNumberGenerator.GetBytes(17))}");

    /// <summary>When the form was shown, and its number; null where the token is not of this workspace.</summary>
    public (DateTimeOffset At, string Number)? Read(string workspace, string? token) =>
        Open(Shown, token) is [var of, var at, var number] && of == workspace
            ? (DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(at, CultureInfo.InvariantCulture)), number)
            : null;

    /// <summary>A token that opens a conversation for its customer.</summary>
    public string LinkTo(EntityId conversation, string customerId, TimeSpan lifetime) =>
        Seal(Link, $"{conversation.Workspace}|{(time.GetUtcNow() + lifetime).ToUnixTimeSeconds()}|{conversation.Id}|{customerId}");

    /// <summary>The conversation that a link opens, and for whom; null where the link is over, or not of this workspace.</summary>
    public (string Conversation, string CustomerId)? Follow(string workspace, string? token) =>
        Open(Link, token) is [var of, var until, var conversation, var customer] && of == workspace
        && time.GetUtcNow().ToUnixTimeSeconds() < long.Parse(until, CultureInfo.InvariantCulture)
            ? (conversation, customer)
            : null;

    private string Seal(string purpose, string text) =>
        seals.Seal(purpose, Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private string[] Open(string purpose, string? token)
    {
        if (token is not { Length: > 0 and <= 1_000 }) return [];
        var text = token.Replace('-', '+').Replace('_', '/');
        return seals.TryOpen(purpose, text.PadRight((text.Length + 3) / 4 * 4, '=')) is { } opened ? Encoding.UTF8.GetString(opened).Split('|') : [];
    }
}
