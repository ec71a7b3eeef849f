using System.Net.Http.Headers;
using System.Text.Json;
using ConversationGrid.Faults.Traffic;
using Npgsql;

namespace ConversationGrid.Faults.Faults;

/// <summary>Events in the journal that nobody can read: a type from a newer version, and one whose content is broken.</summary>
internal sealed class PoisonMessage : Fault
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public override string Name => "poison-message";

    public override string What => "two unreadable events in the journal; their conversations refuse, all others go on, lists go on";

    public override async Task StrikeAsync(Trial trial, CancellationToken cancel)
    {
        var before = await OpenAsync(trial, 0, cancel);
        var unknown = await OpenAsync(trial, 1, cancel);
        var broken = await OpenAsync(trial, 2, cancel);
        var window = await trial.BeginAsync(null, cancel);
        trial.Say("two events that nobody can read");
        await PoisonAsync(trial, unknown, "fromTheFuture", "{}", cancel);
        await PoisonAsync(trial, broken, "messagePosted", "{\"text\":", cancel);
        await trial.WaitAsync(5, cancel);
        trial.End(window);

        foreach (var poisoned in new[] { unknown, broken }) await RefusesAsync(trial, poisoned, cancel);
        var after = await OpenAsync(trial, 3, cancel);
        foreach (var silo in trial.Grid.Silos)
        {
            if (!silo.IsAlive) trial.Broken.Add($"silo {silo.Index} ended");
            else if (!await ListsAsync(trial, silo.Address, after, cancel))
                trial.Broken.Add($"silo {silo.Index} does not list a conversation that was started after the poison");
        }
        foreach (var talker in new[] { before, unknown, broken, after }) await talker.DisposeAsync();
    }

    private static async Task<Talker> OpenAsync(Trial trial, int number, CancellationToken cancel)
    {
        var talker = new Talker(trial.Crowd, trial.Crowd.Talkers.Count * 4 + number);
        await talker.OpenAsync(cancel);
        return talker;
    }

    private static async Task PoisonAsync(Trial trial, Talker talker, string type, string structure, CancellationToken cancel)
    {
        await using var source = NpgsqlDataSource.Create(trial.Grid.Connection + ";Pooling=false");
        await using var command = source.CreateCommand("""
            insert into events (seq, tx, position, at, stream, type, structure)
            select max(seq) + 1, pg_current_xact_id(), 1, now(), stream, $2, convert_to($3, 'UTF8') from events where stream like '%/' || $1 group by stream
            """);
        foreach (var value in new[] { talker.Id, type, structure }) command.Parameters.Add(new() { Value = value });
        if (await command.ExecuteNonQueryAsync(cancel) != 1) throw new InvalidOperationException($"The conversation {talker.Id} is not in the journal.");
    }

    /// <summary>A poisoned conversation says that it does not work, in time, and takes no message that it could not keep.</summary>
    private static async Task RefusesAsync(Trial trial, Talker poisoned, CancellationToken cancel)
    {
        await using var device = await poisoned.OpenSecondAsync(0, cancel);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        var begun = trial.Time.GetTimestamp();
        if (await device.PostOnceAsync(patience.Token)) trial.Broken.Add("a poisoned conversation took a message");
        else if (patience.IsCancellationRequested) trial.Broken.Add($"a poisoned conversation did not answer within {Patience.TotalSeconds} s");
        trial.Figures["refused after s, at most"] = Math.Max(
            trial.Figures.GetValueOrDefault("refused after s, at most"), trial.Time.GetElapsedTime(begun).TotalSeconds);
    }

    private static async Task<bool> ListsAsync(Trial trial, Uri address, Talker talker, CancellationToken cancel)
    {
        var begun = trial.Time.GetTimestamp();
        using var http = new HttpClient { BaseAddress = address, Timeout = Patience };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", talker.Token);
        while (trial.Time.GetElapsedTime(begun) < Patience)
        {
            using var answer = await http.GetAsync("/api/v1/conversations", cancel);
            if (answer.IsSuccessStatusCode && (await answer.Content.ReadAsStringAsync(cancel))
                .Contains(JsonEncodedText.Encode(talker.Id).ToString(), StringComparison.Ordinal)) return true;
            await trial.WaitAsync(0.5, cancel);
        }
        return false;
    }
}
