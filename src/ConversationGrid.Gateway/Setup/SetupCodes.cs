using System.Security.Cryptography;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Workspaces;
using ConversationGrid.Gateway.Configuration;
using ConversationGrid.Gateway.Sessions;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Setup;

/// <summary>
/// The codes that open the set-up page of a host without a workspace. Each start of such a host prints one; all of them are worth nothing once there is a
/// workspace. Only hashes are kept.
/// </summary>
public sealed partial class SetupCodes(
    IAccessStore store, Seals seals, WorkspaceDirectory directory, StoredWorkspaces workspaces, IOptions<SetupOptions> options, IServer server,
    IHostApplicationLifetime lifetime, ILogger<SetupCodes> log) : BackgroundService
{
    private const string Kind = "setup code";

    /// <summary>Of which a code holds 130 bits, as letters and digits of five bits each.</summary>
    private const int CodeBytes = 17;
    private const int CodeLength = 26;

    /// <summary>Whether a code opens the page now. A wrong one is counted against the address that brings it.</summary>
    /// <param name="address">Of the caller.</param>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    public async Task<bool> IsRightAsync(string? code, string address, CancellationToken cancel)
    {
        if (!options.Value.Enabled || directory.All.Any() || code?.Length != CodeLength) return false;
        var counter = AccessKeys.Of(Kind, address);
        if ((await store.CountedAsync(counter, cancel)).Used >= options.Value.WrongCodesMax) return false;
        // Another process may have a workspace that is not known here yet.
        if (await store.FindAsync(Kind, StoredWorkspaces.OfHost, HashOf(code), cancel) is not null) return !await workspaces.AnyAsync(cancel);
        await store.TryCountAsync(counter, options.Value.WrongCodesMax, options.Value.WrongCodesWithin, cancel);
        return false;
    }

    /// <summary>Forgets all codes.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    internal Task RemoveAsync(CancellationToken cancel) => store.RemoveOfOwnerAsync(Kind, StoredWorkspaces.OfHost, "", cancel);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Enabled || directory.All.Any()) return;
        // The addresses are known when the host listens.
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var listens = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        var code = ClientKeys.Base32(RandomNumberGenerator.GetBytes(CodeBytes));
        await store.TryAddAsync(new(Kind, StoredWorkspaces.OfHost, HashOf(code), "", "{}"), stoppingToken);
        Open(log, $"{AddressOf(server)}/setup/?code={code}");
    }

    private string HashOf(string code) => seals.Hash(Kind, code);

    /// <summary>Where this host listens, as somebody at this machine would call it.</summary>
    private static string AddressOf(IServer server)
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://localhost";
        foreach (var any in (ReadOnlySpan<string>)["://0.0.0.0", "://[::]", "://+", "://*"])
            address = address.Replace(any, "://localhost", StringComparison.Ordinal);
        return address.TrimEnd('/');
    }

    [LoggerMessage(4072, LogLevel.Warning, "There is no workspace yet. Set one up at {Address}")]
    private static partial void Open(ILogger log, string address);
}
