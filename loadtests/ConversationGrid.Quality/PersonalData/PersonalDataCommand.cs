using ConversationGrid.Quality.Priority;
using ConversationGrid.Quality.Risk;

namespace ConversationGrid.Quality.PersonalData;

/// <summary>The commands about personal data: <c>evaluate pii --test FILE [--part tune|held] [--errors N]</c>.</summary>
internal static class PersonalDataCommand
{
    /// <summary>The exit status, or nothing when the arguments are for somebody else.</summary>
    public static int? Run(string[] args, TextWriter output, TextWriter error)
    {
        if (args is ["train-risk", ..])
        {
            output.WriteLine(RiskTrainer.Train(Value(args, "--traffic") ?? "../shared/data/traffic/star.jsonl.gz",
                Value(args, "--out") ?? "src/ConversationGrid.Understanding/Resources/risk.bin", output).ToJsonString());
            return 0;
        }
        if (args is ["scan-clean", ..])
        {
            output.WriteLine(CleanTraffic.Scan(Value(args, "--traffic") ?? "../shared/data/traffic/sgd.jsonl.gz", int.Parse(Value(args, "--every") ?? "10"),
                output).ToJsonString());
            return 0;
        }
        if (args is ["cross-names", ..])
        {
            NameTrainer.CrossValidate(Value(args, "--data") ?? "../shared/data", Value(args, "--care") ?? "loadtests/ConversationGrid.Quality/data",
                [.. (Value(args, "--caution") ?? "0").Split(',').Select(c => float.Parse(c, System.Globalization.CultureInfo.InvariantCulture))],
                int.TryParse(Value(args, "--errors"), out var most) ? most : 0, output);
            return 0;
        }
        if (args is ["train-names", ..])
        {
            NameTrainer.Train(Value(args, "--data") ?? "../shared/data", Value(args, "--care") ?? "loadtests/ConversationGrid.Quality/data",
                args.Contains("--everything"),
                float.Parse(Value(args, "--caution") ?? "0", System.Globalization.CultureInfo.InvariantCulture), Value(args, "--out") ?? "personal-names.bin",
                output);
            return 0;
        }
        if (args is not ["evaluate", "pii" or "priority", ..] || args.Contains("--help"))
            return null;
        if (Value(args, "--test") is not { } test)
        {
            error.WriteLine("usage: evaluate pii|priority --test FILE [--part tune|held] [--errors N]");
            return 2;
        }
        try
        {
            var errors = int.TryParse(Value(args, "--errors"), out var n) ? n : 0;
            var last = args[1] == "pii" ? PersonalDataTask.Evaluate(test, Value(args, "--part"), errors, output) : PriorityTask.Evaluate(test, errors, output);
            output.WriteLine(last.ToJsonString());
            return 0;
        }
        catch (Exception bad) when (bad is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            error.WriteLine(bad.Message);
            return 1;
        }
    }

    private static string? Value(string[] args, string key) =>
        Array.IndexOf(args, key) is var at and > 0 && at + 1 < args.Length ? args[at + 1] : null;
}
