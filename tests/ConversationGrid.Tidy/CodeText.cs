using System.Text;

namespace ConversationGrid.Tidy;

/// <summary>A source without its comments and texts; what is interpolated in a text stays, because it is code.</summary>
internal sealed class CodeText
{
    private readonly string _text;
    private readonly StringBuilder _code = new();
    private int _at;

    private CodeText(string text) => _text = text;

    public static string Of(string text)
    {
        var reader = new CodeText(text);
        reader.Code(isHole: false);
        return reader._code.ToString();
    }

    private char Next => _at + 1 < _text.Length ? _text[_at + 1] : '\0';

    /// <summary>Code up to the end, or up to the brace that closes a hole of an interpolated text.</summary>
    private void Code(bool isHole)
    {
        var depth = 0;
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (c == '/' && Next == '/') SkipTo("\n", after: false);
            else if (c == '/' && Next == '*') SkipTo("*/", after: true);
            else if (c == '\'') Character();
            else if (c == '"' || (c is '$' or '@' && IsText())) Text();
            else
            {
                if (c == '{') depth++;
                if (c == '}' && --depth < 0 && isHole) return;
                _code.Append(c);
                _at++;
            }
        }
    }

    private bool IsText()
    {
        var i = _at;
        while (i < _text.Length && _text[i] is '$' or '@') i++;
        return i < _text.Length && _text[i] == '"';
    }

    private void Character()
    {
        _at += Next == '\\' ? 3 : 2;
        SkipTo("'", after: true);
    }

    private void Text()
    {
        var start = _at;
        while (_text[_at] != '"') _at++;
        var (holes, verbatim) = (_text[start.._at].Count(c => c == '$'), _text[start.._at].Contains('@'));
        var quotes = Run('"');
        _code.Append("\"\"");
        if (quotes == 2 && !verbatim) return;
        var raw = quotes >= 3;
        if (verbatim && quotes > 1) _at -= quotes - 1;
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (c == '"' && IsEnd(raw ? quotes : 1, raw, verbatim)) return;
            if (c == '\\' && !raw && !verbatim) _at += 2;
            else if (c == '{' && holes > 0) Hole(raw ? holes : 1, raw);
            else _at++;
        }
    }

    /// <summary>Whether the text ends here; what does not end it is skipped.</summary>
    private bool IsEnd(int quotes, bool raw, bool verbatim)
    {
        var run = Run('"');
        if (raw) return run >= quotes;
        if (!verbatim)
        {
            _at -= run - 1;
            return true;
        }
        return run % 2 == 1;
    }

    private void Hole(int braces, bool raw)
    {
        var run = Run('{');
        // Doubled braces are braces of the text.
        if (run < braces || (!raw && run % 2 == 0)) return;
        _code.Append(' ');
        Code(isHole: true);
        _code.Append(' ');
        _at = Math.Min(_text.Length, _at + braces);
    }

    private int Run(char c)
    {
        var from = _at;
        while (_at < _text.Length && _text[_at] == c) _at++;
        return _at - from;
    }

    private void SkipTo(string end, bool after)
    {
        var found = _text.IndexOf(end, _at, StringComparison.Ordinal);
        _at = found < 0 ? _text.Length : found + (after ? end.Length : 0);
    }
}
