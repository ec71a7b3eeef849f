using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using ConversationGrid.Contracts;

namespace ConversationGrid.Projections.Episodes;

/// <summary>
/// All episodes of one day as one value: about 50 bytes each, numbers of variable length, every text once. A month of figures is then 31 rows to read
/// instead of one an episode. The same episodes in the same order give the same bytes.
/// </summary>
internal static class PackedDay
{
    public const long MicrosPerDay = 24 * 60 * 60 * 1_000_000L;

    /// <summary>Grows when the format changes; what an older version packed is packed anew.</summary>
    private const byte Format = 1;

    /// <summary>The UTC day of a time, counted from 1970.</summary>
    public static long DayOf(long micros) => Math.DivRem(micros, MicrosPerDay) is var (day, rest) && rest < 0 ? day - 1 : day;

    public static byte[] Pack(IReadOnlyList<(EpisodeFigures Figures, EpisodeDimensions Dimensions)> episodes)
    {
        var (rows, texts) = (new Writer(), new Texts());
        foreach (var (figures, dimensions) in episodes) Write(rows, texts, figures, dimensions);
        var packed = new Writer();
        packed.Byte(Format);
        packed.Number(episodes.Count);
        packed.Number(texts.InOrder.Count);
        foreach (var text in texts.InOrder) packed.Text(text);
        packed.Bytes(rows.Written);
        return packed.Written.ToArray();
    }

    /// <remarks>Compiled with all care at once: the first report of a process already unpacks episodes by the ten thousand.</remarks>
    /// <returns>False where it was packed in another format.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Unpack(ReadOnlySpan<byte> packed, EpisodeVisitor visit)
    {
        var reader = new Reader(packed);
        if (reader.Byte() != Format) return false;
        var count = reader.Number();
        var texts = new string?[reader.Number() + 1];
        for (var i = 1; i < texts.Length; i++) texts[i] = reader.Text();
        for (var i = 0L; i < count; i++)
        {
            var figures = ReadFigures(ref reader);
            visit(figures, new(texts[reader.Number()], texts[reader.Number()], texts[reader.Number()] ?? "", texts[reader.Number()] ?? "",
                texts[reader.Number()], texts[reader.Number()]));
        }
        return true;
    }

    private static void Write(Writer rows, Texts texts, in EpisodeFigures e, in EpisodeDimensions d)
    {
        rows.Number(e.StartedAt);
        foreach (var at in (ReadOnlySpan<long?>)[e.AskedAt, e.TakenAt, e.RepliedAt, e.EndedAt, e.ReturnedAt, e.RatedAt]) rows.NumberOrNull(at - e.StartedAt);
        rows.Number((long)e.AskedBy);
        rows.Number((long)e.Ending);
        rows.Number((e.Answered ? 1 : 0) | (e.Void ? 2 : 0) | (e.Surveyed ? 4 : 0));
        foreach (var value in (ReadOnlySpan<long>)[e.Transfers, e.Replies, e.ReplyMs, e.HandleMs, e.NextMet, e.NextMissed]) rows.Number(value);
        foreach (var value in (ReadOnlySpan<long?>)[e.FirstMet, e.ResolutionMet, e.Rating, e.MoodStart, e.MoodEnd]) rows.NumberOrNull(value);
        foreach (var text in (ReadOnlySpan<string?>)[d.Queue, d.Agent, d.Channel, d.Language, d.Topic, d.Labels]) rows.Number(texts.NumberOf(text));
    }

    /// <summary>In the order of <see cref="Write"/>: initialisers run as they are written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static EpisodeFigures ReadFigures(ref Reader reader)
    {
        var startedAt = reader.Number();
        var (askedAt, takenAt, repliedAt) = (startedAt + reader.NumberOrNull(), startedAt + reader.NumberOrNull(), startedAt + reader.NumberOrNull());
        var (endedAt, returnedAt, ratedAt) = (startedAt + reader.NumberOrNull(), startedAt + reader.NumberOrNull(), startedAt + reader.NumberOrNull());
        var (askedBy, ending, flags) = ((ActorKind)reader.Number(), (EpisodeEnding)reader.Number(), reader.Number());
        return new()
        {
            StartedAt = startedAt, AskedAt = askedAt, TakenAt = takenAt, RepliedAt = repliedAt, EndedAt = endedAt, ReturnedAt = returnedAt, RatedAt = ratedAt,
            AskedBy = askedBy, Ending = ending, Answered = (flags & 1) != 0, Void = (flags & 2) != 0, Surveyed = (flags & 4) != 0,
            Transfers = (int)reader.Number(), Replies = (int)reader.Number(), ReplyMs = reader.Number(), HandleMs = reader.Number(),
            NextMet = (int)reader.Number(), NextMissed = (int)reader.Number(),
            FirstMet = reader.NumberOrNull(), ResolutionMet = reader.NumberOrNull(), Rating = (int?)reader.NumberOrNull(),
            MoodStart = reader.NumberOrNull(), MoodEnd = reader.NumberOrNull(),
        };
    }

    /// <summary>Texts by number; 0 is null.</summary>
    private sealed class Texts
    {
        private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

        public List<string> InOrder { get; } = [];

        public int NumberOf(string? text)
        {
            if (text is null) return 0;
            if (_numbers.TryGetValue(text, out var known)) return known;
            InOrder.Add(text);
            return _numbers[text] = InOrder.Count;
        }
    }

    /// <summary>Seven bits a byte, the lowest first; negative numbers are folded between the positive ones.</summary>
    private sealed class Writer
    {
        private readonly ArrayBufferWriter<byte> _buffer = new();

        public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

        public void Byte(byte value) => Bytes([value]);

        public void Bytes(ReadOnlySpan<byte> bytes) => _buffer.Write(bytes);

        public void Number(long value) => Unsigned((ulong)((value << 1) ^ (value >> 63)));

        public void NumberOrNull(long? value) => Unsigned(value is { } known ? (ulong)((known << 1) ^ (known >> 63)) + 1 : 0);

        public void Text(string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            Number(bytes.Length);
            Bytes(bytes);
        }

        private void Unsigned(ulong value)
        {
            for (; value >= 0x80; value >>= 7) Byte((byte)(value | 0x80));
            Byte((byte)value);
        }
    }

    private ref struct Reader(ReadOnlySpan<byte> packed)
    {
        private readonly ReadOnlySpan<byte> _packed = packed;
        private int _at;

        public byte Byte() => _packed[_at++];

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public long Number() => Signed(Unsigned());

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public long? NumberOrNull() => Unsigned() is > 0 and var value ? Signed(value - 1) : null;

        public string Text()
        {
            var length = (int)Number();
            _at += length;
            return Encoding.UTF8.GetString(_packed[(_at - length).._at]);
        }

        private static long Signed(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private ulong Unsigned()
        {
            var value = 0UL;
            for (var shift = 0; ; shift += 7)
            {
                var next = _packed[_at++];
                value |= (ulong)(next & 0x7F) << shift;
                if (next < 0x80) return value;
            }
        }
    }
}
