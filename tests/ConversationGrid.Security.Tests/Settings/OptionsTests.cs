using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using ConversationGrid.Domain.Settings;
using ConversationGrid.Silo;
using ConversationGrid.Silo.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Security.Tests.Settings;

/// <summary>
/// Every option that is bound anywhere is validated before the host is composed, and a wrong value is refused by its full key. The options are found by
/// reflection: a new one, or a new attribute, is covered by these tests as they are.
/// </summary>
public class OptionsTests
{
    /// <summary>Numbers whose rule depends on their neighbours, so that no attribute can say it.</summary>
    private static readonly string[] _ruledByCode = ["QueuePolicy.Order", "RingPolicy.After", "EntryRule.PriorityMin", "EntryRule.ValueMin"];

    public static TheoryData<string, string, string> BadValues()
    {
        var all = new TheoryData<string, string, string>();
        foreach (var section in GridSections.All)
            foreach (var (key, property) in Leaves(section.Path, section.Type))
                foreach (var bad in BadFor(property))
                {
                    // An empty connection string is an absent one: the journal is in SQLite then.
                    if ((key, bad) != ("Grid:Postgres:ConnectionString", "")) all.Add(section.Path, key, bad);
                }
        return all;
    }

    [Theory]
    [MemberData(nameof(BadValues))]
    public void BadValue_IsRefused_WithItsKey(string section, string key, string bad)
    {
        var problems = GridSections.Problems(Configuration(section, (key, bad)));
        Assert.True(problems.Any(p => p.StartsWith($"{key}:", StringComparison.Ordinal)), $"{key} = '{bad}' gave: {string.Join(" | ", problems)}");
    }

    [Theory]
    [InlineData("Grid:Workspaces:acme:IdentitySecret", "x")]
    [InlineData("Grid:Workspaces:acme:IdentitySecret", "fifteen-letters")]
    [InlineData("Grid:Demo:IdentitySecret", "")]
    [InlineData("Grid:Workspaces:acme:IdentitySecret:0", "a-secret-in-a-list")]
    [InlineData("Grid:Gateway:AgentGrace:Seconds", "5")]
    [InlineData("Grid:Auth:SigningKey", "short")]
    [InlineData("Grid:Workspaces:acme:Staff:0:Role", "System")]
    [InlineData("Grid:Workspaces:acme:Staff:0:Role", "0")]
    [InlineData("Grid:Workspaces:acme:Staff:0:Role", "Boss")]
    [InlineData("Grid:Workspaces:acme:Staff:0:Capacity", "many")]
    [InlineData("Grid:Workspaces:acme:Staff:0:Skills:french", "-1")]
    [InlineData("Grid:Workspaces:acme:Queues:vip:WrapUp", "soon")]
    [InlineData("Grid:Workspaces:acme:Queues:vip:WhenNobodyIsThere", "9")]
    [InlineData("Grid:Gateway:AgentGrace", "-00:00:01")]
    [InlineData("Grid:Gateway:AgentGrace", "")]
    [InlineData("Grid:Gateway:TrustedProxies:0", "nowhere")]
    [InlineData("Grid:Assistant:Tools:0:Url", "ftp://example.test")]
    [InlineData("Grid:Assistant:Tools:0:Signs:0", "(")]
    [InlineData("Grid:Assistant:Tools:0:Slots:0:Pattern", "[")]
    [InlineData("Grid:Assistant:SemanticKernel:Plugins:0:Assembly", "nowhere.dll")]
    [InlineData("Grid:Assistant:SemanticKernel:Plugins:0:Type", "No.Such.Type")]
    [InlineData("Grid:Assistant:SemanticKernel:Plugins:0:Functions:0:Signs:0", "(")]
    [InlineData("Grid:Assistant:SemanticKernel:Connector:Endpoint", "ftp://example.test")]
    [InlineData("Grid:Cluster:Role", "Boss")]
    [InlineData("Grid:Cluster:SiloPort", "-1")]
    public void Value_ThatNoAttributeNames_IsRefusedWithItsKey(string key, string bad)
    {
        var section = GridSections.All.Where(s => key.StartsWith($"{s.Path}:", StringComparison.Ordinal)).MaxBy(s => s.Path.Length)!.Path;
        var problems = GridSections.Problems(Configuration(section, (key, bad)));
        var named = key.StartsWith("Grid:Gateway:TrustedProxies", StringComparison.Ordinal) ? "Grid:Gateway:TrustedProxies" : key;
        Assert.True(problems.Any(p => p.StartsWith(named, StringComparison.Ordinal)), $"{key} = '{bad}' gave: {string.Join(" | ", problems)}");
        Assert.Throws<OptionsValidationException>(() => GridHost.Build([$"--{key}", bad, .. Complete(section, key)]));
    }

