using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConversationGrid.Load.Traffic;

/// <summary>A recorded dialogue.</summary>
internal sealed record Dialogue(string Id, IReadOnlyList<Turn> Turns)
{
    /// <summary>The protocol takes 1 to 8,000 characters after trimming.</summary>
    private const int TextMax = 8_000;

    /// <summary>Reads the first <paramref name="count"/> dialogues; a file with fewer is read again from its start.</summary>
    /// <exception cref="InvalidDataException">The file holds no dialogue.</exception>
    public static async Task<IReadOnlyList<Dialogue>> ReadAsync(string file, int count, CancellationToken cancel)
    {
        var all = new List<Dialogue>();
        await using var stream = File.OpenRead(file);
        await using var raw = file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : (Stream)stream;
        using var reader = new StreamReader(raw);
        while (all.Count < count && await reader.ReadLineAsync(cancel) is { } line)
        {
            if (line.Length > 0 && JsonSerializer.Deserialize(line, DialogueJson.Default.Dialogue) is { Turns: not null } d
                && Cleaned(d) is { Turns.Count: > 0 } clean) all.Add(clean);
        }
        if (all.Count == 0) throw new InvalidDataException($"'{file}' holds no dialogue.");
        return [.. Enumerable.Range(0, count).Select(i => all[i % all.Count])];
    }

    private static Dialogue Cleaned(Dialogue d) => d with
    {
        Turns = [.. d.Turns.Select(t => t with { Text = t.Text.Trim() }).Where(t => t.Text.Length is > 0 and <= TextMax)],
    };
}

/// <param name="Who"><c>customer</c> or <c>agent</c>.</param>
internal sealed record Turn(string Who, string Text)
{
    public bool IsAgent => Who == "agent";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Dialogue))]
internal sealed partial class DialogueJson : JsonSerializerContext;
