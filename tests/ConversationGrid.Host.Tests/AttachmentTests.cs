using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ConversationGrid.Host.Tests;

/// <summary>Files go along with messages in both directions, as they are, to those who may see the conversation and to nobody else.</summary>
public class AttachmentTests
{
    private static readonly HttpClient Http = new();
    private static readonly byte[] Picture = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, .. RandomNumberGenerator.GetBytes(300_000)];

    [Fact]
    public async Task Picture_OfTheCustomer_IsSeenByTheAgent_AndTheOtherWay()
    {
        await using var host = await SharedHost.WorkspaceAsync();
        await using var nur = await Person.CustomerAsync(host, "Nur");
        await using var siti = await Person.StaffAsync(host, "siti");
        await using var aina = await Person.StaffAsync(host, "aina");
        await aina.CallAsync("SetPresence", new { status = "online" });
        var id = (await nur.CallAsync("Start", new { clientId = "k", text = "my lamp came broken" })).Text("conversationId")!;
        await siti.RestOkAsync(HttpMethod.Post, $"conversations/{id}/assign", new { agentId = "aina" });
        await aina.CallAsync("Open", new { conversationId = id, after = 0 });
        await nur.ResumeAsync(id);

        var kept = await nur.UploadAsync(id, "C:\\photos\\la\u202Emp.png", Picture);
        Assert.Equal(("lamp.png", "image/png", Picture.Length), (kept.Text("name"), kept.Text("type"), kept.GetProperty("size").GetInt32()));
        var post = new { conversationId = id, clientId = "p", text = "", attachments = new[] { kept.Text("attachmentId") } };
        var receipt = await nur.CallAsync("Post", post);
        Assert.Equal(receipt.ToString(), (await nur.CallAsync("Post", post)).ToString());
        foreach (var reader in new[] { nur, aina })
        {
            var shown = await reader.PushAsync("event", e => e.GetProperty("data").TryGetProperty("attachments", out _));
            var file = shown.GetProperty("data").GetProperty("attachments")[0];
            Assert.Equal("lamp.png", file.Text("name"));
            Assert.Equal(Picture, await Http.GetByteArrayAsync(new Uri(host.Address, file.Text("url")!)));
        }
        // The transcript names it as well, and the list says what there is.
        var read = (await nur.ResumeAsync(id)).Last(e => e.GetProperty("data").TryGetProperty("attachments", out _));
        Assert.NotNull(read.GetProperty("data").GetProperty("attachments")[0].Text("url"));
        await Wait.UntilAsync(async () => (await siti.GetAsync($"conversations?q=lamp.png")).GetProperty("items").GetArrayLength() == 1,
            "it is found by its name");

        var answer = await aina.UploadAsync(id, "how to.txt", Encoding.UTF8.GetBytes("1. Open it."));
        await aina.CallAsync("Post", new { conversationId = id, clientId = "a", text = "Please see this.",
            attachments = new[] { answer.Text("attachmentId") } });
        var got = await nur.PushAsync("event", e => e.GetProperty("data").Text("text") == "Please see this.");
        using var response = await Http.GetAsync(new Uri(host.Address, got.GetProperty("data").GetProperty("attachments")[0].Text("url")!));
        Assert.Equal("1. Open it.", await response.Content.ReadAsStringAsync());
        Assert.Equal(("attachment", "text/plain"), (response.Content.Headers.ContentDisposition!.DispositionType,
            response.Content.Headers.ContentType!.MediaType));
        Assert.Contains("sandbox", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));

        // A redacted message takes its file along.
        var seq = receipt.GetProperty("seq").GetInt64();
        var address = new Uri(host.Address, read.GetProperty("data").GetProperty("attachments")[0].Text("url")!);
        await siti.RestOkAsync(HttpMethod.Delete, $"conversations/{id}/messages/{seq}");
        await Wait.UntilAsync(async () => (await Http.GetAsync(address)).StatusCode == HttpStatusCode.NotFound, "the file is gone");
    }

    [Fact]
    public async Task WhatIsWrong_IsNamed_AndNothingIsKept()
    {
        await using var host = await SharedHost.WorkspaceAsync();
        await using var nur = await Person.CustomerAsync(host, "Nur");
        await using var eve = await Person.CustomerAsync(host, "Eve");
        var id = (await nur.CallAsync("Start", new { clientId = "k", text = "hello" })).Text("conversationId")!;
        var page = Encoding.UTF8.GetBytes("<html><script>alert(1)</script></html>");
        foreach (var (name, content, status, code) in new (string, byte[], int, string)[]
        {
            ("page.html", page, 400, "invalid"),
            ("drawing.svg", Encoding.UTF8.GetBytes("<svg xmlns='http://www.w3.org/2000/svg'/>"), 400, "invalid"),
            ("run.exe", [(byte)'M', (byte)'Z', 0x90, 0], 400, "invalid"),
            ("empty.txt", [], 400, "invalid"),
            ("binary.txt", [0x41, 0x00, 0x42], 400, "invalid"),
            ("big.png", [.. Picture[..8], .. new byte[20 * 1_048_576]], 413, "too_large"),
        })
        {
            var refused = await nur.SendFileAsync(id, name, content);
            Assert.Equal((name, status, code), (name, refused.Status, refused.Code));
        }
        Assert.Equal(404, (await eve.SendFileAsync(id, "a.png", Picture)).Status);
        // A page that says that it is a picture is what it is.
        Assert.Equal(400, (await nur.SendFileAsync(id, "page.png", page)).Status);

        var kept = (await nur.UploadAsync(id, "a.png", Picture)).Text("attachmentId")!;
        var own = (await eve.CallAsync("Start", new { clientId = "k", text = "hello" })).Text("conversationId")!;
        Assert.Equal("not_found", await eve.CodeAsync("Post", new { conversationId = own, clientId = "x", text = "mine", attachments = new[] { kept } }));
        Assert.Equal("not_found", await nur.CodeAsync("Post", new { conversationId = id, clientId = "x", text = "y", attachments = new[] { "nosuch" } }));
        Assert.Equal("too_large", await nur.CodeAsync("Post",
            new { conversationId = id, clientId = "x", text = "y", attachments = Enumerable.Repeat(kept, 11) }));
        Assert.Equal("invalid", await nur.CodeAsync("Post", new { conversationId = id, clientId = "x", text = " ", attachments = Array.Empty<string>() }));

        // A message that was refused keeps no file from being removed; one that was posted does.
        Assert.Equal("too_large", await nur.CodeAsync("Post",
            new { conversationId = id, clientId = "x", text = new string('y', 9_000), attachments = new[] { kept } }));
        Assert.Equal([".bin", ".new"], FilesOf(host, kept));
        await nur.CallAsync("Post", new { conversationId = id, clientId = "x", text = "y", attachments = new[] { kept } });
        Assert.Equal("too_large", await nur.CodeAsync("Post",
            new { conversationId = id, clientId = "z", text = new string('y', 9_000), attachments = new[] { kept } }));
        Assert.Equal(["", ".bin"], FilesOf(host, kept));
        Assert.Equal("bill.hta.pdf", (await nur.UploadAsync(id, "bill.hta", Encoding.UTF8.GetBytes("%PDF-1.7"))).Text("name"));
        Assert.Equal("photo.JPEG", (await nur.UploadAsync(id, "photo.JPEG", [0xFF, 0xD8, 0xFF, 0xE0])).Text("name"));
        Assert.Equal(400, (await nur.RestAsync(HttpMethod.Post, $"conversations/{id}/attachments")).Status);

        var good = (await nur.GetAsync($"conversations/{id}/attachments/{kept}")).Text("url")!;
        Assert.Equal(Picture, await Http.GetByteArrayAsync(new Uri(host.Address, good)));
        using var head = await Http.SendAsync(new(HttpMethod.Head, new Uri(host.Address, good)));
        Assert.Equal((HttpStatusCode.OK, Picture.Length), (head.StatusCode, head.Content.Headers.ContentLength));
        foreach (var bad in new[] { good.Replace("signature=", "signature=a", StringComparison.Ordinal), good.Replace("until=", "until=9",
            StringComparison.Ordinal), good.Split('?')[0],
            good.Replace(kept, $"{kept}a", StringComparison.Ordinal), good.Replace(id, own, StringComparison.Ordinal) })
            Assert.Equal(HttpStatusCode.Forbidden, (await Http.GetAsync(new Uri(host.Address, bad))).StatusCode);
        Assert.Equal(404, (await eve.RestAsync(HttpMethod.Get, $"conversations/{id}/attachments/{kept}")).Status);
    }

    private static IEnumerable<string> FilesOf(IGridHost host, string attachmentId) =>
        Directory.GetFiles(Path.Combine(host.DataFolder, "attachments"), $"{attachmentId}*", SearchOption.AllDirectories)
            .Select(file => Path.GetFileName(file)[attachmentId.Length..]).Order(StringComparer.Ordinal);

    [Fact]
    public async Task FileWithoutAWord_IsAskedAbout_AndThenAPersonLooks()
    {
        await using var host = await SharedHost.DemoAsync();
        await using var nur = await Person.CustomerAsync(host, "Nur");
        var id = (await nur.CallAsync("Start", new { clientId = "k" })).Text("conversationId")!;
        await nur.ResumeAsync(id);
        foreach (var (file, says) in new[] { ("one.png", "look at pictures"), ("two.png", "passing you") })
        {
            var kept = await nur.UploadAsync(id, file, Picture);
            await nur.CallAsync("Post", new { conversationId = id, clientId = file, text = "", attachments = new[] { kept.Text("attachmentId") } });
            await nur.PushAsync("event", e => e.GetProperty("by").Text("kind") == "bot"
                && e.GetProperty("data").Text("text")?.Contains(says, StringComparison.Ordinal) == true);
        }
        await nur.EventAsync(id, "handoffRequested");
    }
}
