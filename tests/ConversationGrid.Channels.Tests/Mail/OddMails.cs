using System.Text;
using MimeKit;

namespace ConversationGrid.Channels.Tests.Mail;

/// <summary>Mails to be changed, and the ways in which they are.</summary>
internal static class OddMails
{
    private static readonly string[] Odd =
    [
        "\r\n", "\n\n", "\0", "=?utf-8?q?=ff=fe?=", "Content-Type: multipart/mixed; boundary=\"\"\r\n", "Content-Type: text/html; charset=nosuch\r\n",
        "Content-Transfer-Encoding: base64\r\n", "--b", "From: ", "\u00ff\u00fe", "References: <<<>>> <a@b> <>\r\n", "Content-Type: message/rfc822\r\n\r\n",
        "Content-Disposition: attachment; filename*=utf-8''%ff%00%0d%0a\r\n", "Subject: =?x?b?!!!?=\r\n", "To: undisclosed-recipients:;\r\n", "\t \t",
    ];

    public static IEnumerable<byte[]> Good()
    {
        foreach (var mail in Mails())
        {
            using var raw = new MemoryStream();
            mail.WriteTo(raw);
            yield return raw.ToArray();
        }
        yield return Encoding.Latin1.GetBytes("From: a@b.test\r\nSubject: bare\r\n\r\nGrüße");
        yield return "\r\n\r\n"u8.ToArray();
    }

    /// <summary>One good mail with pieces taken out, doubled, cut or put in.</summary>
    public static byte[] Changed(byte[] good, Random random)
    {
        var raw = good.ToList();
        for (var changes = random.Next(1, 6); changes > 0 && raw.Count > 2; changes--)
        {
            var at = random.Next(raw.Count);
            var count = Math.Min(random.Next(1, 200), raw.Count - at);
            switch (random.Next(5))
            {
                case 0:
                    raw.RemoveRange(at, count);
                    break;
                case 1:
                    raw.InsertRange(at, raw.GetRange(at, count));
                    break;
                case 2:
                    raw.InsertRange(at, Encoding.Latin1.GetBytes(Odd[random.Next(Odd.Length)]));
                    break;
                case 3:
                    raw[at] = (byte)random.Next(256);
                    break;
                default:
                    raw.RemoveRange(at, raw.Count - at);
                    break;
            }
        }
        return [.. raw];
    }

    public static MimeMessage Report(string action, string status) => MimeMessage.Load(new MemoryStream(Encoding.ASCII.GetBytes(
        $"""
        From: MAILER-DAEMON@cust.test
        To: desk@shop.test
        Subject: Undelivered
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Type: text/plain

        It did not arrive.

        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.cust.test

        Final-Recipient: rfc822; nur@cust.test
        Action: {action}
        Status: {status}

        --b
        Content-Type: text/rfc822-headers

        Message-ID: <cg.x.1.y@shop.test>
        Subject: Re: x

        --b--
        """)));

    private static IEnumerable<MimeMessage> Mails()
    {
        var builder = new BodyBuilder { TextBody = "Hello\n\nOn Monday, Ben wrote:\n> Hi", HtmlBody = "<p>Hello</p><blockquote>Hi</blockquote>" };
        builder.Attachments.Add("photo.jpg", new byte[500]);
        var whole = new MimeMessage { Subject = "Grüße 你好", Body = builder.ToMessageBody() };
        whole.From.Add(new MailboxAddress("Nur Aisyah", "nur@cust.test"));
        whole.To.Add(MailboxAddress.Parse("desk@shop.test"));
        whole.References.Add("a@b.test");
        yield return whole;
        var nested = new MimeMessage { Body = new Multipart("mixed") { new TextPart("plain") { Text = "see below" }, new MessagePart { Message = whole } } };
        nested.From.Add(MailboxAddress.Parse("nur@cust.test"));
        yield return nested;
        yield return Report("failed", "5.1.1");
        yield return new MimeMessage { Subject = "html", Body = new TextPart("html") { Text = "<table><tr><td>a<td>b</table>" } };
        yield return new MimeMessage { Subject = "empty", Body = new Multipart("alternative") };
    }
}
