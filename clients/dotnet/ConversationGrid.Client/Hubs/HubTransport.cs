using System.Collections.Concurrent;
using System.Net;

namespace ConversationGrid.Client.Hubs;

/// <summary>
/// What all connections of a process share: the sockets' handler, the clock, the dice, and one timer that pings for all of them,
/// so that a connection costs no timer of its own and thousands fit in one process.
/// </summary>
public sealed class HubTransport : IDisposable
{
    private readonly ConcurrentDictionary<HubSocket, byte> _live = new();
    private readonly SocketsHttpHandler _handler;
    private readonly HubTransportOptions _options;
    private readonly ITimer _beat;
    private readonly Func<double> _dice;

    /// <param name="dice">Draws from 0 to 1, from any thread; for the jitter of reconnects.</param>
    public HubTransport(HubTransportOptions? options = null, TimeProvider? time = null, Func<double>? dice = null)
    {
        _options = options ?? new HubTransportOptions();
        Time = time ?? TimeProvider.System;
        _dice = dice ?? (() => System.Security.Cryptography.RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue);
        _handler = new SocketsHttpHandler
        {
            UseCookies = false,
            UseProxy = _options.UseProxy,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = _options.ConnectTimeout,
        };
        Invoker = new HttpMessageInvoker(_handler, disposeHandler: false);
        Http = new HttpClient(_handler, disposeHandler: false) { Timeout = _options.ConnectTimeout + _options.ConnectTimeout };
        _beat = Time.CreateTimer(static state => ((HubTransport)state!).Beat(), this, _options.PingInterval / 3, _options.PingInterval / 3);
    }

    public TimeProvider Time { get; }

    /// <summary>For REST calls to the same hosts.</summary>
    public HttpClient Http { get; }

    /// <summary>Connections that are open now.</summary>
    public int Live => _live.Count;

    internal HttpMessageInvoker Invoker { get; }

    internal HubTransportOptions Options => _options;

    internal double Dice() => _dice();

    internal void Add(HubSocket connection) => _live.TryAdd(connection, 0);

    internal void Remove(HubSocket connection) => _live.TryRemove(connection, out _);

    private void Beat()
    {
        foreach (var (connection, _) in _live) connection.Beat(_options.PingInterval, _options.ServerTimeout);
    }

    public void Dispose()
    {
        _beat.Dispose();
        foreach (var (connection, _) in _live) connection.Abort(null);
        Http.Dispose();
        Invoker.Dispose();
        _handler.Dispose();
    }
}

/// <summary>Times and bounds of all connections of a <see cref="HubTransport"/>.</summary>
public sealed class HubTransportOptions
{
    /// <summary>How long a connect and its handshake may take. Default: 15 seconds.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>After how long without sending a ping goes out. The server gives up after twice this. Default: 15 seconds.</summary>
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>After how long without hearing anything a connection is given up. Default: 30 seconds.</summary>
    public TimeSpan ServerTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Most bytes that wait to be sent on one connection; beyond, calls fail as <c>unavailable</c>. Default: 1 MiB.</summary>
    public int SendBufferMax { get; set; } = 1 << 20;

    /// <summary>Longest frame that is accepted. Default: 16 MiB.</summary>
    public int FrameMax { get; set; } = 16 << 20;

    /// <summary>Whether the system's proxy is used. Default: off.</summary>
    public bool UseProxy { get; set; }
}
