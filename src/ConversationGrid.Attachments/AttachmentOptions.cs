using System.ComponentModel.DataAnnotations;

namespace ConversationGrid.Attachments;

/// <summary>What files people may attach to messages, and where those are kept. Section <c>Grid:Attachments</c>.</summary>
public sealed class AttachmentOptions : IValidatableObject
{
    public const string Section = "Grid:Attachments";

    /// <summary>Folder of the files; every silo of a cluster must see the same one. Default: <c>attachments</c> in the folder of the data.</summary>
    [MaxLength(4096)]
    public string? Path { get; set; }

    /// <summary>Largest file, in bytes. Default: 20 MiB.</summary>
    [Range(1_024L, 2_147_483_648L)]
    public long BytesMax { get; set; } = 20 * 1_048_576;

    /// <summary>Files of one message. Default: 10.</summary>
    [Range(1, 50)]
    public int PerMessageMax { get; set; } = 10;

    /// <summary>Media types that are taken, of those in <see cref="FileTypes.Known"/>. Empty, the default: all of them.</summary>
    public string[] Types { get; set; } = [];

    /// <summary>How long a file is kept that no message took. Default: 1 day.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan KeepUnusedFor { get; set; } = TimeSpan.FromDays(1);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var type in Types.Where(type => !FileTypes.Known.Contains(type)))
            yield return new($"'{type}' is no type of file that is recognised.", [nameof(Types)]);
    }

    internal bool Takes(string type) => Types.Length == 0 || Types.Contains(type);
}
