using System.Globalization;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Channels.Mail;

/// <summary>
/// Who reads a mailbox, and how far it was read. One process has a mailbox to itself for a time and renews it; a new one takes the place over under a higher
/// version, so that a process which was paused changes it no more.
/// </summary>
internal sealed class MailboxLease(IAccessStore store, Mailbox mailbox, string member, TimeSpan leaseFor, TimeProvider time)
{
    private const string Lease = "mail lease";
    private const string Place = "mail place";

    private AccessRecord? _lease;
    private AccessRecord? _place;

    /// <summary>Whether this process has the mailbox now. Takes it where nobody has it.</summary>
    public async Task<bool> HoldAsync(CancellationToken cancel)
    {
        var until = time.GetUtcNow() + leaseFor;
        if (_lease is { } held)
        {
            var renewed = held with { Until = until };
            if (await store.TryReplaceAsync(renewed, cancel))
            {
                _lease = renewed with { Version = held.Version + 1 };
                return true;
            }
            _lease = null;
        }
        if (!await store.TryAddAsync(new(Lease, mailbox.Workspace, mailbox.Name, member, "{}", until), cancel)) return false;
        _lease = await store.FindAsync(Lease, mailbox.Workspace, mailbox.Name, cancel);
        if (_lease?.Owner != member)
        {
            _lease = null;
            return false;
        }
        await TakePlaceOverAsync(cancel);
        return true;
    }

    /// <summary>How far the folder was read; null where it never was, or was made anew since.</summary>
    /// <param name="validity">The folder's, as its server tells it.</param>
    public uint? ReadTo(uint validity)
    {
        var parts = (_place?.Body ?? "").Split(' ');
        return parts.Length == 2 && uint.TryParse(parts[0], CultureInfo.InvariantCulture, out var known) && known == validity
            && uint.TryParse(parts[1], CultureInfo.InvariantCulture, out var uid) ? uid : null;
    }

    /// <summary>Writes how far the folder was read. False where another process reads it by now.</summary>
    public async Task<bool> WriteAsync(uint validity, uint uid, CancellationToken cancel)
    {
        var written = _place! with { Body = string.Create(CultureInfo.InvariantCulture, $"{validity} {uid}") };
        if (!await store.TryReplaceAsync(written, cancel)) return false;
        _place = written with { Version = written.Version + 1 };
        return true;
    }

    /// <summary>Lets the mailbox go, so that another process need not wait for the lease to end.</summary>
    public async Task ReleaseAsync(CancellationToken cancel)
    {
        if (_lease is { } held) await store.TryReplaceAsync(held with { Until = time.GetUtcNow() }, cancel);
        _lease = null;
    }

    /// <summary>From here on nobody writes the place who read it before.</summary>
    private async Task TakePlaceOverAsync(CancellationToken cancel)
    {
        await store.TryAddAsync(new(Place, mailbox.Workspace, mailbox.Name, member, ""), cancel);
        do _place = await store.FindAsync(Place, mailbox.Workspace, mailbox.Name, cancel)
            ?? throw new JournalUnavailableException("The place of a mailbox was not kept.");
        while (!await store.TryReplaceAsync(_place with { Owner = member }, cancel));
        _place = _place with { Owner = member, Version = _place.Version + 1 };
    }
}
