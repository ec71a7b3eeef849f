using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace ConversationGrid.Commands;

/// <summary>Options that are numbers of a range, in the invariant culture.</summary>
public static class Numbers
{
    /// <summary>An option with a default.</summary>
    public static Option<T> Of<T>(string name, string description, T least, T most, T otherwise) where T : struct, INumber<T> =>
        new(name) { Description = description, HelpName = "N", CustomParser = result => Read(result, name, least, most), DefaultValueFactory = _ => otherwise };

    /// <summary>An option that may be left out; then there is no value.</summary>
    public static Option<T?> Optional<T>(string name, string description, T least, T most) where T : struct, INumber<T> =>
        new(name) { Description = description, HelpName = "N", CustomParser = result => Read(result, name, least, most) };

    /// <summary>An option that must be given.</summary>
    public static Option<T> Required<T>(string name, string description, T least, T most) where T : struct, INumber<T> =>
        new(name) { Description = description, HelpName = "N", CustomParser = result => Read(result, name, least, most), Required = true };

    /// <summary>An argument without a name, which must be given.</summary>
    public static Argument<T> Argument<T>(string name, string description, T least, T most) where T : struct, INumber<T> =>
        new(name) { Description = description, CustomParser = result => Read(result, name, least, most) };

    private static T Read<T>(ArgumentResult result, string name, T least, T most) where T : struct, INumber<T>
    {
        var text = result.Tokens[^1].Value;
        if (T.TryParse(text, NumberStyles.Number & ~NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) && number >= least
            && number <= most)
            return number;
        result.AddError(string.Create(CultureInfo.InvariantCulture,
            $"{name} is a {(least is double or float ? "number" : "whole number")} from {least} to {most}, not '{text}'."));
        return least;
    }
}
