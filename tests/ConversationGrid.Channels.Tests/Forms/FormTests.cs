using System.Net;
using System.Text.RegularExpressions;
using ConversationGrid.Channels.Tests.Mail;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;

namespace ConversationGrid.Channels.Tests.Forms;

/// <summary>The hosted form, its receipt, and the page that follows its conversation, as a browser without script uses them.</summary>
public partial class FormTests
{
    private static Task<GridHere> HostAsync(params string[] more) => GridHere.StartAsync(null,
    [
        "--Grid:Channels:Forms:demo:Title", "Arvik <Shop>", "--Grid:Channels:Forms:demo:FilledInAfter", "00:00:00",
        "--Grid:Channels:Forms:demo:Fields:0:Name", "order", "--Grid:Channels:Forms:demo:Fields:0:Label", "Order number",
        "--Grid:Channels:Forms:demo:Fields:1:Name", "kind", "--Grid:Channels:Forms:demo:Fields:1:Label", "About",
        "--Grid:Channels:Forms:demo:Fields:1:Choices:0",
        "Delivery", "--Grid:Conversations:AssistantEnabled", "false", .. more,
    ]);

    private static async Task<string> TextAsync(HttpResponseMessage answer) => await answer.Content.ReadAsStringAsync();

    private static async Task<string> TokenAsync(GridHere here, string query = "") => Token().Match(await here.Http.GetStringAsync($"/form/demo{query}"))
        .Groups[1].Value;

