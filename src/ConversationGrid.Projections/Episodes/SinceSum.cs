using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Projections.Episodes;

/// <summary>Adds up what happened between two moments, whenever its episode began: a hand-over counts when it was asked for, a rating when it was
/// given.</summary>
internal sealed class SinceSum(long from, long to, TimeSpan serviceLevelWithin)
{
    private readonly List<float> _waits = [];
    private readonly Dictionary<string, (int InTime, int All)> _queues = [];
    private int _started, _handedOver, _ended, _resolved, _inTime, _forLevel, _rated, _satisfied, _met, _missed;

    public void Add(in EpisodeFigures e, string? queue)
    {
        if (IsIn(e.StartedAt)) _started++;
        if (IsIn(e.AskedAt)) _handedOver++;
        if (IsIn(e.EndedAt) && e.IsEndedByAssistant) _ended++;
        if (IsIn(e.EndedAt) && e.IsResolvedByAssistant) _resolved++;
        if (e.CountsForServiceLevel(serviceLevelWithin) && IsIn(e.TakenAt ?? e.EndedAt)) Count(e, queue ?? "");
        if (IsIn(e.TakenAt) && e.WaitSeconds is { } wait) _waits.Add((float)wait);
        if (IsIn(e.RatedAt))
        {
            _rated++;
            if (e.IsSatisfied) _satisfied++;
        }
        if (!IsIn(e.EndedAt ?? e.RepliedAt ?? e.StartedAt)) return;
        var (met, missed) = e.Sla;
        (_met, _missed) = (_met + met, _missed + missed);
    }

    public FiguresSince ToFigures()
    {
        _waits.Sort();
        return new(
            _started, _handedOver, _resolved, FigureSum.Share(_resolved, _ended + _handedOver), FigureSum.Share(_inTime, _forLevel),
            _waits.Count == 0 ? null : FigureSum.Percentile(_waits, 0.5),
            FigureSum.Share(_satisfied, _rated), _rated, _queues.ToDictionary(q => q.Key, q => FigureSum.Share(q.Value.InTime, q.Value.All)), _met, _missed);
    }

    public DayFigures ToDay(DateOnly day) => new(
        day, _waits.Count == 0 ? null : Math.Round(_waits.Average(), 4), FigureSum.Share(_inTime, _forLevel), FigureSum.Share(_resolved, _ended + _handedOver),
        FigureSum.Share(_satisfied, _rated));

    private void Count(in EpisodeFigures e, string queue)
    {
        var inTime = e.IsTakenWithin(serviceLevelWithin) ? 1 : 0;
        (_inTime, _forLevel) = (_inTime + inTime, _forLevel + 1);
        var known = _queues.GetValueOrDefault(queue);
        _queues[queue] = (known.InTime + inTime, known.All + 1);
    }

    private bool IsIn(long? at) => at >= from && at < to;
}
