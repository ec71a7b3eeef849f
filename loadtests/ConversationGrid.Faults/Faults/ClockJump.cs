using ConversationGrid.Client;
using ConversationGrid.Client.Sessions;
using ConversationGrid.Client.Wire;
using ConversationGrid.Faults.TestGrids;

namespace ConversationGrid.Faults.Faults;

/// <summary>The wall clock of one silo jumps an hour ahead, and back.</summary>
internal sealed class ClockJump : Fault
{
    public override string Name => "clock-jump";

    /// <summary>Longer than it takes until every gateway has renewed the leases of its agents.</summary>
    private const double WrongSeconds = 25;

    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(10);

    public override string What => "the wall clock of one silo of three jumps 1 h ahead for 25 s, then 1 h behind for 25 s, then is right again";

    public override TestGridKind Needs => TestGridKind.Clock;

    public override async Task StrikeAsync(Trial trial, CancellationToken cancel)
    {
        var (silo, file) = (trial.Grid.Silos[0], trial.Grid.ClockFile);
        var window = await trial.BeginAsync(silo, cancel);
        foreach (var shift in new[] { "+3600", "-3600", "+0" })
        {
            trial.Say($"clock of silo 0: {shift} s");
            await FakeClock.SetAsync(file, shift, cancel);
            await trial.WaitAsync(WrongSeconds, cancel);
            var wrong = await ShiftAsync(trial, silo, cancel);
            trial.Figures[$"shift seen at {shift}"] = Math.Round(wrong.TotalSeconds);
            if (Math.Abs(wrong.TotalSeconds) < 1_800 && shift != "+0") trial.DidNotBite = "the silo's clock did not jump";
            await VisitAsync(trial, trial.Grid.Silos[1], silo, shift, cancel);
            await VisitAsync(trial, silo, trial.Grid.Silos[1], shift, cancel);
        }
        trial.End(window);
        Survivors.Check(trial);
        if (trial.Crowd.TakenBack > 0) trial.Broken.Add($"agents who were there all the time lost {trial.Crowd.TakenBack} conversations");
        await trial.Grid.MendAsync(cancel);
    }

    /// <summary>A token from one silo opens a connection at the other.</summary>
    private static async Task VisitAsync(Trial trial, SiloPlace from, SiloPlace to, string shift, CancellationToken cancel)
    {
        var transport = trial.Crowd.Transport;
        var session = await new GridSessions(transport, from.Address).CustomerAsync(new CustomerSessionRequest("demo"), cancel: cancel);
        await using var client = new CustomerClient(transport, new GridClientOptions { Addresses = [to.Address] }, _ => new(session.Token));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(ConnectPatience);
        try
        {
            await client.StartAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            trial.Broken.Add($"at {shift} s a token of silo {from.Index} opened nothing at silo {to.Index}");
        }
    }

    /// <summary>How far the silo's clock is off, by the date of its answers.</summary>
    private static async Task<TimeSpan> ShiftAsync(Trial trial, SiloPlace silo, CancellationToken cancel)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(silo.Address, "/health/live"), cancel);
        return (answer.Headers.Date ?? trial.Time.GetUtcNow()) - trial.Time.GetUtcNow();
    }
}
