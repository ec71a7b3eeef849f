using System.Security.Cryptography;
using System.Text;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Workspaces;
using ConversationGrid.Gateway.Configuration;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Setup;
using ConversationGrid.Testing;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace ConversationGrid.Security.Tests.Settings;

/// <summary>The set-up of a host without a workspace: its codes, and workspaces that live in the store and are known to every process.</summary>
public sealed class SetupTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly IOptions<SetupOptions> _options = Options.Create(new SetupOptions { WrongCodesMax = 3, WrongCodesWithin = TimeSpan.FromMinutes(10) });
    private readonly MemoryAccessStore _store;
    private readonly Seals _seals = new(new(new byte[32]));
    private readonly Started _started = new();

    public SetupTests() => _store = new(_time);

    public void Dispose() => _started.Dispose();

    [Fact]
    public async Task Code_OpensUntilThereIsAWorkspace_AndIsKeptAsAHash()
    {
        var (directory, workspaces, codes, code) = await StartAsync();
        Assert.Equal(26, code.Length);
        Assert.True(await codes.IsRightAsync(code, "1.2.3.4", default));
        Assert.True(await codes.IsRightAsync(code, "1.2.3.4", default));
        Assert.False(await codes.IsRightAsync(code[..^1] + (code[^1] == 'a' ? 'b' : 'a'), "1.2.3.4", default));
        Assert.False(await codes.IsRightAsync(null, "1.2.3.4", default));
        Assert.All(await _store.ListAsync("setup code", "", null), record => Assert.DoesNotContain(code, $"{record}"));

        Assert.True(await workspaces.BeginAsync("acme", "Acme", "general", ["en"], default));
        Assert.True(await codes.IsRightAsync(code, "1.2.3.4", default));
        Assert.Null(directory.Find("acme"));
        Assert.True(await workspaces.FinishAsync("acme", default));
        Assert.False(await codes.IsRightAsync(code, "1.2.3.4", default));
        Assert.False(await workspaces.FinishAsync("acme", default));
        Assert.False(await workspaces.BeginAsync("acme", "Another", "general", ["en"], default));
    }

    [Fact]
    public async Task WrongCodes_CloseTheAddress_AndNoOther_UntilTheTimeIsOver()
    {
        var (_, _, codes, code) = await StartAsync();
        for (var i = 0; i < 3; i++) Assert.False(await codes.IsRightAsync(new string('a', 26), "1.2.3.4", default));
        Assert.False(await codes.IsRightAsync(code, "1.2.3.4", default));
        Assert.True(await codes.IsRightAsync(code, "5.6.7.8", default));
        _time.Advance(TimeSpan.FromMinutes(11));
        Assert.True(await codes.IsRightAsync(code, "1.2.3.4", default));
    }

    [Fact]
    public async Task EveryProcess_KnowsTheWorkspace_WithTheSameSecret_SealedInTheStore()
    {
        var (first, workspaces, codes, code) = await StartAsync();
        var (second, others, otherCodes, otherCode) = await StartAsync();
        await workspaces.BeginAsync("acme", "Acme", "general", ["en"], default);
        await workspaces.FinishAsync("acme", default);
        Assert.NotNull(first.Find("acme"));
        Assert.Null(second.Find("acme"));
        // Each process gave out a code of its own; none of them is worth anything any more, also where the workspace is not known yet.
        foreach (var given in (string[])[code, otherCode])
        {
            Assert.False(await codes.IsRightAsync(given, "1.2.3.4", default));
            Assert.False(await otherCodes.IsRightAsync(given, "1.2.3.4", default));
        }

        for (var i = 0; i < 500 && second.Find("acme") is null; i++)
        {
            _time.Advance(_options.Value.LookEvery);
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
        var secret = first.Find("acme")!.Identity.Secret!;
        Assert.Equal((secret, "Acme"), (second.Find("acme")!.Identity.Secret, second.Find("acme")!.Company));
        Assert.Equal(64, secret.Length);
        Assert.All(await _store.ListAsync("workspace", "", null), record => Assert.DoesNotContain(secret, record.Body));

        // Under another key of the host it cannot be read: nobody is identified, and the workspace is there all the same.
        var (third, _, _, _) = await StartAsync(new(new([.. Enumerable.Repeat((byte)1, 32)])));
        Assert.Null(third.Find("acme")!.Identity.Secret);
        await others.StopAsync(default);
    }

    [Fact]
    public async Task Host_WithAWorkspace_HasNoCode()
    {
        var (_, _, codes, code) = await StartAsync(configured: new("shop", new(), Workspace.NoPolicies));
        Assert.Equal("", code);
        Assert.Empty(await _store.ListAsync("setup code", "", null));
        Assert.False(await codes.IsRightAsync(new string('a', 26), "1.2.3.4", default));
    }

    [Theory]
    [InlineData("right", null)]
    [InlineData("capitals", "lower-case hex")]
    [InlineData("base64", "Base64")]
    [InlineData("exchanged", "exchanged")]
    [InlineData("bare", "bare SHA-256")]
    [InlineData("other", "another secret or of another externalId")]
    [InlineData("short", "has 5 characters")]
    public async Task Signature_IsRight_OrToldWhatIsWrong(string how, string? why)
    {
        var (secret, id) = ("an-identity-secret-of-acme", "customer 1");
        var (key, text) = (Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(id));
        var right = Convert.ToHexStringLower(HMACSHA256.HashData(key, text));
        var signature = how switch
        {
            "right" => right,
            "capitals" => right.ToUpperInvariant(),
            "base64" => Convert.ToBase64String(HMACSHA256.HashData(key, text)),
            "exchanged" => Convert.ToHexStringLower(HMACSHA256.HashData(text, key)),
            "bare" => Convert.ToHexStringLower(SHA256.HashData(text)),
            "other" => Convert.ToHexStringLower(HMACSHA256.HashData("another"u8, text)),
            _ => "abcde",
        };
        var workspace = new Workspace("acme", new() { IdentitySecret = secret }, Workspace.NoPolicies);
        var answer = await new ProofCheck(new(_store, _time), _time).CheckAsync(workspace, new(id, signature, null));
        Assert.Equal(why is null, answer.IsRight);
        if (why is not null) Assert.Contains(why, answer.Why);
    }

    /// <summary>One process with the common store, and the code that it printed; empty where it printed none.</summary>
    private async Task<(WorkspaceDirectory Directory, StoredWorkspaces Workspaces, SetupCodes Codes, string Code)> StartAsync(
        Seals? seals = null, Workspace? configured = null)
    {
        var log = new Lines();
        var settings = new LiveSettings(new MemoryStore());
        var directory = new WorkspaceDirectory(configured is null ? [] : [configured], settings);
        var workspaces = new StoredWorkspaces(
            _store, seals ?? _seals, directory, settings, _options, _time, NullLogger<StoredWorkspaces>.Instance);
        await workspaces.StartAsync(default);
        var codes = new SetupCodes(_store, seals ?? _seals, directory, workspaces, _options, new NoServer(), _started, log);
        await codes.StartAsync(default);
        await codes.ExecuteTask!;
        return (directory, workspaces, codes, log.All.Count == 0 ? "" : log.All[0].Split("code=")[1]);
    }

    private sealed class Lines : ILogger<SetupCodes>
    {
        public List<string> All { get; } = [];
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
        public bool IsEnabled(LogLevel logLevel) => true;
        public void Log<TState>(LogLevel level, EventId id, TState state, Exception? failure, Func<TState, Exception?, string> words) =>
            All.Add(words(state, failure));
    }

    /// <summary>A host that has started.</summary>
    private sealed class Started : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _started = new();

        public Started() => _started.Cancel();

        public CancellationToken ApplicationStarted => _started.Token;
        public CancellationToken ApplicationStopping => default;
        public CancellationToken ApplicationStopped => default;
        public void StopApplication() { }
        public void Dispose() => _started.Dispose();
    }

    private sealed class NoServer : IServer
    {
        public IFeatureCollection Features { get; } = new FeatureCollection();
        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancel) where TContext : notnull => Task.CompletedTask;
        public Task StopAsync(CancellationToken cancel) => Task.CompletedTask;
        public void Dispose() { }
    }
}
