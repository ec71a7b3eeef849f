using ConversationGrid.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Engine.Entities;

internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Warning, "{Stream}: the journal did not answer.")]
    public static partial void JournalUnavailable(ILogger log, LoggedStream stream, Exception failure);

    [LoggerMessage(1002, LogLevel.Information, "{Stream}: another activation wrote behind {Seq}; reading again.")]
    public static partial void Fenced(ILogger log, LoggedStream stream, long seq);

    [LoggerMessage(1003, LogLevel.Warning, "{Stream}: a snapshot was not kept.")]
    public static partial void SnapshotLost(ILogger log, LoggedStream stream, Exception failure);
}
