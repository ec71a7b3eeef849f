using System.Globalization;
using System.Text;
using ConversationGrid.Knowledge;

namespace ConversationGrid.Assistant.Import;

/// <summary>Writes what is read of a page as Markdown that says the same: a line for each paragraph, list item and row. Text is written so that nothing in it
/// is taken for a mark.</summary>
internal sealed class PageWriter
{
    /// <summary>Lists within lists that are told apart; deeper ones are written as this one.</summary>
    private const int ListsMax = 20;

    private readonly StringBuilder _text = new();
    private readonly List<string> _lines = [];
    private readonly Stack<(bool IsOrdered, int Next)> _lists = [];
    private readonly List<string> _cells = [];
    private string _mark = "";
    private char? _raised;
    private Kind _last = Kind.None;
    private int _listsTooDeep;
    private int _tables;
    private int _columns;
    private bool _isRow;
    private bool _isHeader;

    private enum Kind
    {
        None,
        Heading,
        Paragraph,
        Item,
        Row,
    }

    public string? FirstHeading { get; private set; }

    public static string Collapse(string raw) => string.Join(' ', raw.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public void Text(string text)
    {
        if (_raised is { } mark && text.Length > 0 && (char.IsDigit(text[0]) || text[0] is '-' or '+' or '\u2212') && _text.Length > 0
            && char.IsDigit(_text[^1])) _text.Append(mark);
        _raised = null;
        _text.Append(text);
    }

    /// <summary>A raised number is an exponent or a note: it is kept apart from the number before it.</summary>
    public void Raised(bool isUp) => _raised = isUp ? '^' : '_';

    public void Heading()
    {
        Break();
        if (!_isRow) _mark = "## ";
    }

    public void OpenList(bool isOrdered, string start)
    {
        Break();
        if (_lists.Count == ListsMax) _listsTooDeep++;
        else _lists.Push((isOrdered, int.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var first) && first < 100_000 ? first : 1));
    }

    public void CloseList()
    {
        Break();
        if (_listsTooDeep > 0) _listsTooDeep--;
        else _lists.TryPop(out _);
        if (_lists.Count == 0 && !_isRow) _last = _last == Kind.Item ? Kind.None : _last;
    }

    public void Item()
    {
        Break();
        if (_isRow) return;
        var (isOrdered, next) = _lists.TryPop(out var list) ? list : (false, 1);
        _mark = isOrdered ? $"{next.ToString(CultureInfo.InvariantCulture)}. " : "- ";
        if (list != default) _lists.Push((isOrdered, next + 1));
    }

    /// <summary>A table in a cell is part of the cell.</summary>
    public void OpenTable()
    {
        Break();
        if (_tables++ == 0) _columns = 0;
    }

    public void CloseTable()
    {
        if (_tables == 1) EndRow();
        if (_tables > 0) _tables--;
        if (_tables == 0 && _last == Kind.Row) _last = Kind.None;
    }

    public void Row()
    {
        if (_tables > 1)
        {
            Break();
            return;
        }
        EndRow();
        (_isRow, _isHeader) = (true, true);
    }

    public void Cell(bool isHeader)
    {
        if (_tables > 1 || !_isRow)
        {
            _text.Append(' ');
            return;
        }
        CloseCell();
        _isHeader &= isHeader;
        _cells.Add("");
    }

    public void CloseCell()
    {
        if (_tables > 1 || _cells.Count == 0) return;
        var text = Collapse(_text.ToString());
        _cells[^1] = _cells[^1].Length == 0 ? text : text.Length == 0 ? _cells[^1] : $"{_cells[^1]} {text}";
        _text.Clear();
    }

    /// <summary>Ends a line, if there is one; in a cell it is a space.</summary>
    public void Break()
    {
        if (_isRow)
        {
            _text.Append(' ');
            return;
        }
        var line = Collapse(_text.ToString());
        _text.Clear();
        if (line.Length == 0) return;
        var kind = _mark is "## " ? Kind.Heading : _mark.Length > 0 ? Kind.Item : Kind.Paragraph;
        if (kind == Kind.Heading) FirstHeading ??= line;
        Write(kind, _mark + ArticleMarkdown.Line(line));
        _mark = "";
    }

    public string Finish()
    {
        EndRow();
        Break();
        return string.Join('\n', _lines);
    }

    private void EndRow()
    {
        if (!_isRow)
        {
            Break();
            return;
        }
        CloseCell();
        _isRow = false;
        Break();
        // A row of one cell is a line of text: pages were laid out with tables.
        if (_cells.Count == 1 && _columns == 0 && _cells[0].Length > 0) Write(Kind.Paragraph, ArticleMarkdown.Line(_cells[0]));
        else if (_cells.Exists(cell => cell.Length > 0)) WriteRow();
        _cells.Clear();
    }

    private void WriteRow()
    {
        var cells = _cells.ConvertAll(cell => ArticleMarkdown.Line(cell).Replace("|", "\\|", StringComparison.Ordinal)
            .Replace("\\\\|", "\\|", StringComparison.Ordinal));
        if (_columns == 0)
        {
            _columns = cells.Count;
            Write(Kind.Row, RowOf(_isHeader ? cells : [.. cells.Select(_ => "")]));
            Write(Kind.Row, RowOf([.. cells.Select(_ => "---")]));
            if (_isHeader) return;
        }
        // What is more than the columns goes into the last one, so that nothing is lost.
        if (cells.Count > _columns) cells = [.. cells[..(_columns - 1)], string.Join("; ", cells[(_columns - 1)..])];
        while (cells.Count < _columns) cells.Add("");
        Write(Kind.Row, RowOf(cells));
    }

    private static string RowOf(List<string> cells) => $"| {string.Join(" | ", cells)} |";

    private void Write(Kind kind, string line)
    {
        var isApart = _lines.Count > 0 && _last != Kind.Heading && kind != Kind.Heading && (kind != _last || kind == Kind.Paragraph)
            && !(kind == Kind.Item && line[0] == '-' && _last == Kind.Paragraph);
        if (isApart) _lines.Add("");
        _lines.Add(line);
        _last = kind;
    }
}
