using System.Globalization;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using ConversationGrid.Client;
using ConversationGrid.Client.Wire;
using ConversationGrid.Faults.TestGrids;
using ConversationGrid.Faults.Traffic;
using ConversationGrid.Load.Measures;

namespace ConversationGrid.Faults.Faults;

/// <summary>Clients that subscribe to a loud conversation and then read nothing: they are dropped, memory stays bounded, nobody else waits.</summary>
internal sealed class SlowConsumer : Fault
{
    private const int Sleepers = 20;
    private const int LoudMessages = 2_500;
    private const int LoudAtOnce = 16;
    private const int TextLength = 7_500;

    /// <summary>What may wait for one connection: as many pushes as the product's default outbox holds, and what sockets and pipes hold.</summary>
    private const double MegabytesPerSleeperMax = 20;

    public override string Name => "slow-consumer";

    public override string What => "20 clients of one loud conversation (2,500 messages of 7.5 kB) that never read; the crowd's waits meanwhile";

    public override async Task StrikeAsync(Trial trial, CancellationToken cancel)
    {
        var victim = trial.Grid.Silos[0];
        var loud = new Talker(trial.Crowd, trial.Crowd.Talkers.Count * 2);
        await loud.OpenAsync(cancel);
        await using var client = loud.Client(1);
        await client.StartAsync(cancel);
        trial.Say("loud, everyone reads");
        var control = await LoudAsync(trial, loud, client, 0, cancel);
        var before = victim.Rss;
        var sleepers = new List<ClientWebSocket>();
        try
        {
            for (var i = 0; i < Sleepers; i++) sleepers.Add(await FallAsleepAsync(victim, loud, cancel));
            trial.Say($"loud, {Sleepers} clients do not read");
            var window = await trial.BeginAsync(null, cancel);
            var peak = victim.Rss;
            using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var watch = WatchAsync();
            var slow = await LoudAsync(trial, loud, client, 1, cancel);
            await watching.CancelAsync();
            await watch;
            trial.End(window);
            var dropped = (await Task.WhenAll(sleepers.Select(s => WasDroppedAsync(s, cancel)))).Count(d => d);
            (trial.Figures["dropped of 20"], trial.Figures["memory before MiB"], trial.Figures["peak MiB"]) = (dropped, Math.Round(before), Math.Round(peak));
            (trial.Figures["receipt p99 ms, all read"], trial.Figures["receipt p99 ms, 20 do not"]) = (control.P99, slow.P99);
            if (dropped < Sleepers) trial.Broken.Add($"only {dropped} of {Sleepers} who do not read were dropped");
            if (peak - before > Sleepers * MegabytesPerSleeperMax) trial.Broken.Add($"memory grew by {peak - before:0} MiB");

            async Task WatchAsync()
            {
                while (!watching.IsCancellationRequested)
                {
                    peak = Math.Max(peak, victim.Rss);
                    await Task.Delay(TimeSpan.FromMilliseconds(100), trial.Time, CancellationToken.None);
                }
            }
        }
        finally
        {
            foreach (var sleeper in sleepers) sleeper.Dispose();
            await loud.DisposeAsync();
        }
    }

    /// <summary>Posts the loud messages, and tells how long the crowd's receipts took meanwhile.</summary>
    private static async Task<Percentiles> LoudAsync(Trial trial, Talker loud, CustomerClient client, int round, CancellationToken cancel)
    {
        var tail = new string('x', TextLength);
        var already = trial.Crowd.Tally.Acks.Count;
        await Parallel.ForAsync(0, LoudMessages, new ParallelOptions { MaxDegreeOfParallelism = LoudAtOnce, CancellationToken = cancel }, async (i, c) =>
        {
            var post = new PostRequest(loud.Id, string.Create(CultureInfo.InvariantCulture, $"loud-{round}-{i}"), $"{i} {tail}");
            await Load.Simulation.Patiently.CallAsync(_ => client.Link.InvokeAsync("Post", post, WireJson.Default.PostRequest, WireJson.Default.Receipt, c),
                trial.Crowd.Transport, c);
        });
        return trial.Crowd.Tally.Acks.Percentiles(already);
    }

    /// <summary>A connection that says what it must to be subscribed, and never reads an answer.</summary>
    private static async Task<ClientWebSocket> FallAsleepAsync(SiloPlace silo, Talker loud, CancellationToken cancel)
    {
        var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        socket.Options.SetRequestHeader("Authorization", "Bearer " + loud.Token);
        using var handler = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (context, c) =>
            {
                var raw = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = 4_096 };
                await raw.ConnectAsync(context.DnsEndPoint, c);
                return new NetworkStream(raw, ownsSocket: true);
            },
        });
        await socket.ConnectAsync(new Uri($"ws://{silo.Address.Authority}/hubs/customer"), handler, cancel);
        await SendAsync("""{"protocol":"json","version":1}""");
        await SendAsync($$"""{"type":1,"invocationId":"1","target":"Resume","arguments":[{"conversationId":"{{loud.Id}}","after":1000000}]}""");
        return socket;

        Task SendAsync(string frame) => socket.SendAsync(Encoding.UTF8.GetBytes(frame + "\u001e"), WebSocketMessageType.Text, true, cancel);
    }

    /// <summary>Reads what is left: a dropped connection ends before long, another one goes silent and lives.</summary>
    private static async Task<bool> WasDroppedAsync(ClientWebSocket socket, CancellationToken cancel)
    {
        var buffer = new byte[65_536];
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            while (true)
            {
                patience.CancelAfter(TimeSpan.FromSeconds(3));
                if ((await socket.ReceiveAsync(buffer.AsMemory(), patience.Token)).MessageType == WebSocketMessageType.Close) return true;
            }
        }
        catch (WebSocketException)
        {
            return true;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }
}
