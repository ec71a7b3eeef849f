using ConversationGrid.Silo.Settings;

namespace ConversationGrid.Security.Tests.Settings;

/// <summary>The reference of the configuration says what the options classes say.</summary>
public class ConfigurationPageTests
{
    [Fact]
    public void Page_IsAsTheOptionsClassesSay()
    {
        var page = ConfigurationPage.Write();
        if (Environment.GetEnvironmentVariable("GRID_WRITE_CONFIGURATION") is { Length: > 0 } path) File.WriteAllText(path, page);
        Assert.True(File.ReadAllText(PathOfPage()) == page, "docs/configuration.md is stale; its first lines say how it is written again.");
    }

    [Fact]
    public void Page_HasEverySection_AndSaysWhatEveryKeyDoes()
    {
        var lines = ConfigurationPage.Write().Split('\n');
        foreach (var section in GridSections.All) Assert.Contains($"## {section.Path}", lines);
        var rows = lines.Where(l => l.StartsWith("| `Grid:", StringComparison.Ordinal)).ToList();
        Assert.True(rows.Count > 150, $"Only {rows.Count} keys.");
        Assert.Contains(rows, r => r.StartsWith("| `Grid:Workspaces:NAME:Staff:N:Email`", StringComparison.Ordinal));
        Assert.Contains(rows, r => r.StartsWith("| `Grid:Workspaces:NAME:Queues:NAME:WrapUp`", StringComparison.Ordinal));
        Assert.Equal([], rows.Where(r => r.EndsWith("|  |", StringComparison.Ordinal)));
    }

    private static string PathOfPage()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ConversationGrid.sln"))) folder = Path.GetDirectoryName(folder)!;
        return Path.Combine(folder, "docs", "configuration.md");
    }
}
