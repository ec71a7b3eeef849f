using System.Text;

namespace ConversationGrid.Knowledge;

/// <summary>The closed part of Markdown that articles use, made plain: emphasis, code, links, list marks and quotes. Everything else stays as it is.</summary>
internal static class Markdown
{
    /// <summary>One line without its marks; the text of a link stays, its address goes.</summary>
    public static string ToPlain(string line)
    {
        line = StripListMark(line);
        if (line.AsSpan().IndexOfAny("*`[") < 0)
            return line;
        var plain = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c is '*' or '`')
                continue;
            if (c == '[' && TryReadLink(line, i, out var text, out var end))
            {
                plain.Append(text);
                i = end;
                continue;
            }
            plain.Append(c);
        }
        return plain.ToString();
    }

    private static string StripListMark(string line)
    {
        if (line.StartsWith("- ", StringComparison.Ordinal) || line.StartsWith("* ", StringComparison.Ordinal) || line.StartsWith("> ", StringComparison.Ordinal))
            return line[2..].TrimStart();
        return line;
    }

    private static bool TryReadLink(string line, int at, out ReadOnlySpan<char> text, out int end)
    {
        text = default;
        end = at;
        var close = line.IndexOf("](", at, StringComparison.Ordinal);
        if (close < 0)
            return false;
        end = line.IndexOf(')', close);
        if (end < 0)
            return false;
        text = line.AsSpan(at + 1, close - at - 1);
        return true;
    }
}
