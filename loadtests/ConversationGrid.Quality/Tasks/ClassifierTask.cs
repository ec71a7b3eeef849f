using System.Diagnostics;
using System.Text.Json.Nodes;
using ConversationGrid.Quality.Measures;
using ConversationGrid.Training;
using ConversationGrid.Understanding.Models;

namespace ConversationGrid.Quality.Tasks;

/// <summary>A task that gives each text one label. Derived tasks say which model, which columns and which extra figures.</summary>
internal abstract class ClassifierTask : IQualityTask
{
    public abstract string Name { get; }

    public virtual JsonObject Evaluate(EvaluationRequest request, TextWriter report)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(report);
        var test = Examples(Table.Read(request.Test));
        if (request.Folds is { } folds)
            return Fold(test, request, folds, report);
        var clock = Stopwatch.StartNew();
        var before = Environment.CpuUsage.TotalTime;
        var model = request.Train is null ? Shipped() : TrainOn(request.Train, request.Valid);
        var trained = clock.Elapsed;
        var spent = Environment.CpuUsage.TotalTime - before;
        if (request.Train is not null)
            report.WriteLine($"trained in {trained.TotalSeconds:F2} s ({spent.TotalSeconds:F2} s of processor time): {model.Weights.Keys.Length} features, " +
                $"{model.Labels.Length} labels");
        var answers = Answer(model, test, out var microseconds);
        var json = Measure(test, answers, microseconds, report);
        if (request.Train is not null)
        {
            json["trainSeconds"] = Math.Round(trained.TotalSeconds, 2);
            json["trainProcessorSeconds"] = Math.Round(spent.TotalSeconds, 2);
        }
        return json;
    }

    public virtual JsonObject Train(TrainingRequest request, TextWriter report)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(report);
        var train = Examples(Table.Read(request.Train));
        var valid = request.Valid is null ? null : Examples(Table.Read(request.Valid));
        var clock = Stopwatch.StartNew();
        var trained = Checked(request.Train, () => ModelTraining.Train(Name, train, valid));
        var seconds = clock.Elapsed.TotalSeconds;
        File.WriteAllBytes(request.Out, trained.File.ToArray());
        report.WriteLine($"'{request.Out}': {trained.File.Length} bytes, version {trained.Version}");
        return new JsonObject
        {
            ["task"] = Name, ["n"] = trained.HeldBackCount, ["accuracy"] = Math.Round(trained.HeldBackAccuracy, 5), ["trainSeconds"] = Math.Round(seconds, 2),
            ["examples"] = train.Length, ["bytes"] = trained.File.Length, ["version"] = trained.Version,
        };
    }

    /// <summary>One answer with what a derived task needs to know about it.</summary>
    /// <param name="Label">The given label.</param>
    /// <param name="Forced">The best label even where the model would refuse.</param>
    /// <param name="Fitness">How well it fits.</param>
    protected internal sealed record Answered(string Label, string Forced, double Fitness);

    protected virtual Example[] Examples(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var text = table.Column("text", "query");
        var label = table.Column(LabelColumns);
        return [.. table.Rows.Select(row => new Example(row[text], row[label]))];
    }

    protected abstract string[] LabelColumns { get; }

    protected abstract LinearModel Shipped();

    /// <summary>Answers every text. The pace is that of the task alone, features included, on one core after a warm-up.</summary>
    protected List<Answered> Answer(LinearModel model, IReadOnlyList<Example> test, out double microseconds)
    {
        var tabled = new TabledModel(model);
        var allowed = new HashSet<string>(test.SelectMany(example => example.Label.Split(',')), StringComparer.Ordinal);
        foreach (var example in test.Take(2_000))
            AnswerOne(tabled, example.Text, allowed);
        var answers = new List<Answered>(test.Count);
        var clock = Stopwatch.StartNew();
        foreach (var example in test)
            answers.Add(AnswerOne(tabled, example.Text, allowed));
        microseconds = clock.Elapsed.TotalMicroseconds / test.Count;
        return answers;
    }

    protected virtual Answered AnswerOne(TabledModel tabled, string text, HashSet<string> allowed)
    {
        var model = tabled.Model;
        var scores = tabled.Score(Reading.Of(text));
        var best = 0;
        for (var i = 1; i < model.Labels.Length; i++)
        {
            if (scores[i] > scores[best])
                best = i;
        }
        return new Answered(model.Labels[best], model.Labels[best], scores[best]);
    }

    protected virtual JsonObject Measure(IReadOnlyList<Example> test, IReadOnlyList<Answered> answers, double microseconds, TextWriter report)
    {
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(answers);
        var confusion = new Confusion();
        for (var i = 0; i < test.Count; i++)
            confusion.Add(test[i].Label, answers[i].Label);
        confusion.Report(report);
        return confusion.ToJson(Name, microseconds);
    }

    protected virtual LinearModel TrainOn(string trainFile, string? validFile)
    {
        var train = Examples(Table.Read(trainFile));
        var valid = validFile is null ? null : Examples(Table.Read(validFile));
        return Checked(trainFile, () => ModelTraining.TrainModel(Name, train, valid).Model);
    }

    /// <summary>Cross-validation: each fold is answered by a model that never saw it. Rows fall into folds by a hash of their text, so equal texts stay
    /// together.</summary>
    private JsonObject Fold(Example[] test, EvaluationRequest request, int folds, TextWriter report)
    {
        if (folds < 2)
            throw new UsageException($"--folds {folds} makes no sense; 2 is the least.");
        var extra = request.Train is null ? [] : Examples(Table.Read(request.Train));
        var rows = new List<Example>(test.Length);
        var answers = new List<Answered>(test.Length);
        var spent = 0.0;
        for (var fold = 0; fold < folds; fold++)
        {
            Example[] part = [.. test.Where(example => FoldOf(example.Text, folds) == fold)];
            if (part.Length == 0)
                continue;
            Example[] rest = [.. test.Where(example => FoldOf(example.Text, folds) != fold), .. extra];
            var model = Checked(request.Test, () => TrainFold(rest, text => FoldOf(text, folds) == fold));
            answers.AddRange(Answer(model, part, out var microseconds));
            rows.AddRange(part);
            spent += microseconds * part.Length;
        }
        return Measure(rows, answers, spent / rows.Count, report);
    }

    /// <summary>A model for one fold; material from elsewhere may be added where <paramref name="isTested"/> denies that its text is in the fold.</summary>
    protected virtual LinearModel TrainFold(Example[] rest, Func<string, bool> isTested) => ModelTraining.TrainModel(Name, rest).Model;

    internal static int FoldOf(string text, int folds) => (int)(Understanding.Text.Hashing.Of(text, 77) % (uint)folds);

    private static T Checked<T>(string file, Func<T> train)
    {
        try
        {
            return train();
        }
        catch (ArgumentException wrong)
        {
            throw new BadFileException($"'{file}' cannot be trained on: {wrong.Message}");
        }
    }
}
