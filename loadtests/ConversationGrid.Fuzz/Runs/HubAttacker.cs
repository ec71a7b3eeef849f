using ConversationGrid.Fuzz.Frames;
using ConversationGrid.Fuzz.Wire;

namespace ConversationGrid.Fuzz.Runs;

/// <summary>One connection that sends hostile frames in batches, and after each batch asks something that must be answered.</summary>
/// <param name="firstHandshake">Where in the list of bad handshakes it begins, so that several attackers try all of them early.</param>
internal sealed class HubAttacker(Uri host, HubShape hub, string token, FrameMaker frames, int firstHandshake, string name, Findings findings)
{
    private const int BatchFrames = 32;

    /// <summary>Batches between bad handshakes.</summary>
    private const int HandshakeEvery = 8;

    /// <summary>Longest that a probe may take on a host that is attacked from several sides.</summary>
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(15);

    private HubPeer? _peer;
    private long _probes;

    public async Task RunAsync(long count, CancellationToken stop)
    {
        try
        {
            for (var batch = 0; count > 0 && !stop.IsCancellationRequested; batch++)
            {
                if (batch % HandshakeEvery == HandshakeEvery - 1)
                    await BadHandshakes.TryOneAsync(host, hub.Path, token, firstHandshake + (batch / HandshakeEvery), findings);
                _peer ??= await OpenAsync();
                var size = (int)Math.Min(count, BatchFrames);
                await BatchAsync([.. Enumerable.Range(0, size).Select(_ => frames.Next())]);
                count -= size;
            }
        }
        catch (Exception failure) when (failure is IOException or System.Net.Sockets.SocketException or TimeoutException or InvalidOperationException)
        {
            findings.Violate($"{name}: the host is gone or does not let anyone in: {failure.Message}");
        }
        finally
        {
            _peer?.Dispose();
        }
    }

    private async Task<HubPeer> OpenAsync()
    {
        findings.Count("connections");
        var (peer, status) = await HubPeer.OpenAsync(host, hub.Path, token).WaitAsync(_patience);
        if (peer is null) throw new InvalidOperationException($"{hub.Path} answered {status}");
        peer.OnError = error =>
        {
            // The farewell of a connection that ends; whether it may end is judged by the frame.
            if (error != "Connection closed with an error.") findings.CheckError(error, name);
        };
        return peer;
    }

    /// <summary>Frames that may end the connection go last in their batch, one at most, so that any other end is the host's fault.</summary>
    private async Task BatchAsync(IReadOnlyList<HostileFrame> batch)
    {
        foreach (var frame in batch) findings.Count($"frame {frame.Kind}");
        var gentle = batch.Where(f => !f.MayClose).ToList();
        await SendAsync(gentle.SelectMany(f => f.Bytes).ToArray());
        if (await ProbeAsync() != Life.Alive)
        {
            findings.Violate($"{name}: a connection did not live through its batch: {Reason()}");
            Reopen();
            await FindCulpritAsync(gentle);
            return;
        }
        foreach (var frame in batch.Where(f => f.MayClose))
        {
            _peer ??= await OpenAsync();
            await SendAsync(frame.Bytes);
            var life = await ProbeAsync();
            if (life == Life.Alive) continue;
            if (life == Life.Hung) findings.Violate($"{name}: hung after {Show(frame)}");
            findings.Count("closed as allowed");
            Reopen();
        }
    }

    /// <summary>The frames that end or hang a connection by themselves, each tried on a connection of its own.</summary>
    private async Task FindCulpritAsync(IReadOnlyList<HostileFrame> frames)
    {
        foreach (var frame in frames)
        {
            _peer ??= await OpenAsync();
            await SendAsync(frame.Bytes);
            var life = await ProbeAsync();
            if (life == Life.Alive) continue;
            findings.Violate($"{name}: {life} by {Show(frame)}: {Reason()}");
            Reopen();
        }
    }

    private async Task SendAsync(byte[] bytes)
    {
        try
        {
            await _peer!.SendAsync(bytes).WaitAsync(_patience);
        }
        catch (IOException)
        {
            // Closed meanwhile: the probe says so.
        }
        catch (TimeoutException)
        {
            findings.Violate($"{name}: the host stopped reading.");
        }
    }

    /// <summary>Whether the connection still answers.</summary>
    private async Task<Life> ProbeAsync()
    {
        var id = $"probe{++_probes}";
        try
        {
            var answered = _peer!.Expect(id);
            // A frame may have ended in the middle of a message, so the probe begins with that one's end.
            await _peer.SendAsync(new byte[] { 0x81, 0x81, 0, 0, 0, 0, HubPeer.Separator });
            await _peer.SendAsync(HubPeer.Invocation(id, "NoSuchMethod", null));
            await answered.WaitAsync(_patience);
            return Life.Alive;
        }
        catch (IOException)
        {
            return Life.Closed;
        }
        catch (TimeoutException)
        {
            return Life.Hung;
        }
    }

    private string Reason() => _peer is { Closed.IsCompletedSuccessfully: true } peer ? peer.Closed.Result : "unknown";

    private void Reopen()
    {
        _peer?.Dispose();
        _peer = null;
    }

    private static string Show(HostileFrame frame) => Findings.Short($"{frame.Kind} {System.Text.Encoding.UTF8.GetString(frame.Bytes)}");

    private enum Life
    {
        None = 0,
        Alive,
        Closed,
        Hung,
    }
}
