using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Workspaces;
using Microsoft.Extensions.Hosting;

namespace ConversationGrid.Gateway.Sessions;

/// <summary>
/// Ids of customers whom the company knows by a name of its own: the same person has the same id by every way, and keeps it when the company's secret is
/// changed. They are made from the secret that the workspace had first, which is kept (sealed) for that.
/// </summary>
public sealed class CustomerIds(IAccessStore store, Seals seals, WorkspaceDirectory workspaces) : IHostedService
{
    private const string Kind = "customer-id-key";
    private const int RandomBytes = 32;

    private readonly ConcurrentDictionary<string, Source> _sources = new();

    /// <summary>Notes from which secrets ids are made, before anybody can change them.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var workspace in workspaces.All) await SourceAsync(workspace, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Made with a secret where the workspace has one, so that the id says nothing about the name.</summary>
    public async Task<string> OfExternalIdAsync(Workspace workspace, string externalId, CancellationToken cancel) =>
        await SourceAsync(workspace, cancel) is { Key: { } key }
        ? ClientKeys.Base32(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"customer\n{externalId}")))
        : Hashed(workspace, $"external\n{externalId}");

    /// <summary>Whom a member of staff or a system names; null where it names nobody.</summary>
    public async Task<string?> OfAsync(CallerIn me, string? id, string? externalId, string? email, CancellationToken cancel)
    {
        if (id is not null) return me.Entity(id).IsWellFormed ? id : null;
        if (!string.IsNullOrEmpty(externalId)) return await OfExternalIdAsync(me.Workspace, externalId, cancel);
        return string.IsNullOrEmpty(email) ? null : OfEmail(me.Workspace, email);
    }

    /// <summary>The customer who wrote from an address that nobody has proven.</summary>
    public static string OfEmail(Workspace workspace, string email) => Hashed(workspace, $"email\n{email.Trim().ToUpperInvariant()}");

    private static string Hashed(Workspace workspace, string known) => ClientKeys.Base32(SHA256.HashData(Encoding.UTF8.GetBytes($"{workspace.Name}\n{known}")));

    private async Task<Source> SourceAsync(Workspace workspace, CancellationToken cancel)
    {
        if (_sources.TryGetValue(workspace.Name, out var known)) return known;
        var source = workspace.Identity.CustomerIdSecret is { } secret ? new Source(Encoding.UTF8.GetBytes(secret)) : await KeptAsync(workspace, cancel);
        return _sources[workspace.Name] = source;
    }

    private async Task<Source> KeptAsync(Workspace workspace, CancellationToken cancel)
    {
        var record = await store.FindAsync(Kind, workspace.Name, Kind, cancel);
        if (record is null)
        {
            await store.TryAddAsync(new(Kind, workspace.Name, Kind, "", Written(First(workspace.Identity))), cancel);
            // Another process may have been faster: what stands there counts for all.
            record = await store.FindAsync(Kind, workspace.Name, Kind, cancel)
                ?? throw new JournalUnavailableException("The secret of customers' ids was not kept.");
        }
        var kept = JsonSerializer.Deserialize<Kept>(record.Body)!;
        if (kept.Sealed is null) return new(null);
        if (seals.TryOpen(Kind, kept.Sealed) is { } key) return new(key);
        // The key that seals is another one now. The present secret is the first one still if it has the same mark.
        if (workspace.Identity.Secret is not { } present || MarkOf(Encoding.UTF8.GetBytes(present)) != kept.Mark)
            throw new InvalidOperationException(
                $"Grid:Workspaces:{workspace.Name}:CustomerIdSecret must be set to the first "
                + $"IdentitySecret: both the IdentitySecret and the key that signs tokens were changed.");
        await store.TryReplaceAsync(record with { Body = Written(new(Encoding.UTF8.GetBytes(present))) }, cancel);
        return new(Encoding.UTF8.GetBytes(present));
    }

    /// <summary>The secret that made ids until now; a random one where only keys prove customers, none where nothing does.</summary>
    private static Source First(WorkspaceIdentity identity) =>
        identity.Secret is { } secret ? new(Encoding.UTF8.GetBytes(secret)) : new(identity.Keys.Count > 0 ? RandomNumberGenerator.GetBytes(RandomBytes) : null);

    private string Written(Source source) =>
        JsonSerializer.Serialize(source.Key is { } key ? new Kept(seals.Seal(Kind, key), MarkOf(key)) : new Kept(null, null));

    private static string MarkOf(byte[] key) => Convert.ToHexStringLower(HMACSHA256.HashData(key, "customer id key"u8));

    /// <param name="Key">Null: ids are made without one.</param>
    private sealed record Source(byte[]? Key);

    /// <param name="Mark">By which the secret is known again when it cannot be read.</param>
    private sealed record Kept(string? Sealed, string? Mark);
}
