using System.Security.Claims;
using ConversationGrid.Contracts;
using ConversationGrid.Gateway.Configuration;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Throttling;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Clients;

/// <summary>
/// Bounds the memory of pages: one connection has one page under way, one user and one address of anonymous customers a small share, and the whole process
/// no more than its budget holds. A page is under way from its reading until it is written; a client that does not take its page is dropped.
/// </summary>
internal sealed class PageTurns(IOptions<GatewayOptions> options, MemoryShed memory, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _pages = new(Math.Max(1, options.Value.PagesBytesMax / options.Value.PageBytesMax));
    private readonly Lock _lock = new();

    /// <summary>The shares that are in use or waited for.</summary>
    private readonly Dictionary<string, Share> _shares = [];

    /// <summary>Waits for a connection's turn.</summary>
    /// <exception cref="RefusedException">It took too long.</exception>
    public async Task<PageTurn> EnterAsync(SendBuffer buffer, CancellationToken cancel)
    {
        var turn = await EnterAsync(buffer.PageLine, buffer.User, buffer.Address, buffer.Abort, cancel);
        if (buffer.TryKeep(turn)) return turn;
        turn.Dispose();
        throw new RefusedException(Refusal.Unavailable("This connection is closing."));
    }

    /// <summary>Waits for the turn of a request, which lasts until its answer is written.</summary>
    /// <exception cref="RefusedException">It took too long.</exception>
    public Task<PageTurn> EnterAsync(HttpContext http, CancellationToken cancel) => EnterAsync(null, http.User, RateLimits.Address(http), http.Abort, cancel);

    public void Dispose() => _pages.Dispose();

    /// <summary>The smallest bound first, so that what waits for its own share takes nothing of anybody else's.</summary>
    private async Task<PageTurn> EnterAsync(SemaphoreSlim? line, ClaimsPrincipal user, string address, Action drop, CancellationToken cancel)
    {
        memory.ThrowIfShort();
        var began = time.GetTimestamp();
        var taken = new Stack<Action>();
        try
        {
            if (line is not null) await TakeAsync(line);
            await TakeShareAsync($"user {user.FindFirstValue(Tokens.WorkspaceClaim)}/{user.Identity?.Name}", options.Value.PagesPerUserMax);
            if (Tokens.IsAnonymous(user)) await TakeShareAsync($"address {address}", options.Value.PagesPerAddressMax);
            await TakeAsync(_pages);
            var timer = time.CreateTimer(_ => drop(), null, options.Value.PageTakenWithin, Timeout.InfiniteTimeSpan);
            taken.Push(timer.Dispose);
            return new(taken);
        }
        catch
        {
            new PageTurn(taken).Dispose();
            throw;
        }

        async Task TakeShareAsync(string key, int max)
        {
            var share = Join(key, max);
            taken.Push(() => Leave(key, share));
            await TakeAsync(share.Pages);
        }

        async Task TakeAsync(SemaphoreSlim pages)
        {
            var left = options.Value.PageWaitMax - time.GetElapsedTime(began);
            if (!await pages.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, cancel))
                throw new RefusedException(Refusal.RateLimited("Too many pages of conversations are under way; try again in a moment."));
            taken.Push(() => pages.Release());
        }
    }

    private Share Join(string key, int max)
    {
        lock (_lock)
        {
            if (!_shares.TryGetValue(key, out var share)) _shares[key] = share = new(new(max));
            share.Users++;
            return share;
        }
    }

    private void Leave(string key, Share share)
    {
        lock (_lock)
            if (--share.Users == 0) _shares.Remove(key);
    }

    /// <param name="Pages">Pages that may still begin.</param>
    private sealed record Share(SemaphoreSlim Pages)
    {
        /// <summary>Calls that have a page of it or wait for one.</summary>
        public int Users { get; set; }
    }
}

/// <summary>The turn of one page; ends once, however often it is ended.</summary>
/// <param name="taken">How each thing that it took is given back, the last one first.</param>
internal sealed class PageTurn(Stack<Action> taken) : IDisposable
{
    private int _ended;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0) return;
        while (taken.TryPop(out var giveBack)) giveBack();
    }
}
