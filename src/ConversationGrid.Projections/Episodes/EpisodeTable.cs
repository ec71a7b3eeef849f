using ConversationGrid.Contracts;
using ConversationGrid.Journal.Tables;
using ConversationGrid.Projections.Settings;

namespace ConversationGrid.Projections.Episodes;

/// <summary>The table of the episodes.</summary>
internal static class EpisodeTable
{
    public static readonly Table Table = new("episodes", 4,
        Text("workspace"), Text("conversation"), Number("episode"), Number("started_at"), Number("changed_at"), Text("channel"), Text("language"),
        Text("topic"), Text("queue"), Text("agent"),
        Number("value"), Number("asked_at"), Number("asked_by"), Number("taken_at"), Number("replied_at"), Number("ended_at"), Number("ending"),
        Number("answered"), Number("void"),
        Number("returned_at"), Number("transfers"), Number("replies"), Number("reply_ms"), Number("handle_ms"), Number("first_met"), Number("next_met"),
        Number("next_missed"),
        Number("resolution_met"), Number("surveyed"), Number("rating"), Number("rated_at"), Number("mood_start"), Number("mood_end"), Text("labels"),
        Text("disposition"));

    /// <summary>What the figures are computed from, in the order of <see cref="Read"/>.</summary>
    public const string FigureColumns = """
        started_at, asked_at, asked_by, taken_at, replied_at, ended_at, ending, answered, void, returned_at, transfers, replies, reply_ms, handle_ms,
        first_met, next_met, next_missed, resolution_met, surveyed, rating, rated_at, mood_start, mood_end
        """;

    /// <summary>What they are filtered and grouped by, in the order of <see cref="ReadDimensions"/>.</summary>
    public const string DimensionColumns = "queue, agent, channel, language, topic, labels";

    /// <summary>Where a column stands that is asked for behind <see cref="FigureColumns"/>.</summary>
    public const int NextColumn = 23;

    /// <summary>What each message would change - replies and the mood at the end - stands in the row once the episode is over, or every message would write
    /// it.</summary>
    public static object?[] Row(string workspace, string conversation, EpisodeFold e) =>
    [
        workspace, conversation, (long)e.Number, Times.Micros(e.StartedAt), Times.Micros(e.ChangedAt), e.Channel, e.Language, e.Topic, e.Queue, e.Agent,
        (long)e.Value, Times.Micros(e.AskedAt), (long)e.AskedBy, Times.Micros(e.TakenAt), Times.Micros(e.RepliedAt), Times.Micros(e.EndedAt), (long)e.Ending,
        Bit(e.Answered), Bit(e.Void),
        Times.Micros(e.ReturnedAt), (long)e.Transfers, e.IsOver ? e.Replies : 0L, e.IsOver ? e.ReplyMs : 0L, e.HandleMs, Bit(e.FirstMet), (long)e.NextMet,
        (long)e.NextMissed,
        Bit(e.ResolutionMet), Bit(e.Surveyed), (long?)e.Rating, Times.Micros(e.RatedAt), Thousandths(e.MoodStart), e.IsOver ? Thousandths(e.MoodEnd) : null,
        e.Labels.Count == 0 ? null : $",{string.Join(',', e.Labels.Order(StringComparer.Ordinal))},", e.Disposition,
    ];

    public static EpisodeFigures Read(IRow row) => new()
    {
        StartedAt = row.Int64(0),
        AskedAt = row.Int64OrNull(1),
        AskedBy = (ActorKind)row.Int64(2),
        TakenAt = row.Int64OrNull(3),
        RepliedAt = row.Int64OrNull(4),
        EndedAt = row.Int64OrNull(5),
        Ending = (EpisodeEnding)row.Int64(6),
        Answered = row.Int64(7) != 0,
        Void = row.Int64(8) != 0,
        ReturnedAt = row.Int64OrNull(9),
        Transfers = (int)row.Int64(10),
        Replies = (int)row.Int64(11),
        ReplyMs = row.Int64(12),
        HandleMs = row.Int64(13),
        FirstMet = row.Int64OrNull(14),
        NextMet = (int)row.Int64(15),
        NextMissed = (int)row.Int64(16),
        ResolutionMet = row.Int64OrNull(17),
        Surveyed = row.Int64(18) != 0,
        Rating = (int?)row.Int64OrNull(19),
        RatedAt = row.Int64OrNull(20),
        MoodStart = row.Int64OrNull(21),
        MoodEnd = row.Int64OrNull(22),
    };

    /// <summary>Reads <see cref="DimensionColumns"/>, which stand behind the figures.</summary>
    public static EpisodeDimensions ReadDimensions(IRow row) => new(
        row.TextOrNull(NextColumn), row.TextOrNull(NextColumn + 1), row.Text(NextColumn + 2), row.Text(NextColumn + 3), row.TextOrNull(NextColumn + 4),
        row.TextOrNull(NextColumn + 5));

    private static Column Text(string name) => new(name, ColumnKind.Text);
    private static Column Number(string name) => new(name, ColumnKind.Number);
    private static long Bit(bool value) => value ? 1 : 0;
    private static long? Bit(bool? value) => value is { } known ? Bit(known) : null;
    private static long? Thousandths(double? value) => value is { } known ? (long)Math.Round(known * 1000) : null;
}
