using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using AngleSharp.Text;
using UtfUnknown;

namespace ConversationGrid.Assistant.Import;

/// <summary>
/// Decodes what was fetched or read from a file: by its byte order mark, else as the header or the page itself declares, else as UTF-8, else as what its bytes
/// look like. What is not text in any of these is refused; nothing is replaced by marks for unreadable characters.
/// </summary>
internal static partial class PageText
{
    /// <summary>Where a page must have declared its encoding.</summary>
    private const int DeclaredWithin = 4_096;

    private const float SureFrom = 0.5f;

    static PageText() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <param name="declared">The encoding by the header; null: none.</param>
    /// <exception cref="ImportRefusedException">It is not text in an encoding that is known.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes, string? declared, bool isHtml)
    {
        if (MarkOf(bytes) is var (encoding, length)) return TryDecode(bytes[length..], encoding) ?? throw Undecodable(encoding.WebName);
        string?[] names = [declared, isHtml ? DeclaredIn(bytes) : null];
        foreach (var name in names)
            if (name is not null && Known(name) is { } known && TryDecode(bytes, known) is { } text) return text;
        if (Array.Find(names, name => name is not null) is { } first) throw Undecodable(first);
        if (TryDecode(bytes, Encoding.UTF8) is { } usual) return usual;
        if (CharsetDetector.DetectFromBytes(bytes.ToArray()).Detected is { Encoding: { } likely } found && found.Confidence >= SureFrom
            && TryDecode(bytes, likely) is { } detected) return detected;
        throw new ImportRefusedException("Its encoding is not declared and cannot be told from its bytes.");
    }

    private static ImportRefusedException Undecodable(string name) =>
        new($"It is not text in the encoding that it declares ({(name.Length <= 40 ? name : name[..40])}).");

    private static (Encoding Encoding, int Length)? MarkOf(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (Encoding.UTF8, 3),
        [0xFF, 0xFE, 0, 0, ..] => (Encoding.UTF32, 4),
        [0, 0, 0xFE, 0xFF, ..] => (new UTF32Encoding(true, true), 4),
        [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
        [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
        _ => null,
    };

    private static Encoding? Known(string name) => TextEncoding.IsSupported(name) ? TextEncoding.Resolve(name) : null;

    /// <summary>What the beginning of a page says of its encoding. A parser that reads it in single bytes has no page in UTF-16 before them, so that one is
    /// UTF-8, as browsers do.</summary>
    private static string? DeclaredIn(ReadOnlySpan<byte> bytes)
    {
        var beginning = Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, DeclaredWithin)]);
        var name = XmlDeclaration().Match(beginning) is { Success: true } xml ? xml.Groups[1].Value : null;
        using var tokens = new HtmlTokenizer(new TextSource(beginning), AngleSharp.Html.HtmlEntityProvider.Resolver);
        foreach (var tag in HtmlTags.Of(tokens))
        {
            if (tag.Name != "meta") continue;
            name = tag.GetAttribute("charset") is { Length: > 0 } charset ? charset
                : tag.GetAttribute("http-equiv").Equals("content-type", StringComparison.OrdinalIgnoreCase)
                ? TextEncoding.Parse(tag.GetAttribute("content"))?.WebName : null;
            if (name is not null) break;
        }
        return name?.Trim() is { Length: > 0 } found ? found.StartsWith("utf-16", StringComparison.OrdinalIgnoreCase) ? "utf-8" : found : null;
    }

    private static string? TryDecode(ReadOnlySpan<byte> bytes, Encoding encoding)
    {
        try
        {
            var text = Encoding.GetEncoding(encoding.CodePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback).GetString(bytes);
            // Control characters are in no text: these bytes are something else.
            return text.AsSpan().IndexOfAny(Controls) < 0 ? text : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static readonly System.Buffers.SearchValues<char> Controls =
        System.Buffers.SearchValues.Create([.. Enumerable.Range(0, 32).Concat(Enumerable.Range(127, 33))
            .Where(c => c is not ('\t' or '\n' or '\f' or '\r' or 0x1A or 0x85)).Select(c => (char)c)]);

    [GeneratedRegex("""^\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*["']([\w.:-]{1,40})["']""")]
    private static partial Regex XmlDeclaration();
}
