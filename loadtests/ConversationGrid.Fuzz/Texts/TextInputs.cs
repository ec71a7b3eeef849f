using ConversationGrid.Contracts;
using ConversationGrid.Fuzz.Runs;
using ConversationGrid.Fuzz.Wire;

namespace ConversationGrid.Fuzz.Texts;

/// <summary>
/// Puts texts into every place that takes one. What is kept must come back letter for letter to who may read it; what is not taken must be
/// refused with a code that says why.
/// </summary>
internal sealed class TextInputs(Rest rest, string token, HubPeer customer, HubPeer agent, HubPeer supervisor, string supervisorToken, Findings findings)
{
    private const int MessageMax = 8_000;
    private const int ShortMax = 500;
    private int _next;
    private string _conversation = "";

    /// <summary>Every input by its name.</summary>
    public IReadOnlyList<(string Name, Func<HostileText, Task> Put)> All =>
    [
        ("Post", PostAsync), ("Note", NoteAsync), ("Start", StartAsync), ("Typing", TypingAsync), ("RequestHuman", RequestHumanAsync),
        ("Transfer", TransferAsync), ("Rate", RateAsync),
        ("Resolve", ResolveAsync), ("session", SessionAsync), ("intake", IntakeAsync), ("search", SearchAsync), ("ids", IdsAsync),
    ];

    /// <summary>A conversation in which an agent can do everything.</summary>
    public async Task BeginAsync()
    {
        _conversation = await NewAsync(null);
        await customer.CallAsync("RequestHuman", new { conversationId = _conversation });
        var offer = await agent.PushAsync("offer", o => o.GetProperty("conversationId").GetString() == _conversation);
        await agent.CallAsync("Accept", new { offerId = offer.GetProperty("offerId").GetString() });
    }

    private Task PostAsync(HostileText text) =>
        KeptAsync(text, "Post", MessageMax, "messagePosted", "text",
            (id, t) => customer.CallAsync("Post", new { conversationId = _conversation, clientId = id, text = t }));

    private Task NoteAsync(HostileText text) => KeptAsync(
        text, "Note", MessageMax, "notePosted", "text", (id, t) => agent.CallAsync("Note", new { conversationId = _conversation, clientId = id, text = t }));

    private async Task StartAsync(HostileText text)
    {
        var answer =
            await customer.CallAsync("Start", new { clientId = $"s{_next++}", text = text.Text, locale = text.Text[..Math.Min(100, text.Text.Length)] });
        if (Expect(text, "Start", answer.Code, MessageMax))
            await CheckAsync(text, "Start", answer.Result.GetProperty("conversationId").GetString()!, answer.Result.GetProperty("seq").GetInt64(), "text",
                text.Text.Trim());
        var topic = await customer.CallAsync("Start", new { clientId = $"t{_next++}", text = "hello", topic = text.Text });
        Code(text, "Start topic", topic.Code, text.Text.Length > ShortMax ? "too_large" : "");
    }

    private async Task TypingAsync(HostileText text) =>
        Code(text, "Typing", (await customer.CallAsync("Typing", new { conversationId = _conversation, draft = text.Text })).Code, "");

    private async Task RequestHumanAsync(HostileText text)
    {
        var id = await NewAsync(null);
        Code(text, "RequestHuman", (await customer.CallAsync("RequestHuman", new { conversationId = id, reason = text.Text })).Code,
            text.Text.Length > ShortMax ? "too_large" : "");
        await customer.CallAsync("Close", new { conversationId = id });
    }

    private async Task TransferAsync(HostileText text)
    {
        var id = await NewAsync(null);
        var answer = await supervisor.CallAsync("Transfer", new { conversationId = id, queue = "billing", note = text.Text });
        var taken = text.Text.Trim().Length <= MessageMax;
        Code(text, "Transfer", answer.Code, taken ? "" : "too_large");
        if (taken && text.Text.Trim().Length > 0)
            await CheckAsync(text, "Transfer", id, answer.Result.GetProperty("seq").GetInt64(), "text", text.Text.Trim(), "notePosted");
        Code(text, "Transfer queue", (await supervisor.CallAsync("Transfer", new { conversationId = id, queue = $"{text.Text}?" })).Code, "not_found");
        await customer.CallAsync("Close", new { conversationId = id });
    }

    private async Task RateAsync(HostileText text)
    {
        var id = await NewAsync(null);
        await customer.CallAsync("Close", new { conversationId = id });
        var answer = await customer.CallAsync("Rate", new { conversationId = id, score = 3, comment = text.Text });
        Code(text, "Rate", answer.Code, text.Text.Length > MessageMax ? "too_large" : "");
        if (answer.IsOk) await CheckAsync(text, "Rate", id, answer.Result.GetProperty("seq").GetInt64(), "comment", text.Text);
    }

    private async Task ResolveAsync(HostileText text)
    {
        var id = await NewAsync(null);
        var answer = await supervisor.CallAsync("Resolve", new { conversationId = id, disposition = text.Text });
        Code(text, "Resolve", answer.Code, text.Text.Length > ShortMax ? "too_large" : "");
        if (answer.IsOk) await CheckAsync(text, "Resolve", id, answer.Result.GetProperty("seq").GetInt64(), "disposition", text.Text);
    }

