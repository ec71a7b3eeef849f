using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace ConversationGrid.Fuzz.Wire;

/// <summary>REST as it is: any method, any body, and the answer's status, code and text.</summary>
internal sealed class Rest(Uri host) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = host,
        Timeout = TimeSpan.FromSeconds(60) };

    public async Task<RestAnswer> SendAsync(string method, string path, string? token = null, object? body = null)
    {
        using var content = body switch
        {
            null => null,
            HttpContent ready => ready,
            _ => JsonContent.Create(body),
        };
        return await SendAsync(method, path, token, content);
    }

    public async Task<RestAnswer> SendAsync(string method, string path, string? token, HttpContent? content)
    {
        using var request = new HttpRequestMessage(new(method), path) { Content = content };
        if (token is not null) request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        using var answer = await _http.SendAsync(request);
        return new((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers, answer.Content.Headers);
    }

    public async Task<(string Id, string Token)> CustomerAsync(string workspace = "demo", string? name = null)
    {
        var answer = await SendAsync("POST", "/api/v1/sessions/customer", null, (object)new { workspace, name });
        return answer.Status == 201 ? (answer.Text("customerId")!, answer.Text("token")!)
            : throw new InvalidOperationException($"No session: {answer.Status} {answer.Body}");
    }

    public async Task<string> StaffAsync(string name, string workspace = "demo", string password = "demo")
    {
        var answer = await SendAsync("POST", "/api/v1/sessions/agent", null, (object)new { workspace, email = $"{name}@{workspace}.test", password });
        return answer.Status == 201 ? answer.Text("token")! : throw new InvalidOperationException($"No session: {answer.Status} {answer.Body}");
    }

    public static HttpContent Json(byte[] body, string type = "application/json") =>
        new ByteArrayContent(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };

    public static HttpContent Json(string body) => Json(Encoding.UTF8.GetBytes(body));

    public void Dispose() => _http.Dispose();
}

/// <summary>What came back.</summary>
internal sealed record RestAnswer(int Status, string Body, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders)
{
    public string Code => Text("code") ?? "";

    /// <summary>A member of the body, if it is an object and has it.</summary>
    public string? Text(string name)
    {
        if (!Body.StartsWith('{')) return null;
        var body = JsonElement.Parse(Body);
        return body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }

    public JsonElement Json => JsonElement.Parse(Body);
}
