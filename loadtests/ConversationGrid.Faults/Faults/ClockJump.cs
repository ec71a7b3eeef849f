using ConversationGrid.Faults.Stands;

namespace ConversationGrid.Faults.Faults;

/// <summary>The wall clock of one silo jumps an hour ahead, and back.</summary>
internal sealed class ClockJump : Fault
{
    public override string Name => "clock-jump";

    public override string What => "the wall clock of one silo of three jumps 1 h ahead for 10 s, then 1 h behind for 10 s, then is right again";

    public override StandKind Stand => StandKind.Clock;

    public override async Task StrikeAsync(Trial trial, CancellationToken cancel)
    {
        var (silo, file) = (trial.Stand.Silos[0], trial.Stand.ClockFile);
        var window = await trial.BeginAsync(silo, cancel);
        foreach (var shift in new[] { "+3600", "-3600", "+0" })
        {
            trial.Say($"clock of silo 0: {shift} s");
            await FakeClock.SetAsync(file, shift, cancel);
            await trial.WaitAsync(10, cancel);
            var wrong = await ShiftAsync(trial, silo, cancel);
            trial.Figures[$"shift seen at {shift}"] = Math.Round(wrong.TotalSeconds);
            if (Math.Abs(wrong.TotalSeconds) < 1_800 && shift != "+0") trial.DidNotBite = "the silo's clock did not jump";
        }
        trial.End(window);
        Survivors.Check(trial);
        await trial.Stand.MendAsync(cancel);
    }

    /// <summary>How far the silo's clock is off, by the date of its answers.</summary>
    private static async Task<TimeSpan> ShiftAsync(Trial trial, SiloPlace silo, CancellationToken cancel)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(silo.Address, "/health/live"), cancel);
        return (answer.Headers.Date ?? trial.Time.GetUtcNow()) - trial.Time.GetUtcNow();
    }
}
