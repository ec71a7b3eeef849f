using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ConversationGrid.Domain.Settings;
using ConversationGrid.Silo.Settings;

namespace ConversationGrid.Security.Tests.Settings;

/// <summary>Writes the reference of the configuration from the options classes: their keys, defaults, ranges and doc comments.</summary>
internal sealed partial class ConfigurationPage
{
    private const string Head = """
        # Configuration

        Every key that the host reads, made from the options classes; a test fails while this page is stale. Write it again with

        ```
        GRID_WRITE_CONFIGURATION=$PWD/docs/configuration.md dotnet test tests/ConversationGrid.Security.Tests -c Release --filter ConfigurationPageTests
        ```

        Keys are given in a file (`--config FILE.json`), on the command line (`--Grid:Gateway:AgentGrace 00:00:30`), in the environment
        (`Grid__Gateway__AgentGrace`) or in `appsettings.json`. `NAME` stands for a name of yours, `N` for 0, 1, 2 and so on. Times are
        `[days.]hours:minutes:seconds`. A value out of its range stops the start and names its key; a key that nothing reads is logged as a
        warning, with the one that was meant.

        """;

    private readonly Dictionary<string, XElement> _docs = [];
    private readonly StringBuilder _page = new(Head);

    private ConfigurationPage()
    {
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory, "ConversationGrid.*.xml"))
            foreach (var member in XDocument.Load(file).Descendants("member"))
                _docs[(string)member.Attribute("name")!] = member;
    }

    /// <summary>The whole page.</summary>
    public static string Write()
    {
        var page = new ConfigurationPage();
        foreach (var section in GridSections.All.OrderBy(s => s.Path, StringComparer.Ordinal)) page.AddSection(section);
        return page._page.ToString();
    }

    private void AddSection(GridSection section)
    {
        _page.Append(CultureInfo.InvariantCulture, $"\n## {section.Path}\n");
        var (path, type) = Inner(section.Path, section.Type);
        if (Summary($"T:{type.FullName}") is { Length: > 0 } about) _page.Append(CultureInfo.InvariantCulture, $"\n{about}\n");
        _page.Append("\n| key | default | range | what |\n|---|---|---|---|\n");
        AddRows(path, type, path == section.Path ? 0 : -1);
    }

    /// <param name="depth">Below 0: what stands in a dictionary or list, whose keys are written in full.</param>
    private void AddRows(string path, Type type, int depth)
    {
        var plain = Activator.CreateInstance(type);
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod?.IsPublic == true
            || IsMany(p.PropertyType)))
        {
            var (key, inner) = Inner($"{path}:{property.Name}", property.PropertyType);
            if (!IsSimple(inner))
            {
                AddRows(key, inner, depth + 1);
                continue;
            }
            var what = Summary($"P:{property.DeclaringType!.FullName}.{property.Name}");
            _page.Append(CultureInfo.InvariantCulture, $"| `{key}` | {DefaultOf(property.GetValue(plain), property)} | {RangeOf(property)} | {what} |\n");
            if (property.GetCustomAttribute<SectionsOfAttribute>() is { } sections) AddRows($"{path}:{property.Name}:NAME", sections.Type, depth + 1);
        }
    }

    /// <summary>What a key leads to below lists and dictionaries.</summary>
    private static (string Key, Type Type) Inner(string key, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsArray) return Inner($"{key}:N", type.GetElementType()!);
        if (!type.IsConstructedGenericType || !typeof(IEnumerable).IsAssignableFrom(type)) return (key, type);
        var arguments = type.GenericTypeArguments;
        return arguments.Length == 2 ? Inner($"{key}:NAME", arguments[1]) : Inner($"{key}:N", arguments[0]);
    }

    private static bool IsMany(Type type) => type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type);

    private static bool IsSimple(Type type) => type.IsPrimitive || type.IsEnum || type.Namespace == nameof(System)
        || type.Namespace!.StartsWith("System.Net", StringComparison.Ordinal);

    private static string DefaultOf(object? value, PropertyInfo property) => value switch
    {
        _ when property.GetCustomAttribute<RequiredAttribute>() is not null && value is null or "" => "none",
        null or "" => "none",
        true => "on",
        false => "off",
        TimeSpan time => $"`{time:c}`",
        string text => $"`{text}`",
        IEnumerable many => many.Cast<object>().ToList() is { Count: > 0 } all ? string.Join(", ", all.Select(x => $"`{x}`")) : "none",
        IFormattable number and not Enum => $"`{number.ToString(null, CultureInfo.InvariantCulture)}`",
        _ => $"`{value}`",
    };

    private static string RangeOf(PropertyInfo property)
    {
        var all = new List<string>();
        if (property.GetCustomAttribute<RequiredAttribute>() is not null) all.Add("required");
        if (property.GetCustomAttribute<RangeAttribute>() is { } range) all.Add($"`{Text(range.Minimum)}` to `{Text(range.Maximum)}`");
        if (property.GetCustomAttribute<MinLengthAttribute>() is { } least) all.Add($"{least.Length} characters or more");
        if (property.GetCustomAttribute<StringLengthAttribute>() is { } most) all.Add($"{most.MaximumLength} characters at the most");
        if (property.GetCustomAttribute<RegularExpressionAttribute>() is { } pattern) all.Add($"`{Escaped(pattern.Pattern)}`");
        var type = Inner("", property.PropertyType).Type;
        if (property.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed) all.Add(string.Join(", ", allowed.Values.Select(v => $"`{v}`")));
        else if (type.IsEnum) all.Add(string.Join(", ", Enum.GetNames(type).Where(name => name != "None").Select(name => $"`{name}`")));
        return string.Join("; ", all);

        static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;
    }

    /// <summary>The first paragraph of a doc comment as Markdown, in one line.</summary>
    private string Summary(string member)
    {
        if (!_docs.TryGetValue(member, out var doc) || doc.Element("summary") is not { } summary) return "";
        var text = string.Concat(summary.Nodes().Select(Markdown));
        return Escaped(Spaces().Replace(text, " ").Trim());
    }

    private string Markdown(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see when see.Attribute("cref") is { } link => $"`{((string)link).Split('(')[0].Split('.', ':')[^1]}`",
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement other => string.Concat(other.Nodes().Select(Markdown)),
        _ => "",
    };

    private static string Escaped(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
