using System.Globalization;

namespace ConversationGrid.Faults;

/// <summary>The command line.</summary>
internal sealed record FaultOptions
{
    public const string Usage = """
        usage: ./grid faults [NAME...] [--trials N] [--until-acked N] [--conversations 90] [--pause-ms 100] [--clients 5000]
                             [--seed X] [--base-port 24080] [--report out.json] [--list]
        Does real harm to real processes while clients talk, and checks from outside that nothing that was acknowledged is lost, doubled or changed.
        Without NAME every fault is tried; --list names them, and what each needs on this machine.

          --trials N         trials of each fault (default: 5 for kill-silo, else 1 to 2)
          --until-acked N    rounds over the faults until N messages were acknowledged
          --conversations N  conversations that go on all the time
          --pause-ms N       how long each waits after a receipt before it writes again
          --clients N        clients of the reconnect storm
          --seed X           which silo is hit, and when
          --report FILE      everything as JSON; the table goes to the standard output
        """;

    /// <summary>The host's program.</summary>
    public required string Host { get; init; }

    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Null: as many as each fault says.</summary>
    public int? Trials { get; init; }

    public long UntilAcked { get; init; }

    public int Conversations { get; init; } = 90;

    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(100);

    public int Clients { get; init; } = 5_000;

    public int Seed { get; init; } = 1;

    public int BasePort { get; init; } = 24_080;

    public string? Report { get; init; }

    public bool List { get; init; }

    /// <param name="args">The host's program, which the launcher puts first, and what the user wrote.</param>
    /// <exception cref="ArgumentException">An argument is not what the usage says.</exception>
    public static FaultOptions Parse(IReadOnlyList<string> args)
    {
        if (args.Count < 1) throw new ArgumentException("The launcher ./grid names the host's program first.");
        var o = new FaultOptions { Host = args[0] };
        for (var i = 1; i < args.Count; i++)
        {
            if (args[i] == "--list") o = o with { List = true };
            else if (!args[i].StartsWith('-')) o = o with { Names = [.. o.Names, args[i]] };
            else if (i + 1 < args.Count) o = o.With(args[i], args[++i]);
            else throw new ArgumentException($"'{args[i]}' needs a value.");
        }
        return o;
    }

    private FaultOptions With(string name, string value) => name switch
    {
        "--trials" => this with { Trials = (int)Number(name, value, 1, 1_000) },
        "--until-acked" => this with { UntilAcked = Number(name, value, 1, 1_000_000_000) },
        "--conversations" => this with { Conversations = (int)Number(name, value, 3, 5_000) },
        "--pause-ms" => this with { Pause = TimeSpan.FromMilliseconds(Number(name, value, 1, 60_000)) },
        "--clients" => this with { Clients = (int)Number(name, value, 1, 20_000) },
        "--seed" => this with { Seed = (int)Number(name, value, 0, int.MaxValue) },
        "--base-port" => this with { BasePort = (int)Number(name, value, 1_024, 44_000) },
        "--report" => this with { Report = value },
        _ => throw new ArgumentException($"'{name}' is not known."),
    };

    private static long Number(string name, string value, long min, long max) =>
        long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var n) && n >= min && n <= max
            ? n
            : throw new ArgumentException($"{name} is a whole number from {min} to {max}, not '{value}'.");
}
