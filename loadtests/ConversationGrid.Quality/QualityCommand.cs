using System.CommandLine;
using System.Text.Json.Nodes;
using ConversationGrid.Commands;
using ConversationGrid.Quality.Confidence;
using ConversationGrid.Quality.Defaults;
using ConversationGrid.Quality.PersonalData;
using ConversationGrid.Quality.Priority;
using ConversationGrid.Quality.Tasks;
using static ConversationGrid.Quality.Options;

namespace ConversationGrid.Quality;

/// <summary>The command line of the quality program: a JSON line at the end of every success, one clear line for a bad file.</summary>
public static class QualityCommand
{
    private const string PriorityTaskName = "priority";

    /// <summary>Every task by name; a new task is one class and one line here.</summary>
    private static readonly IReadOnlyList<IQualityTask> Tasks =
        [new LanguageTask(), new SentimentTask(), new EmotionTask(), new IntentTask(), new Tasks.PersonalDataTask(), new RetrievalTask(), new GroundingTask()];

    /// <summary>Runs one command and gives the exit status: 0 only on success.</summary>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);
        var commands = CommandLines.CreateGroup("""
            Quality of the in-process intelligence. Files are tab-separated UTF-8 with a header line (text, label), as in ../shared/data/ai.
            The last line of output is one JSON object.
            """);
        commands.Add(Evaluate(output));
        commands.Add(Train(output));
        commands.Add(Of("train-defaults", "Makes the models that the product ships.", options => DefaultModels.Make(options, output), output,
            Text("--only", "language, sentiment, emotion, intent, valence or vectors", "WORD"), Text("--data", "the data sets", "DIR"),
            Text("--packages", "npm packages with material", "DIR"),
            Text("--frequencies", "FrequencyWords", "DIR"), Text("--own", "material of our own", "DIR"), Text("--out", "where the models go", "DIR")));
        commands.Add(Of("report", "Measures everything and writes the report.", options => Report.Make(options, Tasks, output), output,
            Text("--data", "the data sets", "DIR"), Text("--out", "where the report goes (default: docs/quality)", "DIR"),
            Text("--only", "this task alone", "TASK")));
        commands.Add(Of("fit-confidence", "Fits the confidence of a search.", options => ConfidenceFit.Make(options, output), output,
            Text("--data", "the data sets", "DIR"), Text("--repository", "the repository's root", "DIR"), Text("--weight", "of vectors of sentences", "N"),
            Text("--sentences", "true: with vectors of sentences", "true"), Text("--show", "prints the questions of this set", "NAME")));
        commands.Add(Of("speed", "Times the whole analysis of a message.", options => Speed.Measure(options, output), output,
            Text("--data", "the data sets", "DIR"), Text("--packages", "npm packages with material", "DIR"), Text("--frequencies", "FrequencyWords", "DIR"),
            Text("--own", "material of our own", "DIR"), Text("--out", "the report of BenchmarkDotNet")));
        foreach (var command in PersonalDataCommands.All(output)) commands.Add(command);
        try
        {
            return commands.Run(args, output, error);
        }
        catch (Exception bad) when (bad is BadFileException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            error.WriteLine(bad.Message);
            return 1;
        }
    }

    private static Command Of(string name, string description, Func<Options, JsonObject> make, TextWriter output, params Option<string?>[] options)
    {
        var command = new Command(name, description);
        foreach (var option in options) command.Add(option);
        command.SetAction(parsed => output.WriteLine(make(new(parsed)).ToJsonString()));
        return command;
    }

    private static Command Evaluate(TextWriter output)
    {
        var name = new Argument<string>("TASK").AcceptOnlyFromAmong([.. Tasks.Select(task => task.Name), PriorityTaskName]);
        var test = new Option<string>("--test") { Description = "what is measured; grounding takes questions (language, "
            + "question, articles: ids with | between, or none)", HelpName = "FILE", Required = true };
        var train = Text("--train", "the task's model is trained on it and then tested; without it the shipped "
            + "model is. grounding, retrieval: the articles (default: the demo's)");
        var valid = Text("--valid", "rows that choose among settings of the training");
        var folds = Numbers.Optional("--folds", "tests by cross-validation", 1, 1_000);
        var (model, modelName) = (Text("--model", "grounding: a model server that writes", "http://127.0.0.1:5090/v1"),
            Text("--model-name", "the model's name there", "NAME"));
        var (embeddings, embeddingsName) = (Text("--embeddings", "grounding: a server that makes vectors", "http://127.0.0.1:5090/v1"),
            Text("--embeddings-name", "the model's name there", "NAME"));
        var part = Text("--part", "pii: these rows alone", "tune|held").AcceptOnlyFromAmong("tune", "held");
        var errors = Numbers.Of("--errors", "pii, priority: prints so many rows that came out wrong", 0, int.MaxValue, 0);
        var command = new Command("evaluate", "Measures one task on a file.") { name, test, train, valid, folds, model, modelName, embeddings, embeddingsName,
            part, errors };
        command.SetAction(parsed => output.WriteLine((parsed.GetValue(name)! switch
        {
            PriorityTaskName => PriorityTask.Evaluate(parsed.GetValue(test)!, parsed.GetValue(errors), output),
            "pii" => PersonalData.PersonalDataTask.Evaluate(parsed.GetValue(test)!, parsed.GetValue(part), parsed.GetValue(errors), output),
            var other => Task(other).Evaluate(
                new(
                    parsed.GetValue(test)!, parsed.GetValue(train), parsed.GetValue(valid), parsed.GetValue(folds), parsed.GetValue(model),
                    parsed.GetValue(modelName),
                    parsed.GetValue(embeddings), parsed.GetValue(embeddingsName)),
                output),
        }).ToJsonString()));
        return command;
    }

    private static Command Train(TextWriter output)
    {
        var task = new Option<string>("--task") { Description = $"one of {string.Join(", ", Tasks.Select(t => t.Name))}", HelpName = "TASK", Required = true };
        var train = new Option<string>("--train") { Description = "what it learns from", HelpName = "FILE", Required = true };
        var valid = Text("--valid", "rows that choose among settings of the training");
        var model = new Option<string>("--out") { Description = "where the model goes", HelpName = "MODEL", Required = true };
        task.AcceptOnlyFromAmong([.. Tasks.Select(t => t.Name)]);
        var command = new Command("train", "Trains a model of the in-process intelligence.") { task, train, valid, model };
        command.SetAction(parsed => output.WriteLine(
            Task(parsed.GetValue(task)!).Train(new(parsed.GetValue(train)!, parsed.GetValue(valid), parsed.GetValue(model)!), output).ToJsonString()));
        return command;
    }

    private static IQualityTask Task(string name) => Tasks.First(task => task.Name == name);
}
