namespace ConversationGrid.Quality;

/// <summary>The command line of the quality program: picks the command, prints usage, turns a bad file into one clear line.</summary>
public static class QualityCommand
{
    /// <summary>Runs one command and gives the exit status: 0 only on success.</summary>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);
        if (args.Length == 0 || args.Contains("--help") || args.Contains("-h"))
        {
            output.WriteLine(Usage);
            return args.Length == 0 ? 1 : 0;
        }
        error.WriteLine($"There is no command '{args[0]}'.");
        error.WriteLine(Usage);
        return 1;
    }

    private const string Usage = """
        usage: evaluate TASK --test FILE [--train FILE] [--valid FILE]
               train --task TASK --train FILE [--valid FILE] --out MODEL
        """;
}
