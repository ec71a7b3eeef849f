using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Privacy.Keys;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Privacy.Erasures;

/// <summary>
/// Before anything is served: checks that the keys can be read, and erases again what a restored journal brought back. The keys of it are gone, but names and
/// words lie in clear in its read models.
/// </summary>
internal sealed partial class ErasuresAtStart(DataKeys keys, ErasureLedger ledger, IErasures erasures, Func<IGrid> grid, ILogger<ErasuresAtStart> log)
    : IHostedService
{
    public async Task StartAsync(CancellationToken cancel)
    {
        await keys.CheckAsync(cancel);
        foreach (var (customer, erasureId) in await ledger.NotAppliedAsync(cancel))
        {
            Restored(log, erasureId);
            await grid().Customer(customer).ExecuteAsync(new RequestErasure(Caller.System, erasureId, "erased before the journal was restored"), cancel);
            await erasures.EraseAsync(customer, erasureId, cancel);
        }
    }

    public Task StopAsync(CancellationToken cancel) => Task.CompletedTask;

    [LoggerMessage(5601, LogLevel.Warning, "The journal is older than erasure {ErasureId}: it is carried out again before anything is served.")]
    private static partial void Restored(ILogger log, string erasureId);
}
