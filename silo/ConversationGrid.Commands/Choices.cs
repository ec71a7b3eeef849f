using System.CommandLine;

namespace ConversationGrid.Commands;

/// <summary>Options that are one word of a closed set.</summary>
public static class Choices
{
    /// <summary>A word of <paramref name="words"/>.</summary>
    public static Option<string> Of(string name, string description, string otherwise, params IReadOnlyList<string> words)
    {
        var option = new Option<string>(name)
        {
            Description = $"{description}: {string.Join(", ", words)}", HelpName = "WORD", DefaultValueFactory = _ => otherwise,
        };
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (!words.Contains(token.Value)) result.AddError($"{name} is one of {string.Join(", ", words)}, not '{token.Value}'.");
        });
        return option;
    }

    /// <summary>A value of an enum, in any case.</summary>
    public static Option<T> OfEnum<T>(string name, string description, T otherwise) where T : struct, Enum
    {
        var words = string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant();
        return new(name)
        {
            Description = $"{description}: {words}", HelpName = "WORD", DefaultValueFactory = _ => otherwise,
            CustomParser = result =>
            {
                var text = result.Tokens[^1].Value;
                if (char.IsAsciiLetter(text.FirstOrDefault()) && Enum.TryParse<T>(text, ignoreCase: true, out var value)) return value;
                result.AddError($"{name} is one of {words}, not '{text}'.");
                return otherwise;
            },
        };
    }
}
