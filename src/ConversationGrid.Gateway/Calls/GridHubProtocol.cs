using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using ConversationGrid.Contracts;
using ConversationGrid.Gateway.Throttling;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Calls;

/// <summary>
/// The JSON hub protocol, kinder to bad input: an unknown method, a wrong number of arguments or a value of the wrong type becomes a call
/// of <see cref="BadInvocation"/>, which answers <c>invalid</c>; a frame that is no JSON is skipped. The connection lives on.
/// </summary>
internal sealed class GridHubProtocol(IOptions<JsonHubProtocolOptions> options, Overload overload) : IHubProtocol
{
    /// <summary>Name of the hub method that refuses.</summary>
    public const string BadInvocation = "\u0001bad";

    private static readonly ExceptionDispatchInfo Busy =
        ExceptionDispatchInfo.Capture(new HubException($"{RefusalCodes.Unavailable}: More is written here than can be stored in time; try again in a moment."));

    private readonly JsonHubProtocol _json = new(options);

    public string Name => _json.Name;
    public int Version => _json.Version;
    public TransferFormat TransferFormat => _json.TransferFormat;
    public bool IsVersionSupported(int version) => version > 0 && _json.IsVersionSupported(version);
    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => _json.GetMessageBytes(message);

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output)
    {
        _json.WriteMessage(message, output);
        // The connection's write lock is held here, so what is released now comes after this message.
        if (message is CompletionMessage { Result: HeldAnswer answer }) answer.OnWritten();
    }

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        var before = input.Length;
        try
        {
            // A message of an unknown type is consumed and gives nothing; the ones behind it must not wait for more bytes.
            if (!_json.TryParseMessage(ref input, binder, out message))
            {
                if (input.Length == before) return false;
                message = PingMessage.Instance;
            }
        }
        catch (Exception) when (input.Length < before)
        {
            // The parser throws many things. The frame was consumed before it was read, so the next one is whole again.
            message = PingMessage.Instance;
        }
        if (message is InvocationMessage { InvocationId: { } call, Target: var target } && Overload.Counts(target) && overload.Refuses())
        {
            // Answered here and not by the filter: nothing is thrown and no slot of the connection is waited for, so that refusing stays
            // far cheaper than doing.
            message = new InvocationBindingFailureMessage(call, target, Busy);
            return true;
        }
        message = message switch
        {
            InvocationBindingFailureMessage bad => Refused(bad.InvocationId, Explain(bad)),
            StreamInvocationMessage stream => Refused(stream.InvocationId, $"'{Short(stream.Target)}' gives one answer, not a stream."),
            InvocationMessage { StreamIds.Length: > 0 } streams => Refused(streams.InvocationId, $"'{Short(streams.Target)}' takes no stream."),
            _ => message,
        };
        return true;
    }

    /// <summary>Who gave no id waits for no answer.</summary>
    private static HubMessage Refused(string? invocationId, string why) =>
        invocationId is null ? PingMessage.Instance : new InvocationMessage(invocationId, BadInvocation, [why]);

    private static string Short(string text) => text.Length <= 64 ? text : text[..64];

    /// <summary>Only what the client itself sent is named; the exception's text may quote content.</summary>
    private static string Explain(InvocationBindingFailureMessage bad) =>
        bad.BindingFailure.SourceException is HubException
            ? $"There is no method '{Short(bad.Target)}'."
            : $"The argument of '{Short(bad.Target)}' is not one object of the right shape.";
}
