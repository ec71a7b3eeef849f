namespace ConversationGrid.Tidy;

/// <summary>No folder of a project depends on one that depends on it.</summary>
public class FolderTests
{
    [Fact]
    public void Folders_HaveNoCycles()
    {
        var wrong = from project in House.Projects
                    where project.IsSource
                    let graph = new FolderGraph(project.Sources.Select(f => (Path.GetRelativePath(project.Folder, f).Replace('\\', '/'), House.TextOf(f))))
                    from use in graph.Cycles()
                    select ($"{project.Folder}:{Shown(use.From)}->{Shown(use.To)}", 1,
                        $"{Shown(use.From)} uses {Shown(use.To)}, which leads back to it: {string.Join(", ", use.Files)}");
        Ratchet.Check("folder-cycle", wrong);
    }

    [Fact]
    public void Graph_SeesACycleThroughThreeFolders()
    {
        var graph = new FolderGraph(
        [
            ("A/One.cs", "using P.B;\n\nnamespace P.A;\n\npublic sealed class One(Two two);\n"),
            ("B/Two.cs", "namespace P.B;\n\npublic sealed class Two\n{\n    private readonly ConversationGrid.C.Three? _three = null;\n}\n"),
            ("C/Three.cs", "using P.A;\n\nnamespace ConversationGrid.C;\n\ninternal delegate void Three(One one);\n"),
        ]);

        Assert.Equal(["A->B", "B->C", "C->A"], graph.Cycles().Select(c => $"{c.From}->{c.To}").Order());
    }

    [Fact]
    public void Graph_IgnoresCommentsTextsAndMembers()
    {
        var graph = new FolderGraph(
        [
            ("A/One.cs", "using P.B;\n\nnamespace P.A;\n\n/// <see cref=\"Two\"/>\npublic sealed class One\n{\n    string Name => \"Two\" + x.Two;\n}\n"),
            ("B/Two.cs", "using P.A;\n\nnamespace P.B;\n\npublic sealed class Two(One one);\n"),
        ]);

        Assert.Empty(graph.Cycles());
        Assert.Equal(["A"], graph.UsesOf("B").Keys);
    }

    [Fact]
    public void Graph_IgnoresNamesOfMembersAndParameters_AndSeesTheirTypes()
    {
        var graph = new FolderGraph(
        [
            ("A/One.cs", "using P.B;\n\nnamespace P.A;\n\npublic sealed record One(bool Two, IReadOnlyList<string>? Three = null);\n"),
            ("B/Two.cs", "namespace P.B;\n\npublic sealed class Two;\n\npublic sealed class Three;\n"),
            ("C/Four.cs", "using P.B;\n\nnamespace P.C;\n\npublic sealed record Four(Two Two, bool IsNew)\n{\n    object Five => new Three();\n}\n"),
        ]);

        Assert.Empty(graph.UsesOf("A"));
        Assert.Equal(["B"], graph.UsesOf("C").Keys);
    }

    [Fact]
    public void Graph_TakesTheTypeOfTheInnermostNamespace()
    {
        var graph = new FolderGraph(
        [
            ("A/One.cs", "using P.B;\n\nnamespace P.A;\n\npublic sealed class One(Two two);\n\npublic sealed class Two;\n"),
            ("B/Two.cs", "using P.A;\n\nnamespace P.B;\n\npublic sealed class Two(One one);\n"),
        ]);

        Assert.Empty(graph.UsesOf("A"));
    }

    [Theory]
    [InlineData("a(\"One\"); // Two", "a(\"\"); ")]
    [InlineData("a($\"One {b(\"Two\")} {{Three}} {c}\") + d", "a(\"\" b(\"\")  c ) + d")]
    [InlineData("a(@\"One \"\"Two\"\" \\\") + b('\"') + c", "a(\"\") + b() + c")]
    [InlineData("a(\"\"\"One \"Two\" {x}\"\"\") + $$\"\"\"{Three} {{b}}\"\"\" + \"\"", "a(\"\") + \"\" b  + \"\"")]
    public void Code_LeavesTextsAndCommentsOut(string source, string code) => Assert.Equal(code, CodeText.Of(source));

    private static string Shown(string folder) => folder.Length == 0 ? "." : folder;
}
