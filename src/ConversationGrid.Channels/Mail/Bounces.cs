using ConversationGrid.Contracts;
using MimeKit;

namespace ConversationGrid.Channels.Mail;

/// <summary>What became of a mail of ours, as a server reports it.</summary>
/// <param name="MessageId">Of the mail, without brackets.</param>
/// <param name="Problem">Why it came back; <see cref="DeliveryProblem.None"/>: it arrived.</param>
internal sealed record Bounce(string MessageId, DeliveryProblem Problem)
{
    /// <summary>Reads a delivery report (RFC 3464). Null where it says nothing final, or not of which mail.</summary>
    public static Bounce? Of(MimeMessage mail)
    {
        if (mail.Body is not Multipart report) return null;
        if (report.OfType<MessageDeliveryStatus>().FirstOrDefault() is not { } status || ProblemOf(status) is not { } problem) return null;
        return IdOf(report) is { } id ? new(id, problem) : null;
    }

    private static DeliveryProblem? ProblemOf(MessageDeliveryStatus status)
    {
        foreach (var group in status.StatusGroups)
        {
            var (action, code) = (group["Action"]?.Trim().ToLowerInvariant(), group["Status"]?.Trim().Split(' ')[0] ?? "");
            switch (action)
            {
                case "failed":
                    return OfCode(code);
                case "delivered":
                    return DeliveryProblem.None;
                // Delayed: its server goes on trying. Relayed, expanded: it went on, and nothing more is known.
            }
        }
        return null;
    }

    private static DeliveryProblem OfCode(string code) => code switch
    {
        "5.1.0" or "5.1.1" or "5.1.2" or "5.1.3" or "5.1.6" or "5.1.10" or "5.2.1" => DeliveryProblem.AddressUnknown,
        "5.2.2" or "4.2.2" => DeliveryProblem.MailboxFull,
        "5.2.3" or "5.3.4" => DeliveryProblem.TooLarge,
        "5.4.7" => DeliveryProblem.Expired,
        _ => code.StartsWith('4') ? DeliveryProblem.Expired : DeliveryProblem.Refused,
    };

    /// <summary>The Message-ID of the mail that came back: of the mail itself or of its headers.</summary>
    private static string? IdOf(Multipart report)
    {
        foreach (var part in report)
        {
            if (part is MessagePart { Message.MessageId: { Length: > 0 } id }) return id;
            if (part is TextPart text && text.ContentType.IsMimeType("text", "rfc822-headers") && HeadersOf(text)?[HeaderId.MessageId] is { } header)
                return header.Trim().Trim('<', '>');
        }
        return null;
    }

    private static HeaderList? HeadersOf(TextPart part)
    {
        try
        {
            using var content = new MemoryStream();
            part.Content?.DecodeTo(content);
            content.Position = 0;
            return HeaderList.Load(content);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
