using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Configuration;
using ConversationGrid.Gateway.Sessions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Clients;

/// <summary>Notes for all processes what is done on the open desks of staff, and ends the connections of sessions in which nothing is done any more.</summary>
internal sealed partial class StaffSessionWatch(
    StaffSessions sessions, Connections connections, Callers callers, IAccessStore store, IOptions<StaffSignInOptions> options, TimeProvider time,
    ILogger<StaffSessionWatch> log)
    : BackgroundService
{
    private static readonly TimeSpan CleansEvery = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Often enough for the shortest time that may be configured.
        using var timer = new PeriodicTimer(options.Value.NoteEvery < options.Value.IdleAfter / 2 ? options.Value.NoteEvery : options.Value.IdleAfter / 2,
            time);
        var cleaned = time.GetTimestamp();
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
                sessions.Clean();
                if (time.GetElapsedTime(cleaned) < CleansEvery) continue;
                cleaned = time.GetTimestamp();
                await store.CleanAsync(stoppingToken);
            }
            catch (JournalUnavailableException failure)
            {
                LookFailed(log, failure);
            }
        }
    }

    private async Task LookAsync(CancellationToken cancel)
    {
        foreach (var session in connections.All.Select(c => c.SendBuffer)
            .GroupBy(o => (Workspace: o.User.FindFirst(Tokens.WorkspaceClaim)?.Value ?? "", Session: Tokens.SessionOf(o.User))))
        {
            var user = session.First().User;
            if (callers.Find(user) is not { Caller.IsStaff: true } || await sessions.GoesOnAsync(session.Key.Workspace, user, cancel)) continue;
            foreach (var buffer in session) buffer.Abort();
        }
    }

    [LoggerMessage(4006, LogLevel.Warning, "The sessions of staff could not be noted; they are at the next time.")]
    private static partial void LookFailed(ILogger log, Exception failure);
}
