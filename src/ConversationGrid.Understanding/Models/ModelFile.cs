using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace ConversationGrid.Understanding.Models;

/// <summary>
/// Model file, version 3 (version 2, without the words' vectors, is read as well): eight bytes of magic and version, SHA-256 of the packed body, then the body
/// through Brotli. The first bytes of the digest are the model's version, so two files of the same version hold the same model. All numbers are little-endian.
/// </summary>
internal static class ModelFile
{
    private const int LabelsMax = 4_096;
    private const int RowsMax = 4_000_000;
    private static ReadOnlySpan<byte> Magic => "CGMODEL3"u8;

    private static ReadOnlySpan<byte> MagicBefore => "CGMODEL2"u8;

    public static byte[] Write(LinearModel model)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        using (var writer = new BinaryWriter(brotli, Encoding.UTF8))
            WriteBody(writer, model);
        var body = packed.ToArray();
        return [.. Magic, .. SHA256.HashData(body), .. body];
    }

    /// <summary>Reads a model; a file that is no model, or a damaged one, is an <see cref="InvalidDataException"/> that says so.</summary>
    public static (LinearModel Model, string Version) Read(ReadOnlyMemory<byte> file, string source)
    {
        var headLength = Magic.Length + SHA256.HashSizeInBytes;
        if (file.Length < headLength || !(file.Span.StartsWith(Magic) || file.Span.StartsWith(MagicBefore)))
            throw new InvalidDataException($"'{source}' is not a model file of version 2 or 3.");
        var digest = file.Span[Magic.Length..headLength];
        var body = file[headLength..];
        if (!SHA256.HashData(body.Span).AsSpan().SequenceEqual(digest))
            throw new InvalidDataException($"'{source}' is damaged: its digest does not fit its content.");
        using var brotli = new BrotliStream(new MemoryStream(body.ToArray()), CompressionMode.Decompress);
        using var reader = new BinaryReader(brotli, Encoding.UTF8);
        var model = ReadBody(reader, withMeaning: file.Span.StartsWith(Magic), source);
        return (model, $"{model.Name}-1.{Convert.ToHexStringLower(digest[..4])}");
    }

    private static void WriteBody(BinaryWriter writer, LinearModel model)
    {
        var weights = model.Weights;
        writer.Write(model.Name);
        writer.Write(model.Labels.Length);
        foreach (var label in model.Labels)
            writer.Write(label);
        writer.Write(model.Calibration.Sharpness);
        writer.Write(model.Calibration.RefuseBelow);
        writer.Write(weights.Keys.Length);
        writer.Write(weights.UnseenValue);
        writer.Write(weights.Scale);
        WriteAll<float>(writer, weights.FamilyWeights);
        WriteAll<float>(writer, weights.Bias);
        // Rows in the order of their keys, keys as differences: both pack better.
        int[] order = [.. Enumerable.Range(0, weights.Keys.Length).OrderBy(row => weights.Keys[row])];
        var last = 0u;
        foreach (var row in order)
        {
            writer.Write7BitEncodedInt64(weights.Keys[row] - last);
            last = weights.Keys[row];
        }
        foreach (var row in order)
            writer.Write((byte)weights.ValueOf(row));
        foreach (var row in order)
            writer.Write((byte)weights.RowScaleOf(row));
        foreach (var row in order)
            WriteAll<sbyte>(writer, weights.Rows.AsSpan(row * weights.Stride, model.Labels.Length));
        WriteMeaning(writer, weights, model.Labels.Length);
    }

    private static LinearModel ReadBody(BinaryReader reader, bool withMeaning, string source)
    {
        var name = reader.ReadString();
        var labels = new string[Bounded(reader.ReadInt32(), LabelsMax, source)];
        for (var i = 0; i < labels.Length; i++)
            labels[i] = reader.ReadString();
        var calibration = new Calibration(reader.ReadSingle(), reader.ReadSingle());
        var keys = new uint[Bounded(reader.ReadInt32(), RowsMax, source)];
        var unseenValue = Bounded(reader.ReadInt32(), LinearWeights.ValueMax, source);
        var scale = reader.ReadSingle();
        var familyWeights = ReadAll<float>(reader, Text.Grams.FamilyCount);
        var stride = LinearWeights.StrideFor(labels.Length);
        var bias = ReadAll<float>(reader, stride);
        var last = 0u;
        for (var i = 0; i < keys.Length; i++)
            keys[i] = last += (uint)reader.Read7BitEncodedInt64();
        var values = ReadAll<sbyte>(reader, keys.Length);
        var rowScales = ReadAll<sbyte>(reader, keys.Length);
        var rows = new sbyte[keys.Length * stride];
        for (var row = 0; row < keys.Length; row++)
        {
            var to = rows.AsSpan(row * stride, stride);
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(to[..labels.Length]));
            to[stride - 2] = values[row];
            to[stride - 1] = rowScales[row];
        }
        var (meaningWeight, meaningRows) = withMeaning ? ReadMeaning(reader, labels.Length, stride, source) : (0f, []);
        return new LinearModel(name, labels, new LinearWeights(keys, rows, bias, familyWeights, meaningWeight, meaningRows, unseenValue, scale, stride),
            calibration);
    }

    private static void WriteMeaning(BinaryWriter writer, LinearWeights weights, int labels)
    {
        writer.Write(weights.MeaningWeight);
        if (weights.MeaningWeight == 0)
            return;
        writer.Write(Text.WordVectors.Version);
        for (var at = 0; at < weights.MeaningRows.Length; at += weights.Stride)
        {
            writer.Write(weights.MeaningRows[at + weights.Stride - 1]);
            WriteAll<sbyte>(writer, weights.MeaningRows.AsSpan(at, labels));
        }
    }

    private static (float Weight, sbyte[] Rows) ReadMeaning(BinaryReader reader, int labels, int stride, string source)
    {
        var weight = reader.ReadSingle();
        if (weight == 0)
            return (0, []);
        var version = reader.ReadString();
        if (version != Text.WordVectors.Version)
            throw new InvalidDataException($"'{source}' was trained with word vectors of version {version}; "
                + $"here are those of {Text.WordVectors.Version}. Train it again.");
        var rows = new sbyte[Text.WordVectors.Dimensions * stride];
        for (var at = 0; at < rows.Length; at += stride)
        {
            rows[at + stride - 1] = reader.ReadSByte();
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(rows.AsSpan(at, labels)));
        }
        return (weight, rows);
    }

    private static int Bounded(int count, int most, string source) =>
        count >= 0 && count <= most ? count : throw new InvalidDataException($"'{source}' is damaged: it claims {count} entries where {most} is the most.");

    private static void WriteAll<T>(BinaryWriter writer, ReadOnlySpan<T> values)
        where T : unmanaged => writer.Write(MemoryMarshal.AsBytes(values));

    private static T[] ReadAll<T>(BinaryReader reader, int count)
        where T : unmanaged
    {
        var values = new T[count];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
