using ConversationGrid.Faults.Traffic;
using ConversationGrid.Load.Checks;

namespace ConversationGrid.Faults;

/// <summary>What came of one trial.</summary>
internal sealed record TrialResult
{
    public required string Fault { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>Longest waits of conversations whose entity was hit and whose customer was connected elsewhere, in seconds.</summary>
    public required IReadOnlyList<double> HandOver { get; init; }

    /// <summary>Longest waits of conversations whose customer was connected to what was hit.</summary>
    public required IReadOnlyList<double> Connected { get; init; }

    public required IReadOnlyList<double> Elsewhere { get; init; }

    public required long Holes { get; init; }

    public required int Refused { get; init; }

    public required string? DidNotBite { get; init; }

    public required IReadOnlyList<string> Broken { get; init; }

    public required IReadOnlyDictionary<string, double> Figures { get; init; }

    /// <summary>Calls that failed permanently, by kind and code.</summary>
    public required IReadOnlyDictionary<string, long> Errors { get; init; }

    public bool IsKept => Verdict.Kept && Holes == 0 && Errors.Count == 0 && Broken.Count == 0;

    public static TrialResult Of(string fault, Trial trial, Verdict verdict, long holes)
    {
        var (handOver, connected, elsewhere, broken) = (new List<double>(), new List<double>(), new List<double>(), trial.Broken.ToList());
        foreach (var window in trial.Windows)
        {
            foreach (var talker in trial.Crowd.Talkers)
            {
                if (talker.Acks.LongestGap(window.Since, window.Until, window.FromThereOn) is not { } gap)
                {
                    broken.Add($"{talker.Id} had no receipt any more");
                    continue;
                }
                var into = window.Everyone ? handOver : window.Connected.Contains(talker.Id) ? connected : window.Homed.Contains(talker.Id) ? handOver
                    : elsewhere;
                into.Add((double)gap / trial.Time.TimestampFrequency);
            }
        }
        return new()
        {
            Fault = fault, Verdict = verdict, HandOver = handOver, Connected = connected, Elsewhere = elsewhere, Holes = holes, Refused = trial.Refused,
            DidNotBite = trial.DidNotBite, Broken = broken, Figures = trial.Figures,
            Errors = new SortedDictionary<string, long>(trial.Crowd.Tally.Errors.ToDictionary()),
        };
    }
}
