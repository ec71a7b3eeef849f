using ConversationGrid.Contracts;

namespace ConversationGrid.Simulator.Days;

/// <summary>What a day looked like from outside: how long customers waited, and how busy the staff were.</summary>
internal sealed class DayFigures
{
    private readonly Centre _centre;
    private readonly TimeSpan _target;
    private readonly Dictionary<string, DateTimeOffset> _since = [];
    private readonly Dictionary<string, (DateTimeOffset At, int Units)> _work = [];
    private readonly List<double> _waits = [];
    private double _busyUnitSeconds;
    private int _inTime;

    /// <param name="target">An answer within this time counts for the service level.</param>
    public DayFigures(Centre centre, TimeSpan target)
    {
        (_centre, _target) = (centre, target);
        var before = centre.Look;
        centre.Look = (stream, seq, e) =>
        {
            before?.Invoke(stream, seq, e);
            Look(stream, e);
        };
    }

    public int Offers { get; private set; }
    public int Overflowed { get; private set; }

    public DayResultFigures Of(string name)
    {
        _waits.Sort();
        var staffed = _centre.Desks.Values.Sum(d => d.Capacity * d.Shifts.Sum(s => (s.To - s.From).TotalSeconds));
        return new(
            name, _centre.Arrivals.Count, _waits.Count, Round(_waits.Count == 0 ? 0 : _waits.Average()), At(0.5), At(0.9), At(0.99), At(1),
            Math.Round(_waits.Count == 0 ? 1 : (double)_inTime / _centre.Arrivals.Count, 4), Math.Round(staffed == 0 ? 0 : _busyUnitSeconds / staffed, 4),
            Math.Round(_waits.Count == 0 ? 0 : (double)Offers / _waits.Count, 3), Overflowed);
    }

    private void Look(StreamId stream, DomainEvent e)
    {
        switch (e)
        {
            case HandoffRequested x:
                _since.TryAdd(stream.Id.Id, x.At);
                if (x.Reason == "overflow") Overflowed++;
                break;
            case AgentPicked: Offers++; break;
            case Assigned x when _since.Remove(stream.Id.Id, out var since):
                _waits.Add((x.At - since).TotalSeconds);
                if (x.At - since <= _target) _inTime++;
                break;
            case SlotAssigned x: _work[x.OfferId] = (x.At, Math.Max(1, _centre.Grid.AgentOf(stream.Id).Slots.Find(s => s.OfferId == x.OfferId)?.Weight ?? 1));
                break;
            case SlotReleased x when _work.Remove(x.OfferId, out var work): _busyUnitSeconds += (x.At - work.At).TotalSeconds * work.Units; break;
        }
    }

    private double At(double share) => _waits.Count == 0 ? 0 : Round(_waits[Math.Min(_waits.Count - 1, (int)(share * _waits.Count))]);

    private static double Round(double seconds) => Math.Round(seconds, 3);
}

/// <summary>Seconds of waiting, the share answered in time of all who came, and the share of the staff's capacity that was at work.</summary>
internal sealed record DayResultFigures(
    string Policy, int Came, int Answered, double WaitMean, double WaitP50, double WaitP90, double WaitP99, double WaitMax, double ServiceLevel, double Load,
    double OffersPerAnswer, int Overflowed);
