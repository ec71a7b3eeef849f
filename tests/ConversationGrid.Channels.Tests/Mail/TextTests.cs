using System.Text;
using ConversationGrid.Channels.Mail;
using ConversationGrid.Contracts;
using MimeKit;

namespace ConversationGrid.Channels.Tests.Mail;

/// <summary>What a mail says, whatever it looks like: quotes, signatures, HTML, encodings, and mails that are not well formed.</summary>
public class TextTests
{
    static TextTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Theory]
    [InlineData("Hello\n\nOn Tue, 1 Dec 2026 at 10:00, Arvik Shop <desk@shop.test> wrote:\n> Hi\n> there", "Hello")]
    [InlineData("Hello\n\nOn Tue, 1 Dec 2026 at 10:00, Arvik Shop\n<desk@shop.test> wrote:\n\n> Hi", "Hello")]
    [InlineData("Baik\n\nPada Sel, 1 Dis 2026 10:00, Kedai menulis:\n> Hai", "Baik")]
    [InlineData("Danke\n\nAm 01.12.2026 um 10:00 schrieb Arvik:\n> Hallo", "Danke")]
    [InlineData("Hello\n\n-----Original Message-----\nFrom: Shop\nSent: Tuesday\nTo: Nur\nSubject: x\n\nHi there", "Hello")]
    [InlineData("Hello\n\n________________________________\nFrom: Shop\nSent: Tuesday\nTo: Nur\nSubject: x\n\nHi there", "Hello")]
    [InlineData("Hello\n\nDaripada: Kedai\nDihantar: Selasa\nKepada: Nur\nSubjek: x\n\nHai", "Hello")]
    [InlineData("Hello\n-- \nNur Aisyah\n+60 12-345", "Hello")]
    [InlineData("Hello\n\nSent from my iPhone", "Hello")]
    [InlineData("On Monday, Ben wrote:\n> Which colour?\nBlue.\n> Which size?\nLarge.", "Blue.\nLarge.")]
    [InlineData("> only a quote", "> only a quote")]
    [InlineData("I wrote: please call me\nFrom: here it is far", "I wrote: please call me\nFrom: here it is far")]
    [InlineData("a\r\n\r\n\r\n\r\nb   \r\n", "a\n\nb")]
    [InlineData("Please refund me.\n\nThis e-mail is confidential and intended only for the addressee. If you have received it in error, please delete it. " +
        "Thank you for your help with this.",
        "Please refund me.")]
    public void Plain_IsCutToWhatWasWritten(string text, string written) =>
        Assert.Equal(written, MailText.Of(new MimeMessage { Body = new TextPart("plain") { Text = text } }).Written);

    [Theory]
    [InlineData("<p>Hello <b>you</b></p><script>alert(1)</script><style>p{}</style>", "Hello you")]
    [InlineData("<div>One<br>Two</div><div>Three &amp; four&nbsp;five</div>", "One\nTwo\nThree & four five")]
    [InlineData("<div>Hello</div><div class='gmail_quote'>On Tue, Shop wrote:<blockquote>Hi</blockquote></div>", "Hello")]
    [InlineData("<div>Hello</div><div id='appendonsend'></div><hr><div id='divRplyFwdMsg'>From: Shop</div><div>Hi there</div>", "Hello")]
    [InlineData("<p>Hi</p><ul><li>a</li><li>b</li></ul>", "Hi\n\n- a\n- b")]
    [InlineData("<p>Unclosed <b>bold <i>and <table><tr><td>cell", "Unclosed bold and cell")]
    [InlineData("<img src='http://tracker.test/x.png'><a href='javascript:alert(1)'>link</a>", "link")]
    public void Html_BecomesCleanText(string html, string written)
    {
        var text = MailText.Of(new MimeMessage { Body = new TextPart("html") { Text = html } }).Written;
        Assert.Equal(written.Replace("\n", " ").Replace("  ", " "), text.Replace("\n", " ").Replace("  ", " "));
        Assert.DoesNotContain("<", text);
    }

    [Fact]
    public void Whole_IsKept_WhereSomethingWasCut()
    {
        var text = MailText.Of(new MimeMessage { Body = new TextPart("plain") { Text = "Hello\n> before" } });
        Assert.Equal(("Hello", "Hello\n> before"), (text.Written, text.Whole));
        Assert.Null(MailText.Of(new MimeMessage { Body = new TextPart("plain") { Text = "Hello" } }).Whole);
    }

    [Fact]
    public void Files_AreNamed_AndPicturesOfSignaturesAreNot()
    {
        var builder = new BodyBuilder { TextBody = "see the files", HtmlBody = "<p>see <img src='cid:logo'></p>" };
        builder.Attachments.Add("invoice [1]\u0007.pdf", "x"u8.ToArray());
        builder.Attachments.Add("photo.jpg", "x"u8.ToArray());
        var logo = builder.LinkedResources.Add("x.png", "x"u8.ToArray());
        (logo.ContentId, logo.ContentDisposition, logo.ContentType.Name) = ("logo", null, null);
        Assert.Equal(["invoice 1.pdf", "photo.jpg"], MailText.Of(new MimeMessage { Body = builder.ToMessageBody() }).Files.Select(file => file.Name));
    }

    [Theory]
    [InlineData("iso-8859-1", "Grüße, señor")]
    [InlineData("windows-1252", "“Grüße” – €5")]
    [InlineData("iso-2022-jp", "こんにちは")]
    [InlineData("gb18030", "你好，请问")]
    [InlineData("big5", "你好")]
    [InlineData("koi8-r", "Здравствуйте")]
    [InlineData("shift_jis", "こんにちは")]
    [InlineData("utf-8", "வணக்கம் 🙂")]
    public void Encodings_AreRead(string charset, string said)
    {
        var encoding = Encoding.GetEncoding(charset);
        byte[] raw = [.. Encoding.ASCII.GetBytes($"From: a@b.test\r\nContent-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"),
            .. encoding.GetBytes(said)];
        Assert.Equal(said, MailText.Of(MimeMessage.Load(new MemoryStream(raw))).Written);
    }

    [Theory]
    [InlineData("nur@example.test", true)]
    [InlineData("nur+tag@sub.example.test", true)]
    [InlineData("nur@localhost", true)]
    [InlineData("@example.test", false)]
    [InlineData("nur@", false)]
    [InlineData("nur", false)]
    [InlineData("a@b@c", false)]
    [InlineData("nur@example..test", false)]
    [InlineData("nur@example.test\r\nBcc: x@y.test", false)]
    [InlineData("<nur@example.test>", false)]
    [InlineData("nur aisyah@example.test", false)]
    public void Addresses_AreUsable_OrNot(string address, bool isUsable) => Assert.Equal(isUsable, MailAddresses.IsUsable(address));

    [Theory]
    [InlineData("Re: AW: Fwd: [EXTERNAL] My sofa", "My sofa")]
    [InlineData("Re[2]: Bls: x", "x")]
    [InlineData("Regarding: x", "Regarding: x")]
    [InlineData("a\r\nBcc: evil@x.test", "a Bcc: evil@x.test")]
    [InlineData(null, "")]
    public void Subjects_AreBare(string? subject, string bare) => Assert.Equal(bare, MailThreads.SubjectOf(subject));

    /// <summary>Odd and broken mails, made by changing good ones: none of them may throw, take long, or give what is no text.</summary>
    [Fact]
    public void OddMails_AreReadWithoutHarm()
    {
        var random = new Random(17);
        var read = 0;
        foreach (var seed in OddMails.Good())
        {
            for (var i = 0; i < 60; i++)
            {
                var raw = OddMails.Changed(seed, random);
                MimeMessage mail;
                try
                {
                    mail = MimeMessage.Load(new MemoryStream(raw));
                }
                catch (FormatException)
                {
                    continue;
                }
                read++;
                var began = TimeProvider.System.GetTimestamp();
                var text = MailText.Of(mail);
                _ = (MailKinds.Of(mail), Bounce.Of(mail), MailAddresses.Usable(mail.From), MailThreads.SubjectOf(mail.Subject));
                Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(5), "It took too long.");
                Assert.All(text.Files, file => Assert.True(file.Name.Length is > 0 and <= 101));
            }
        }
        Assert.True(read > 300, $"Only {read} were mails at all.");
    }

    [Fact]
    public void HugeAndDeepMails_AreReadWithoutHarm()
    {
        string[] htmls =
        [
            string.Concat(Enumerable.Repeat("<div>", 50_000)) + "deep", string.Concat(Enumerable.Repeat("<blockquote><b>", 20_000)) + "quoted",
            new string('>', 300_000), string.Concat(Enumerable.Repeat("<table><tr><td>", 5_000)) + "cell", new string('a', 1_000_000),
            string.Concat(Enumerable.Repeat("On a wrote ", 30_000)),
        ];
        foreach (var html in htmls)
        {
            var began = TimeProvider.System.GetTimestamp();
            _ = MailText.Of(new MimeMessage { Body = new TextPart("html") { Text = html } });
            _ = MailText.Of(new MimeMessage { Body = new TextPart("plain") { Text = html } });
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(10), $"{html[..20]} took too long.");
        }
    }

    [Fact]
    public void Report_SaysWhatBecameOfAMail()
    {
        Assert.Equal(new Bounce("cg.x.1.y@shop.test", DeliveryProblem.AddressUnknown), Bounce.Of(OddMails.Report("failed", "5.1.1")));
        Assert.Equal(DeliveryProblem.MailboxFull, Bounce.Of(OddMails.Report("failed", "5.2.2"))!.Problem);
        Assert.Equal(DeliveryProblem.Expired, Bounce.Of(OddMails.Report("failed", "4.4.7"))!.Problem);
        Assert.Equal(DeliveryProblem.None, Bounce.Of(OddMails.Report("delivered", "2.0.0"))!.Problem);
        Assert.Null(Bounce.Of(OddMails.Report("delayed", "4.4.1")));
        Assert.Null(Bounce.Of(new MimeMessage { Body = new TextPart("plain") { Text = "x" } }));
    }
}
