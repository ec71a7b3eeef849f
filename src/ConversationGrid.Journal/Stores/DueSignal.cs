using Microsoft.Extensions.Logging;

namespace ConversationGrid.Journal;

/// <summary>Tells this process of due times that have become durable. A listener that throws is logged and harms nobody.</summary>
internal sealed partial class DueSignal(ILogger logger)
{
    public event Action<DateTimeOffset>? DueSet;

    public void Raise(DateTimeOffset? due)
    {
        if (due is null || DueSet is not { } listeners) return;
        try
        {
            listeners(due.Value);
        }
        catch (Exception e)
        {
            ListenerFailed(logger, e);
        }
    }

    [LoggerMessage(2001, LogLevel.Error, "A listener to due times threw; the append itself is durable.")]
    private static partial void ListenerFailed(ILogger logger, Exception e);
}
