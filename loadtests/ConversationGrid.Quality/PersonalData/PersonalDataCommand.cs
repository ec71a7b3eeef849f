using ConversationGrid.Quality.Priority;

namespace ConversationGrid.Quality.PersonalData;

/// <summary>The commands about personal data: <c>evaluate pii --test FILE [--part tune|held] [--errors N]</c>.</summary>
internal static class PersonalDataCommand
{
    /// <summary>The exit status, or nothing when the arguments are for somebody else.</summary>
    public static int? Run(string[] args, TextWriter output, TextWriter error)
    {
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
