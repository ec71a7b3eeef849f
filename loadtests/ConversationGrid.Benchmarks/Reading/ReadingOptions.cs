using System.Globalization;

namespace ConversationGrid.Benchmarks.Reading;

/// <summary>The command line of <see cref="ReadingBench"/>.</summary>
/// <param name="At">A folder with a SQLite store, or a connection string of PostgreSQL on this machine.</param>
/// <param name="Workspace">The workspace that holds the history.</param>
/// <param name="Open">Conversations that are open and connected while it reads.</param>
/// <param name="Rate">Messages a second that are written meanwhile.</param>
/// <param name="Requests">Requests of each kind.</param>
internal sealed record ReadingOptions(string At, string Workspace, int Open, double Rate, int Requests, IReadOnlyList<string> Extra)
{
    public bool IsPostgres => At.Contains('=', StringComparison.Ordinal);

    /// <exception cref="ArgumentException">An argument is not what the usage says.</exception>
    public static ReadingOptions Parse(IReadOnlyList<string> args)
    {
        var o = new ReadingOptions("", "demo", 1_000, 1_000, 300, []);
        for (var i = 0; i < args.Count; i += 2)
        {
            if (i + 1 == args.Count) throw new ArgumentException($"'{args[i]}' needs a value.");
            var value = args[i + 1];
            o = args[i] switch
            {
                "--at" => o with { At = value },
                "--workspace" => o with { Workspace = value },
                "--open" => o with { Open = (int)Number(value) },
                "--rate" => o with { Rate = Number(value) },
                "--requests" => o with { Requests = (int)Number(value) },
                "--extra" => o with { Extra = value.Split(' ', StringSplitOptions.RemoveEmptyEntries) },
                _ => throw new ArgumentException($"'{args[i]}' is not known."),
            };
        }
        return o.At.Length > 0 ? o : throw new ArgumentException("reading needs --at FOLDER or --at CONNECTION.");
    }

    private static double Number(string value) =>
        double.TryParse(value, CultureInfo.InvariantCulture, out var n) && n > 0 ? n : throw new ArgumentException($"'{value}' is not a number above 0.");
}
