using System.Collections.Concurrent;
using System.Text;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Configuration;
using ConversationGrid.Gateway.Sessions;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Throttling;

/// <summary>
/// Bounds what customers who proved nothing create. Counted for all processes in the access store, which each process asks for portions, so that not every
/// message costs a write: what a process has left of a portion is lost when it ends, and nobody gets more than the quota and a portion a process.
/// </summary>
internal sealed class Quotas(IAccessStore store, Seals seals, IOptions<QuotaOptions> options, TimeProvider time) : IDisposable
{
    /// <summary>Portions remembered at once; beyond, all are requested again.</summary>
    private const int PortionsMax = 200_000;

    /// <summary>A portion is this part of its quota, at the least one.</summary>
    private const int PortionsOfQuota = 200;

    /// <summary>Bytes that a customer may write at a process before they are counted for all: most never write more.</summary>
    private const int BytesUncounted = 16_384;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<Counted, Portion> _portions = new();
    private readonly AddressBuckets _messages = new(options.Value.MessagesPerSecondPerAddress);

    /// <summary>Takes one conversation to begin, with its first message.</summary>
    /// <exception cref="RefusedException">It is too much.</exception>
    public async Task TakeConversationAsync(CallerIn me, string address, string? text, CancellationToken cancel)
    {
        if (!Counts(me)) return;
        var quota = options.Value;
        await TakeAsync(me, address, "conversations", 1, quota.Window, quota.ConversationsPerCustomer, quota.ConversationsPerAddress,
            quota.ConversationsPerWorkspace, 0, cancel);
        // By this the codes that are sent for it are counted by address too, wherever the assistant runs.
        await store.TryAddAsync(new(CustomerSource.Kind, me.Workspace.Name, me.Id, seals.Hash(CustomerSource.Kind, address), "{}", time.GetUtcNow() + Day),
            cancel);
        await TakeMessageAsync(me, address, text, cancel);
    }

    /// <summary>Takes one message to write.</summary>
    /// <exception cref="RefusedException">It is too much.</exception>
    public async ValueTask TakeMessageAsync(CallerIn me, string address, string? text, CancellationToken cancel)
    {
        if (!Counts(me) || string.IsNullOrEmpty(text)) return;
        var quota = options.Value;
        if (!quota.IsKnown(address) && !_messages.TryTake(address)) throw TooMuch("messages a second", TimeSpan.FromSeconds(1));
        await TakeAsync(
            me, address, "bytes", Encoding.UTF8.GetByteCount(text), Day, quota.BytesPerDayPerCustomer, quota.BytesPerDayPerAddress, int.MaxValue,
            BytesUncounted, cancel);
    }

    /// <summary>Takes a file to keep.</summary>
    /// <param name="bytes">Its size.</param>
    /// <exception cref="RefusedException">It is too much.</exception>
    public async Task TakeFileAsync(CallerIn me, string address, long bytes, CancellationToken cancel)
    {
        if (!Counts(me)) return;
        var quota = options.Value;
        await TakeAsync(
            me, address, "bytes of files", (int)Math.Min(bytes, int.MaxValue), Day, quota.FileBytesPerDayPerCustomer, quota.FileBytesPerDayPerAddress,
            int.MaxValue, 0, cancel);
    }

    /// <summary>Takes one hand-over to a person.</summary>
    /// <exception cref="RefusedException">It is too much.</exception>
    public async Task TakeHandoverAsync(CallerIn me, string address, CancellationToken cancel)
    {
        if (!Counts(me)) return;
        var quota = options.Value;
        await TakeAsync(me, address, "hand-overs", 1, quota.Window, quota.HandoversPerCustomer, quota.HandoversPerAddress, quota.HandoversPerWorkspace, 0,
            cancel);
    }

    public void Dispose() => _messages.Dispose();

    private static bool Counts(CallerIn me) => me.Caller is { Role: CallerRole.Customer, IsProven: false };

    private async Task TakeAsync(
        CallerIn me, string address, string what, int amount, TimeSpan window, int perCustomer, int perAddress, int perWorkspace, int uncounted,
        CancellationToken cancel)
    {
        var workspace = me.Workspace.Name;
        await TakeAsync(new(what, "customer", workspace, me.Id), amount, perCustomer, window, uncounted, cancel);
        if (!options.Value.IsKnown(address)) await TakeAsync(new(what, "address", workspace, address), amount, perAddress, window, uncounted, cancel);
        if (perWorkspace < int.MaxValue) await TakeAsync(new(what, "workspace", workspace, ""), amount, perWorkspace, window, 0, cancel);
    }

    private ValueTask TakeAsync(Counted counted, int amount, int max, TimeSpan window, int uncounted, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (!_portions.TryGetValue(counted, out var portion))
        {
            if (_portions.Count > PortionsMax) _portions.Clear();
            portion = _portions.GetOrAdd(counted, new Portion(uncounted, now + window));
        }
        return portion.TryTake(amount, now, uncounted, window) ? default : AskAsync(counted, portion, amount, max, window, uncounted, cancel);
    }

    private async ValueTask AskAsync(Counted counted, Portion portion, int amount, int max, TimeSpan window, int uncounted, CancellationToken cancel)
    {
        var key = AccessKeys.Of($"{counted.What} of {counted.Scope}", counted.Workspace, counted.Whose);
        // One request at a time: many callers at once would take a portion each, and so the whole quota.
        await portion.Turn.WaitAsync(cancel);
        try
        {
            var now = time.GetUtcNow();
            if (portion.TryTake(amount, now, uncounted, window)) return;
            var size = Math.Max(amount, max / PortionsOfQuota);
            // Near the end of the quota a whole portion is not left any more, and what is asked for may be.
            if (await store.TryCountAsync(key, max, window, size, cancel)) portion.Add(size - amount);
            else if (size == amount || !await store.TryCountAsync(key, max, window, amount, cancel))
                throw TooMuch($"{counted.What} of {counted.Scope}", (await store.CountedAsync(key, cancel)).Until - now);
        }
        finally
        {
            portion.Turn.Release();
        }
    }

    private static RefusedException TooMuch(string what, TimeSpan wait) =>
        new(Refusal.RateLimited($"Too many {what}.", wait > TimeSpan.Zero ? wait : TimeSpan.FromSeconds(1)));

    /// <summary>What is counted, and of whom.</summary>
    private readonly record struct Counted(string What, string Scope, string Workspace, string Whose);

    /// <summary>What this process may still give away of a quota.</summary>
    private sealed class Portion(int left, DateTimeOffset until)
    {
        private readonly Lock _lock = new();
        private int _left = left;
        private DateTimeOffset _until = until;

        /// <summary>Held while the store is asked for more.</summary>
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public bool TryTake(int amount, DateTimeOffset now, int first, TimeSpan window)
        {
            lock (_lock)
            {
                if (_until <= now) (_left, _until) = (first, now + window);
                if (_left < amount) return false;
                _left -= amount;
                return true;
            }
        }

        public void Add(int amount)
        {
            lock (_lock)
                _left += amount;
        }
    }
}
