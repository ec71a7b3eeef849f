using System.Globalization;

namespace ConversationGrid.Cluster;

/// <summary>What was asked for on the command line.</summary>
/// <param name="Host">The host's program.</param>
/// <param name="Rest">Configuration handed to every silo.</param>
internal sealed record ClusterArguments(string Host, int Silos, string? Postgres, int BasePort, IReadOnlyList<string> Rest)
{
    /// <summary>Silos that one machine may be asked for.</summary>
    public const int SilosMax = 16;

    public static bool TryParse(string[] args, out ClusterArguments arguments, out string problem)
    {
        arguments = new(args[0], 0, null, 5080, []);
        if (!int.TryParse(args[1], NumberStyles.None, CultureInfo.InvariantCulture, out var silos) || silos is < 1 or > SilosMax)
        {
            problem = $"N is 1 to {SilosMax}, not '{args[1]}'.";
            return false;
        }
        var rest = new List<string>();
        arguments = arguments with { Silos = silos, Rest = rest };
        for (var i = 2; i < args.Length; i++)
        {
            if (args[i] is not ("--postgres" or "--base-port"))
            {
                rest.Add(args[i]);
                continue;
            }
            if (i + 1 == args.Length)
            {
                problem = $"{args[i]} needs a value.";
                return false;
            }
            var value = args[++i];
            if (args[i - 1] == "--postgres") arguments = arguments with { Postgres = value };
            else if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 60_000)
                arguments = arguments with { BasePort = port };
            else
            {
                problem = $"--base-port is 1 to 59999, not '{value}'.";
                return false;
            }
        }
        problem = "";
        return true;
    }
}
