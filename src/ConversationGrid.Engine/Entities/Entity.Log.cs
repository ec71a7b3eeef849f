using ConversationGrid.Contracts;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Engine.Entities;

internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Warning, "{Stream}: the journal did not answer.")]
    public static partial void JournalUnavailable(ILogger log, StreamId stream, Exception failure);

    [LoggerMessage(1002, LogLevel.Information, "{Stream}: another activation wrote behind {Seq}; reading again.")]
    public static partial void Fenced(ILogger log, StreamId stream, long seq);

    [LoggerMessage(1003, LogLevel.Warning, "{Stream}: a snapshot was not kept.")]
    public static partial void SnapshotLost(ILogger log, StreamId stream, Exception failure);
}
