using System.Globalization;

namespace ConversationGrid.Load;

/// <summary>The command line.</summary>
internal sealed record LoadOptions
{
    public const string Usage = """
        load --url U [--url U2...] --traffic FILE --conversations N --rate R --seconds S [--agents A] [--report out.json]
             [--workspace demo] [--password demo] [--allow-remote]
        Replays N recorded dialogues (jsonl.gz) as customers and agents through the hubs, R messages a second for at most S seconds,
        and checks from the clients' side that nothing is lost, doubled or out of order.
        A is the number of agents' connections, spread over the four agents of the demo workspace; 0 leaves the customers alone with the assistant.
        """;

    public IReadOnlyList<Uri> Urls { get; init; } = [];

    public string Traffic { get; init; } = "";

    public int Conversations { get; init; }

    /// <summary>Messages a second, of customers and agents together.</summary>
    public double Rate { get; init; }

    public TimeSpan Length { get; init; }

    public int Agents { get; init; } = 4;

    public string? Report { get; init; }

    public string Workspace { get; init; } = "demo";

    public string Password { get; init; } = "demo";

    public bool AllowRemote { get; init; }

    /// <exception cref="ArgumentException">An argument is missing or not what the usage says.</exception>
    public static LoadOptions Parse(IReadOnlyList<string> args)
    {
        var o = new LoadOptions();
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i] == "--allow-remote") o = o with { AllowRemote = true };
            else if (i + 1 < args.Count) o = o.With(args[i], args[++i]);
            else throw new ArgumentException($"'{args[i]}' needs a value.");
        }
        return o.Checked();
    }

    private LoadOptions With(string name, string value) => name switch
    {
        "--url" => this with { Urls = [.. Urls, Address(value)] },
        "--traffic" => this with { Traffic = value },
        "--conversations" => this with { Conversations = (int)Number(name, value, 1, 100_000) },
        "--rate" => this with { Rate = Number(name, value, 0.1, 200_000) },
        "--seconds" => this with { Length = TimeSpan.FromSeconds(Number(name, value, 1, 3_600)) },
        "--agents" => this with { Agents = (int)Number(name, value, 0, 1_000) },
        "--report" => this with { Report = value },
        "--workspace" => this with { Workspace = value },
        "--password" => this with { Password = value },
        _ => throw new ArgumentException($"'{name}' is not known."),
    };

    private LoadOptions Checked()
    {
        if (Urls.Count == 0) throw new ArgumentException("--url is missing.");
        if (Conversations == 0 || Rate == 0 || Length == TimeSpan.Zero) throw new ArgumentException("--conversations, --rate and --seconds are needed.");
        if (!File.Exists(Traffic)) throw new ArgumentException($"--traffic: there is no file '{Traffic}'.");
        var remote = Urls.FirstOrDefault(u => !u.IsLoopback);
        if (remote is not null && !AllowRemote) throw new ArgumentException($"'{remote}' is not on this machine; --allow-remote if that is meant.");
        return this;
    }

    private static Uri Address(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? new Uri(value)
        : throw new ArgumentException($"--url: '{value}' is not an http address.");

    private static double Number(string name, string value, double min, double max) =>
        double.TryParse(value, CultureInfo.InvariantCulture, out var n) && n >= min && n <= max
            ? n
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name} is a number from {min} to {max}, not '{value}'."));
}
