using System.CommandLine;
using System.CommandLine.Parsing;

namespace ConversationGrid.Quality;

/// <summary>A command line that makes no sense.</summary>
public sealed class UsageException(string message) : ArgumentException(message);

/// <summary>The <c>--name value</c> pairs of a command line.</summary>
internal sealed class Options(ParseResult parsed)
{
    /// <summary>Nothing was given.</summary>
    public static Options None { get; } = new(new Command("none").Parse([]));

    public string? this[string name] => parsed.GetResult($"--{name}") is OptionResult given ? given.GetValueOrDefault<string>() : null;

    /// <summary>An option that is a text.</summary>
    public static Option<string?> Text(string name, string description, string help = "FILE") => new(name) { Description = description, HelpName = help };
}
