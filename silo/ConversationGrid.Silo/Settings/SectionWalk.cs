using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using ConversationGrid.Domain.Settings;

namespace ConversationGrid.Silo.Settings;

/// <summary>
/// Goes through configuration and types side by side: values that cannot be read as what they are bound to, and keys that nothing reads. The framework's binder
/// stops at the first of the one, drops it silently within lists, and does not see the other.
/// </summary>
internal static class SectionWalk
{
    /// <summary>Values that cannot be read, each with its full key.</summary>
    public static IEnumerable<string> Unreadable(IConfigurationSection section, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (IsScalar(type)) return UnreadableValue(section, type);
        return section.GetChildren().SelectMany(child => MemberOf(type, child) is { } member ? Unreadable(child, member) : []);
    }

    private static IEnumerable<string> UnreadableValue(IConfigurationSection section, Type type)
    {
        if (section.GetChildren().FirstOrDefault() is { } below) yield return $"{below.Path}: nothing stands below {section.Path}, which is one value.";
        else if (section.Value is { } value && Conversion(type, value) is { } wrong) yield return $"{section.Path}: {wrong}";
    }

    /// <summary>Sections within lists of plain values (see <see cref="SectionsOfAttribute"/>).</summary>
    public static IEnumerable<(IConfigurationSection Section, Type Type)> Inner(IConfigurationSection section, Type type)
    {
        if (IsScalar(Nullable.GetUnderlyingType(type) ?? type)) return [];
        return section.GetChildren().SelectMany(child => MemberOf(type, child) switch
        {
            { IsConstructedGenericType: true } member when member.GetGenericTypeDefinition() == typeof(PlainOr<>) =>
                child.GetChildren().Where(item => item.Value is null).Select(item => (item, member.GenericTypeArguments[0])),
            { } member => Inner(child, member),
            null => [],
        });
    }

    /// <summary>Keys that nothing reads, with the known key that is most like each.</summary>
    public static IReadOnlyList<string> Unknown(IConfigurationSection root, IReadOnlyList<GridSection> sections) => [.. Unknown(root, null, sections)];

    private static IEnumerable<string> Unknown(IConfigurationSection section, Type? type, IReadOnlyList<GridSection> sections)
    {
        foreach (var child in section.GetChildren())
        {
            var listed = sections.FirstOrDefault(s => s.Path.Equals(child.Path, StringComparison.OrdinalIgnoreCase))?.Type;
            var isAbove = sections.Any(s => s.Path.StartsWith($"{child.Path}:", StringComparison.OrdinalIgnoreCase));
            var member = listed ?? (type is null ? null : MemberOf(type, child));
            if (member is null && !isAbove) yield return $"{child.Path} is read by nothing.{Like(child, type, sections)}";
            else if (member is null || !IsScalar(Nullable.GetUnderlyingType(member) ?? member))
                foreach (var below in Unknown(child, member, sections)) yield return below;
        }
    }

    /// <summary>What a key below a type is bound to; null where it is bound to nothing.</summary>
    private static Type? MemberOf(Type type, IConfigurationSection child)
    {
        if (type.IsConstructedGenericType && type.GetGenericTypeDefinition() == typeof(PlainOr<>))
            return child.Value is null ? type.GenericTypeArguments[0] : typeof(string);
        if (type.IsArray) return type.GetElementType();
        if (type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type)) return type.GenericTypeArguments[^1];
        return PropertiesOf(type).FirstOrDefault(p => p.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)) is { } property
            ? property.GetCustomAttribute<SectionsOfAttribute>() is { } sections ? typeof(PlainOr<>).MakeGenericType(sections.Type) : property.PropertyType
            : null;
    }

    private static IEnumerable<PropertyInfo> PropertiesOf(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is { IsPublic: true });

    private static bool IsScalar(Type type) => type == typeof(string) || TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string));

    private static string? Conversion(Type type, string value)
    {
        if (type == typeof(string) || (type == typeof(Uri) && value.Length == 0)) return null;
        try
        {
            TypeDescriptor.GetConverter(type).ConvertFromString(null, CultureInfo.InvariantCulture, value);
            return null;
        }
        catch (Exception failure) when (failure is FormatException or ArgumentException or NotSupportedException or OverflowException or InvalidCastException)
        {
            var wanted = type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type).Where(n => n != "None"))}"
                : type == typeof(TimeSpan) ? "a time such as 00:00:30"
                : type == typeof(bool) ? "true or false"
                : $"a value of type {type.Name}";
            return value.Length == 0 ? $"the value is empty; leave the key out, or give {wanted}." : $"'{value}' is not {wanted}.";
        }
    }

    private static string Like(IConfigurationSection unknown, Type? type, IReadOnlyList<GridSection> sections)
    {
        var parent = unknown.Path[..^(unknown.Key.Length + 1)];
        var known = sections.Where(s => s.Path.StartsWith($"{parent}:", StringComparison.OrdinalIgnoreCase))
            .Select(s => s.Path[(parent.Length + 1)..].Split(':')[0])
            .Concat(type is null ? [] : PropertiesOf(type).Select(p => p.Name)).Distinct().ToList();
        return known.MinBy(name => Distance(name.ToUpperInvariant(), unknown.Key.ToUpperInvariant())) is { } nearest ? $" Did you mean {parent}:{nearest}?"
            : "";
    }

    /// <summary>Changes of one letter that lead from one word to the other.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }
        return row[b.Length];
    }

    /// <summary>A list whose items are plain values or sections of this type.</summary>
    private sealed class PlainOr<T>;
}
