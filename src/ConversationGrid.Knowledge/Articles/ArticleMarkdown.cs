using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Parsers.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ConversationGrid.Knowledge;

/// <summary>
/// Makes the plain text of an article from its Markdown (CommonMark and pipe tables, HTML taken as text), and Markdown from plain text. List items keep their
/// marks and numbers, a row of a table becomes a line of <c>column: value</c>, and what only looks like emphasis (<c>*124#</c>, <c>5*3*2</c>) keeps its
/// characters.
/// </summary>
public static partial class ArticleMarkdown
{
    /// <summary>From this length on a line without an end of a sentence is one that an editor wrapped.</summary>
    private const int WrappedLength = 60;

    /// <summary>Marks of emphasis and links in one block. The library matches each with all others, so in a block of more they are plain characters.</summary>
    private const int MarksMax = 500;

    private static readonly MarkdownPipeline Usual = Pipeline(withMarks: true);
    private static readonly MarkdownPipeline WithoutMarks = Pipeline(withMarks: false);

    /// <summary>The sections of a text, one for each heading with text under it.</summary>
    internal static List<ArticleSection> Sections(string markdown) =>
        TryParse(markdown) is { } document ? SectionsOf(document) : markdown.Trim() is { Length: > 0 } text ? [new("", text)] : [];

    private static List<ArticleSection> SectionsOf(MarkdownDocument document)
    {
        var sections = new List<ArticleSection>();
        var heading = "";
        var lines = new List<string>();
        foreach (var block in document)
        {
            if (block is not HeadingBlock title)
            {
                Read(block, lines, "");
                continue;
            }
            Close();
            heading = Text(title.Inline).ReplaceLineEndings(" ").Trim();
        }
        Close();
        return sections;

        void Close()
        {
            var text = string.Join('\n', lines).Trim();
            if (text.Length > 0) sections.Add(new ArticleSection(heading, text));
            lines.Clear();
        }
    }

