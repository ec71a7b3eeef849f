using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Attachments;

/// <summary>Removes files that were sent in and never posted.</summary>
internal sealed partial class Leftovers(KeptAttachments kept, AttachmentOptions options, TimeProvider time, ILogger<Leftovers> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken cancel)
    {
        // Not at the start, when there is other work; as often as a file may be kept too long by a quarter.
        var every = TimeSpan.FromTicks(Math.Min(options.KeepUnusedFor.Ticks / 4, TimeSpan.FromHours(6).Ticks));
        using var timer = new PeriodicTimer(every, time);
        while (await timer.WaitForNextTickAsync(cancel))
        {
            try
            {
                if (await kept.SweepAsync(time.GetUtcNow() - options.KeepUnusedFor, cancel) is var count and > 0) Removed(log, count);
            }
            catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
            {
                Failed(log, failed.GetType().Name);
            }
        }
    }

    [LoggerMessage(5901, LogLevel.Information, "{Count} files that no message took were removed.")]
    private static partial void Removed(ILogger log, int count);

    [LoggerMessage(5902, LogLevel.Warning, "Files that no message took could not be removed ({Why}); it is tried again.")]
    private static partial void Failed(ILogger log, string why);
}
