using System.IO.Compression;
using System.Text.Json;

namespace ConversationGrid.Operator.Filling;

/// <summary>One recorded dialogue.</summary>
internal sealed record Dialogue(IReadOnlyList<Turn> Turns);

/// <summary>One message of it.</summary>
/// <param name="After">Time since the message before.</param>
internal readonly record struct Turn(bool ByCustomer, string Text, TimeSpan After);

/// <summary>Where dialogues come from: recorded ones where there are, else a few of our own with words put in.</summary>
internal static class Dialogues
{
    private const string Recorded = "../shared/data/traffic";
    private const int TurnsMax = 40;

    /// <summary>Dialogues that a history is made of: each text is read by the intelligence once, and that is what costs.</summary>
    private const int KeptMax = 1_500;
    private const double GapSecondsMax = 240;

    private static readonly string[] Things = ["parcel", "sofa", "lamp", "trampoline", "invoice", "voucher", "chair", "kettle", "phone case", "bicycle", "meja",
        "kerusi"];
    private static readonly string[] Asked =
        ["Where is my {0}?", "My {0} came broken. What now?", "How do I send the {0} back?", "I was charged twice for the {0}!", "Bila {0} saya akan sampai?",
            "Can I change the address for my {0}?"];
    private static readonly string[] Told =
        ["I am sorry about the {0}. I look into it.", "The {0} left our store this morning.", "You can send the {0} back within 30 days.",
            "I have refunded the {0}.", "Maaf, {0} anda akan sampai esok."];

    /// <param name="files">Files of recorded dialogues; none: those beside the repository, where they are.</param>
    public static IReadOnlyList<Dialogue> Read(IReadOnlyList<string> files)
    {
        var found = files.Count > 0 ? files : Directory.Exists(Recorded) ? [.. Directory.EnumerateFiles(Recorded, "*.jsonl.gz").Order(StringComparer.Ordinal)]
            : [];
        var dialogues = found.SelectMany(ReadFile).Where(d => d.Turns.Any(t => t.ByCustomer)).ToList();
        return dialogues.Count > 0 ? [.. dialogues.Where((_, i) => i % Math.Max(1, dialogues.Count / KeptMax) == 0)] : Own();
    }

    private static IEnumerable<Dialogue> ReadFile(string file)
    {
        using var lines = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            var before = 0.0;
            var turns = new List<Turn>();
            foreach (var turn in json.RootElement.GetProperty("turns").EnumerateArray().Take(TurnsMax))
            {
                if (turn.GetProperty("text").GetString()?.Trim() is not { Length: > 0 and <= 8_000 } text) continue;
                var at = turn.TryGetProperty("t", out var t) && t.ValueKind == JsonValueKind.Number ? t.GetDouble() : before + 20;
                turns.Add(new(turn.GetProperty("who").GetString() == "customer", text, TimeSpan.FromSeconds(Math.Clamp(at - before, 1, GapSecondsMax))));
                before = at;
            }
            yield return new(turns);
        }
    }

    private static List<Dialogue> Own()
    {
        var dialogues = new List<Dialogue>();
        foreach (var thing in Things)
            for (var i = 0; i < Asked.Length; i++)
            {
                var turns = new List<Turn>();
                for (var n = 0; n < 2 + i; n++)
                {
                    turns.Add(new(true, string.Format(System.Globalization.CultureInfo.InvariantCulture, Asked[(i + n) % Asked.Length], thing),
                        TimeSpan.FromSeconds(15 + n)));
                    turns.Add(new(false, string.Format(System.Globalization.CultureInfo.InvariantCulture, Told[(i + n) % Told.Length], thing),
                        TimeSpan.FromSeconds(25 + i)));
                }
                dialogues.Add(new(turns));
            }
        return dialogues;
    }
}
