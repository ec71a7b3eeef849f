using System.Globalization;

namespace ConversationGrid.Quality;

/// <summary>A command line that says nothing this program understands.</summary>
public sealed class UsageException(string message) : Exception(message);

/// <summary>The <c>--name value</c> pairs of a command line.</summary>
public sealed class Options
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public string? this[string name] => _values.GetValueOrDefault(name);

    public static Options Parse(ReadOnlySpan<string> args)
    {
        var options = new Options();
        for (var i = 0; i < args.Length; i += 2)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal) || i + 1 >= args.Length)
                throw new UsageException($"'{args[i]}' is not understood; options are --name value.");
            options._values[args[i][2..]] = args[i + 1];
        }
        return options;
    }

    public string Need(string name) => this[name] ?? throw new UsageException($"--{name} is needed.");

    public int? Number(string name) => this[name] is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new UsageException($"--{name} wants a whole number, not '{text}'.");
}
