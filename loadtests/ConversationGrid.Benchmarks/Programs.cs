namespace ConversationGrid.Benchmarks;

/// <summary>Where the built programs lie: beside this one, in the shared artifacts folder.</summary>
internal static class Programs
{
    /// <exception cref="ArgumentException">A program is not built.</exception>
    public static BenchOptions Locate(BenchOptions options)
    {
        var bin = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", ".."));
        var located = options with
        {
            BaselineProgram = options.BaselineProgram.Length > 0 ? options.BaselineProgram : Program(bin, "ConversationGrid.Baseline"),
            ProductProgram = options.ProductProgram.Length > 0 ? options.ProductProgram : (options.FullJit ? null : Published(bin))
            ?? Program(bin, "ConversationGrid.Silo"),
        };
        if (options.Only != "product") Check(located.BaselineProgram, "loadtests/ConversationGrid.Baseline");
        if (options.Only != "baseline") Check(located.ProductProgram, "silo/ConversationGrid.Silo");
        return located;
    }

    /// <summary>The host as <c>./grid run</c> starts it, compiled ahead of time; null where it was never published, or was built later.</summary>
    private static string? Published(string bin)
    {
        var folder = new DirectoryInfo(Path.Combine(bin, "..", "publish", "ConversationGrid.Silo"));
        var published = folder.Exists ? folder.EnumerateFiles("ConversationGrid.Silo.dll", SearchOption.AllDirectories).FirstOrDefault() : null;
        return published is null || published.LastWriteTimeUtc < File.GetLastWriteTimeUtc(Program(bin, "ConversationGrid.Silo")) ? null : published.FullName;
    }

    private static string Program(string bin, string name) => Path.Combine(bin, name, "release", name + ".dll");

    private static void Check(string program, string project)
    {
        if (!File.Exists(program)) throw new ArgumentException($"'{program}' is not there. Build it first: dotnet build -c Release {project}");
    }
}
