using System.Reflection;
using System.Text.RegularExpressions;
using ConversationGrid.Contracts;

namespace ConversationGrid.Client.Tests;

/// <summary>The clients know every code of a refusal, and no other of the server's.</summary>
public partial class ErrorCodeTests
{
    private static readonly IReadOnlySet<string> OfTheContracts = Constants(typeof(RefusalCodes));

    [Fact]
    public void Codes_OfTheDotNetClient_AreTheContracts() =>
        Assert.Equal([.. OfTheContracts.Append(GridErrorCode.Disconnected).Order()], Constants(typeof(GridErrorCode)).Order());

    [Fact]
    public void Codes_OfTheTypeScriptClient_AreTheContracts()
    {
        var list = List().Match(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Sdk", "protocol.ts")));
        Assert.True(list.Success, "protocol.ts has no list of codes.");
        Assert.Equal([.. OfTheContracts.Order()], Code().Matches(list.Value).Select(m => m.Groups[1].Value).Order());
    }

    private static HashSet<string> Constants(Type type) =>
        [.. type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!)];

    [GeneratedRegex(@"errorCodes = \[[^\]]*\]")]
    private static partial Regex List();

    [GeneratedRegex("\"([a-z_]+)\"")]
    private static partial Regex Code();
}
