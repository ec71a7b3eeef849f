using System.Text.Json;

namespace ConversationGrid.Fuzz.Texts;

/// <summary>One text of a corpus.</summary>
internal sealed record HostileText(string Id, string Text, bool IsInjection);

/// <summary>The corpora of attacks, one JSON object with a <c>payload</c> a line. They are not part of this repository.</summary>
internal static class HostileTexts
{
    /// <summary>Recipes and names of cases: what to do stands in code, so their texts are nothing to send.</summary>
    private static readonly string[] _recipes = ["bombs-recipes.jsonl", "hub-abuse.jsonl"];

    /// <summary>Where the corpora are: <c>GRID_ATTACKS</c>, or <c>../shared/data/attacks</c> beside a checkout. Null where there are none.</summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable("GRID_ATTACKS") is { Length: > 0 } set) return Directory.Exists(set) ? set : null;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "shared", "data", "attacks") is var attacks && Directory.Exists(attacks)) return attacks;
        return null;
    }

    public static IReadOnlyList<HostileText> Read(string folder) =>
    [
        .. from file in Directory.EnumerateFiles(folder, "*.jsonl").Order(StringComparer.Ordinal)
           where !_recipes.Contains(Path.GetFileName(file))
           from line in File.ReadLines(file)
           where line.Length > 0
           let row = JsonElement.Parse(line)
           where IsWhole(line)
           select new HostileText(row.GetProperty("id").GetString()!, row.GetProperty("payload").GetString()!,
               Path.GetFileName(file).StartsWith("prompt-injection", StringComparison.Ordinal)),
    ];

    /// <summary>Texts that no corpus file can hold in a line or that grow with the limits.</summary>
    public static IEnumerable<HostileText> Made()
    {
        yield return new("made-long", new string('x', 8_000), false);
        yield return new("made-too-long", new string('x', 8_001), false);
        yield return new("made-emoji-long", string.Concat(Enumerable.Repeat("\ud83d\ude00", 4_000)), false);
        yield return new("made-odd-cut", $"x{string.Concat(Enumerable.Repeat("\ud83d\ude00", 300))}", false);
        yield return new("made-zalgo", $"a{new string('\u0301', 7_000)}", false);
        yield return new("made-regex-bomb", $"{new string('a', 7_900)}!", false);
        yield return new("made-mail-bomb", string.Concat(Enumerable.Repeat("a@", 3_900)), false);
        yield return new("made-tags", string.Concat(Enumerable.Repeat("<b>", 2_600)), false);
        yield return new("made-controls", string.Concat(Enumerable.Range(1, 159).Select(c => (char)c)) + "x", false);
        yield return new("made-nul", "a\0b", false);
        yield return new("made-separator", "a\u001eb", false);
    }

    /// <summary>A half of a surrogate pair is no text; frames that hold one are the fuzz's matter.</summary>
    private static bool IsWhole(string line)
    {
        try
        {
            JsonElement.Parse(line).GetProperty("payload").GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
