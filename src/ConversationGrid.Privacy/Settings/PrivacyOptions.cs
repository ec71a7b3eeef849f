using System.ComponentModel.DataAnnotations;

namespace ConversationGrid.Privacy.Settings;

/// <summary>How personal data are protected. Section <c>Grid:Privacy</c>.</summary>
public sealed class PrivacyOptions : IValidatableObject
{
    public const string Section = "Grid:Privacy";

    /// <summary>The master key, 32 bytes as Base64; the same for all silos of a cluster. Default: none, it is in <see cref="MasterKeyFile"/>.</summary>
    public string? MasterKey { get; set => field = string.IsNullOrWhiteSpace(value) ? null : value; }

    /// <summary>The master key before the present one, as Base64: keys under it are encrypted anew when they are used. Default: none.</summary>
    public string? FormerMasterKey { get; set => field = string.IsNullOrWhiteSpace(value) ? null : value; }

    /// <summary>The file that holds the master key. Default: <c>master.key</c> beside the data, made at the first start.</summary>
    public string? MasterKeyFile { get; set => field = string.IsNullOrWhiteSpace(value) ? null : value; }

    /// <summary>Keys of conversations and customers held in memory, about 1 KiB each. Default: 20,000.</summary>
    [Range(100, 10_000_000)]
    public int KeysInMemoryMax { get; set; } = 20_000;

    /// <summary>Conversations erased at the same time by one erasure. Default: 32.</summary>
    [Range(1, 1_000)]
    public int ErasedAtOnceMax { get; set; } = 32;

    /// <summary>How long an erasure waits for the read models before it is tried again. Default: 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ReadModelsWithin { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>A label stays for the figures of an erased conversation when so many conversations of other customers have it. Default: 10.</summary>
    [Range(1, 1_000_000)]
    public int KeptLabelConversationsMin { get; set; } = 10;

    /// <summary>How often is looked for what was kept long enough. Default: 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan RetentionEvery { get; set; } = TimeSpan.FromMinutes(10);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)[(nameof(MasterKey), MasterKey), (nameof(FormerMasterKey), FormerMasterKey)])
            if (value is not null && Keys.LocalMasterKey.Read(value) is null)
                return [new($"this is no key: {Keys.LocalMasterKey.Length} bytes as Base64 are needed, e.g. from 'openssl rand -base64 32'.", [name])];
        return [];
    }
}
