using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using ConversationGrid.Client;
using ConversationGrid.Client.Hubs;
using ConversationGrid.Client.Sessions;
using ConversationGrid.Client.Wire;

namespace ConversationGrid.Host.Tests;

/// <summary>Somebody at one hub, who sees the wire as it is: what is called goes out as JSON, what is pushed is kept.</summary>
public sealed class Person : IHubSink, IAsyncDisposable
{
    private static readonly JsonTypeInfo<JsonElement> Json = (JsonTypeInfo<JsonElement>)JsonSerializerOptions.Default.GetTypeInfo(typeof(JsonElement));
    private static readonly HubTransport Transport = new();
    private static readonly HttpClient Http = new();

    private readonly List<(string Name, JsonElement Argument)> _pushes = [];
    private HubSocket? _connection;
    private IGridHost? _host;

    public string Id { get; private init; } = "";
    public string Token { get; private init; } = "";
    public bool IsClosed { get; private set; }

    public static Task<Person> CustomerAsync(IGridHost host, string? name = null, string? workspace = null) =>
        CustomerAsync(host, new CustomerSessionRequest(workspace ?? host.Workspace, Name: name));

    public static async Task<Person> CustomerAsync(IGridHost host, CustomerSessionRequest request)
    {
        var session = await new GridSessions(Transport, host.Address).CustomerAsync(request);
        var person = new Person { Id = session.CustomerId, Token = session.Token };
        await person.ConnectAsync(host, "customer");
        return person;
    }

    /// <summary>Hears each push as it comes.</summary>
    public Action<string, JsonElement>? Pushed { get; set; }

    public static async Task<Person> StaffAsync(IGridHost host, string name, string hub = "agent", string password = "demo")
    {
        var request = new AgentSessionRequest(host.Workspace, $"{name}@{host.Workspace}.test", password);
        var session = await new GridSessions(Transport, host.Address).AgentAsync(request);
        var person = new Person { Id = session.AgentId, Token = session.Token };
        await person.ConnectAsync(host, hub);
        return person;
    }

    public async Task ConnectAsync(IGridHost host, string hub)
    {
        (IsClosed, _host) = (true, host);
        _connection = await HubSocket.ConnectAsync(Transport, new Uri(host.Address, $"/hubs/{hub}"), Token, this).WaitAsync(TimeSpan.FromSeconds(30));
        IsClosed = _connection.Completion.IsCompleted;
    }

    public async Task<JsonElement> CallAsync(string method, object? argument = null) => JsonWords.Utc(await (argument is null
        ? _connection!.InvokeAsync(method, Json)
        : _connection!.InvokeAsync(method, JsonSerializer.SerializeToElement(argument), Json, Json)).WaitAsync(TimeSpan.FromSeconds(30)));

    /// <summary>The code of a refusal; empty if the call went through.</summary>
    public async Task<string> CodeAsync(string method, object? argument = null)
    {
        try
        {
            await CallAsync(method, argument);
            return "";
        }
        catch (GridException refused)
        {
            return refused.Code;
        }
    }

