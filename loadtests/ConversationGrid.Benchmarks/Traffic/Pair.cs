using System.Buffers.Text;
using ConversationGrid.Client.Hubs;

namespace ConversationGrid.Benchmarks.Traffic;

/// <summary>One conversation with its two connections.</summary>
internal sealed class Pair(string conversationId, HubSocket customer, HubSocket agent, PairSink customerSink, PairSink agentSink)
{
    public string ConversationId => conversationId;

    public HubSocket Customer => customer;

    public HubSocket Agent => agent;

    public void Attach(Exchange exchange)
    {
        customerSink.Attach(exchange, this);
        agentSink.Attach(exchange, this);
    }

    public void Close()
    {
        customer.Abort(null);
        agent.Abort(null);
    }
}

/// <summary>Takes the pushes of one connection and reads from a message's text who sent it and when it was due, without parsing the rest.</summary>
internal sealed class PairSink : IHubSink
{
    private readonly bool _isAgent;
    private Exchange? _exchange;
    private Pair? _pair;

    public PairSink(bool isAgent) => _isAgent = isAgent;

    /// <summary>Pushes other than messages of the exchange, e.g. offers, for the code that sets the run up.</summary>
    public Action<string, byte[]>? Other { get; set; }

    public bool IsClosed { get; private set; }

    public void Attach(Exchange exchange, Pair pair) => (_exchange, _pair) = (exchange, pair);

    public void Push(HubSocket connection, ReadOnlySpan<byte> target, ReadOnlySpan<byte> argument)
    {
        var mark = argument.IndexOf("\"text\":\"@"u8);
        if (mark < 0 || !target.SequenceEqual("event"u8))
        {
            Other?.Invoke(System.Text.Encoding.UTF8.GetString(target), argument.ToArray());
            return;
        }
        var text = argument[(mark + 9)..];
        if (_exchange is null || !Utf8Parser.TryParse(text[1..17], out long due, out _, 'x')) return;
        _exchange.Arrived(_pair!, _isAgent, fromAgent: text[0] == (byte)'a', due);
    }

    public void Closed(HubSocket connection, Exception? reason)
    {
        IsClosed = true;
        _exchange?.Broke();
    }
}
