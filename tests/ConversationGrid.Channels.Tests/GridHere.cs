using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Silo;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Channels.Tests;

/// <summary>The whole real host in this process, on a store and with settings of a test's own.</summary>
internal sealed class GridHere : IAsyncDisposable
{
    private readonly string _folder;
    private readonly bool _ownsFolder;
    private readonly LineLog _log = new();
    private WebApplication? _app;
    private int _written;

    private GridHere(string? folder) => (_folder, _ownsFolder) = (folder ?? Directory.CreateTempSubdirectory("grid-channels-").FullName, folder is null);

    public Uri Address { get; private set; } = new("http://127.0.0.1:1");
    public HttpClient Http { get; } = new(new HttpClientHandler { AllowAutoRedirect = false });

    /// <summary>All that was logged.</summary>
    public string Log => string.Join('\n', _log.Lines);
    public IGrid Grid => Service<IGrid>();

    /// <param name="folder">Data that are there already; null: an empty folder.</param>
    public static async Task<GridHere> StartAsync(string? folder = null, params string[] settings)
    {
        var here = new GridHere(folder);
        here._app = GridHost.Build(
        [
            "--urls", "http://127.0.0.1:0", "--Grid:Demo:Enabled", "true", "--Grid:Data:Path", Path.Combine(here._folder, "data"),
            "--Grid:Clients:Path", Path.Combine(here._folder, "none"), "--Grid:Conversations:OfferTimeout", "00:10:00",
            "--Grid:Conversations:Delivery:RetryAfter", "00:00:00.3", "--Grid:Engine:EffectRetry", "00:00:01",
            "--Grid:Gateway:RequestsPerSecondPerAddress", "100000", .. settings,
        ]);
        here._app.Services.GetRequiredService<ILoggerFactory>().AddProvider(here._log);
        await here._app.StartAsync();
        here.Address = new(here._app.Urls.First());
        here.Http.BaseAddress = here.Address;
        await Until.TrueAsync(async () => (await here.Http.GetAsync("/health/ready")).IsSuccessStatusCode, "the host is ready");
        return here;
    }

    public T Service<T>() where T : notnull => _app!.Services.GetRequiredService<T>();

    /// <summary>A token of a member of the demo's staff.</summary>
    public string StaffToken(string id = "siti", CallerRole role = CallerRole.Supervisor) =>
        Service<Tokens>().Create("demo", role, id, id, TimeSpan.FromHours(1)).Token;

    public async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body = null, string? token = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? StaffToken());
        using var answer = await Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {(int)answer.StatusCode} {text}");
        return JsonDocument.Parse(text.Length == 0 ? "{}" : text).RootElement;
    }

    /// <summary>All events of a conversation, from the journal.</summary>
    public async Task<IReadOnlyList<ConversationEvent>> EventsAsync(string conversation) =>
        [.. (await Service<IJournal>().ReadAsync(new(EntityKind.Conversation, new("demo", conversation)), 0, 1_000)).Select(c => (ConversationEvent)c.Event)];

    /// <summary>An agent takes the conversation, by a supervisor's order, and writes.</summary>
    public async Task<long> AgentWritesAsync(string conversation, string text, string agent = "ben")
    {
        var (entity, caller) = (Grid.Conversation(new("demo", conversation)), new Caller(CallerRole.Agent, new(ActorKind.Agent, agent, "Ben"), ["general"]));
        var siti = new Caller(CallerRole.Supervisor, new(ActorKind.Agent, "siti", "Siti"), []);
        if ((await entity.ViewAsync(Caller.System))?.Agent?.Id != agent) await MustAsync(entity.ExecuteAsync(new TakeOverConversation(siti, agent, "Ben")));
        return (await MustAsync(entity.ExecuteAsync(new PostMessage(caller, $"a{Interlocked.Increment(ref _written)}", text)))).Receipt.Seq;
    }

    public static async Task<Outcome> MustAsync(Task<Outcome> call)
    {
        var outcome = await call;
        Assert.True(outcome.Refusal is null, outcome.Refusal?.Message);
        return outcome;
    }

    /// <summary>Ids of all conversations, newest last.</summary>
    public async Task<IReadOnlyList<string>> ConversationsAsync()
    {
        var found = new List<string>();
        var store = Service<ConversationGrid.Journal.Tables.IDatabase>();
        await store.ScanAsync(new("select stream from events where seq = 1 and type = 'conversationStarted' order by stream"), row => found.Add(row.Text(0)));
        return [.. found.Select(StreamId.Parse).Where(s => s.Id.Workspace == "demo").Select(s => s.Id.Id)];
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
        Http.Dispose();
        if (_ownsFolder) Directory.Delete(_folder, recursive: true);
    }

    private sealed class LineLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();
        public ILogger CreateLogger(string categoryName) => this;
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}

/// <summary>For what comes about a moment later and is told to nobody.</summary>
internal static class Until
{
    public static async Task TrueAsync(Func<Task<bool>> holds, string what, int seconds = 60)
    {
        for (var i = 0; i < seconds * 10; i++)
        {
            if (await holds()) return;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
        throw new TimeoutException($"Waited in vain until {what}.");
    }

    public static Task TrueAsync(Func<bool> holds, string what, int seconds = 60) => TrueAsync(() => Task.FromResult(holds()), what, seconds);
}
