using System.Buffers;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ConversationGrid.Understanding.PersonalData.Names;

/// <summary>
/// A linear tagger that goes from left to right and says of each token whether it belongs to a person's name, an address, a place or a firm, from the kind and
/// shape of the words around it and the tags before. Weights are learnt by an averaged perceptron (Collins 2002); reading a token costs 26 rows of a table.
/// </summary>
internal sealed class NameTagger
{
    /// <summary>Tags by number; 0 is no personal data.</summary>
    public static readonly PersonalDataType[] Tags =
        [PersonalDataType.None, PersonalDataType.Person, PersonalDataType.Address, PersonalDataType.Location, PersonalDataType.Organization];

    /// <summary>Weights in a row: one for each tag, padded to a vector.</summary>
    public const int Lanes = 8;

    /// <summary>Names are looked for in so many characters, more than twice what a message may have; numbers and addresses of machines everywhere.</summary>
    public const int LengthMax = 20_000;

    private const string Resource = "personal-names.bin";
    private const int FormatVersion = 1;
    private const int OnStack = 128;

    private readonly float[] _weights;
    private readonly Vector256<float> _bias;

    /// <summary>A tagger of these weights; <paramref name="caution"/> is what "no personal data" gets on top, higher for fewer false alarms.</summary>
    public NameTagger(WordList words, float[] weights, float caution)
    {
        (Words, _weights) = (words, weights);
        _bias = Vector256.Create(caution, 0, 0, 0, 0, float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity);
    }

    /// <summary>The shipped tagger.</summary>
    public static NameTagger Default { get; } = Load();

    public WordList Words { get; }

    /// <summary>Adds the names of <paramref name="text"/> to <paramref name="found"/>, around what is there already, and brings all into order.</summary>
    public void Find(string text, ref SpanList found)
    {
        if (text.Length == 0)
            return;
        var length = Math.Min(text.Length, LengthMax);
        var rented = length > OnStack ? ArrayPool<NameToken>.Shared.Rent(length) : null;
        var rentedTags = length > OnStack ? ArrayPool<byte>.Shared.Rent(length) : null;
        var room = rented ?? (Span<NameToken>)stackalloc NameToken[OnStack];
        var tags = rentedTags ?? stackalloc byte[OnStack];
        var n = NameTokens.Cut(text, length, found, Words, room);
        if (Tag(room[..n], tags))
            NameSpans.Collect(text, room[..n], tags[..n], ref found);
        if (rented is not null)
            ArrayPool<NameToken>.Shared.Return(rented);
        if (rentedTags is not null)
            ArrayPool<byte>.Shared.Return(rentedTags);
    }

    /// <summary>Writes the tag of each token; true when any is not 0.</summary>
    public bool Tag(ReadOnlySpan<NameToken> tokens, Span<byte> tags)
    {
        Span<int> rows = stackalloc int[NameFeatures.Count];
        var (last, before, any) = (0, 0, false);
        for (var i = 0; i < tokens.Length; i++)
        {
            var best = 0;
            if (tokens[i].Shape != Shape.Known)
            {
                NameFeatures.Fill(tokens, i, last, before, rows);
                best = Best(Score(rows));
            }
            tags[i] = (byte)best;
            any |= best != 0;
            (before, last) = (last, best);
        }
        return any;
    }

    private Vector256<float> Score(ReadOnlySpan<int> rows)
    {
        var sum = _bias;
        foreach (var row in rows)
            sum += Vector256.Create<float>(_weights.AsSpan(row * Lanes, Lanes));
        return sum;
    }

    private static int Best(Vector256<float> scores)
    {
        var best = 0;
        for (var tag = 1; tag < Tags.Length; tag++)
        {
            if (scores[tag] > scores[best])
                best = tag;
        }
        return best;
    }

    /// <summary>Writes a model: everyday words, caution, and the rows that are not zero, weights as signed bytes of a common scale.</summary>
    public static void Save(Stream stream, IReadOnlyCollection<uint> commonWords, float[] weights, float caution)
    {
        using var packed = new BrotliStream(stream, CompressionLevel.SmallestSize, leaveOpen: true);
        using var writer = new BinaryWriter(packed);
        var scale = weights.Max(Math.Abs) / sbyte.MaxValue;
        writer.Write(FormatVersion);
        writer.Write(caution);
        writer.Write(scale);
        writer.Write(commonWords.Count);
        foreach (var word in commonWords.Order())
            writer.Write(word);
        for (var lane = 0; lane < Tags.Length; lane++)
        {
            for (var row = 0; row < NameFeatures.Rows; row++)
                writer.Write(scale == 0 ? (sbyte)0 : (sbyte)Math.Round(weights[(row * Lanes) + lane] / scale));
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static NameTagger Read(Stream stream)
    {
        using var reader = new BinaryReader(new BrotliStream(stream, CompressionMode.Decompress));
        if (reader.ReadInt32() is var version && version != FormatVersion)
            throw new InvalidDataException($"The name model has format {version}, not {FormatVersion}.");
        var (caution, scale) = (reader.ReadSingle(), reader.ReadSingle());
        var words = new uint[reader.ReadInt32()];
        for (var i = 0; i < words.Length; i++)
            words[i] = reader.ReadUInt32();
        var weights = new float[NameFeatures.Rows * Lanes];
        for (var lane = 0; lane < Tags.Length; lane++)
        {
            var bytes = MemoryMarshal.Cast<byte, sbyte>(reader.ReadBytes(NameFeatures.Rows));
            for (var row = 0; row < bytes.Length; row++)
                weights[(row * Lanes) + lane] = bytes[row] * scale;
        }
        return new(WordList.With(words), weights, caution);
    }

    private static NameTagger Load()
    {
        using var stream = typeof(NameTagger).Assembly.GetManifestResourceStream(Resource);
        return stream is null ? new(WordList.With([]), new float[NameFeatures.Rows * Lanes], 1) : Read(stream);
    }
}
