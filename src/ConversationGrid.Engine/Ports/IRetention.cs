namespace ConversationGrid.Engine.Ports;

/// <summary>Removes what was kept as long as its workspace wants.</summary>
public interface IRetention
{
    /// <summary>What would be removed now, kind by kind; nothing is changed.</summary>
    Task<IReadOnlyList<RetentionDue>> DueAsync(string workspace, CancellationToken cancel = default);
}

/// <summary>One kind of data.</summary>
/// <param name="Kind"><c>conversations</c> or <c>profiles</c>.</param>
/// <param name="Days">Whole days that it is kept; null for ever.</param>
/// <param name="Before">What ended before this moment is removed: the beginning of a day in the workspace's time zone.</param>
/// <param name="Due">How many there are, at the most <see cref="DueMax"/>.</param>
public sealed record RetentionDue(string Kind, int? Days, DateTimeOffset? Before, int Due)
{
    public const int DueMax = 10_000;
}
