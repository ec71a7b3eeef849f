using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Workspaces;
using ConversationGrid.Gateway.Configuration;
using ConversationGrid.Gateway.Sessions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Setup;

/// <summary>
/// Workspaces that live in the store: a record for each, with its sealed identity secret. What administrators set is in the journal as with every other
/// workspace. Each process knows those that were there when it started, and learns of others a moment later.
/// </summary>
public sealed partial class StoredWorkspaces(
    IAccessStore store, Seals seals, WorkspaceDirectory directory, LiveSettings settings, IOptions<SetupOptions> options, TimeProvider time,
    ILogger<StoredWorkspaces> log) : BackgroundService
{
    private const string Kind = "workspace";

    /// <summary>Records of the host itself belong to no workspace.</summary>
    internal const string OfHost = "";

    private const string Sealing = "workspace identity";
    private const int SecretBytes = 32;

    /// <summary>Reads the workspaces before anything is served.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Writes a workspace that is not in use before <see cref="FinishAsync"/>. The same again is the same; false where it is in use already.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    internal async Task<bool> BeginAsync(string name, string company, string queue, IReadOnlyList<string> languages, CancellationToken cancel)
    {
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));
        var body = new Body(company, queue, languages, seals.Seal(Sealing, Encoding.UTF8.GetBytes(secret)), IsDone: false);
        while (true)
        {
            if (await store.FindAsync(Kind, OfHost, name, cancel) is not { } record)
            {
                if (await store.TryAddAsync(new(Kind, OfHost, name, "", Written(body)), cancel)) return true;
            }
            else
            {
                if (Read(record).IsDone) return false;
                if (await store.TryReplaceAsync(record with { Body = Written(body) }, cancel)) return true;
            }
        }
    }

    /// <summary>Puts a workspace into use, here at once; false where it was in use already.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    internal async Task<bool> FinishAsync(string name, CancellationToken cancel)
    {
        var isMine = await store.FindAsync(Kind, OfHost, name, cancel) is { } record && Read(record) is { IsDone: false } body
            && await store.TryReplaceAsync(record with { Body = Written(body with { IsDone = true }) }, cancel);
        await RefreshAsync(cancel);
        return isMine;
    }

    /// <summary>Whether a workspace of the store is in use.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    internal async Task<bool> AnyAsync(CancellationToken cancel) => (await store.ListAsync(Kind, OfHost, null, cancel)).Any(record => Read(record).IsDone);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.LookEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RefreshAsync(stoppingToken);
            }
            catch (JournalUnavailableException)
            {
                // The store itself says that it does not answer; the next look is a moment away.
            }
        }
    }

    private async Task RefreshAsync(CancellationToken cancel)
    {
        foreach (var record in await store.ListAsync(Kind, OfHost, null, cancel))
        {
            if (directory.Find(record.Id) is not null || Read(record) is not { IsDone: true } body) continue;
            var secret = seals.TryOpen(Sealing, body.Secret);
            if (secret is null) NotOpened(log, record.Id);
            await settings.RefreshAsync(record.Id, cancel);
            var workspace = new WorkspaceOptions { IdentitySecret = secret is null ? null : Encoding.UTF8.GetString(secret), Queues = [body.Queue] };
            if (directory.TryAdd(new(record.Id, workspace, Workspace.NoPolicies) { Company = body.Company })) Known(log, record.Id);
        }
    }

    private static Body Read(AccessRecord record) => JsonSerializer.Deserialize<Body>(record.Body)!;

    private static string Written(Body body) => JsonSerializer.Serialize(body);

    [LoggerMessage(4070, LogLevel.Information, "Workspace {Workspace} of the store is in use.")]
    private static partial void Known(ILogger log, string workspace);

    [LoggerMessage(4071, LogLevel.Error,
        "The identity secret of workspace {Workspace} cannot be opened: the key that signs tokens is another one now. Nobody is identified by it.")]
    private static partial void NotOpened(ILogger log, string workspace);

    /// <param name="Queue">Its first queue.</param>
    /// <param name="Secret">The sealed identity secret.</param>
    private sealed record Body(string Company, string Queue, IReadOnlyList<string> Languages, string Secret, bool IsDone);
}
