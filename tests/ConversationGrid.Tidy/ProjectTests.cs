using System.Text.RegularExpressions;

namespace ConversationGrid.Tidy;

/// <summary>Projects know only what they may know, are explained, and have nothing that they do not use.</summary>
public partial class ProjectTests
{
    private static readonly string[] Core = ["Contracts", "Domain", "Engine"];
    private static readonly string[] Outer = [.. Core, "Grains", "Journal", "Assistant", "Understanding", "Knowledge"];

    /// <summary>Arrows point inward only. A project that is not here may know nothing of the house.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Contracts"] = [],
        ["Domain"] = ["Contracts"],
        ["Engine"] = ["Contracts", "Domain"],
        ["Grains"] = Core,
        ["Testing"] = Core,
        ["Journal"] = Core,
        ["Understanding"] = ["Contracts"],
        ["Knowledge"] = ["Contracts", "Understanding"],
        ["Assistant"] = [.. Core, "Understanding", "Knowledge"],
        ["SemanticKernel"] = ["Assistant", .. Core],
        // Read models lie in the journal's database and are written with it.
        ["Projections"] = [.. Core, "Journal"],
        ["Attachments"] = Core,
        ["Privacy"] = [.. Core, "Journal"],
        ["SentenceVectors"] = ["Assistant"],
        ["Gateway"] = Outer,
        ["Channels"] = Outer,
        // Other systems come in by the gateway's doors; what they are owed is written with the read models.
        ["Integrations"] = [.. Outer, "Gateway"],
    };

    [Fact]
    public void Arrows_PointInward()
    {
        var wrong = House.Projects.Where(p => p.IsSource)
            .SelectMany(p => p.References.Select(r => (p, Name: r["ConversationGrid.".Length..]))
                .Where(x => !Allowed.GetValueOrDefault(x.p.Short, []).Contains(x.Name)))
            .Select(x => ($"{x.p.Folder}/{x.p.Name}.csproj:{x.Name}", 1, $"{x.p.Short} must not know {x.Name}"));
        Ratchet.Check("arrow", wrong);
    }

    [Fact]
    public void NothingInTheHouse_KnowsTestsOrPrograms()
    {
        var programs = House.Projects.Where(p => !p.IsSource).Select(p => p.Name).ToHashSet();
        Assert.DoesNotContain(House.Projects.Where(p => p.IsSource), p => p.References.Any(programs.Contains));
    }

    [Fact]
    public void Testing_NeverShips() =>
        Assert.DoesNotContain(Shipped, p => p.References.Contains("ConversationGrid.Testing"));

    [Fact]
    public void Demo_IsReferencedByTheHostAlone() =>
        Assert.Equal(["ConversationGrid.Silo"], Shipped.Where(p => p.References.Contains("ConversationGrid.Demo")).Select(p => p.Name));

    [Fact]
    public void Tools_NeverShip() => Assert.DoesNotContain(
        Shipped, p => House.Projects.Any(tool => tool.Folder.StartsWith("tools/", StringComparison.Ordinal) && p.References.Contains(tool.Name)));

    [Fact]
    public void References_AreUsed()
    {
        var idle = from p in House.Projects
                   let text = string.Concat(p.Sources.Select(House.TextOf))
                   from r in p.References
                   where !text.Contains(r, StringComparison.Ordinal)
                   select ($"{p.Folder}/{p.Name}.csproj:{r}", 1, $"{p.Name} refers to {r} and does not use it");
        Ratchet.Check("idle-reference", idle);
    }

    [Fact]
    public void Projects_AreInTheSolution()
    {
        var solution = House.TextOf("ConversationGrid.sln").Replace('\\', '/');
        Ratchet.Check("not-in-solution", House.Projects.Where(p => !solution.Contains($"{p.Folder}/{p.Name}.csproj", StringComparison.Ordinal))
            .Select(p => ($"{p.Folder}/{p.Name}.csproj", 1, "not in the solution")));
    }

    [Fact]
    public void Projects_HaveAReadme() =>
        Ratchet.Check("readme",
            House.Projects.Where(p => (p.IsSource || p.Folder.StartsWith("loadtests/", StringComparison.Ordinal))
                && !File.Exists(House.PathOf($"{p.Folder}/README.md"))).Select(p => ($"{p.Folder}/README.md", 1, "missing")));

    [Fact]
    public void ReadmeCommands_Exist()
    {
        if (!File.Exists(House.PathOf("README.md")) || !File.Exists(House.PathOf("grid"))) return;
        var grid = House.TextOf("grid");
        var commands = GridCommand().Matches(House.TextOf("README.md")).Select(m => m.Groups[1].Value).Distinct();
        Assert.DoesNotContain(commands, c => !Regex.IsMatch(grid, $@"\b{c}\b"));
    }

    [Fact]
    public void Folders_AreNotEmpty() => Assert.Empty(House.EmptyFolders());

    private static IEnumerable<Project> Shipped =>
        House.Projects.Where(p => p.Folder.StartsWith("src/", StringComparison.Ordinal) || p.Folder.StartsWith("silo/", StringComparison.Ordinal));

    [GeneratedRegex(@"\./grid ([a-z]+)")]
    private static partial Regex GridCommand();
}
