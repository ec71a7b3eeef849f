using System.Net.Sockets;
using System.Text;
using ConversationGrid.Fuzz.Frames;
using ConversationGrid.Fuzz.Runs;
using ConversationGrid.Fuzz.Wire;

namespace ConversationGrid.Fuzz.Requests;

/// <summary>Sends hostile requests to every REST call: bodies, types, paths, queries, and HTTP itself.</summary>
internal sealed class RestAttacker(Uri host, Rest rest, IReadOnlyList<RestCall> calls, IReadOnlyList<string> tokens, IReadOnlyList<string> ids, Random dice,
    string name, Findings findings)
{
    private static readonly string[] _types =
    [
        "application/json", "application/json; charset=utf-16", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
            "application/xml", "application/json; charset=nope",
        "application/octet-stream", "text/html", "application/vnd.api+json",
    ];

    private static readonly string[] _raw =
    [
        "POST {0} HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: "
            + "5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n",
        "POST {0} HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n{}\r\n0\r\n\r\n",
        "POST {0} HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n{}\r\n0\r\n\r\n",
        "POST {0} HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        "POST {0} HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        "POST {0} HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: -1\r\n\r\n",
        "POST {0} HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n2;x=\"\0\"\r\n{}\r\n0\r\nX: y\r\n\r\n",
        "GET {0}%00 HTTP/1.1\r\nHost: h\r\n\r\n", "GET {0}/../../../etc/passwd HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET {0}?q=%ff%fe&q=%00 HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET http://evil.example{0} HTTP/1.1\r\nHost: evil.example\r\n\r\n", "GET {0} HTTP/1.1\r\n\r\n", "GET {0} HTTP/9.9\r\nHost: h\r\n\r\n",
        "\0\0\0\0\r\n\r\n", "G\u00e9T {0} HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET {0} HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer \0\r\n\r\n", "GET {0} HTTP/1.1\r\nHost: h\r\nX: y\r\n folded\r\n\r\n",
        "POST {0} HTTP/1.1\r\nHost: h\r\nExpect: 999-nope\r\nContent-Length: 0\r\n\r\n",
    ];

    public async Task RunAsync(long count, CancellationToken stop)
    {
        for (; count > 0 && !stop.IsCancellationRequested; count--)
        {
            try
            {
                if (dice.Next(12) == 0) await RawAsync(calls[dice.Next(calls.Count)]);
                else await OneAsync(calls[dice.Next(calls.Count)]);
            }
            catch (TaskCanceledException)
            {
                findings.Violate($"{name}: a request was not answered within a minute: hung.");
            }
            catch (HttpRequestException cut) when (cut.InnerException is IOException or SocketException { SocketErrorCode: not SocketError.ConnectionRefused })
            {
                // Kestrel ends the connection of a body that it does not want to read to its end.
                findings.Count("rest cut");
            }
            catch (HttpRequestException gone)
            {
                findings.Violate($"{name}: {gone.Message}");
                return;
            }
        }
    }

    private async Task OneAsync(RestCall call)
    {
        var body = call.HasBody ? Content(call) : null;
        var token = dice.Next(10) == 0 ? null : dice.Next(30) == 0 ? WildValues.Quote("x") : tokens[dice.Next(tokens.Count)];
        var path = Path(call);
        var method = dice.Next(40) == 0 ? "DELETE" : call.Method;
        using (body)
        {
            var answer = await rest.SendAsync(method, path, token, method == "GET" ? null : body);
            findings.Count($"rest {answer.Status}");
            Check(answer.Status, answer.Body, $"{method} {path}");
        }
    }

    private HttpContent Content(RestCall call)
    {
        var type = dice.Next(8) == 0 ? _types[dice.Next(_types.Length)] : _types[0];
        return dice.Next(8) switch
        {
            0 => Rest.Json(ByteMutations.Apply(Encoding.UTF8.GetBytes(call.Body(dice, 0)), dice), type),
            1 => Rest.Json(Encoding.UTF8.GetBytes(WildValues.Any(dice)), type),
            2 => Rest.Json(Encoding.UTF8.GetBytes(WildValues.Nested(dice.Next(60, 20_000), dice.Next(2) == 0)), type),
            3 => Rest.Json(Encoding.Unicode.GetBytes(call.Body(dice, 0)), type),
            4 when dice.Next(10) == 0 => Rest.Json(new byte[dice.Next(60_000, 400_000)], type),
            5 => Rest.Json(Encoding.UTF8.GetBytes(call.Body(dice, 0).TrimEnd('}') +
                string.Concat(Enumerable.Range(0, dice.Next(1, 2_000)).Select(i => $",\"role\":\"admin\",\"k{i}\":{i}")) + "}"), type),
            _ => Rest.Json(Encoding.UTF8.GetBytes(call.Body(dice, 0.25)), type),
        };
    }

    private string Path(RestCall call)
    {
        var path = System.Text.RegularExpressions.Regex.Replace(call.Path, "{[^}]+}", _ => dice.Next(3) switch
        {
            0 => Uri.EscapeDataString(WildValues.Garbage(dice, dice.Next(1, 100))),
            _ => ids[dice.Next(ids.Count)],
        });
        if (call.Queries.Count == 0) return path;
        var queries = call.Queries.Where(_ => dice.Next(3) == 0)
            .Select(q => $"{q}={Uri.EscapeDataString(ValueOf(dice)).Replace("%ED", "%ee")}");
        return $"{path}?{string.Join('&', queries)}";
    }

    private static string ValueOf(Random dice) =>
        dice.Next(2) == 0 ? WildValues.Garbage(dice, dice.Next(1, 600)) : WildValues.Any(dice) is { Length: < 2_000 } wild ? wild : "1";

    private async Task RawAsync(RestCall call)
    {
        using var socket = await RawWebSocket.ConnectAsync(host);
        var text = _raw[dice.Next(_raw.Length)].Replace("{0}", call.Path.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal),
            StringComparison.Ordinal);
        try
        {
            await socket.SendAsync(Encoding.Latin1.GetBytes(text));
            var buffer = new byte[4_096];
            using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
            var read = await socket.ReceiveAsync(buffer, patience.Token);
            var answer = Encoding.Latin1.GetString(buffer, 0, read);
            if (answer.Length > 12 && int.TryParse(answer.AsSpan(9, 3), out var status)) Check(status, "", Findings.Short(text));
        }
        catch (Exception ended) when (ended is SocketException or OperationCanceledException)
        {
            // Waits for the rest of the body, or was cut off: both are right.
        }
        findings.Count("rest raw");
    }

    private void Check(int status, string body, string what)
    {
        if (status >= 500 && status != 505) findings.Violate($"{name}: {status} for {Findings.Short(what)}: {Findings.Short(body)}");
        if (body.Contains("   at ", StringComparison.Ordinal) && body.Contains(".cs", StringComparison.Ordinal))
            findings.Violate($"{name}: a stack trace for {Findings.Short(what)}");
        if (status >= 400 && body.Length > 0 && !body.Contains("\"code\":", StringComparison.Ordinal))
            findings.Violate($"{name}: {status} without a code for {Findings.Short(what)}: {Findings.Short(body)}");
    }
}
