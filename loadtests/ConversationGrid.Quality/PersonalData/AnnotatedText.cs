using System.Text.Json;
using ConversationGrid.Understanding.PersonalData;

namespace ConversationGrid.Quality.PersonalData;

/// <summary>A text with the personal data that people (or a generator) marked in it; spans count code points. <see cref="Template"/> is -1 where
/// unknown.</summary>
internal sealed record AnnotatedText(string Text, int Template, IReadOnlyList<(int Start, int End, string Label)> Spans)
{
    /// <summary>Reads JSON lines <c>{text, spans: [[start, end, type]], template?}</c>; a bad line is named.</summary>
    public static IReadOnlyList<AnnotatedText> Read(string path)
    {
        var rows = new List<AnnotatedText>();
        foreach (var line in File.ReadLines(path))
        {
            if (line.Length == 0)
                continue;
            try
            {
                using var json = JsonDocument.Parse(line);
                var root = json.RootElement;
                var spans = root.GetProperty("spans").EnumerateArray().Select(s => (s[0].GetInt32(), s[1].GetInt32(), s[2].GetString() ?? "")).Order().ToList();
                rows.Add(new(root.GetProperty("text").GetString() ?? "", root.TryGetProperty("template", out var id) ? id.GetInt32() : -1, spans));
            }
            catch (Exception bad) when (bad is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
            {
                throw new InvalidDataException($"{path}, line {rows.Count + 1} is not {{text, spans: [[start, end, type]]}}: {bad.Message}");
            }
        }
        return rows;
    }

    /// <summary>Three templates in ten are held back: whole templates, so that no sentence pattern is on both sides.</summary>
    public bool IsHeldBack => Understanding.Text.Hashing.Of($"template {Template}") % 10 < 3;

    /// <summary>The type behind a marked label.</summary>
    public static PersonalDataType TypeOf(string label) => PersonalDataTypes.FromLabel(label);
}
