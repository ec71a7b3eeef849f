using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Channels.Mail;

/// <summary>What is known of addresses for a while: which do not exist, and how much went there and came from there. Only keyed hashes are kept.</summary>
internal sealed class AddressBook(IAccessStore store, MailAddresses addresses, MailRules rules, TimeProvider time)
{
    private const string Bad = "mail bad address";
    private const string Counted = "mail counted";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Whether a server said lately that the address does not exist.</summary>
    public async Task<bool> IsBadAsync(string workspace, string address, CancellationToken cancel) =>
        await store.FindAsync(Bad, workspace, addresses.Hidden(workspace, address), cancel) is not null;

    public Task MarkBadAsync(string workspace, string address, CancellationToken cancel) => store.TryAddAsync(
        new(Bad, workspace, addresses.Hidden(workspace, address), "", "{}", time.GetUtcNow() + rules.KnowsBadAddressFor), cancel);

    /// <summary>A mail came from it, so it exists.</summary>
    public Task MarkGoodAsync(string workspace, string address, CancellationToken cancel) =>
        store.RemoveAsync(Bad, workspace, addresses.Hidden(workspace, address), cancel);

    /// <summary>Whether one more mail that no human wrote may go there. The attempts to send one message count once.</summary>
    public async Task<bool> MaySendAutomaticAsync(string workspace, string address, string key, CancellationToken cancel)
    {
        if (await store.FindAsync(Counted, workspace, key, cancel) is not null) return true;
        if (!await store.TryCountAsync($"mail sent/{addresses.Hidden(workspace, address)}", rules.AutomaticPerDayPerAddress, Day, cancel)) return false;
        await store.TryAddAsync(new(Counted, workspace, key, "", "{}", time.GetUtcNow() + rules.KnowsMailFor), cancel);
        return true;
    }

    /// <summary>Whether a mail of this address is one that is answered by itself.</summary>
    public Task<bool> MayBeAnsweredAsync(string workspace, string address, CancellationToken cancel) =>
        store.TryCountAsync($"mail taken/{addresses.Hidden(workspace, address)}", rules.MailsPerHourPerAddress, Hour, cancel);
}
