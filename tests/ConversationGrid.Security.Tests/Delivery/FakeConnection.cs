using System.IO.Pipelines;
using System.Security.Claims;
using System.Text;
using ConversationGrid.Gateway.Clients;
using ConversationGrid.Gateway.Delivery;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConversationGrid.Security.Tests.Delivery;

/// <summary>A connection to a client that keeps what is written to it.</summary>
internal sealed class FakeConnection : HubConnectionContext
{
    private const char Separator = '\u001e';
    private static readonly JsonHubProtocol _protocol = new();

    private FakeConnection(ConnectionContext connection)
        : base(connection, new HubConnectionContextOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan }, NullLoggerFactory.Instance)
    {
        Protocol = _protocol;
        SendBuffer = new(this, 1_000, SendBufferBytesMax);
    }

    /// <summary>Bytes that may wait for the client.</summary>
    public const int SendBufferBytesMax = 64 * 1_024;

    public SendBuffer SendBuffer { get; }

    /// <summary>The pushes so far, each by itself.</summary>
    public List<string> Pushes { get; } = [];

    /// <summary>How often something was written.</summary>
    public int Writes { get; private set; }

    /// <summary>How the next writes end; at once unless set.</summary>
    public Func<ValueTask>? Ends { get; set; }

    public static FakeConnection Open(string id) => new(new Wire(id));

    public override ValueTask WriteAsync(SerializedHubMessage message, CancellationToken cancellationToken = default)
    {
        Writes++;
        Pushes.AddRange(Encoding.UTF8.GetString(message.GetSerializedMessage(_protocol).Span).Split(Separator, StringSplitOptions.RemoveEmptyEntries));
        return Ends?.Invoke() ?? default;
    }

    private sealed class Wire(string id) : ConnectionContext
    {
        public override IDuplexPipe Transport { get; set; } = new Pipes();
        public override string ConnectionId { get; set; } = id;
        public override IFeatureCollection Features { get; } = new FeatureCollection();
        public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

        private sealed class Pipes : IDuplexPipe
        {
            public PipeReader Input { get; } = new Pipe().Reader;
            public PipeWriter Output { get; } = new Pipe().Writer;
        }
    }
}

/// <summary>Who is on a connection.</summary>
internal sealed class FakeCaller(string connectionId, ClaimsPrincipal user) : HubCallerContext
{
    public override string ConnectionId => connectionId;
    public override string? UserIdentifier => null;
    public override ClaimsPrincipal? User => user;
    public override IDictionary<object, object?> Items { get; } = new Dictionary<object, object?>();
    public override IFeatureCollection Features { get; } = new FeatureCollection();
    public override CancellationToken ConnectionAborted => default;

    public override void Abort()
    {
    }
}
