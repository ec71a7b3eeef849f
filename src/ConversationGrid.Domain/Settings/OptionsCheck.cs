using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace ConversationGrid.Domain.Settings;

/// <summary>Validates options with everything in them: nested objects, lists and dictionaries. Each problem begins with the full key, e.g.
/// <c>Grid:Workspaces:acme:Staff:0:Email</c>.</summary>
public static class OptionsCheck
{
    /// <summary>What is wrong, by the validation attributes, the rules of <see cref="IValidatableObject"/>, and enums that have no such value.</summary>
    /// <param name="options">Options, or a list or dictionary of them.</param>
    /// <param name="path">The key of the section that they were read from.</param>
    public static IEnumerable<string> Problems(object? options, string path) => options switch
    {
        null or string => [],
        IDictionary map => map.Keys.Cast<object>().SelectMany(key => Problems(map[key], $"{path}:{key}")),
        IEnumerable list => list.Cast<object?>().SelectMany((item, i) => Problems(item, $"{path}:{i}")),
        Enum value => EnumProblem(value) is { } wrong ? [$"{path}: {wrong}"] : [],
        _ when IsOurs(options.GetType()) => OfObject(options, path),
        _ => [],
    };

    private static IEnumerable<string> OfObject(object options, string path)
    {
        var own = new List<string>();
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is { IsPublic: true }))
        {
            var (key, value, results) = ($"{path}:{property.Name}", property.GetValue(options), new List<ValidationResult>());
            Validator.TryValidateValue(value!, new(options) { MemberName = property.Name }, results, property.GetCustomAttributes<ValidationAttribute>());
            own.AddRange(results.Select(result => $"{key}: {result.ErrorMessage}"));
            own.AddRange(Problems(value, key));
        }
        // Rules across properties may rely on each property being right by itself.
        if (own.Count == 0 && options is IValidatableObject rules)
            own.AddRange(rules.Validate(new(options)).Select(result => Named(result, path)));
        return own;
    }

    private static string Named(ValidationResult result, string path) =>
        result.ErrorMessage?.StartsWith(path, StringComparison.Ordinal) == true ? result.ErrorMessage
        : $"{path}:{result.MemberNames.FirstOrDefault()}: {result.ErrorMessage}";

    /// <summary>Numbers that name no value, and <c>None</c>, which says that nothing was chosen.</summary>
    private static string? EnumProblem(Enum value)
    {
        var type = value.GetType();
        var names = Enum.GetNames(type).Where(name => name != "None").ToList();
        return names.Contains(value.ToString()) ? null : $"'{value}' is no {type.Name}; there are {string.Join(", ", names)}.";
    }

    private static bool IsOurs(Type type) => type.IsClass && type.Namespace?.StartsWith("ConversationGrid", StringComparison.Ordinal) == true;
}

/// <summary>On a list whose items may also be sections of their own: each of those has this type.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SectionsOfAttribute(Type type) : Attribute
{
    public Type Type => type;
}
