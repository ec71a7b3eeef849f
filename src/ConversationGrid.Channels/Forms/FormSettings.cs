using Microsoft.Extensions.Configuration;

namespace ConversationGrid.Channels.Forms;

/// <summary>The forms of all workspaces. Section <c>Grid:Channels:Forms</c>.</summary>
internal sealed class FormSettings(IConfiguration configuration)
{
    public const string Section = "Grid:Channels:Forms";

    private readonly Dictionary<string, FormOptions> _forms = configuration.GetSection(Section).Get<Dictionary<string, FormOptions>>() ?? [];

    /// <summary>A workspace's form; null where it has none.</summary>
    public FormOptions? Find(string workspace) => _forms.GetValueOrDefault(workspace);
}
