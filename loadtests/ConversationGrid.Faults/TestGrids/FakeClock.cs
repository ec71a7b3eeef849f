namespace ConversationGrid.Faults.TestGrids;

/// <summary>A wall clock for one process that can be set while it runs, by libfaketime. Its steady clock is left alone: that never jumps on a real
/// machine.</summary>
internal static class FakeClock
{
    public const string InstallHint = "libfaketime missing (apt-get install libfaketime)";

    public static string? Library { get; } = new[] { "/usr/lib", "/usr/local/lib" }
        .Where(Directory.Exists)
        .SelectMany(root => Directory.EnumerateFiles(root, "libfaketimeMT.so.1",
            new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, MaxRecursionDepth = 3 }))
        .FirstOrDefault();

    public static IReadOnlyDictionary<string, string> Environment(string file) => new Dictionary<string, string>
    {
        ["LD_PRELOAD"] = Library!,
        ["FAKETIME_TIMESTAMP_FILE"] = file,
        ["FAKETIME_CACHE_DURATION"] = "1",
        ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        // Its fix for waits on a steady clock makes the runtime's own waits hang.
        ["FAKETIME_FORCE_MONOTONIC_FIX"] = "0",
    };

    /// <param name="shift">As libfaketime writes it, e.g. <c>+3600</c> or <c>-60</c>.</param>
    public static Task SetAsync(string file, string shift, CancellationToken cancel) => File.WriteAllTextAsync(file, shift, cancel);
}
