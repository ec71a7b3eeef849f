using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using ConversationGrid.Understanding.PersonalData;

namespace ConversationGrid.Quality.PersonalData;

/// <summary>
/// <c>scan-clean --traffic FILE [--every N]</c>: lists everything found in recorded customers' messages, for a person to say which are false alarms. The
/// recordings carry no marks, and some messages do hold names, so the count itself is only an upper bound.
/// </summary>
internal static class CleanTraffic
{
    /// <summary>Reads every N-th customer message and writes each find, one a line.</summary>
    public static JsonObject Scan(string traffic, int every, TextWriter output)
    {
        var (seen, n, flagged) = (0, 0, 0);
        using var reader = new StreamReader(new GZipStream(File.OpenRead(traffic), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            foreach (var turn in json.RootElement.GetProperty("turns").EnumerateArray())
            {
                if (turn.GetProperty("who").GetString() != "customer" || seen++ % every != 0)
                    continue;
                n++;
                var text = turn.GetProperty("text").GetString() ?? "";
                var found = PersonalDataFinder.Find(text);
                flagged += found.Count > 0 ? 1 : 0;
                foreach (var span in found)
                    output.WriteLine($"{span.Type}\t{text.Substring(span.Start, span.Length)}\t{text.ReplaceLineEndings(" ")}");
            }
        }
        return new JsonObject { ["task"] = "clean", ["n"] = n, ["flagged"] = flagged };
    }
}
