using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ConversationGrid.Contracts.Json;
using Orleans.Serialization;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.Serializers;
using Orleans.Serialization.WireProtocol;

namespace ConversationGrid.Grains.Wire;

/// <summary>
/// Carries all contract types between processes, so that contracts know nothing of Orleans: the length of the type's name, the name, and
/// the object as source-generated JSON. Within a process the very instance is passed on, because every contract type is immutable.
/// </summary>
[Alias(Name)]
internal sealed class ContractCodec : IGeneralizedCodec, IGeneralizedCopier, IOptionalDeepCopier, ITypeFilter
{
    /// <summary>Orleans' name of this codec. Never changes.</summary>
    public const string Name = "grid.contract";

    private static readonly Type Self = typeof(ContractCodec);
    private static readonly FrozenDictionary<Type, Entry> ByType = WireNames.All.ToFrozenDictionary(n => n.Type, n => new Entry(n.Name, n.Type));
    private static readonly FrozenDictionary<string, Entry> ByName = ByType.Values.ToFrozenDictionary(e => e.Name);
    private static readonly FrozenDictionary<string, Entry>.AlternateLookup<ReadOnlySpan<char>> ByNameSpan = ByName.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<Type> Supported = ByType.Keys.Concat(WireNames.Families).ToFrozenSet();

    [ThreadStatic] private static Scratch? _scratch;

    public void WriteField<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type? expectedType, object? value)
        where TBufferWriter : IBufferWriter<byte>
    {
        if (value is null)
        {
            ReferenceCodec.WriteNullReference(ref writer, fieldIdDelta);
            return;
        }
        var entry = ByType[value.GetType()];
        var scratch = _scratch ??= new();
        var json = scratch.Write(value, entry.Json);

        ReferenceCodec.MarkValueField(writer.Session);
        // Where the reader expects a contract type anyway, it comes here by itself and no type is written.
        writer.WriteFieldHeader(fieldIdDelta, expectedType, expectedType is not null && Supported.Contains(expectedType) ? expectedType : Self,
            WireType.LengthPrefixed);
        writer.WriteVarUInt32((uint)(1 + entry.Utf8Name.Length + json.Length));
        writer.WriteByte((byte)entry.Utf8Name.Length);
        writer.Write(entry.Utf8Name);
        writer.Write(json);
        scratch.Clear();
    }

    public object? ReadValue<TInput>(ref Reader<TInput> reader, Field field)
    {
        if (field.IsReference) return ReferenceCodec.ReadReference(ref reader, field.FieldType!);
        if (field.WireType != WireType.LengthPrefixed) throw new UnsupportedWireTypeException($"A contract type came as {field.WireType}.");
        ReferenceCodec.MarkValueField(reader.Session);
        var length = (int)reader.ReadVarUInt32();
        if (reader.TryReadBytes(length, out var bytes)) return Read(bytes);
        var rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            reader.ReadBytes(rented.AsSpan(0, length));
            return Read(rented.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    bool IGeneralizedCodec.IsSupportedType(Type type) => type == Self || Supported.Contains(type);

    bool IGeneralizedCopier.IsSupportedType(Type type) => Supported.Contains(type);

    public object? DeepCopy(object? input, CopyContext context) => input;

    public bool IsShallowCopyable() => true;

    public bool? IsTypeAllowed(Type type) => type == Self || Supported.Contains(type) ? true : null;

    private static object Read(ReadOnlySpan<byte> bytes)
    {
        var length = bytes[0];
        Span<char> name = stackalloc char[byte.MaxValue];
        name = name[..Encoding.UTF8.GetChars(bytes.Slice(1, length), name)];
        if (!ByNameSpan.TryGetValue(name, out var entry)) throw new JsonException($"This version knows no contract type '{name}'.");
        return JsonSerializer.Deserialize(bytes[(1 + length)..], entry.Json) ?? throw new JsonException($"A '{name}' is null.");
    }

    private sealed class Entry(string name, Type type)
    {
        public string Name { get; } = name;
        public byte[] Utf8Name { get; } = Encoding.UTF8.GetBytes(name);
        public JsonTypeInfo Json { get; } = ContractsJson.Options.GetTypeInfo(type);
    }

    /// <summary>One thread's buffer, kept between messages unless a large one swelled it.</summary>
    private sealed class Scratch
    {
        private const int KeptBytesMax = 64 * 1024;
        private readonly Utf8JsonWriter _writer;
        private ArrayBufferWriter<byte> _buffer = new(1024);

        public Scratch() => _writer = new(_buffer, new() { Encoder = ContractsJson.Options.Encoder, SkipValidation = true });

        public ReadOnlySpan<byte> Write(object value, JsonTypeInfo type)
        {
            // A value that failed half-way may have left something behind.
            Clear();
            JsonSerializer.Serialize(_writer, value, type);
            _writer.Flush();
            return _buffer.WrittenSpan;
        }

        public void Clear()
        {
            if (_buffer.Capacity > KeptBytesMax) _buffer = new(1024);
            else _buffer.ResetWrittenCount();
            _writer.Reset(_buffer);
        }
    }
}
