using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Projections.Episodes;

/// <summary>Adds episodes up to a row of a report.</summary>
internal sealed class FigureSum(TimeSpan serviceLevelWithin)
{
    private readonly List<float> _first = [];
    private readonly List<float> _next = [];
    private readonly List<float> _waits = [];
    private readonly List<float> _handled = [];
    private readonly List<float> _resolution = [];
    private readonly Dictionary<ActorKind, int> _askedBy = [];
    private int _volume, _handedOver, _taken, _abandoned, _resolved, _tried, _returned, _transferred, _inTime, _forLevel, _rated, _satisfied, _surveyed, _met,
        _missed;
    private long _moodStart, _moodEnd;
    private int _moods;

    public void Add(in EpisodeFigures e)
    {
        _volume++;
        if (e.IsHandedOver)
        {
            _handedOver++;
            _askedBy[e.AskedBy] = _askedBy.GetValueOrDefault(e.AskedBy) + 1;
        }
        if (e.IsTaken) _taken++;
        if (e.IsAbandoned) _abandoned++;
        if (e.IsResolvedByAssistant) _resolved++;
        if (e.IsTried) _tried++;
        if (e.IsReturned) _returned++;
        if (e.Transfers > 0) _transferred++;
        if (e.IsTakenWithin(serviceLevelWithin)) _inTime++;
        if (e.CountsForServiceLevel(serviceLevelWithin)) _forLevel++;
        if (e.Rating is not null) _rated++;
        if (e.IsSatisfied) _satisfied++;
        if (e.Surveyed) _surveyed++;
        var (met, missed) = e.Sla;
        (_met, _missed) = (_met + met, _missed + missed);
        if (e is { MoodStart: { } start, MoodEnd: { } end }) (_moodStart, _moodEnd, _moods) = (_moodStart + start, _moodEnd + end, _moods + 1);
        Add(_first, e.FirstResponseSeconds);
        Add(_next, e.NextResponseSeconds);
        Add(_waits, e.WaitSeconds);
        Add(_handled, e.HandleSeconds);
        Add(_resolution, e.ResolutionSeconds);
    }

    public EpisodeReportRow ToRow(string key) => new(
        key, _volume, _handedOver, _abandoned, _resolved, Share(_resolved, _tried), Of(_first), Of(_waits), Of(_handled), Share(_inTime, _forLevel),
        Share(_satisfied, _rated), _rated,
        _taken, _returned, _transferred, Share(_transferred, _taken), Share(_abandoned, _handedOver), Of(_next), Of(_resolution), Share(_rated, _surveyed),
        Share(_met, _met + _missed),
        _moods == 0 ? null : Math.Round(_moodStart / 1000.0 / _moods, 3), _moods == 0 ? null : Math.Round(_moodEnd / 1000.0 / _moods, 3),
        new SortedDictionary<string, int>(_askedBy.ToDictionary(by => by.Key.ToString().ToLowerInvariant(), by => by.Value), StringComparer.Ordinal));

    internal static double? Share(double part, double whole) => whole == 0 ? null : Math.Round(part / whole, 4);

    /// <summary>The value that a share of the values does not exceed (nearest rank), to the tenth of a second.</summary>
    internal static double Percentile(List<float> sorted, double share) =>
        Math.Round(sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)], 1);

    private static Percentiles? Of(List<float> values)
    {
        if (values.Count == 0) return null;
        values.Sort();
        return new(Percentile(values, 0.5), Percentile(values, 0.9));
    }

    private static void Add(List<float> values, double? value)
    {
        if (value is { } known) values.Add((float)known);
    }
}