    private static Task<HttpResponseMessage> SendAsync(GridHere here, string path, params (string Name, string Value)[] fields) =>
        here.Http.PostAsync(path, new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))));

    private static Task<HttpResponseMessage> FillAsync(GridHere here, string token, string message = "Where is it?", params (string, string)[] more) =>
        SendAsync(here, "/form/demo?lang=en", [("token", token), ("email", "nur@cust.test"), ("name", "Nur"), ("message", message), .. more]);

    [Fact]
    public async Task Form_BecomesAConversation_WhichTheLinkFollows_InBothDirections()
    {
        await using var here = await HostAsync();
        var token = await TokenAsync(here);
        var receipt = await TextAsync(await FillAsync(here, token, "Where is <b>it</b>?", ("f-order", "1001"), ("f-kind", "Delivery"), ("subject", "Order")));
        var link = WebUtility.HtmlDecode(Link().Match(receipt).Groups[1].Value);
        var id = Assert.Single(await here.ConversationsAsync());
        // The same page sent again is the same message.
        await FillAsync(here, token, "Where is <b>it</b>?", ("f-order", "1001"), ("f-kind", "Delivery"), ("subject", "Order"));
        Assert.Equal(id, Assert.Single(await here.ConversationsAsync()));
        var events = await here.EventsAsync(id);
        Assert.Equal(("form", "Order", "en"), ((ConversationStarted)events[0]).Do(s => (s.Channel, s.Topic, s.Locale)));
        Assert.Equal("Order number: 1001\nAbout: Delivery\n\nWhere is <b>it</b>?", events.OfType<MessagePosted>().Single(m => m.ByKind == ActorKind.Customer)
            .Text);
        Assert.Null(events.OfType<MessagePosted>().Single(m => m.ByKind == ActorKind.Customer).Proven);

        await here.AgentWritesAsync(id, "It is <i>here</i>.");
        var page = await here.Http.GetStringAsync(link);
        Assert.Contains("Where is &lt;b&gt;it&lt;/b&gt;?", page);
        Assert.Contains("It is &lt;i&gt;here&lt;/i&gt;.", page);
        Assert.DoesNotContain("<b>it", page);
        Assert.DoesNotContain("<script", page);
        var reply = await SendAsync(here, link, ("token", Token().Match(page).Groups[1].Value), ("message", "Thank you"));
        Assert.Equal(HttpStatusCode.Found, reply.StatusCode);
        Assert.Contains("Thank you", await here.Http.GetStringAsync(link));
        Assert.Equal(["Order number: 1001\nAbout: Delivery\n\nWhere is <b>it</b>?", "It is <i>here</i>.", "Thank you"],
            (await here.EventsAsync(id)).OfType<MessagePosted>().Where(m => m.ByKind != ActorKind.Bot).Select(m => m.Text));
    }

    [Fact]
    public async Task Link_OpensNothingElse_AndEnds()
    {
        await using var here = await HostAsync("--Grid:Channels:Forms:demo:LinkFor", "00:10:00", "--Grid:Channels:Forms:other:Title", "Other");
        var link = WebUtility.HtmlDecode(Link().Match(await TextAsync(await FillAsync(here, await TokenAsync(here)))).Groups[1].Value);
        Assert.Equal(HttpStatusCode.OK, (await here.Http.GetAsync(link)).StatusCode);
        foreach (var wrong in (string[])[link.Replace("/demo/", "/other/"), link.Replace("/c/", "/c/x"), "/form/demo/c/AAAA"])
            Assert.Equal(HttpStatusCode.NotFound, (await here.Http.GetAsync(wrong)).StatusCode);
        var headers = (await here.Http.GetAsync(link)).Headers;
        Assert.Contains("default-src 'none'", headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("no-referrer", headers.GetValues("Referrer-Policy").Single());
    }

    [Fact]
    public async Task WrongFields_AreNamed_InTheLanguageOfTheReader_AndNothingIsLost()
    {
        await using var here = await HostAsync();
        var english = await SendAsync(here, "/form/demo?lang=en", ("token", await TokenAsync(here)), ("email", "no address"), ("message", ""), ("name", "Nur"));
        Assert.Equal(HttpStatusCode.BadRequest, english.StatusCode);
        var page = await TextAsync(english);
        Assert.Contains("This is no e-mail address.", page);
        Assert.Contains("Please fill this in.", page);
        Assert.Contains("value=\"Nur\"", page);
        var malay = await TextAsync(await SendAsync(here, "/form/demo?lang=ms", ("token", await TokenAsync(here)), ("email", "x"), ("message", "hai")));
        Assert.Contains("Ini bukan alamat e-mel.", malay);
        Assert.Contains("lang=\"ms\"", malay);
        Assert.Equal(HttpStatusCode.BadRequest, (await FillAsync(here, "forged")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await FillAsync(here, await TokenAsync(here), more: ("f-kind", "Something else"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await here.Http.GetAsync("/form/nosuch")).StatusCode);
        Assert.Empty(await here.ConversationsAsync());
    }

    [Fact]
    public async Task Machines_HearTheSame_AndFileNothing()
    {
        await using var here = await HostAsync("--Grid:Channels:Forms:demo:PerHourPerAddress", "2");
        var trapped = await TextAsync(await FillAsync(here, await TokenAsync(here), more: ("website", "http://spam.test")));
        Assert.Contains("Thank you", trapped);
        Assert.Empty(await here.ConversationsAsync());
        for (var i = 0; i < 3; i++)
        {
            var answer = await FillAsync(here, await TokenAsync(here), $"message {i}");
            Assert.Equal(i < 2 ? HttpStatusCode.OK : HttpStatusCode.TooManyRequests, answer.StatusCode);
        }
        Assert.Equal(2, (await here.ConversationsAsync()).Count);
    }

    [Fact]
    public async Task Receipt_GoesByMail_WithNothingOfTheMessage_AndSoDoTheAnswers()
    {
        await using var smtp = SmtpDouble.Start();
        await using var here = await HostAsync(
            "--Grid:Channels:Mail:demo:desk:Address", "desk@shop.test", "--Grid:Channels:Mail:demo:desk:Smtp:Host", "127.0.0.1",
            "--Grid:Channels:Mail:demo:desk:Smtp:Port", $"{smtp.Port}", "--Grid:Channels:Mail:demo:desk:Smtp:Security", "Plain",
            "--Grid:Channels:Forms:demo:PublicUrl", "https://care.shop.test");
        var page = await TextAsync(await FillAsync(here, await TokenAsync(here), "buy cheap pills", ("subject", "pills")));
        Assert.Contains("sent this link", page);
        var receipt = smtp.Taken.Single();
        Assert.Equal(("We have received your message", "auto-replied"), (receipt.Subject, receipt.Headers[MimeKit.HeaderId.AutoSubmitted]));
        Assert.Contains("https://care.shop.test/form/demo/c/", receipt.TextBody);
        Assert.DoesNotContain("pills", receipt.ToString());
        var id = (await here.ConversationsAsync()).Single();
        await here.AgentWritesAsync(id, "No, thank you.");
        await Until.TrueAsync(() => smtp.Taken.Count == 2, "the answer goes");
        Assert.Contains("No, thank you.", smtp.Taken.Last().TextBody);
        Assert.Equal("Re: pills", smtp.Taken.Last().Subject);
    }

    [GeneratedRegex("name=\"token\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("href=\"(/form/demo/c/[^\"]+)\"")]
    private static partial Regex Link();
}

/// <summary>Reads a few things of one value.</summary>
internal static class Reading
{
    public static TResult Do<T, TResult>(this T value, Func<T, TResult> read) => read(value);
}
