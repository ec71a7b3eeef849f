using ConversationGrid.Contracts;
using ConversationGrid.Domain.ServiceLevels;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Workspaces;

namespace ConversationGrid.Gateway.Supervision;

/// <summary>How a workspace's objectives stand.</summary>
internal sealed class Objectives(TodayFigures figures, LiveSettings settings, TimeProvider time)
{
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    public async Task<IReadOnlyList<ObjectiveProgress>> OfAsync(Workspace workspace, CancellationToken cancel)
    {
        var known = settings.Of(workspace.Name);
        var saved = known.SavedOf(SettingKinds.Objective).ToDictionary(s => s.Id, s => s.At);
        if (saved.Count == 0) return [];
        var days = await figures.DaysAsync(workspace, cancel);
        var today = DayOf(time.GetUtcNow());
        return [.. known.Of<ObjectiveDefinition>(SettingKinds.Objective).Select(o => Progress(o, DayOf(saved[o.Id]), today, days))];

        DateOnly DayOf(DateTimeOffset at) => LocalDay.Of(at, workspace.Zone);
    }

    private static ObjectiveProgress Progress(Defined<ObjectiveDefinition> objective, DateOnly set, DateOnly today, IReadOnlyList<DayFigures> days)
    {
        var d = objective.Definition;
        // Today is not over, and half a day would bend the line.
        var measured = days.Where(x => x.Day < today).Select(x => (x.Day, Value: ValueOf(x, d.Metric!))).Where(x => x.Value is not null)
            .Select(x => (x.Day, x.Value!.Value)).ToList();
        var before = measured.Where(x => x.Day < set).TakeLast(Forecast.DaysMax).ToList();
        var baseline = d.Baseline ?? (before.Count > 0 ? Math.Round(before.Average(x => x.Value), 4) : null);
        var forecast = Forecast.Of(measured, d.Due, d.Metric == "waitSeconds" ? double.MaxValue : 1);
        var lowerIsBetter = baseline is { } from ? d.Target < from : d.Metric == "waitSeconds";
        bool? alarm = forecast is null ? null : lowerIsBetter ? forecast.Value > d.Target : forecast.Value < d.Target;
        return new(
            objective.Id, d.Name!, d.Metric!, baseline, d.Baseline is null ? "mean of the last 28 days with data before it was set" : "given", d.Target, d.Due,
            measured.Count > 0 ? measured[^1].Value : null, forecast, Forecast.Method, alarm);
    }

    private static double? ValueOf(DayFigures day, string metric) => metric switch
    {
        "waitSeconds" => day.WaitSeconds,
        "serviceLevel" => day.ServiceLevel,
        "automationRate" => day.AutomationRate,
        _ => day.Satisfaction,
    };
}

/// <summary>An objective and where it is heading.</summary>
/// <param name="BaselineFrom">Where the baseline comes from.</param>
/// <param name="Latest">The figure of the last whole day that has one.</param>
/// <param name="Forecast">For the due day; null while there are too few days.</param>
/// <param name="Alarm">Whether the forecast misses the target; null without a forecast.</param>
public sealed record ObjectiveProgress(
    string Id, string Name, string Metric, double? Baseline, string BaselineFrom, double Target, DateOnly Due, double? Latest, Forecast? Forecast,
    string Method, bool? Alarm);
