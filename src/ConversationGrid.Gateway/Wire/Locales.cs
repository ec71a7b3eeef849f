namespace ConversationGrid.Gateway.Wire;

/// <summary>Names of languages as callers give them.</summary>
public static class Locales
{
    /// <summary>Longest name of a language, in characters: BCP 47 asks for room for 35.</summary>
    private const int LengthMax = 35;

    /// <summary>The name, if it looks like one.</summary>
    public static string OrEnglish(string? locale) =>
        locale is { Length: > 0 and <= LengthMax } && locale.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? locale : "en";
}
