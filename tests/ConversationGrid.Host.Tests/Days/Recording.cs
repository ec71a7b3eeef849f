using System.IO.Compression;
using System.Text.Json;

namespace ConversationGrid.Host.Tests.Days;

/// <summary>Recorded dialogues of people, where this machine has them.</summary>
internal static class Recording
{
    private const int TextMax = 8_000;

    public static readonly string? File = Find();

    /// <summary>How many a day replays; <c>GRID_DAY_CONVERSATIONS</c> sets another number. Default: 100.</summary>
    public static int Count => int.TryParse(Environment.GetEnvironmentVariable("GRID_DAY_CONVERSATIONS"), out var wanted) && wanted > 0 ? wanted : 100;

    public static async Task<List<IReadOnlyList<RecordedTurn>>> ReadAsync(int count)
    {
        var all = new List<IReadOnlyList<RecordedTurn>>(count);
        await using var raw = System.IO.File.OpenRead(File!);
        await using var plain = new GZipStream(raw, CompressionMode.Decompress);
        using var reader = new StreamReader(plain);
        while (all.Count < count && await reader.ReadLineAsync() is { } line)
        {
            var turns = JsonElement.Parse(line).GetProperty("turns").EnumerateArray()
                .Select(t => new RecordedTurn(t.Text("who") == "agent", t.Text("text")!.Trim())).Where(t => t.Text.Length is > 0 and <= TextMax).ToList();
            if (turns.Exists(t => t.ByAgent) && turns.Exists(t => !t.ByAgent)) all.Add(turns);
        }
        return all;
    }

    private static string? Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (Path.Combine(at.FullName, "shared/data/traffic/star.jsonl.gz") is var file && System.IO.File.Exists(file)) return file;
        return null;
    }
}

/// <summary>What somebody wrote.</summary>
internal sealed record RecordedTurn(bool ByAgent, string Text);

/// <summary>A fact that replays recorded dialogues; skipped with that word where they are absent.</summary>
public sealed class RecordedFactAttribute : FactAttribute
{
    public RecordedFactAttribute()
    {
        if (Recording.File is null) Skip = "The recorded dialogues (../shared/data/traffic) are not on this machine.";
    }
}
