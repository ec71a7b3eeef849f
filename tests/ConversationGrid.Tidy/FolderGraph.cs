using System.Text.RegularExpressions;

namespace ConversationGrid.Tidy;

/// <summary>
/// Which folders of one project use which: a file uses a folder when it names a type that the folder declares, in a namespace that the file sees. Names
/// in comments and texts, members after a dot, and names of members and parameters where they are declared do not count.
/// </summary>
internal sealed partial class FolderGraph
{
    private readonly Dictionary<string, Dictionary<string, List<string>>> _uses = [];

    /// <param name="sources">Path, relative to the project's folder, and text of each source.</param>
    public FolderGraph(IEnumerable<(string Path, string Text)> sources)
    {
        var files = sources.Select(s => Source.Of(s.Path, s.Text)).ToList();
        var declared = files.SelectMany(f => f.Types.Select(type => (type, f.Namespace, f.Folder))).Distinct()
            .ToLookup(t => t.type, t => (t.Namespace, t.Folder));
        foreach (var file in files)
        {
            foreach (var folder in file.Names.SelectMany(name => Meant(file, declared[name].ToList())).Where(folder => folder != file.Folder).Distinct())
            {
                if (!_uses.TryGetValue(file.Folder, out var uses)) _uses[file.Folder] = uses = [];
                if (!uses.TryGetValue(folder, out var by)) uses[folder] = by = [];
                by.Add(file.Path);
            }
        }
    }

    /// <summary>Folders that this one uses, with the files that do so.</summary>
    public IReadOnlyDictionary<string, List<string>> UsesOf(string folder) => _uses.GetValueOrDefault(folder) ?? [];

    /// <summary>Each use that is part of a cycle, with the files that make it.</summary>
    public IEnumerable<(string From, string To, IReadOnlyList<string> Files)> Cycles() =>
        from pair in _uses
        from use in pair.Value
        where Reached(use.Key).Contains(pair.Key)
        select (pair.Key, use.Key, (IReadOnlyList<string>)use.Value);

    private HashSet<string> Reached(string from)
    {
        var (seen, next) = (new HashSet<string> { from }, new Stack<string>([from]));
        while (next.TryPop(out var folder))
            foreach (var use in UsesOf(folder).Keys)
                if (seen.Add(use)) next.Push(use);
        return seen;
    }

    /// <summary>The folders of the types that a name means in a file: of the innermost namespace around it, else of the namespaces that it uses.</summary>
    private static IEnumerable<string> Meant(Source file, IReadOnlyList<(string Namespace, string Folder)> types)
    {
        var around = types.Where(t => file.Namespace == t.Namespace || file.Namespace.StartsWith(t.Namespace + ".", StringComparison.Ordinal)).ToList();
        if (around.Count > 0)
        {
            var innermost = around.Max(t => t.Namespace.Length);
            return around.Where(t => t.Namespace.Length == innermost).Select(t => t.Folder);
        }
        return types.Where(t => file.Usings.Contains(t.Namespace)).Select(t => t.Folder);
    }

    /// <summary>What one file declares and names.</summary>
    private sealed record Source(string Path, string Folder, string Namespace, HashSet<string> Usings, HashSet<string> Types, HashSet<string> Names)
    {
        public static Source Of(string path, string text)
        {
            var code = CodeText.Of(text);
            var usings = Using().Matches(code).Select(m => m.Groups[1].Value).ToList();
            // A qualified name counts as the type in its namespace.
            var qualified = Qualified().Matches(code).ToList();
            usings.AddRange(qualified.Select(m => m.Groups[1].Value));
            var names = Name().Matches(Declared().Replace(code, "")).Select(m => m.Value).Concat(qualified.Select(m => m.Groups[2].Value)).ToHashSet();
            return new(
                path, System.IO.Path.GetDirectoryName(path)!.Replace('\\', '/'), Space().Match(code).Groups[1].Value, [.. usings],
                [.. Declaration().Matches(code).Select(m => m.Groups[1].Value)], names);
        }
    }

    [GeneratedRegex(@"^using (?:static )?(?:\w+ = )?([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Space();

    /// <summary>Types at the first level of a file; what is nested in them goes with them.</summary>
    [GeneratedRegex(
        @"^(?:public |internal |file |static |sealed |abstract |partial |readonly |ref |unsafe )*"
        + @"(?:class|record struct|record class|record|struct|interface|enum|delegate [\w<>?,\[\] ]+?) (\w+)",
        RegexOptions.Multiline)]
    private static partial Regex Declaration();

    /// <summary>The name of a member or parameter: it follows its type.</summary>
    [GeneratedRegex(@"(?<=(?:\b(?:bool|string|int|long|double|object|byte)|\b[A-Z]\w*|[>\]])\?? )[A-Z]\w*(?=\s*(?:[,;)({]|=[^=]))")]
    private static partial Regex Declared();

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*")]
    private static partial Regex Name();

    [GeneratedRegex(@"(?<![\w.])(ConversationGrid(?:\.\w+)+)\.(\w+)")]
    private static partial Regex Qualified();
}
