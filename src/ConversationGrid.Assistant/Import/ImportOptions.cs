using System.ComponentModel.DataAnnotations;

namespace ConversationGrid.Assistant.Import;

/// <summary>From where articles may be imported. Section <c>Grid:Assistant:Import</c>.</summary>
public sealed class ImportOptions
{
    /// <summary>Folder whose Markdown and HTML files administrators may import; nothing outside of it is read. It counts where the host has one workspace:
    /// with several, each has its own in <see cref="Places"/>. Default: none, so there is no import from folders.</summary>
    public string? Folder { get; set; }

    /// <summary>Inner addresses that may be fetched all the same, as <c>host:port</c>; like <see cref="Folder"/> for one workspace. Default: none.</summary>
    public List<string> InnerHosts { get; set; } = [];

    /// <summary>What each workspace may import from beside the public internet, by its name. Default: none.</summary>
    public Dictionary<string, ImportPlace> Places { get; set; } = [];

    /// <summary>Most addresses or files of one import. Default: 200.</summary>
    [Range(1, 2_000)] public int SourcesMax { get; set; } = 200;

    /// <summary>Addresses fetched at once. Default: 4.</summary>
    [Range(1, 32)] public int AtOnceMax { get; set; } = 4;

    /// <summary>Most bytes of one page or file. Default: 1 MiB.</summary>
    [Range(1_024, 16 * 1_024 * 1_024)] public int BytesMax { get; set; } = 1_024 * 1_024;

    /// <summary>Most redirects of one address, each checked like the first. Default: 3.</summary>
    [Range(0, 10)] public int RedirectsMax { get; set; } = 3;

    /// <summary>Time for one address with all its redirects. Default: 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:02:00")] public TimeSpan FetchWithin { get; set; } = TimeSpan.FromSeconds(10);
}

/// <summary>What one workspace may import from. Section <c>Grid:Assistant:Import:Places:{workspace}</c>.</summary>
public sealed class ImportPlace
{
    /// <summary>Folder whose Markdown and HTML files its administrators may import. Default: none.</summary>
    public string? Folder { get; set => field = string.IsNullOrWhiteSpace(value) ? null : value; }

    /// <summary>Inner addresses that may be fetched for it, as <c>host:port</c>. Default: none.</summary>
    public List<string> InnerHosts { get; set; } = [];
}
