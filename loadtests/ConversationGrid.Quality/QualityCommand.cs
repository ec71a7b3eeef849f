using System.Text.Json.Nodes;
using ConversationGrid.Quality.Confidence;
using ConversationGrid.Quality.Defaults;
using ConversationGrid.Quality.Tasks;

namespace ConversationGrid.Quality;

/// <summary>The command line of the quality program: picks the command, prints usage, turns a bad file into one clear line.</summary>
public static class QualityCommand
{
    /// <summary>Every task by name; a new task is one class and one line here.</summary>
    private static readonly IReadOnlyList<IQualityTask> Tasks =
        [new LanguageTask(), new SentimentTask(), new EmotionTask(), new IntentTask(), new PersonalDataTask(), new RetrievalTask(), new GroundingTask()];

    private static string TaskNames => string.Join(", ", Tasks.Select(task => task.Name));

    private static string Usage => $"""
        usage: evaluate TASK --test FILE [--train FILE] [--valid FILE] [--folds N]
               evaluate grounding --test FILE [--train FOLDER] [--model http://127.0.0.1:5090/v1] [--model-name NAME] [--embeddings http://127.0.0.1:5090/v1] [--embeddings-name NAME]
               train --task TASK --train FILE [--valid FILE] --out MODEL
               train-defaults [--only language|sentiment|emotion|intent|valence|vectors] [--data DIR] [--packages DIR]
                              [--frequencies DIR] [--out DIR]
               report [--data DIR] [--out docs/quality]
               fit-confidence [--data DIR] [--repository DIR]
               speed [--data DIR] [--out FILE for the report of BenchmarkDotNet]
        TASK: {TaskNames}
        Files are tab-separated UTF-8 with a header line (text, label), as in ../shared/data/ai. With --train the task's model is trained on that file and tested;
        without it the shipped model is tested. --folds N tests by cross-validation. grounding takes questions (language, question, articles: ids with | between, or none),
        articles as a folder of Markdown files (default: the demo's) and, if one shall write, a model server. The last line of output is one JSON object.
        """;

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
        try
        {
            var last = args[0] switch
            {
                "evaluate" => Evaluate(args, output),
                "train" => Train(args, output),
                "train-defaults" => DefaultModels.Make(Options.Parse(args[1..]), output),
                "report" => Report.Make(Options.Parse(args[1..]), Tasks, output),
                "fit-confidence" => ConfidenceFit.Make(Options.Parse(args[1..]), output),
                "speed" => Speed.Measure(Options.Parse(args[1..]), output),
                _ => throw new UsageException($"There is no command '{args[0]}'."),
            };
            output.WriteLine(last.ToJsonString());
            return 0;
        }
        catch (UsageException wrong)
        {
            error.WriteLine(wrong.Message);
            error.WriteLine(Usage);
            return 2;
        }
        catch (Exception bad) when (bad is BadFileException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            error.WriteLine(bad.Message);
            return 1;
        }
    }

    private static JsonObject Evaluate(string[] args, TextWriter output)
    {
        var task = Task(args.Length > 1 ? args[1] : "");
        var options = Options.Parse(args[2..]);
        return task.Evaluate(new EvaluationRequest(options.Need("test"), options["train"], options["valid"], options.Number("folds"), options["model"],
            options["model-name"], options["embeddings"], options["embeddings-name"]), output);
    }

    private static JsonObject Train(string[] args, TextWriter output)
    {
        var options = Options.Parse(args[1..]);
        return Task(options.Need("task")).Train(new TrainingRequest(options.Need("train"), options["valid"], options.Need("out")), output);
    }

    private static IQualityTask Task(string name) =>
        Tasks.FirstOrDefault(task => task.Name == name) ?? throw new UsageException($"There is no task '{name}'; there are {TaskNames}.");
}
