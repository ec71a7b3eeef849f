using System.Net.WebSockets;
using System.Text;
using ConversationGrid.Client.Hubs;
using ConversationGrid.Client.Tests.Host;
using ConversationGrid.Client.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace ConversationGrid.Client.Tests.Hubs;

public sealed class HubSocketTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Frames_CutAnywhere_ArriveWhole(int seed)
    {
        var pushes = Enumerable.Range(0, 200).Select(n => new string('é', n * 7 % 3000) + n).ToList();
        await using var host = await LoopbackHost.StartAsync(app =>
        {
            app.UseWebSockets();
            app.Map("/raw", (HttpContext context) => SendInPiecesAsync(context, pushes, new Random(seed)));
        });
        using var transport = new HubTransport();
        var sink = new ListSink(pushes.Count);
        var connection = await HubSocket.ConnectAsync(transport, new Uri(host.Address, "/raw"), null, sink);
        await sink.Complete.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(pushes.Select(p => $"{{\"text\":\"{p}\"}}"), sink.Arguments);
        connection.Abort(null);
    }

    [Fact]
    public async Task Abort_FailsTheCallsThatWait()
    {
        await using var host = await LoopbackHost.StartAsync(app =>
        {
            app.UseWebSockets();
            app.Map("/raw", (HttpContext context) => SendInPiecesAsync(context, [], new Random(1)));
        });
        using var transport = new HubTransport();
        var connection = await HubSocket.ConnectAsync(transport, new Uri(host.Address, "/raw"), null, new ListSink(1));
        var call = connection.InvokeAsync("Post", new PostRequest("c", "1", "x"), WireJson.Default.PostRequest, WireJson.Default.Receipt);
        connection.Abort(null);
        var e = await Assert.ThrowsAsync<GridException>(() => call);
        Assert.Equal(GridErrorCode.Disconnected, e.Code);
        await Assert.ThrowsAsync<GridException>(() => connection.InvokeAsync("Inbox", WireJson.Default.Inbox));
        Assert.Equal(0, transport.Live);
    }

    [Fact]
    public async Task Connect_NobodyThere_IsDisconnected()
    {
        using var transport = new HubTransport();
        var e = await Assert.ThrowsAsync<GridException>(() => HubSocket.ConnectAsync(transport, new Uri("http://127.0.0.1:9/hub"), null, new ListSink(1)));
        Assert.Equal(GridErrorCode.Disconnected, e.Code);
    }

    private static async Task SendInPiecesAsync(HttpContext context, IReadOnlyList<string> pushes, Random dice)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var hello = new byte[256];
        await socket.ReceiveAsync(hello, context.RequestAborted);
        var all = Encoding.UTF8.GetBytes("{}\u001e{\"type\":6}\u001e" + string.Concat(pushes.Select(p => $$"""{"type":1,"target":"event","arguments":[{"text":"{{p}}"}]}""" + "\u001e")));
        for (var sent = 0; sent < all.Length;)
        {
            var length = Math.Min(all.Length - sent, dice.Next(1, 2000));
            // Binary, because a cut inside a character is no valid text message; the client does not mind.
            await socket.SendAsync(all.AsMemory(sent, length), WebSocketMessageType.Binary, dice.Next(2) == 0, context.RequestAborted);
            sent += length;
        }
        while ((await socket.ReceiveAsync(hello, context.RequestAborted)).MessageType != WebSocketMessageType.Close)
        {
            // Reads until the client leaves.
        }
    }

    private sealed class ListSink(int expected) : IHubSink
    {
        private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<string> Arguments { get; } = [];

        public Task Complete => _complete.Task;

        public void Push(HubSocket connection, ReadOnlySpan<byte> target, ReadOnlySpan<byte> argument)
        {
            Arguments.Add(Encoding.UTF8.GetString(argument));
            if (Arguments.Count == expected) _complete.TrySetResult();
        }

        public void Closed(HubSocket connection, Exception? reason) => _complete.TrySetException(reason ?? new IOException("closed"));
    }
}
