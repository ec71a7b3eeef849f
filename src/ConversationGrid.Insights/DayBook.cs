using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Insights;

/// <summary>A workspace's figures by day (UTC), as long as objectives look back.</summary>
internal sealed class DayBook
{
    private const int KeepDays = 400;

    private readonly SortedDictionary<DateOnly, Day> _days = [];

    public IReadOnlyList<DayFigures> All => [.. _days.Select(d => new DayFigures(
        d.Key, Share(d.Value.WaitSeconds, d.Value.Answered), Share(d.Value.AnsweredInTime, d.Value.Answered),
        Share(d.Value.ResolvedByBot, d.Value.ResolvedByBot + d.Value.HandedOver), Share(d.Value.Happy, d.Value.Rated)))];

    public void Answered(DateTimeOffset at, TimeSpan wait, bool inTime)
    {
        var day = On(at);
        day.Answered++;
        day.WaitSeconds += wait.TotalSeconds;
        if (inTime) day.AnsweredInTime++;
    }

    public void HandedOver(DateTimeOffset at) => On(at).HandedOver++;
    public void ResolvedByBot(DateTimeOffset at) => On(at).ResolvedByBot++;

    /// <summary>Takes back what <see cref="ResolvedByBot"/> counted at this time: the customer came back.</summary>
    public void CameBack(DateTimeOffset at) => On(at).ResolvedByBot--;

    /// <param name="before">The rating that this one corrects; null for the first.</param>
    public void Rated(DateTimeOffset at, int score, Rated? before)
    {
        if (before is not null) Count(before.At, before.Score, -1);
        Count(at, score, 1);
    }

    private void Count(DateTimeOffset at, int score, int by)
    {
        var day = On(at);
        day.Rated += by;
        if (score >= 4) day.Happy += by;
    }

    private Day On(DateTimeOffset at)
    {
        var date = DateOnly.FromDateTime(at.UtcDateTime);
        if (_days.TryGetValue(date, out var day)) return day;
        while (_days.Count >= KeepDays) _days.Remove(_days.Keys.First());
        return _days[date] = new();
    }

    private static double? Share(double part, int whole) => whole == 0 ? null : Math.Round(part / whole, 4);

    private sealed class Day
    {
        public int Answered;
        public int AnsweredInTime;
        public double WaitSeconds;
        public int HandedOver;
        public int ResolvedByBot;
        public int Rated;
        public int Happy;
    }
}
