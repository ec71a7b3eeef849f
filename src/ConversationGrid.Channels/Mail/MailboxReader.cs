using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using Microsoft.Extensions.Logging;
using MimeKit;

namespace ConversationGrid.Channels.Mail;

/// <summary>
/// Reads one mailbox for as long as this process has it: what is new in the order of arrival, and then waits until its server tells of more. A mail is passed
/// by
/// only after it was filed.
/// </summary>
internal sealed partial class MailboxReader(
    Mailbox mailbox, MailboxLease lease, MailIntake intake, MailRules rules, TimeProvider time, ILogger<MailboxReader> log)
{
    /// <summary>How long servers let a client wait without a word, with a margin.</summary>
    private static readonly TimeSpan IdleMax = TimeSpan.FromMinutes(9);

    private const int MailsTogetherMax = 100;

    /// <summary>Tries to take in one mail before it is passed by, where it fails by itself and not for want of a server.</summary>
    private const int TriesMax = 3;

    private (uint Uid, int Tries) _failing;

    /// <summary>Runs until cancelled, then lets the mailbox go.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        try
        {
            while (!cancel.IsCancellationRequested)
            {
                try
                {
                    if (await lease.HoldAsync(cancel)) await ReadAsync(cancel);
                    else await Task.Delay(rules.LeaseFor / 3, time, cancel);
                }
                catch (Exception failure) when (!cancel.IsCancellationRequested)
                {
                    ReadFailed(log, mailbox.Workspace, mailbox.Name, failure.GetType().Name);
                    await Task.Delay(rules.RetryAfter, time, cancel);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The process stops.
        }
        await lease.ReleaseAsync(CancellationToken.None);
    }

    /// <summary>Reads until the connection or the lease ends.</summary>
    private async Task ReadAsync(CancellationToken cancel)
    {
        using var ours = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var renewing = RenewAsync(ours);
        try
        {
            var server = mailbox.Options.Imap;
            using var client = new ImapClient { Timeout = (int)rules.ServerTimeout.TotalMilliseconds };
            await client.ConnectAsync(server.Host!, server.Port, MailSender.SecurityOf(server), ours.Token);
            if (server.User is { } user) await client.AuthenticateAsync(user, server.Password ?? "", ours.Token);
            var folder = await client.GetFolderAsync(mailbox.Options.Folder, ours.Token);
            await folder.OpenAsync(FolderAccess.ReadOnly, ours.Token);
            Reads(log, mailbox.Workspace, mailbox.Name);
            while (true)
            {
                var seen = folder.Count;
                while (await TakeNewAsync(folder, ours.Token))
                {
                    // As long as there is more.
                }
                await WaitAsync(client, folder, seen, ours.Token);
            }
        }
        catch (OperationCanceledException) when (ours.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            // The lease was lost.
        }
        finally
        {
            await ours.CancelAsync();
            await renewing;
        }
    }

    /// <summary>Renews the lease, and ends the reading when it is lost.</summary>
    private async Task RenewAsync(CancellationTokenSource ours)
    {
        try
        {
            while (true)
            {
                await Task.Delay(rules.LeaseFor / 3, time, ours.Token);
                if (!await lease.HoldAsync(ours.Token)) break;
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
        catch (JournalUnavailableException)
        {
            // Without the store nothing can be filed either.
        }
        await ours.CancelAsync();
    }

    /// <summary>Takes in what is new, oldest first.</summary>
    /// <returns>Whether there may be more.</returns>
    private async Task<bool> TakeNewAsync(IMailFolder folder, CancellationToken cancel)
    {
        if (lease.ReadTo(folder.UidValidity) is not { } readTo)
        {
            readTo = await FirstAsync(folder, cancel);
            if (!await lease.WriteAsync(folder.UidValidity, readTo, cancel)) throw new OperationCanceledException("Another process reads this mailbox.");
        }
        if (readTo == uint.MaxValue) return false;
        // "n:*" names the last mail also where that is older than n.
        var found = await folder.SearchAsync(SearchQuery.Uids(new UniqueIdRange(folder.UidValidity, readTo + 1, uint.MaxValue)), cancel);
        var fresh = found.Where(uid => uid.Id > readTo).OrderBy(uid => uid.Id).Take(MailsTogetherMax).ToList();
        foreach (var uid in fresh)
        {
            await TakeAsync(folder, uid, cancel);
            if (!await lease.WriteAsync(folder.UidValidity, uid.Id, cancel)) throw new OperationCanceledException("Another process reads this mailbox.");
        }
        return fresh.Count == MailsTogetherMax;
    }

    /// <summary>Where a mailbox begins that was never read: behind what is too old to be taken in.</summary>
    private async Task<uint> FirstAsync(IMailFolder folder, CancellationToken cancel)
    {
        var since = time.GetUtcNow() - mailbox.Options.TakesBack;
        // The search knows days only.
        var young = await folder.SearchAsync(SearchQuery.DeliveredAfter(since.UtcDateTime.Date), cancel);
        if (young.Count > 0)
        {
            var dated = await folder.FetchAsync(young, MessageSummaryItems.UniqueId | MessageSummaryItems.InternalDate, cancel);
            young = [.. dated.Where(m => m.InternalDate is null || m.InternalDate >= since).Select(m => m.UniqueId)];
        }
        if (young.Count > 0) return young.Min(uid => uid.Id) - 1;
        return folder.UidNext is { } next ? next.Id - 1 : (await folder.SearchAsync(SearchQuery.All, cancel)).Select(uid => uid.Id).DefaultIfEmpty().Max();
    }

    private async Task TakeAsync(IMailFolder folder, UniqueId uid, CancellationToken cancel)
    {
        try
        {
            if (await LoadAsync(folder, uid, cancel) is { } mail)
                using (mail) await intake.TakeAsync(mailbox, mail, cancel);
        }
        catch (Exception failure) when (failure is not (OperationCanceledException or ServiceNotConnectedException or IOException or ProtocolException
            or JournalUnavailableException or RefusedException))
        {
            _failing = _failing.Uid == uid.Id ? (uid.Id, _failing.Tries + 1) : (uid.Id, 1);
            if (_failing.Tries < TriesMax) throw;
            // It stays in the mailbox, where people find it; the mails behind it wait no longer.
            Unreadable(log, mailbox.Workspace, mailbox.Name, uid.Id, failure.GetType().Name);
        }
    }

    /// <summary>The mail; its headers alone where it is too large; null where it is gone.</summary>
    private async Task<MimeMessage?> LoadAsync(IMailFolder folder, UniqueId uid, CancellationToken cancel)
    {
        try
        {
            var size = (await folder.FetchAsync([uid], MessageSummaryItems.UniqueId | MessageSummaryItems.Size, cancel)).FirstOrDefault()?.Size;
            if (size is null) return null;
            return size <= rules.MailBytesMax
                ? await folder.GetMessageAsync(uid, cancel)
                : new MimeMessage(await folder.GetHeadersAsync(uid, cancel));
        }
        catch (MessageNotFoundException)
        {
            return null;
        }
    }

    /// <param name="seen">How many mails there were before the last look: what came since is not waited for.</param>
    private async Task WaitAsync(ImapClient client, IMailFolder folder, int seen, CancellationToken cancel)
    {
        if (!client.Capabilities.HasFlag(ImapCapabilities.Idle))
        {
            await Task.Delay(rules.LookEvery, time, cancel);
            await client.NoOpAsync(cancel);
            return;
        }
        using var done = new CancellationTokenSource(IdleMax, time);
        folder.CountChanged += OnCount;
        try
        {
            if (folder.Count == seen) await client.IdleAsync(done.Token, cancel);
        }
        finally
        {
            folder.CountChanged -= OnCount;
        }

        void OnCount(object? sender, EventArgs e) => done.Cancel();
    }

    [LoggerMessage(9203, LogLevel.Information, "Reads the mailbox {Mailbox} of {Workspace}.")]
    private static partial void Reads(ILogger log, string workspace, string mailbox);

    [LoggerMessage(9204, LogLevel.Warning, "The mailbox {Mailbox} of {Workspace} is not read: {Failure}.")]
    private static partial void ReadFailed(ILogger log, string workspace, string mailbox, string failure);

    [LoggerMessage(9205, LogLevel.Error, "The mail {Uid} in the mailbox {Mailbox} of {Workspace} cannot be taken in and is passed by: {Failure}.")]
    private static partial void Unreadable(ILogger log, string workspace, string mailbox, uint uid, string failure);
}
