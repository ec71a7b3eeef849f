using ConversationGrid.Load.Traffic;

namespace ConversationGrid.Host.Tests.Days;

/// <summary>Recorded dialogues of people, where this machine has them.</summary>
internal static class Recording
{
    public static readonly string? File = Find();

    /// <summary>How many a day replays; <c>GRID_DAY_CONVERSATIONS</c> sets another number. Default: 50.</summary>
    public static int Count => int.TryParse(Environment.GetEnvironmentVariable("GRID_DAY_CONVERSATIONS"), out var wanted) && wanted > 0 ? wanted : 50;

    /// <summary>Dialogues in which both sides speak.</summary>
    public static async Task<IReadOnlyList<Dialogue>> ReadAsync(int count)
    {
        var all = await Dialogue.ReadAsync(File!, 2 * count, CancellationToken.None);
        return [.. all.Where(d => d.Turns.Any(t => t.IsAgent) && d.Turns.Any(t => !t.IsAgent)).Take(count)];
    }

    private static string? Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (Path.Combine(at.FullName, "shared/data/traffic/star.jsonl.gz") is var file && System.IO.File.Exists(file)) return file;
        return null;
    }
}

/// <summary>A fact that replays recorded dialogues; skipped with that word where they are absent.</summary>
public sealed class RecordedFactAttribute : FactAttribute
{
    public RecordedFactAttribute()
    {
        if (Recording.File is null) Skip = "The recorded dialogues (../shared/data/traffic) are not on this machine.";
    }
}