    [Fact]
    public void Defaults_AreRight_AndAnEmptySecretIsNone()
    {
        Assert.Empty(GridSections.Problems(new ConfigurationBuilder().Build()));
        foreach (var empty in (string[])["", "   "])
            Assert.Empty(GridSections.Problems(Configuration("Grid:Workspaces", ("Grid:Workspaces:acme:IdentitySecret", empty))));
        Assert.Null(new Domain.Workspaces.WorkspaceOptions { IdentitySecret = " " }.IdentitySecret);
    }

    [Fact]
    public void Number_AndTime_HasARange()
    {
        var without = GridSections.All.SelectMany(s => Leaves(s.Path, s.Type)).Select(leaf => leaf.Property)
            .Where(p => (Nullable.GetUnderlyingType(p.PropertyType) ?? p.PropertyType) is var type
                && (type == typeof(int) || type == typeof(double) || type == typeof(TimeSpan)))
            .Where(p => p.GetCustomAttribute<RangeAttribute>() is null).Select(p => $"{p.DeclaringType!.Name}.{p.Name}").Except(_ruledByCode);
        Assert.Empty(without);
    }

    [Fact]
    public void EveryBoundOption_HasASection()
    {
        var bound = new List<Type>();
        foreach (var service in GridHost.Compose([]).Services)
            if (service.ServiceType is { IsConstructedGenericType: true } type && type.GetGenericTypeDefinition() == typeof(IConfigureOptions<>)
                && type.GenericTypeArguments[0] is { Namespace: { } space } options
                && space.StartsWith("ConversationGrid", StringComparison.Ordinal)) bound.Add(options);
        Assert.True(bound.Count > 8, string.Join(", ", bound));
        Assert.Empty(bound.Except(GridSections.All.Select(s => s.Type)).Select(t => t.Name));
    }

    [Theory]
    [InlineData("Grid:Gatway:SendBufferMax", "Grid:Gateway")]
    [InlineData("Grid:Gateway:SendBufferMx", "Grid:Gateway:SendBufferMax")]
    [InlineData("Grid:Workspaces:acme:Staff:0:Emale", "Grid:Workspaces:acme:Staff:0:Email")]
    [InlineData("Grid:Workspaces:acme:Queues:vip:WrapUpp", "Grid:Workspaces:acme:Queues:vip:WrapUp")]
    [InlineData("Grid:Assistant:Modl:Name", "Grid:Assistant:Model")]
    public void UnknownKey_IsNamed_WithTheOneMeant(string key, string meant)
    {
        var unknown = Assert.Single(GridSections.Unknown(new ConfigurationBuilder().AddInMemoryCollection([new(key, "x")]).Build()));
        Assert.Contains($"Did you mean {meant}?", unknown);
    }

    [Fact]
    public void KnownKeys_AreNotCalledUnknown()
    {
        var known = GridSections.All.SelectMany(s => Leaves(s.Path, s.Type)).Select(leaf => new KeyValuePair<string, string?>(leaf.Key, "1"));
        Assert.Empty(
            GridSections.Unknown(new ConfigurationBuilder().AddInMemoryCollection([.. known, new("Grid:Workspaces:acme:Queues:0", "general")]).Build()));
    }

    /// <summary>Every value below a type, by its key.</summary>
    private static IEnumerable<(string Key, PropertyInfo Property)> Leaves(string path, Type type)
    {
        if (ItemOf(type) is { } item) return Leaves($"{path}:{(typeof(IDictionary).IsAssignableFrom(type) ? "acme" : "0")}", item);
        return type.GetProperties().Where(p => p.SetMethod is { IsPublic: true }).SelectMany(p =>
        {
            var key = $"{path}:{p.Name}";
            if (p.GetCustomAttribute<SectionsOfAttribute>() is { } sections) return Leaves($"{key}:vip", sections.Type);
            return ItemOf(p.PropertyType) is { Namespace: { } space } inner && space.StartsWith("ConversationGrid", StringComparison.Ordinal) && inner.IsClass
                ? Leaves(key, p.PropertyType)
                : ItemOf(p.PropertyType) is { } ? [] : [(key, p)];
        });
    }

