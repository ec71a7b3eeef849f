using System.Text.RegularExpressions;

namespace ConversationGrid.Tidy;

/// <summary>The security page promises tests by name: each of them is there.</summary>
public partial class SecurityPageTests
{
    private const string Page = "docs/security.md";

    [Fact]
    public void TestsThatThePageNames_Exist()
    {
        var named = CSharpTest().Matches(House.TextOf(Page)).Select(m => (Class: m.Groups[1].Value, Method: m.Groups[2].Value)).Distinct().ToList();
        var tests = House.Sources.Where(f => f.StartsWith("tests/", StringComparison.Ordinal)).Select(House.TextOf).ToList();
        Assert.NotEmpty(named);
        Assert.DoesNotContain(named, n => !tests.Any(t => t.Contains($"class {n.Class}", StringComparison.Ordinal) && Regex.IsMatch(t, $@"\b{n.Method}\b")));
        var files = ScriptTest().Matches(House.TextOf(Page)).Select(m => m.Groups[1].Value).Distinct();
        Assert.DoesNotContain(files, f => !File.Exists(House.PathOf(f)));
    }

    [GeneratedRegex(@"`(\w+Tests)\.(\w+)`")]
    private static partial Regex CSharpTest();

    [GeneratedRegex(@"`(tests/browser/[\w./-]+\.mjs)`")]
    private static partial Regex ScriptTest();
}
