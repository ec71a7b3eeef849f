using System.Collections.Concurrent;

namespace ConversationGrid.Fuzz.Runs;

/// <summary>What went wrong, and how much was tried.</summary>
internal sealed class Findings
{
    private const int ViolationsKept = 200;
    private static readonly string[] _codes = ["invalid", "unauthenticated", "forbidden", "not_found", "conflict", "too_large", "rate_limited", "unavailable"];

    private readonly ConcurrentDictionary<string, long> _counts = new();
    private readonly ConcurrentQueue<string> _violations = new();
    private int _violationCount;

    public int ViolationCount => Volatile.Read(ref _violationCount);
    public IReadOnlyList<string> Violations => [.. _violations];
    public IReadOnlyDictionary<string, long> Counts => _counts;

    public void Count(string what, long by = 1) => _counts.AddOrUpdate(what, by, (_, n) => n + by);

    public void Violate(string what)
    {
        if (Interlocked.Increment(ref _violationCount) <= ViolationsKept) _violations.Enqueue(what);
    }

    /// <summary>A hub's error text must name a code of the protocol, and never be a failure of the host itself.</summary>
    public void CheckError(string error, string from)
    {
        const string before = "HubException: ";
        var at = error.IndexOf(before, StringComparison.Ordinal);
        var told = at >= 0 ? error[(at + before.Length)..] : error;
        var code = told.Split(':')[0];
        Count($"code {code}");
        if (!_codes.Contains(code)) Violate($"{from}: the error '{Short(error)}' names no code.");
        else if (told.Contains("Something went wrong", StringComparison.Ordinal)) Violate($"{from}: unhandled: '{Short(error)}'.");
    }

    public static string Short(string text) => text.Length <= 200 ? text : text[..200] + "...";
}
