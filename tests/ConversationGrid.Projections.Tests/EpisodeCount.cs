using System.Globalization;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Projections.Tests;

/// <summary>Counts episodes straight from events, by the definitions of <c>docs/kpis.md</c>, and in another way than the product: from the list of an episode's
/// events.</summary>
internal sealed class EpisodeCount
{
    private readonly List<ConversationEvent> _events = [];
    private string _queue = "", _agent = "", _topic = "", _language = "", _channel = "";
    private List<string> _labels = [];
    private DateTimeOffset? _cameBack;

    private DateTimeOffset Start => _events[0].At;
    private ConversationEvent? End => _events.Find(e => e is Resolved or Closed);
    private HandoffRequested? Asked => _events.OfType<HandoffRequested>().FirstOrDefault();
    private Assigned? Taken => _events.OfType<Assigned>().FirstOrDefault();
    private bool Void => _events.Exists(e => e is MarkedSpam or Merged or BlockChanged { Blocked: true });
    private bool Answered => _events.Exists(e => e is TaskEnded { Outcome: "done" } or MessagePosted { ByKind: ActorKind.Bot, Citations.Count: > 0 });
    private bool EndedByAssistant => End is not null && Asked is null && Taken is null && !Void && (End is not Closed { Disposition: "quiet" } || Answered);
    private bool CameBack => _cameBack is not null && End is Closed { Disposition: "quiet" } && Answered && _cameBack - End.At < TimeSpan.FromHours(24);
    private bool Abandoned => Asked is not null && Taken is null && End is not null && !Void;

    private int? Score
    {
        get
        {
            var last = _events.FindLastIndex(e => e is Rated);
            return last >= 0 && _events.FindLastIndex(e => e is SurveyOffered) < last ? ((Rated)_events[last]).Score : null;
        }
    }

    private double? Wait => Asked is { } a && Taken is { } t ? Math.Max(0, (t.At - a.At).TotalSeconds) : null;
    private double? First => _events.OfType<MessagePosted>().FirstOrDefault(m => m.ByKind == ActorKind.Agent) is { } m
        ? Math.Max(0, (m.At - (Asked?.At ?? Start)).TotalSeconds) : null;

    private double? Handled
    {
        get
        {
            if (Taken is null) return null;
            var (sum, since) = (TimeSpan.Zero, (DateTimeOffset?)null);
            foreach (var e in _events)
            {
                if (since is { } began
                    && (e is HandoffRequested or Assigned or Unassigned or ReturnedToAssistant or Snoozed or Resolved || (e is Closed && e == End))) (
                        sum, since) = (sum + TimeSpan.FromMilliseconds((long)(e.At - began).TotalMilliseconds), null);
                if (e is Assigned) since = e.At;
            }
            return sum.TotalSeconds;
        }
    }

    public static List<EpisodeCount> Of(IEnumerable<IReadOnlyList<ConversationEvent>> conversations)
    {
        var all = new List<EpisodeCount>();
        foreach (var events in conversations)
        {
            EpisodeCount? now = null;
            List<string> labels = [];
            foreach (var e in events)
            {
                if (e is ConversationStarted or Reopened)
                {
                    var before = now;
                    if (before is not null) before._cameBack = e.At;
                    all.Add(now = new() { _channel = before?._channel ?? "", _language = before?._language ?? "" });
                }
                labels = e switch { Labelled x => [.. labels.Except(x.Removed ?? []).Union(x.Added ?? [])], Absorbed x => [.. labels.Union(x.Labels ?? [])],
                    _ => labels };
                now!.Take(e, labels);
            }
        }
        return all;
    }

    /// <summary>The rows of a report as text.</summary>
    public static IEnumerable<string> Rows(IEnumerable<EpisodeCount> all, ReportBy by, TimeZoneInfo zone) =>
        all.SelectMany(e => e.KeysOf(by, zone).Select(key => (key, e))).GroupBy(x => x.key, x => x.e).OrderBy(g => g.Key, StringComparer.Ordinal)
        .Select(g => Text(g.Key, [.. g]));

    public static string Text(EpisodeReportRow r) => Text(
        r.Key, r.Volume, r.HandedOver, r.Abandoned, r.ResolvedByAssistant, r.AutomatedResolutionRate, r.WaitSeconds, r.FirstResponseSeconds, r.HandleSeconds,
        r.ServiceLevel, r.Satisfaction, r.Rated, r.CameBack);

    private static string Text(string key, List<EpisodeCount> all)
    {
        var (ended, resolved, asked) = (all.Count(e => e.EndedByAssistant), all.Count(e => e.EndedByAssistant && !e.CameBack),
            all.Count(e => e.Asked is not null));
        var inTime = all.Count(e => e.Wait <= 60);
        var level = all.Count(e => e.Wait is not null || (e.Abandoned && (e.End!.At - e.Asked!.At).TotalSeconds > 60));
        var rated = all.Where(e => e.Score is not null).ToList();
        return Text(
            key, all.Count, asked, all.Count(e => e.Abandoned), resolved, Share(resolved, ended + asked), Of(all.Select(e => e.Wait)),
            Of(all.Select(e => e.First)), Of(all.Select(e => e.Handled)),
            Share(inTime, level), Share(rated.Count(e => e.Score >= 4), rated.Count), rated.Count, all.Count(e => e.CameBack));
    }

    private static string Text(
        string key, int volume, int asked, int abandoned, int resolved, double? automated, Percentiles? wait, Percentiles? first, Percentiles? handle,
        double? level, double? satisfaction, int rated, int back) =>
        string.Create(CultureInfo.InvariantCulture, $"{key}: {volume} asked {asked} abandoned {abandoned} resolved {resolved} rate {automated} wait {wait} " +
        $"first {first} handle {handle} level {level} satisfaction {satisfaction} of {rated}, back {back}");

    private static double? Share(int part, int whole) => whole == 0 ? null : Math.Round((double)part / whole, 4);

    private static Percentiles? Of(IEnumerable<double?> values)
    {
        var sorted = values.Where(v => v is not null).Select(v => (float)v!.Value).Order().ToList();
        return sorted.Count == 0 ? null : new(At(0.5), At(0.9));
        double At(double share) => Math.Round(sorted.Where((_, i) => i + 1 >= share * sorted.Count).First(), 1);
    }

    private IEnumerable<string> KeysOf(ReportBy by, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(Start, zone);
        return by switch
        {
            ReportBy.Day => [local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)],
            ReportBy.Hour => [$"{local.ToString("yyyy-MM-ddTHH", CultureInfo.InvariantCulture)}:00{local.ToString("zzz", CultureInfo.InvariantCulture)}"],
            ReportBy.Queue => [_queue],
            ReportBy.Agent => [_agent],
            ReportBy.Channel => [_channel],
            ReportBy.Language => [_language],
            ReportBy.Topic => [_topic],
            _ => _labels,
        };
    }

    private void Take(ConversationEvent e, List<string> labels)
    {
        _events.Add(e);
        _labels = labels;
        switch (e)
        {
            case ConversationStarted x:
                (_channel, _language) = (x.Channel, x.Locale);
                break;
            case HandoffRequested x when Taken is null:
                _queue = x.Queue;
                break;
            case Assigned x:
                _agent = x.AgentId;
                break;
            case MessagePosted { ByKind: ActorKind.Customer, Analysis: { } read }:
                if (read.Language != "und") _language = read.Language;
                if (read.Intent.Name != "none") _topic = read.Intent.Name;
                break;
        }
    }
}
