using System.Text.RegularExpressions;

namespace ConversationGrid.Tidy;

/// <summary>Files and methods stay short, types say what they are, and nothing of one machine is written down.</summary>
public partial class TextTests
{
    private const int FileLinesMax = 300;

    /// <summary>Of the clients' scripts, which Prettier lays out with one import a line.</summary>
    private const int ScriptLinesMax = 440;
    private const int MethodLinesMax = 70;
    private const int ColumnsMax = 160;

    /// <summary>Written by <c>./grid types</c>.</summary>
    private static readonly string[] Generated = ["clients/dotnet/ConversationGrid.Client/Wire/Events.cs", "clients/sdk/src/grid/events.ts"];

    private static readonly string[] Code = [".cs", ".ts", ".tsx", ".mjs", ".js", ".sh", ".py"];
    private static readonly string[] Text = [.. Code, ".md", ".json", ".csproj", ".props", ".txt", ".yml", ".yaml", ".html", ".css", ".sql"];

    /// <summary>Put together here, so that this file does not hold what it forbids.</summary>
    private static readonly string[] Banned = ["/wo" + "rk/", "/ro" + "ot/", "registry.npm" + "js.org", "api.nu" + "get.org", "py" + "pi.org",
        "localhost:48" + "73"];

    [Fact]
    public void Files_AreShort() => Ratchet.Check(
        "file-length",
        House.Files.Where(f => Code.Contains(Path.GetExtension(f)) && !Generated.Contains(f) && !IsPhrases(f))
        .Select(f => (File: f, Count: House.LinesOf(f).Length))
            .Where(x => x.Count > LinesMax(x.File)).Select(x => (x.File, x.Count, $"{x.Count} lines, and {LinesMax(x.File)} are the most")));

    /// <summary>The longest line is one literal: a pattern, a phrase, a document. Scripts are measured by Prettier, in the clients' own check.</summary>
    [Fact]
    public void Lines_EndByColumn160() => Ratchet.Check(
        "line-length",
        House.Sources.Where(f => !Generated.Contains(f)).Select(f => (File: f, Lines: LongLines(House.LinesOf(f)).ToList())).Where(x => x.Lines.Count > 0)
            .Select(x => (x.File, x.Lines.Count, $"lines {string.Join(", ", x.Lines)} pass column {ColumnsMax}")));

    private static IEnumerable<int> LongLines(string[] lines)
    {
        var isRaw = false;
        for (var i = 0; i < lines.Length; i++)
        {
            var quotes = lines[i].Split("\"\"\"").Length - 1;
            if (lines[i].Length > ColumnsMax && !isRaw && quotes == 0 && !lines[i].Contains("@\"", StringComparison.Ordinal)) yield return i + 1;
            if (quotes % 2 == 1) isRaw = !isRaw;
        }
    }

    /// <summary>Tables of the words that a page shows.</summary>
    private static bool IsPhrases(string file) => file.StartsWith("clients/desk/src/words/", StringComparison.Ordinal);

    private static int LinesMax(string file) => file.EndsWith(".cs", StringComparison.Ordinal) ? FileLinesMax : ScriptLinesMax;

    [Fact]
    public void Classes_AreInThreeFilesAtTheMost() => Ratchet.Check(
        "partial",
        House.Sources.Where(f => !f.StartsWith("tests/", StringComparison.Ordinal))
            .SelectMany(f => PartialType().Matches(House.TextOf(f)).Select(m => (Folder: Path.GetDirectoryName(f)!, Name: m.Groups[1].Value, File: f)))
            .GroupBy(x => (x.Folder, x.Name))
            .Select(g => (Type: $"{g.Key.Folder.Replace('\\', '/')}/{g.Key.Name}", Files: g.Select(x => x.File).Distinct().Count()))
            .Where(x => x.Files > 3).Select(x => (x.Type, x.Files, $"it is spread over {x.Files} files, and 3 are the most")));

    [Fact]
    public void Methods_AreShort() => Ratchet.Check("method-length", House.Sources.SelectMany(LongMethods));

    [Fact]
    public void PublicTypes_AreDocumented() => Ratchet.Check(
        "undocumented",
        House.Sources.Where(f => f.StartsWith("src/", StringComparison.Ordinal))
        .Select(f => (File: f, Names: Undocumented(House.LinesOf(f)).Where(n => !IsDocumentedBeside(f, n)).ToList()))
            .Where(x => x.Names.Count > 0).Select(x => (x.File, x.Names.Count, string.Join(", ", x.Names))));

    [Fact]
    public void NothingOfOneMachine_IsWrittenDown() => Ratchet.Check(
        "machine",
        from file in House.Files
        where Text.Contains(Path.GetExtension(file)) && !file.StartsWith("data/", StringComparison.Ordinal)
        let text = House.TextOf(file)
        let words = Banned.Where(b => text.Contains(b, StringComparison.Ordinal)).ToList()
        where words.Count > 0
        select (file, words.Count, string.Join(", ", words)));

    /// <summary>A member is a block whose head has a parenthesis and is no type; the house's indentation tells where it ends.</summary>
    private static IEnumerable<(string File, int Count, string What)> LongMethods(string file)
    {
        var lines = House.LinesOf(file);
        for (var i = 1; i < lines.Length; i++)
        {
            if (Brace().Match(lines[i]) is not { Success: true } brace) continue;
            var head = i - 1;
            while (head > 0 && lines[head].StartsWith(brace.Groups[1].Value + " ", StringComparison.Ordinal)) head--;
            if (!lines[head].Contains('(') || Declaration().IsMatch(lines[head])) continue;
            var end = Array.FindIndex(lines, i, l => l.StartsWith(brace.Groups[1].Value + "}", StringComparison.Ordinal));
            var length = end - head + 1;
            if (length > MethodLinesMax)
                yield return ($"{file}:{Name().Match(lines[head]).Groups[1].Value}", length, $"{length} lines, and {MethodLinesMax} are the most");
        }
    }

    /// <summary>A type in parts is explained once.</summary>
    private static bool IsDocumentedBeside(string file, string name) => House.Sources
        .Where(f => f != file && Path.GetDirectoryName(f) == Path.GetDirectoryName(file)).Select(House.LinesOf)
        .Any(lines => lines.Any(l => PublicType().Match(l).Groups[1].Value == name && l.Contains(" partial ", StringComparison.Ordinal))
            && !Undocumented(lines).Contains(name));

    private static IEnumerable<string> Undocumented(string[] lines)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            if (PublicType().Match(lines[i]) is not { Success: true } type) continue;
            var above = i - 1;
            while (above >= 0 && lines[above].TrimStart().StartsWith('[')) above--;
            if (above < 0 || !lines[above].TrimStart().StartsWith("///", StringComparison.Ordinal)) yield return type.Groups[1].Value;
        }
    }

    [GeneratedRegex(@"^(?:public |internal |static |sealed |abstract |readonly )*partial (?:class|record|struct|interface) (\w+)", RegexOptions.Multiline)]
    private static partial Regex PartialType();

    [GeneratedRegex(@"^( {4}| {8})\{$")]
    private static partial Regex Brace();

    [GeneratedRegex(@"\b(class|record|struct|interface|enum|namespace)\b")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"(\w+)\s*(<[^(]*>)?\(")]
    private static partial Regex Name();

    [GeneratedRegex(
        @"^\s*public (?:static |sealed |abstract |partial |readonly |ref )*(?:class|record struct|record class|record|struct|interface|enum) (\w+)")]
    private static partial Regex PublicType();
}
