using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Privacy.Keys;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Privacy.Erasures;

/// <summary>
/// Before anything is served: checks that the keys can be read, and erases again what a restored journal brought back. The keys of it are gone, but names and
/// words lie in clear in its read models.
/// </summary>
internal sealed partial class ErasuresAtStart(
    DataKeys keys, ErasureLedger ledger, IErasures erasures, RedactionLedger redacted, IRedactions redactions, Func<IGrid> grid, ILogger<ErasuresAtStart> log)
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
        await RedactAgainAsync(cancel);
    }

    /// <summary>A message that the restored journal does not have must not take the text of another one with it, which gets its number later.</summary>
    private async Task RedactAgainAsync(CancellationToken cancel)
    {
        var any = false;
        foreach (var (stream, seq, askedBy, type) in await redacted.NotAppliedAsync(cancel))
        {
            if (type is null)
            {
                await redacted.AppliedAsync(stream, seq, isMissing: true, cancel);
                continue;
            }
            RestoredMessage(log, seq);
            await redactions.RemoveAsync(stream.Id, seq, askedBy, cancel);
            // The read models follow the event.
            await grid().Conversation(stream.Id).ExecuteAsync(
                new FinishRedaction(seq, type == EventCodec.NameOf(typeof(NotePosted)), new(ActorKind.Agent, askedBy)), cancel);
            any = true;
        }
        if (any) await redactions.CleanAsync(cancel);
    }

    public Task StopAsync(CancellationToken cancel) => Task.CompletedTask;

    [LoggerMessage(5602, LogLevel.Warning, "The journal is older than the removal of a message: its text, event {Seq}, is removed again before anything is " +
        "served.")]
    private static partial void RestoredMessage(ILogger log, long seq);

    [LoggerMessage(5601, LogLevel.Warning, "The journal is older than erasure {ErasureId}: it is carried out again before anything is served.")]
    private static partial void Restored(ILogger log, string erasureId);
}
