using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ConversationGrid.Tidy;

/// <summary>The repository, as its files say it is.</summary>
internal static class House
{
    private static readonly string[] NotOurs = ["artifacts", "node_modules", "dist", ".git", "bin", "obj", "data"];

    public static string Root { get; } = FindRoot();

    /// <summary>All files that somebody wrote, relative to the root, with forward slashes.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. Walk(Root).Select(Relative).Order(StringComparer.Ordinal)];

    public static IEnumerable<string> Sources => Files.Where(f => f.EndsWith(".cs", StringComparison.Ordinal));
    public static IEnumerable<Project> Projects => Files.Where(f => f.EndsWith(".csproj", StringComparison.Ordinal)).Select(Read);

    public static string PathOf(string file) => Path.Combine(Root, file);
    public static string TextOf(string file) => File.ReadAllText(PathOf(file));
    public static string[] LinesOf(string file) => File.ReadAllLines(PathOf(file));

    /// <summary>Folders in which nobody put anything.</summary>
    public static IEnumerable<string> EmptyFolders() =>
        Folders(Root).Where(folder => !Directory.EnumerateFileSystemEntries(folder).Any()).Select(Relative);

    private static Project Read(string file)
    {
        var xml = XDocument.Load(PathOf(file));
        var references = xml.Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(((string)r.Attribute("Include")!).Replace('\\', '/')));
        return new(Path.GetFileNameWithoutExtension(file), Path.GetDirectoryName(file)!.Replace('\\', '/'), [.. references]);
    }

    private static IEnumerable<string> Walk(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder)) yield return file;
        foreach (var inner in Inner(folder))
            foreach (var file in Walk(inner)) yield return file;
    }

    private static IEnumerable<string> Folders(string folder)
    {
        foreach (var inner in Inner(folder))
        {
            yield return inner;
            foreach (var deeper in Folders(inner)) yield return deeper;
        }
    }

    private static IEnumerable<string> Inner(string folder) =>
        Directory.EnumerateDirectories(folder).Where(d => !NotOurs.Contains(Path.GetFileName(d)) && !Path.GetFileName(d).StartsWith('.'));

    private static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "ConversationGrid.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException("The solution is nowhere above the tests.");
    }
}

/// <summary>One project file.</summary>
internal sealed record Project(string Name, string Folder, IReadOnlyList<string> References)
{
    /// <summary>Sources of this project.</summary>
    public IEnumerable<string> Sources => House.Sources.Where(f => f.StartsWith(Folder + "/", StringComparison.Ordinal));
    public bool IsSource => Folder.StartsWith("src/", StringComparison.Ordinal);
    public string Short => Regex.Replace(Name, @"^ConversationGrid\.", "");
}
