using System.ComponentModel.DataAnnotations;

namespace ConversationGrid.Gateway.Configuration;

/// <summary>The set-up page of a host without a workspace, and the workspaces that it makes. Section <c>Grid:Setup</c>.</summary>
public sealed class SetupOptions
{
    /// <summary>Whether a host without any workspace offers its set-up page, to who has the code of its log. Default: on.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Wrong codes that one address may try within <see cref="WrongCodesWithin"/>; then no code of it is looked at. Default: 10.</summary>
    [Range(1, 1_000)]
    public int WrongCodesMax { get; set; } = 10;

    /// <summary>The time in which wrong codes are counted. Default: 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan WrongCodesWithin { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How often each process looks for workspaces that another one made. Default: 2 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(2);
}