    /// <summary>Calls the REST interface in this person's name.</summary>
    /// <param name="path">What follows <c>/api/v1/</c>.</param>
    public async Task<RestAnswer> RestAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(_host!.Address, $"/api/v1/{path}")) { Content = body is null ? null
            : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        using var answer = await Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return new((int)answer.StatusCode, text.Length == 0 ? default : JsonWords.Utc(JsonElement.Parse(text)));
    }

    /// <summary>Sends in a file; the answer of the gateway.</summary>
    public async Task<RestAnswer> SendFileAsync(string conversationId, string name, byte[] content)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(content), "file", name } };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_host!.Address, $"/api/v1/conversations/{conversationId}/attachments"))
        {
            Content = form, Headers = { Authorization = new AuthenticationHeaderValue("Bearer", Token), ExpectContinue = true },
        };
        using var answer = await Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return new((int)answer.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
    }

    /// <summary>Sends in a file that must be taken.</summary>
    public async Task<JsonElement> UploadAsync(string conversationId, string name, byte[] content)
    {
        var answer = await SendFileAsync(conversationId, name, content);
        Assert.True(answer.Status == 201, $"{answer.Status} {answer.Body}");
        return answer.Body;
    }

    /// <summary>The same where it must go well.</summary>
    public async Task<JsonElement> RestOkAsync(HttpMethod method, string path, object? body = null)
    {
        var answer = await RestAsync(method, path, body);
        Assert.True(answer.Status is >= 200 and < 300, $"{method} {path}: {answer.Status} {answer.Body}");
        return answer.Body;
    }

    public Task<JsonElement> GetAsync(string path) => RestOkAsync(HttpMethod.Get, path);

    /// <summary>The first push that fits, now or within half a minute.</summary>
    public async Task<JsonElement> PushAsync(string name, Func<JsonElement, bool>? that = null)
    {
        for (var i = 0; i < 1500; i++)
        {
            lock (_pushes)
                foreach (var push in _pushes)
                    if (push.Name == name && (that is null || that(push.Argument))) return JsonWords.Utc(push.Argument);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
        throw new TimeoutException($"No push '{name}' came to '{Id}'; there were: {string.Join(", ", Pushes().Select(p => p.Name))}");
    }

    public Task<JsonElement> EventAsync(string conversationId, string type) =>
        PushAsync("event", e => e.Text("conversationId") == conversationId && e.Text("type") == type);

    public IReadOnlyList<(string Name, JsonElement Argument)> Pushes()
    {
        lock (_pushes)
            return [.. _pushes];
    }

    public async Task<List<JsonElement>> ResumeAsync(string conversationId, long after = 0) =>
        [.. (await CallAsync("Resume", new { conversationId, after })).GetProperty("events").EnumerateArray()];

    public void Closed(HubSocket connection, Exception? reason)
    {
        if (connection == _connection) IsClosed = true;
    }

    public void Push(HubSocket connection, ReadOnlySpan<byte> target, ReadOnlySpan<byte> argument)
    {
        var push = (Name: Encoding.UTF8.GetString(target), Argument: JsonElement.Parse(argument));
        lock (_pushes)
            _pushes.Add(push);
        Pushed?.Invoke(push.Name, push.Argument);
    }

    /// <summary>Cuts the connection without a goodbye, as a machine that dies.</summary>
    public void Abort() => _connection!.Abort(null);

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null) await _connection.CloseAsync();
    }
}

/// <summary>What a call over REST came to.</summary>
/// <param name="Body">Undefined where there is none.</param>
public sealed record RestAnswer(int Status, JsonElement Body)
{
    /// <summary>The code of a refusal; empty if there is none.</summary>
    public string Code => Body.ValueKind == JsonValueKind.Object ? Body.Text("code") ?? "" : "";
}

/// <summary>Short words for JSON.</summary>
public static partial class JsonWords
{
    /// <summary>What the host said; every time in it is UTC and says so with a <c>Z</c>.</summary>
    public static JsonElement Utc(JsonElement said)
    {
        Assert.DoesNotMatch(OtherTime(), said.ToString());
        return said;
    }

    public static string? Text(this JsonElement e, string name) => e.TryGetProperty(name, out var value) ? value.GetString() : null;
    public static long Number(this JsonElement e, string name) => e.GetProperty(name).GetInt64();

    /// <summary>Fails unless each event names the one before it.</summary>
    public static void MustBeUnbroken(this IReadOnlyList<JsonElement> events, long prev = 0)
    {
        foreach (var e in events)
        {
            Assert.Equal(prev, e.Number("prev"));
            Assert.True(e.Number("seq") > prev);
            prev = e.Number("seq");
        }
    }

    [GeneratedRegex("\"\\d{4}-\\d\\d-\\d\\dT[\\d:.]+[^Z\\d:.]")]
    private static partial Regex OtherTime();
}
