using ConversationGrid.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Projections.Running;

public sealed partial class Projector
{
    [LoggerMessage(1040, LogLevel.Warning, "The read models could not be written; trying again.")]
    private static partial void WriteFailed(ILogger log, Exception failure);

    [LoggerMessage(1041, LogLevel.Error, "{Stream}: event {Seq} is a '{Type}' that this version cannot read; the read models go on without it.")]
    private static partial void Unreadable(ILogger log, LoggedStream stream, long seq, string type);

    [LoggerMessage(1042, LogLevel.Error, "{Stream}: event {Seq} could not be taken into the read models; they go on without it.")]
    private static partial void ApplyFailed(ILogger log, LoggedStream stream, long seq, Exception failure);

    [LoggerMessage(1043, LogLevel.Information, "Read models: this process writes partitions {Partitions}.")]
    private static partial void Owns(ILogger log, string partitions);

    [LoggerMessage(1044, LogLevel.Information, "Read models: another process took over, or rows were made anew; reading again.")]
    private static partial void Fenced(ILogger log);

    [LoggerMessage(1045, LogLevel.Information, "Read models: {Events} events taken in, {PerSecond} a second; {Behind} behind.")]
    private static partial void Catching(ILogger log, long events, long perSecond, TimeSpan behind);
}
