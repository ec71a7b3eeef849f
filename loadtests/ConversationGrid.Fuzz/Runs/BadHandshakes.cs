using System.Text;
using ConversationGrid.Fuzz.Wire;

namespace ConversationGrid.Fuzz.Runs;

/// <summary>First words that are no handshake. Each connection must end, or be told why not, and the host must go on.</summary>
internal static class BadHandshakes
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private static readonly string[] _all =
    [
        "{\"protocol\":\"nope\",\"version\":99}\u001e", "{\"protocol\":\"json\",\"version\":2147483648}\u001e", "{\"protocol\":\"json\"}\u001e", "{}\u001e",
        "\u001e", "[]\u001e",
        "{\"protocol\":null,\"version\":1}\u001e", "{\"protocol\":\"json\",\"version\":\"1\"}\u001e", "\0\u001e", "GET / HTTP/1.1\r\n\r\n\u001e",
        "{\"type\":1,\"target\":\"Post\",\"arguments\":[]}\u001e",
        "{\"protocol\":\"messagepack\",\"version\":1}\u001e", "{\"protocol\":\"json\",\"version\":-1}\u001e", "{\"protocol\":\"\\ud800\",\"version\":1}\u001e",
        $"{{\"protocol\":\"{new string('j', 40_000)}\",\"version\":1}}\u001e",
        WildStart(), "\ufeff{\"protocol\":\"json\",\"version\":1}\u001e", "{\"protocol\":\"blazorpack\",\"version\":1}\u001e",
    ];

    public static int Count => _all.Length;

    public static async Task TryOneAsync(Uri host, string hub, string token, int number, Findings findings)
    {
        var first = _all[number % _all.Length];
        findings.Count("bad handshakes");
        var (socket, status, _) = await RawWebSocket.OpenAsync(host, $"{hub}?access_token={token}").WaitAsync(_patience);
        if (socket is null)
        {
            findings.Violate($"{hub} was not opened for a handshake: {status}");
            return;
        }
        using (socket)
        {
            await socket.SendBytesAsync(RawWebSocket.Frame(Encoding.UTF8.GetBytes(first)));
            try
            {
                while (await socket.ReadAsync().WaitAsync(_patience) is { Opcode: not 8 } frame)
                {
                    var text = Encoding.UTF8.GetString(frame.Payload);
                    if (text is "{}\u001e")
                    {
                        findings.Violate($"The handshake '{Findings.Short(first)}' was taken.");
                        return;
                    }
                    if (text.Contains("   at ", StringComparison.Ordinal)) findings.Violate($"The answer to '{Findings.Short(first)}' shows a stack trace.");
                }
            }
            catch (TimeoutException)
            {
                findings.Violate($"The handshake '{Findings.Short(first)}' was neither refused nor ended within {_patience.TotalSeconds} s.");
            }
        }
    }

    private static string WildStart() => $"{string.Concat(Enumerable.Repeat("{\"protocol\":", 3_000))}1{new string('}', 3_000)}\u001e";
}
