using System.Collections.Concurrent;
using ConversationGrid.Client;
using ConversationGrid.Client.Hubs;
using ConversationGrid.Client.Sessions;
using ConversationGrid.Client.Wire;
using ConversationGrid.Load.Simulation;

namespace ConversationGrid.Faults.Faults;

/// <summary>Thousands of clients lose their connections at the same moment.</summary>
internal sealed class ReconnectStorm : Fault
{
    private const int OpeningAtOnce = 48;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public override string Name => "reconnect-storm";

    public override string What => "all clients of --clients lose their connections at once, come back and resume; the crowd's waits meanwhile";

    public override async Task StrikeAsync(Trial trial, CancellationToken cancel)
    {
        var clients = new ConcurrentBag<Returning>();
        try
        {
            await Parallel.ForAsync(0, trial.Options.Clients, new ParallelOptions { MaxDegreeOfParallelism = OpeningAtOnce, CancellationToken = cancel },
                async (i, c) =>
            {
                clients.Add(await Returning.OpenAsync(trial, i, c));
                if ((i + 1) % 1_000 == 0) trial.Say($"{clients.Count} clients are there");
            });
            var window = await trial.BeginAsync(null, cancel);
            trial.Say("cutting every connection");
            window.Since = trial.Time.GetTimestamp();
            var back = clients.Select(c => c.CutAsync(window.Since)).ToList();
            try
            {
                await Task.WhenAll(back).WaitAsync(Patience, trial.Time, cancel);
            }
            catch (TimeoutException)
            {
                trial.Broken.Add($"{back.Count(b => !b.IsCompletedSuccessfully)} clients were not whole again within {Patience.TotalSeconds} s");
            }
            trial.End(window);
            var seconds = back.Where(b => b.IsCompletedSuccessfully).Select(b => b.Result).Order().ToList();
            trial.Figures["clients"] = clients.Count;
            if (seconds.Count > 0)
                (trial.Figures["whole again p50 s"], trial.Figures["whole again p99 s"], trial.Figures["whole again max s"]) =
                    (Waits.At(seconds, 0.5), Waits.At(seconds, 0.99), seconds[^1]);
        }
        finally
        {
            await Parallel.ForEachAsync(clients, async (c, _) => await c.DisposeAsync());
        }
        await trial.WaitAsync(2, cancel);
    }

    /// <summary>A customer with a conversation of its own, who reads along.</summary>
    private sealed class Returning : IAsyncDisposable
    {
        private readonly CustomerClient _client;
        private readonly HubTransport _transport;
        private readonly TaskCompletionSource<double> _whole = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Client.Conversations.ConversationThread? _thread;
        private long _cutAt;

        private Returning(CustomerClient client, HubTransport transport)
        {
            (_client, _transport) = (client, transport);
            _client.ConnectionChanged += up =>
            {
                if (up && _cutAt != 0) _ = WholeAsync();
            };
        }

        public static async Task<Returning> OpenAsync(Trial trial, int number, CancellationToken cancel)
        {
            var (transport, urls) = (trial.Crowd.Transport, trial.Crowd.Urls);
            var session = await Patiently.CallAsync(
                attempt => new GridSessions(transport, urls[(number + attempt) % urls.Count]).CustomerAsync(new CustomerSessionRequest("demo"), cancel: cancel),
                transport, cancel);
            var client = new Returning(
                new CustomerClient(transport, new GridClientOptions { Addresses = urls, FirstAddress = number }, _ => new(session.Token)), transport);
            await client._client.StartAsync(cancel);
            client._thread = await client._client.BeginAsync(new StartRequest("storm"), cancel: cancel);
            await client._thread.CaughtUpAsync(cancel);
            return client;
        }

        /// <summary>Seconds until it is connected again and has read what there is.</summary>
        public Task<double> CutAsync(long cutAt)
        {
            _cutAt = cutAt;
            _client.Link.Cut();
            return _whole.Task;
        }

        public ValueTask DisposeAsync() => _client.DisposeAsync();

        private async Task WholeAsync()
        {
            try
            {
                await _thread!.CaughtUpAsync();
                _whole.TrySetResult(_transport.Time.GetElapsedTime(_cutAt).TotalSeconds);
            }
            catch (GridException e)
            {
                _whole.TrySetException(e);
            }
        }
    }
}