    private async Task SessionAsync(HostileText text)
    {
        var answer = await rest.SendAsync("POST", "/api/v1/sessions/customer", null,
            (object)new { workspace = "demo", name = text.Text, email = text.Text, locale = "en" });
        Code(text, "session", answer.Status == 201 ? "" : answer.Code, text.Text.Length > ShortMax ? "too_large" : text.Text.Length > 0
            && VisibleText.IsBlank(text.Text) ? "invalid" : "");
        var workspace = await rest.SendAsync("POST", "/api/v1/sessions/customer", null, (object)new { workspace = $"{text.Text}?" });
        Code(text, "session workspace", workspace.Code, "not_found");
        var signature = await rest.SendAsync("POST", "/api/v1/sessions/customer", null,
            (object)new { workspace = "demo", externalId = "u", signature = text.Text });
        Code(text, "session signature", signature.Code, "unauthenticated");
    }

    private async Task IntakeAsync(HostileText text)
    {
        var answer = await rest.SendAsync("POST", "/api/v1/conversations", token,
            (object)new { channel = "form", customer = new { name = text.Text.Length > ShortMax ? "n" : text.Text }, text = text.Text,
                clientId = $"i{_next++}" });
        if (Expect(text, "intake", answer.Status == 201 ? "" : answer.Code, MessageMax))
            await CheckAsync(text, "intake", answer.Text("conversationId")!, answer.Json.GetProperty("seq").GetInt64(), "text", text.Text.Trim());
        var channel = await rest.SendAsync("POST", "/api/v1/conversations", token, (object)new { channel = $"{text.Text}?", text = "x", clientId = "x" });
        Code(text, "intake channel", channel.Code, "invalid");
    }

    private async Task SearchAsync(HostileText text)
    {
        var q = Uri.EscapeDataString(text.Text);
        if (q.Length > 6_000) return;
        var answer = await rest.SendAsync("GET", $"/api/v1/conversations?q={q}&limit=1", supervisorToken);
        Code(text, "search", answer.Status == 200 ? "" : answer.Code, text.Text.Length > ShortMax ? "too_large" : "");
        var cursor = Uri.EscapeDataString(text.Text[..Math.Min(50, text.Text.Length)]).Replace("%EF%BF%BD", "");
        if (cursor.Length > 0)
            Code(text, "search cursor", (await rest.SendAsync("GET", $"/api/v1/conversations?cursor={cursor}&limit=1", supervisorToken)).Code, "invalid");
        var state = await rest.SendAsync("GET", $"/api/v1/conversations?state={q}", supervisorToken);
        if (text.Text.Length > 0) Code(text, "search state", state.Code, "invalid");
    }

    private async Task IdsAsync(HostileText text)
    {
        var missing = text.Text.Length == 0;
        Code(text, "conversationId", (await customer.CallAsync("Resume", new { conversationId = text.Text, after = 0 })).Code, missing ? "invalid"
            : "not_found");
        Code(text, "offerId", (await agent.CallAsync("Accept", new { offerId = text.Text })).Code, missing ? "invalid" : "not_found");
        var code = (await customer.CallAsync("Post", new { conversationId = _conversation, clientId = text.Text, text = "id" })).Code;
        Code(text, "clientId", code, missing || text.Text.Length > 128 ? code is "invalid" or "too_large" ? code : "invalid" : "");
        var path = Uri.EscapeDataString(text.Text);
        // A path with a NUL is refused by the server before anyone here sees it, and dots are a way and no name.
        if (missing || path.Length > 4_000 || text.Text is "." or ".." || text.Text.Contains('\0')) return;
        Code(text, "path", (await rest.SendAsync("GET", $"/api/v1/conversations/{path}", supervisorToken)).Code, "not_found");
    }

    private async Task<string> NewAsync(string? text) =>
        (await customer.CallAsync("Start", new { clientId = $"n{_next++}", text })).Result.GetProperty("conversationId").GetString()!;

    private async Task KeptAsync(HostileText text, string input, int max, string type, string field, Func<string, string, Task<HubAnswer>> put)
    {
        var answer = await put($"{input}{_next++}", text.Text);
        if (Expect(text, input, answer.Code, max))
            await CheckAsync(text, input, _conversation, answer.Result.GetProperty("seq").GetInt64(), field, text.Text.Trim(), type);
    }

    private bool Expect(HostileText text, string input, string code, int max)
    {
        var length = text.Text.Trim().Length;
        Code(text, input, code, length <= max && VisibleText.IsBlank(text.Text) ? "invalid" : length > max ? "too_large" : "");
        return code.Length == 0;
    }

    private void Code(HostileText text, string input, string code, string expected)
    {
        findings.Count($"text into {input}");
        if (code != expected) findings.Violate($"{text.Id} into {input}: '{code}' and not '{expected}'.");
    }

    /// <summary>Reads the event back as a supervisor and compares letter for letter.</summary>
    private async Task CheckAsync(HostileText text, string input, string id, long seq, string field, string expected, string? type = null)
    {
        var page = (await rest.SendAsync("GET", $"/api/v1/conversations/{id}/events?after={Math.Max(0, seq - 4)}&limit=8", supervisorToken)).Json;
        var found = page.GetProperty("events").EnumerateArray().Any(e =>
            (type is null ? e.GetProperty("seq").GetInt64() == seq : e.GetProperty("type").GetString() == type)
            && e.GetProperty("data").TryGetProperty(field, out var value) && value.GetString() == expected);
        findings.Count(found ? "texts given back letter for letter" : "texts changed");
        if (!found) findings.Violate($"{text.Id} into {input}: it did not come back as it was.");
    }
}
