using System.Globalization;
using System.Text;
using System.Text.Unicode;
using ConversationGrid.Fuzz.Wire;

namespace ConversationGrid.Fuzz.Frames;

/// <summary>One thing to send.</summary>
/// <param name="Bytes">WebSocket frames, ready.</param>
/// <param name="MayClose">Whether the host may end the connection for it: it broke WebSocket itself, was too large, or said good-bye.</param>
internal sealed record HostileFrame(string Kind, byte[] Bytes, bool MayClose);

/// <summary>Draws hostile frames for one hub. The same dice give the same frames.</summary>
internal sealed class FrameMaker(HubShape hub, Random dice, IReadOnlyList<string> conversations)
{
    /// <summary>What the host takes at most, with its default options.</summary>
    private const int MessageBytesMax = 65_536;

    private static readonly string[] _targets =
    [
        "OnConnectedAsync", "OnDisconnectedAsync", "Dispose", "ToString", "GetHashCode", "Equals", "get_Clients", "set_Context", "RefuseBadInvocation",
            "\u0001bad", "", " ", "post", "POST",
        "Post\0", "Post ", "Start\u200b", "event", "__proto__", "../Post", "Ｐost", "ping", "\ud83d\ude00", "Close;", "Open?", "x.y.z",
    ];

    private static readonly string[] _kept =
    [
        "{\"type\":6}", "{\"type\":5,\"invocationId\":\"nobody\"}", "{\"type\":5}", "{\"type\":5,\"invocationId\":7}",
            "{\"type\":2,\"invocationId\":\"s1\",\"item\":{}}",
        "{\"type\":2,\"invocationId\":null,\"item\":1}", "{\"type\":2}", "{\"type\":3,\"invocationId\":\"9\"}",
        "{\"type\":3,\"invocationId\":\"9\",\"result\":1}",
        "{\"type\":3,\"invocationId\":\"9\",\"error\":\"x\",\"result\":1}", "{\"type\":3}", "{\"type\":8,\"sequenceId\":1}", "{\"type\":8}",
        "{\"type\":9,\"sequenceId\":-5}",
        "{\"type\":9,\"sequenceId\":1e99}", "{\"type\":0}", "{\"type\":-1}", "{\"type\":10}", "{\"type\":99}", "{\"type\":\"1\"}", "{\"type\":1e999}",
        "{\"type\":null}", "{}", "[]", "1",
        "null", "\"x\"", "", " ", "\0", "\ufeff{\"type\":6}", "//c", "{\"type\":6}{\"type\":6}", "{\"Type\":1}", "{\"protocol\":\"json\",\"version\":1}",
    ];

    public HostileFrame Next() => dice.Next(20) switch
    {
        < 4 => Text("call", Call(wild: 0)),
        < 7 => Text("wild-value", Call(wild: 0.4)),
        < 11 => Mutated(),
        11 => Text("truncated", Truncated()),
        12 => Text("nested", Call(Method().Name, WildValues.Nested(dice.Next(60, 9_000), dice.Next(2) == 0))),
        13 => Text("duplicate-keys", DuplicateKeys()),
        14 => Text("target",
            Call(dice.Next(4) == 0 ? WildValues.Garbage(dice, dice.Next(1, 80)) : _targets[dice.Next(_targets.Length)], Argument(Method(), wild: 0.1))),
        15 => Text("arity", Arity()),
        16 => Text("invocation-id", InvocationId()),
        17 => Text("other-type", _kept[dice.Next(_kept.Length)]),
        18 => Text("stream", Stream()),
        _ => WebSocketLevel(),
    };

    private HubMethod Method() => hub.Methods[dice.Next(hub.Methods.Count)];

    private static HostileFrame Text(string kind, string record)
    {
        var frame = RawWebSocket.Frame([.. Encoding.UTF8.GetBytes(record), HubPeer.Separator]);
        return new(kind, frame, frame.Length > MessageBytesMax);
    }

    /// <summary>A call with the argument that the method takes.</summary>
    private string Call(double wild)
    {
        var method = Method();
        return Call(method.Name, Argument(method, wild));
    }

    private string Call(string target, string argument) =>
        $"{{\"type\":1,\"invocationId\":\"f{dice.Next(100_000)}\",\"target\":{WildValues.Quote(target)},\"arguments\":[{argument}]}}";

    /// <summary>An argument of the method's shape; each field is wild with the given probability.</summary>
    private string Argument(HubMethod method, double wild)
    {
        if (method.Fields is [("", _)]) return WildValues.Quote("x");
        var fields = method.Fields.Where(_ => dice.Next(12) != 0)
            .Select(f => $"{WildValues.Quote(f.Name)}:{(dice.NextDouble() < wild ? WildValues.Any(dice) : Plausible(f.Name, f.Type))}");
        return $"{{{string.Join(',', fields)}}}";
    }

    private string Plausible(string name, Type type)
    {
        if (type != typeof(string)) return dice.Next(-1, 8).ToString(CultureInfo.InvariantCulture);
        return WildValues.Quote(name switch
        {
            "conversationId" => conversations[dice.Next(conversations.Count)],
            "clientId" => $"k{dice.Next(1_000_000)}",
            "status" => dice.Next(3) switch { 0 => "online", 1 => "away", _ => "offline" },
            "queue" => dice.Next(2) == 0 ? "billing" : "general",
            "agentId" => dice.Next(2) == 0 ? "ben" : "nobody",
            "offerId" => $"{conversations[dice.Next(conversations.Count)]}.{dice.Next(9)}.{dice.Next(3)}",
            "locale" => dice.Next(2) == 0 ? "en" : "ms",
            _ => $"word {dice.Next(1000)} and how long does delivery take?",
        });
    }

