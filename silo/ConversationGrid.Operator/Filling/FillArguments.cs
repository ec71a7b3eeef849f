using System.Globalization;

namespace ConversationGrid.Operator.Filling;

/// <summary>What <c>fill</c> was asked for.</summary>
/// <param name="Rest">Configuration.</param>
internal sealed record FillArguments(int Conversations, int Days, string Workspace, IReadOnlyList<string> Traffic, int Seed, IReadOnlyList<string> Rest)
{
    private const int ConversationsMax = 100_000_000;
    private const int DaysMax = 3_650;

    /// <exception cref="ArgumentException">An argument is missing or wrong; the message says which.</exception>
    public static FillArguments Parse(IReadOnlyList<string> args)
    {
        var (conversations, days, workspace, traffic, seed, rest) = (0, 0, "demo", new List<string>(), 1, new List<string>());
        for (var i = 0; i < args.Count; i++)
        {
            switch (args[i])
            {
                case "--conversations":
                    conversations = Number(args, ++i, ConversationsMax);
                    break;
                case "--days":
                    days = Number(args, ++i, DaysMax);
                    break;
                case "--seed":
                    seed = Number(args, ++i, int.MaxValue);
                    break;
                case "--workspace":
                    workspace = Value(args, ++i);
                    break;
                case "--traffic":
                    traffic.Add(Value(args, ++i));
                    break;
                default:
                    rest.Add(args[i]);
                    break;
            }
        }
        if (conversations == 0 || days == 0) throw new ArgumentException("fill needs --conversations N and --days D.");
        if (!new Contracts.EntityId(workspace, "x").IsWellFormed) throw new ArgumentException($"'{workspace}' is no workspace name.");
        return new(conversations, days, workspace, traffic, seed, rest);
    }

    private static int Number(IReadOnlyList<string> args, int at, int most) =>
        int.TryParse(Value(args, at), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= most
            ? number
            : throw new ArgumentException($"{args[at - 1]} is 1 to {most}, not '{args[at]}'.");

    private static string Value(IReadOnlyList<string> args, int at) =>
        at < args.Count ? args[at] : throw new ArgumentException($"{args[at - 1]} needs a value.");
}
