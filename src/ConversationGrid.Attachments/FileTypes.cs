using System.Buffers;
using System.Text;

namespace ConversationGrid.Attachments;

/// <summary>
/// What kind of file something is, by its first bytes, whatever its sender says. Only kinds that run nothing where they are shown are recognised: no pages,
/// no scripts, no drawings that hold scripts, no programs. The signatures are those of the formats' own specifications.
/// </summary>
public static class FileTypes
{
    /// <summary>Bytes of the beginning that are needed.</summary>
    public const int HeadBytes = 4_096;

    private const string Office = "application/vnd.openxmlformats-officedocument.";

    private static readonly (int At, byte[] Bytes, string Type)[] Signatures =
    [
        (0, [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A], "image/png"),
        (0, [0xFF, 0xD8, 0xFF], "image/jpeg"),
        (0, "GIF87a"u8.ToArray(), "image/gif"),
        (0, "GIF89a"u8.ToArray(), "image/gif"),
        (8, "WEBP"u8.ToArray(), "image/webp"),
        (0, "%PDF-"u8.ToArray(), "application/pdf"),
        (0, "ID3"u8.ToArray(), "audio/mpeg"),
        (0, [0xFF, 0xFB], "audio/mpeg"),
        (0, [0xFF, 0xF3], "audio/mpeg"),
        (0, "OggS"u8.ToArray(), "audio/ogg"),
        (8, "WAVE"u8.ToArray(), "audio/wav"),
        (0, [0x1A, 0x45, 0xDF, 0xA3], "video/webm"),
    ];

    /// <summary>Containers of several formats, told apart by the name's ending.</summary>
    private static readonly Dictionary<string, string> Zipped = new(StringComparer.OrdinalIgnoreCase)
    {
        [".docx"] = $"{Office}wordprocessingml.document",
        [".xlsx"] = $"{Office}spreadsheetml.sheet",
        [".pptx"] = $"{Office}presentationml.presentation",
        [".odt"] = "application/vnd.oasis.opendocument.text",
        [".ods"] = "application/vnd.oasis.opendocument.spreadsheet",
        [".zip"] = "application/zip",
    };

    private static readonly Dictionary<string, string> Plain = new(StringComparer.OrdinalIgnoreCase)
    {
        [".txt"] = "text/plain",
        [".log"] = "text/plain",
        [".md"] = "text/plain",
        [".csv"] = "text/csv",
    };

    /// <summary>Endings of names of types that their first bytes tell.</summary>
    private static readonly Dictionary<string, string[]> Endings = new()
    {
        ["image/png"] = [".png"],
        ["image/jpeg"] = [".jpg", ".jpeg", ".jpe", ".jfif"],
        ["image/gif"] = [".gif"],
        ["image/webp"] = [".webp"],
        ["image/heic"] = [".heic", ".heif"],
        ["image/avif"] = [".avif"],
        ["application/pdf"] = [".pdf"],
        ["audio/mpeg"] = [".mp3"],
        ["audio/ogg"] = [".ogg", ".oga", ".opus"],
        ["audio/wav"] = [".wav"],
        ["audio/mp4"] = [".m4a", ".mp4"],
        ["video/webm"] = [".webm", ".weba", ".mkv"],
        ["video/mp4"] = [".mp4", ".m4v", ".3gp"],
        ["video/quicktime"] = [".mov", ".qt"],
    };

    /// <summary>All types that are recognised.</summary>
    public static IReadOnlyCollection<string> Known { get; } = [.. Signatures.Select(s => s.Type)
        .Concat(["image/heic", "image/avif", "audio/mp4", "video/mp4", "video/quicktime"]).Concat(Zipped.Values).Concat(Plain.Values).Distinct()];

    /// <summary>The media type of a file; null where it is of no kind that is recognised.</summary>
    /// <param name="head">Its first <see cref="HeadBytes"/> bytes, or all of a shorter one.</param>
    /// <param name="name">Tells apart what the same bytes can begin, and names texts, which begin with nothing of their own.</param>
    public static string? Of(ReadOnlySpan<byte> head, string name)
    {
        foreach (var (at, bytes, type) in Signatures)
            if (head.Length >= at + bytes.Length && head.Slice(at, bytes.Length).SequenceEqual(bytes) && (at == 0 || head.StartsWith("RIFF"u8))) return type;
        if (head.Length >= 12 && head[4..8].SequenceEqual("ftyp"u8)) return OfBrand(Encoding.Latin1.GetString(head[8..12]));
        var ending = Path.GetExtension(name);
        if (head.StartsWith("PK\x03\x04"u8)) return Zipped.GetValueOrDefault(ending);
        return Plain.TryGetValue(ending, out var plain) && IsText(head) ? plain : null;
    }

    /// <summary>Endings that the name of a file of a recognised type may have, the usual one first.</summary>
    public static IReadOnlyList<string> EndingsOf(string type) => Endings.TryGetValue(type, out var endings) ? endings
        : [.. Zipped.Concat(Plain).Where(known => known.Value == type).Select(known => known.Key)];

    /// <summary>The ISO base media format, by its major brand.</summary>
    private static string? OfBrand(string brand) => brand switch
    {
        "heic" or "heix" or "heim" or "mif1" or "msf1" => "image/heic",
        "avif" or "avis" => "image/avif",
        "M4A " or "M4B " => "audio/mp4",
        "qt  " => "video/quicktime",
        _ when brand.StartsWith("mp4", StringComparison.Ordinal) || brand.StartsWith("iso", StringComparison.Ordinal)
            || brand.StartsWith("3gp", StringComparison.Ordinal) || brand is "avc1" or "M4V " or "dash" => "video/mp4",
        _ => null,
    };

    private static readonly SearchValues<byte> Controls = SearchValues.Create([.. Enumerable.Range(0, 32).Select(b => (byte)b).Where(b =>
        b is not (9 or 10 or 12 or 13))]);

    /// <summary>UTF-8 without control characters; the last character may be cut.</summary>
    private static bool IsText(ReadOnlySpan<byte> head)
    {
        if (head.ContainsAny(Controls)) return false;
        while (!head.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(head, out _, out var used);
            if (status == OperationStatus.NeedMoreData) return true;
            if (status != OperationStatus.Done) return false;
            head = head[used..];
        }
        return true;
    }
}