    private HostileFrame Mutated()
    {
        var record = ByteMutations.Apply(Encoding.UTF8.GetBytes(Call(wild: 0)), dice);
        // A changed digit can make it a farewell, and bytes that are no UTF-8 are an error of the WebSocket.
        var mayClose = !Utf8.IsValid(record) || record.AsSpan().IndexOf("type"u8) is var at && at >= 0
            && record.AsSpan(at, Math.Min(24, record.Length - at)).Contains((byte)'7');
        return new("bytes", RawWebSocket.Frame([.. record, HubPeer.Separator]), mayClose);
    }

    private string Truncated()
    {
        var whole = Call(wild: 0);
        return whole[..dice.Next(whole.Length)];
    }

    private string DuplicateKeys()
    {
        var (first, second) = (Method(), Method());
        return $"{{\"type\":1,\"invocationId\":\"d1\",\"target\":\"{first.Name}\",\"arguments\":[{Argument(first, 0)}],\"type\":{dice.Next(1, 5)}," +
            $"\"target\":\"{second.Name}\",\"invocationId\":\"d2\",\"arguments\":[{{\"conversationId\":\"a\",\"conversationId\":{WildValues.Any(dice)}}}]}}";
    }

    private string Arity()
    {
        var arguments = dice.Next(5) switch
        {
            0 => "",
            1 => string.Join(',', Enumerable.Repeat("{}", dice.Next(2, 1_000))),
            2 => "null",
            3 => "{},null",
            _ => WildValues.Any(dice),
        };
        return dice.Next(4) switch
        {
            0 => $"{{\"type\":1,\"invocationId\":\"a\",\"target\":\"{Method().Name}\"}}",
            1 => $"{{\"type\":1,\"invocationId\":\"a\",\"target\":\"{Method().Name}\",\"arguments\":{WildValues.Any(dice)}}}",
            2 => $"{{\"arguments\":[{arguments}],\"target\":\"{Method().Name}\",\"invocationId\":\"a\",\"type\":1}}",
            _ => $"{{\"type\":1,\"invocationId\":\"a\",\"target\":\"{Method().Name}\",\"arguments\":[{arguments}]}}",
        };
    }

    private string InvocationId()
    {
        var id = dice.Next(4) switch { 0 => WildValues.Quote(new string('i', dice.Next(1, 10_000))), 1 => "\"same\"", 2 => "\"\"", _ => WildValues.Any(dice) };
        return $"{{\"type\":{(dice.Next(3) == 0 ? 4 : 1)},\"invocationId\":{id},\"target\":\"{Method().Name}\",\"arguments\":[{Argument(Method(), 0)}]}}";
    }

    private string Stream()
    {
        var method = Method();
        return dice.Next(3) switch
        {
            0 => $"{{\"type\":4,\"invocationId\":\"s{dice.Next(50)}\",\"target\":\"{method.Name}\",\"arguments\":[{Argument(method, 0)}]}}",
            1 => $"{{\"type\":1,\"invocationId\":\"s{dice.Next(50)}\",\"target\":\"{method.Name}\",\"arguments\":[]," +
                $"\"streamIds\":[{string.Join(',', Enumerable.Range(0, dice.Next(1, 500)).Select(i => $"\"{i}\""))}]}}",
            _ => $"{{\"type\":2,\"invocationId\":\"{dice.Next(500)}\",\"item\":{WildValues.Any(dice)}}}",
        };
    }

    private HostileFrame WebSocketLevel()
    {
        byte[] ping = [.. "{\"type\":6}"u8, HubPeer.Separator];
        switch (dice.Next(9))
        {
            case 0: return new("fragments",
                [.. RawWebSocket.Frame(ping.AsSpan(0, 4), final: false), .. RawWebSocket.Frame([], 9), .. RawWebSocket.Frame(ping.AsSpan(4), 0)], false);
            case 1: return new("ws-ping", RawWebSocket.Frame("hello"u8, 9), false);
            case 2: return new("nearly-giant", RawWebSocket.Frame(
                [.. Encoding.UTF8.GetBytes(Call("Post", WildValues.Quote(new string('g', MessageBytesMax - 300)))), HubPeer.Separator]), false);
            case 3: return new("giant",
                RawWebSocket.Frame([.. Encoding.UTF8.GetBytes(Call("Post", WildValues.Quote(new string('g', MessageBytesMax + dice.Next(200_000))))),
                    HubPeer.Separator]), true);
            case 4: return new("ws-unmasked", RawWebSocket.Frame(ping, masked: false), true);
            case 5: return new("ws-reserved", RawWebSocket.Frame(ping, reserved: dice.Next(1, 8)), true);
            case 6: return new("ws-opcode", RawWebSocket.Frame(ping, (byte)dice.Next(16)), true);
            case 7: return new("ws-length", [0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0], true);
            default: return new("goodbye", RawWebSocket.Frame([.. "{\"type\":7,\"error\":\"x\"}"u8, HubPeer.Separator]), true);
        }
    }
}