    /// <summary>Plain text of several lines, written so that it is read as itself.</summary>
    public static string Lines(string plain)
    {
        if (IsReadAs(plain, plain)) return plain;
        var text = new StringBuilder();
        foreach (var line in plain.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            text.Append(text.Length == 0 ? "" : "\n\n").Append(Line(line));
        return text.ToString();
    }

    /// <summary>One line of plain text, written so that it is read as itself. Text without marks stays as it is.</summary>
    public static string Line(string plain)
    {
        if (IsReadAs(plain, plain)) return plain;
        var line = new StringBuilder(plain.Length + 16);
        foreach (var c in plain.Trim())
        {
            if (char.IsAsciiLetterOrDigit(c) || c > 127 || c == ' ') line.Append(c);
            else if (char.IsPunctuation(c) || char.IsSymbol(c)) line.Append('\\').Append(c);
            else line.Append(c);
        }
        return line.ToString();
    }

    private static bool IsReadAs(string markdown, string plain) =>
        TryParse(markdown) is { } document && SectionsOf(document) is [{ Heading: "" } only] && only.Text == plain.Trim();

    /// <summary>Null where blocks or marks are nested deeper than anybody writes.</summary>
    private static MarkdownDocument? TryParse(string markdown)
    {
        try
        {
            return HasTooManyMarks(markdown) ? Markdown.Parse(Definition().Replace(markdown, @"\["), WithoutMarks) : Markdown.Parse(markdown, Usual);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static MarkdownPipeline Pipeline(bool withMarks)
    {
        var builder = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables();
        if (!withMarks)
        {
            builder.InlineParsers.TryRemove<LinkInlineParser>();
            builder.InlineParsers.TryRemove<EmphasisInlineParser>();
        }
        return builder.Build();
    }

    private static bool HasTooManyMarks(string markdown)
    {
        var count = 0;
        foreach (var line in markdown.AsSpan().EnumerateLines())
        {
            var text = line.TrimStart();
            if (text.Length == 0 || text.StartsWith("- ") || text.StartsWith("* ") || char.IsAsciiDigit(text[0])) count = 0;
            foreach (var c in text)
                if (c is '[' or '*' or '_') count++;
            if (count > MarksMax) return true;
        }
        return false;
    }

    private static void Read(Block block, List<string> lines, string mark)
    {
        switch (block)
        {
            case LinkReferenceDefinitionGroup or ThematicBreakBlock:
                break;
            case Table table:
                ReadTable(table, lines);
                break;
            case ListBlock list:
                foreach (var item in list.OfType<ListItemBlock>())
                    ReadItem(item, lines, list.IsOrdered ? $"{item.Order.ToString(CultureInfo.InvariantCulture)}{list.OrderedDelimiter} " : "- ");
                break;
            case ContainerBlock container:
                foreach (var inner in container) Read(inner, lines, mark);
                break;
            case CodeBlock code:
                lines.AddRange(code.Lines.ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
                break;
            case LeafBlock leaf:
                Add(lines, mark, Text(leaf.Inline));
                break;
        }
    }

    /// <summary>An item's first line has its mark; what else is in the item stands on lines of its own.</summary>
    private static void ReadItem(ListItemBlock item, List<string> lines, string mark)
    {
        var from = lines.Count;
        foreach (var block in item) Read(block, lines, lines.Count == from && block is ParagraphBlock ? mark : "");
    }

    private static void Add(List<string> lines, string mark, string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            lines.Add(mark + line);
            mark = "";
        }
    }

    private static void ReadTable(Table table, List<string> lines)
    {
        string[] header = [];
        foreach (var row in table.OfType<TableRow>())
        {
            var cells = row.OfType<TableCell>().Select(TextOf).ToArray();
            if (row.IsHeader)
            {
                header = cells;
                continue;
            }
            var named = cells.Select((cell, i) => i < header.Length && header[i].Length > 0 && cell.Length > 0 ? $"{header[i]}: {cell}" : cell)
                .Where(cell => cell.Length > 0);
            var line = string.Join("; ", named);
            if (line.Length > 0) lines.Add(line[^1] is '.' or '!' or '?' ? line : line + ".");
        }
        // A table that is only a header is text too.
        if (header.Length > 0 && table.Count == 1) lines.Add(string.Join("; ", header));
    }

    private static string TextOf(TableCell cell)
    {
        var lines = new List<string>();
        foreach (var block in cell) Read(block, lines, "");
        return string.Join(' ', lines);
    }

    private static string Text(ContainerInline? inlines)
    {
        var text = new StringBuilder();
        if (inlines is not null) Append(text, inlines);
        return text.ToString();
    }

    private static void Append(StringBuilder text, ContainerInline inlines)
    {
        foreach (var inline in inlines)
        {
            switch (inline)
            {
                case LiteralInline literal: text.Append(literal.Content.AsSpan()); break;
                case CodeInline code: text.Append(code.Content); break;
                case AutolinkInline address: text.Append(address.Url); break;
                case HtmlEntityInline entity: text.Append(entity.Transcoded.AsSpan()); break;
                case LineBreakInline line: text.Append(!line.IsHard && IsWrapped(text, line.NextSibling) ? ' ' : '\n'); break;
                case EmphasisInline emphasis: AppendEmphasis(text, emphasis); break;
                case DelimiterInline delimiter:
                    text.Append(delimiter.ToLiteral());
                    Append(text, delimiter);
                    break;
                case ContainerInline container: Append(text, container); break;
            }
        }
    }

    /// <summary>Marks inside a word or number, and marks around a number alone, are characters that somebody is to type.</summary>
    private static void AppendEmphasis(StringBuilder text, EmphasisInline emphasis)
    {
        var inner = new StringBuilder();
        Append(inner, emphasis);
        var isTyped = emphasis.DelimiterChar == '*' && emphasis.DelimiterCount == 1
            && ((text.Length > 0 && (char.IsLetterOrDigit(text[^1]) || text[^1] is '*' or '#')) || Next(emphasis.NextSibling) is var next
                && (char.IsLetterOrDigit(next) || next is '*' or '#')
                || !HasLetter(inner));
        var mark = isTyped ? new string(emphasis.DelimiterChar, emphasis.DelimiterCount) : "";
        text.Append(mark).Append(inner).Append(mark);
    }

    private static bool HasLetter(StringBuilder text)
    {
        foreach (var chunk in text.GetChunks())
            foreach (var c in chunk.Span)
                if (char.IsLetter(c)) return true;
        return false;
    }

    /// <summary>Whether a line goes on in the next one: it is long and ends no sentence, or the next one begins in small letters.</summary>
    private static bool IsWrapped(StringBuilder text, Inline? next)
    {
        if (char.IsLower(Next(next))) return true;
        var length = 0;
        while (length < text.Length && length < WrappedLength && text[text.Length - 1 - length] != '\n') length++;
        return length == WrappedLength && text[^1] is not ('.' or '!' or '?' or ':' or ';');
    }

    private static char Next(Inline? inline) => inline switch
    {
        LiteralInline { Content.Length: > 0 } literal => literal.Content[literal.Content.Start],
        EmphasisInline emphasis => Next(emphasis.FirstChild),
        DelimiterInline delimiter when delimiter.ToLiteral() is { Length: > 0 } mark => mark[0],
        CodeInline { Content.Length: > 0 } code => code.Content[0],
        _ => ' ',
    };

    [GeneratedRegex(@"(?<=^ {0,3})\[", RegexOptions.Multiline)]
    private static partial Regex Definition();
}