    private static Type? ItemOf(Type type) => type == typeof(string) || !typeof(IEnumerable).IsAssignableFrom(type) ? null : type.GetElementType()
        ?? type.GenericTypeArguments[^1];

    private static IEnumerable<string> BadFor(PropertyInfo property)
    {
        foreach (var attribute in property.GetCustomAttributes<ValidationAttribute>())
            foreach (var bad in attribute switch
            {
                RangeAttribute { OperandType: var type } range when type == typeof(TimeSpan) =>
                    new[] { (TimeSpan.Parse((string)range.Minimum) - TimeSpan.FromMilliseconds(1)).ToString(),
                        (TimeSpan.Parse((string)range.Maximum) + TimeSpan.FromMilliseconds(1)).ToString() },
                RangeAttribute { Minimum: int min } range =>
                    [$"{(long)min - 1}", .. (int)range.Maximum == int.MaxValue ? Array.Empty<string>() : [$"{(int)range.Maximum + 1L}"]],
                RangeAttribute { Minimum: double min } range => [$"{min - 0.01}", $"{(double)range.Maximum + 0.01}"],
                RequiredAttribute => [""],
                MinLengthAttribute { Length: var length } => [new string('x', length - 1)],
                MaxLengthAttribute { Length: var length } => [new string('x', length + 1)],
                StringLengthAttribute { MaximumLength: var length } => [new string('x', length + 1)],
                RegularExpressionAttribute => ["!no"],
                EmailAddressAttribute => ["nobody"],
                AllowedValuesAttribute => ["None"],
                _ => throw new InvalidOperationException($"No bad value is known for {attribute.GetType().Name}: add one here."),
            }) yield return bad;
        var kind = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (kind.IsEnum) foreach (var bad in (string[])["NoSuchName", "97"]) yield return bad;
        if (kind == typeof(bool) || kind == typeof(int) || kind == typeof(double) || kind == typeof(TimeSpan)) yield return "soon";
    }

    /// <summary>A configuration where nothing but these values is wrong.</summary>
    private static IConfiguration Configuration(string section, params (string Key, string Value)[] values)
    {
        var rest = Complete(section, values[0].Key);
        var all = new ConfigurationBuilder().AddInMemoryCollection(rest.Chunk(2).Select(pair => new KeyValuePair<string, string?>(pair[0][2..], pair[1])));
        return all.AddInMemoryCollection(values.Select(v => new KeyValuePair<string, string?>(v.Key, v.Value))).Build();
    }

    private static List<string> Complete(string section, string except)
    {
        var all = new List<string>();
        if (section == "Grid:Workspaces")
            Add("Grid:Workspaces:acme:Staff:0:Id", "ann", "Grid:Workspaces:acme:Staff:0:Name", "Ann", "Grid:Workspaces:acme:Staff:0:Email", "ann@acme.test");
        if (section == "Grid:Assistant:Tools") Add(
            "Grid:Assistant:Tools:0:Workspace", "acme", "Grid:Assistant:Tools:0:Name", "track", "Grid:Assistant:Tools:0:Description", "Tracks.",
            "Grid:Assistant:Tools:0:Url", "https://example.test/", "Grid:Assistant:Tools:0:Slots:0:Name", "order");
        if (section == "Grid:Assistant:SemanticKernel:Plugins") Add(
            $"{section}:0:Workspace", "acme", $"{section}:0:Name", "parcels", $"{section}:0:Assembly", typeof(OptionsTests).Assembly.Location,
            $"{section}:0:Type", "Some.Plugin", $"{section}:0:Functions:0:Name", "Where");
        if (section == "Grid:Postgres") Add("Grid:Postgres:ConnectionString", "Host=127.0.0.1");
        return all;

        void Add(params string[] pairs)
        {
            foreach (var pair in pairs.Chunk(2).Where(pair => pair[0] != except)) all.AddRange([$"--{pair[0]}", pair[1]]);
        }
    }
}
