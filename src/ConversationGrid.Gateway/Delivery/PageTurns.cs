using ConversationGrid.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Delivery;

/// <summary>
/// Bounds the memory of pages: one connection has one page under way, and the whole process no more than its budget holds. A page is under way from its
/// reading until it is written; a client that does not take its page is dropped, so that it keeps no other from its own.
/// </summary>
internal sealed class PageTurns(IOptions<GatewayOptions> options, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _pages = new(Math.Max(1, options.Value.PagesBytesMax / options.Value.PageBytesMax));

    /// <summary>Waits for a connection's turn.</summary>
    /// <exception cref="RefusedException">It took too long.</exception>
    public async Task<PageTurn> EnterAsync(Outbox outbox, CancellationToken cancel)
    {
        if (!await outbox.PageLine.WaitAsync(options.Value.PageWaitMax, cancel)) throw TooMany();
        PageTurn? turn = null;
        try
        {
            turn = await EnterAsync(outbox.PageLine, outbox.Abort, cancel);
            return outbox.TryKeep(turn) ? turn : throw new RefusedException(Refusal.Unavailable("This connection is closing."));
        }
        catch
        {
            if (turn is null) outbox.PageLine.Release();
            else turn.Dispose();
            throw;
        }
    }

    /// <summary>Waits for the turn of a request, which lasts until its answer is written; the refusal if it took too long.</summary>
    public async Task<Refusal?> EnterAsync(HttpContext http, CancellationToken cancel)
    {
        try
        {
            http.Response.RegisterForDispose(await EnterAsync(null, http.Abort, cancel));
            return null;
        }
        catch (RefusedException refused)
        {
            return refused.Refusal;
        }
    }

    public void Dispose() => _pages.Dispose();

    private async Task<PageTurn> EnterAsync(SemaphoreSlim? line, Action drop, CancellationToken cancel) =>
        await _pages.WaitAsync(options.Value.PageWaitMax, cancel) ? new(_pages, line, time.CreateTimer(_ => drop(), null, options.Value.PageTakenWithin, Timeout.InfiniteTimeSpan)) : throw TooMany();

    private static RefusedException TooMany() => new(Refusal.RateLimited("Too many pages of conversations are under way; try again in a moment."));
}

/// <summary>The turn of one page; ends once, however often it is ended.</summary>
internal sealed class PageTurn(SemaphoreSlim pages, SemaphoreSlim? line, IDisposable timer) : IDisposable
{
    private int _ended;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0) return;
        timer.Dispose();
        pages.Release();
        line?.Release();
    }
}
