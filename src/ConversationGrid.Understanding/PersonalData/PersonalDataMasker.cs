using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ConversationGrid.Understanding.PersonalData;

/// <summary>
/// Replaces personal data by placeholders before a text leaves the process, and puts the values back into what returns.
/// One instance serves one exchange with the outside (or one conversation): the same value always has the same placeholder,
/// <c>[email]</c> for the first of its type and <c>[email 2]</c> for the next. The map of values stays in the instance; it is not safe for concurrent use.
/// </summary>
public sealed class PersonalDataMasker
{
    private readonly Dictionary<(PersonalDataType Type, string Value), string> _placeholders = [];
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly int[] _used = new int[Enum.GetValues<PersonalDataType>().Length];

    /// <summary>Longest placeholder looked at by <see cref="Unmask"/>, brackets included.</summary>
    public const int PlaceholderLengthMax = 32;

    /// <summary>The text with every piece of personal data replaced. Gives the same instance back when there is nothing to hide.</summary>
    public string Mask(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var spans = PersonalDataFinder.Find(text);
        if (spans.Count == 0)
            return text;
        var result = new StringBuilder(text.Length);
        var at = 0;
        foreach (var span in spans)
        {
            result.Append(text, at, span.Start - at).Append(PlaceholderFor(text, span));
            at = span.End;
        }
        return result.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>The text with every placeholder that this instance gave out replaced by its value. Values are never looked at again.</summary>
    public string Unmask(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (_values.Count == 0 || !text.Contains('['))
            return text;
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '[' && ValueAt(text, i, out var value, out var length))
            {
                result.Append(value);
                i += length;
            }
            else
            {
                result.Append(text[i++]);
            }
        }
        return result.ToString();
    }

    private string PlaceholderFor(string text, PersonalDataSpan span)
    {
        var value = text.Substring(span.Start, span.Length);
        if (_placeholders.TryGetValue((span.Type, value), out var placeholder))
            return placeholder;
        do
        {
            // A text that already holds the very words of a placeholder must come back as it was.
            var number = ++_used[(int)span.Type];
            placeholder = number == 1 ? $"[{span.Type.Placeholder()}]" : $"[{span.Type.Placeholder()} {number}]";
        }
        while (text.Contains(placeholder, StringComparison.Ordinal));
        _placeholders[(span.Type, value)] = placeholder;
        _values[placeholder] = value;
        return placeholder;
    }

    private bool ValueAt(string text, int start, [NotNullWhen(true)] out string? value, out int length)
    {
        var window = text.AsSpan(start, Math.Min(PlaceholderLengthMax, text.Length - start));
        length = window.IndexOf(']') + 1;
        value = null;
        return length > 0 && _values.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(window[..length], out value);
    }
}
