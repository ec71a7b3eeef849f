using System.Globalization;
using System.Text;

namespace ConversationGrid.Fuzz.Frames;

/// <summary>JSON values that nobody expects, written by hand, because a serializer would refuse to write most of them.</summary>
internal static class WildValues
{
    private static readonly string[] _values =
    [
        "null", "true", "false", "0", "-0", "-1", "1e999", "-1e999", "1.5", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "2147483648",
        "123456789012345678901234567890", "\"\"", "\" \"", "[]", "{}", "[[]]", "[null]", "{\"a\":1}", "NaN", "Infinity", "undefined", "'x'", "0x10", "01", "+1",
        ".5", "1.",
        "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\uFEFF\"", "\"\\u202e\"", "\"a\\u0000b\"", "\"%00\"", "\"../../etc/passwd\"", "\"' OR 1=1 --\"",
        "\"__proto__\"", "\"constructor\"", "\"\u001e\"", "\"\\u001e\"", "\"\\x41\"", "\"unterminated", "\"2026-01-01T00:00:00Z\"", "\"0001-01-01T00:00:00Z\"",
        "\"9223372036854775807\"", "\"true\"", "/*c*/1", "1//", "[1,]", "{\"a\":1,}", "{,}", "\"\\\"", "\"\t\"", "\"\r\n\"", "\"<script>alert(1)</script>\"",
    ];

    /// <summary>One value as JSON text, or as something near it.</summary>
    public static string Any(Random dice) => dice.Next(12) switch
    {
        0 => Nested(dice.Next(2, 2_000), dice.Next(2) == 0),
        1 => Quote(new string((char)dice.Next(1, 0x3000), dice.Next(1, 9_000))),
        2 => dice.NextInt64(long.MinValue, long.MaxValue).ToString(CultureInfo.InvariantCulture),
        3 => Quote(Garbage(dice, dice.Next(1, 200))),
        _ => _values[dice.Next(_values.Length)],
    };

    /// <summary>Arrays or objects in one another.</summary>
    public static string Nested(int depth, bool objects) => objects
        ? $"{string.Concat(Enumerable.Repeat("{\"a\":", depth))}1{new string('}', depth)}"
        : $"{new string('[', depth)}{new string(']', depth)}";

    /// <summary>Any characters, surrogates that stand alone left out.</summary>
    public static string Garbage(Random dice, int length)
    {
        var text = new StringBuilder(length);
        for (var i = 0; i < length; i++)
        {
            var c = (char)dice.Next(0x10000);
            text.Append(char.IsSurrogate(c) ? '\u200b' : c);
        }
        return text.ToString();
    }

    /// <summary>A JSON string of a text.</summary>
    public static string Quote(string text) => System.Text.Json.JsonSerializer.Serialize(text);
}
