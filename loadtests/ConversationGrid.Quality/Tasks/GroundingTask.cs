using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using System.Text.Json.Nodes;
using ConversationGrid.Assistant.Embeddings;
using ConversationGrid.Assistant.Models;
using ConversationGrid.Knowledge;

namespace ConversationGrid.Quality.Tasks;

/// <summary>
/// Whether what the assistant says rests on articles. <c>--test</c>: columns language, question, articles. <c>--train FOLDER</c>: articles as files; without it
/// the demo's.
/// <c>--model URL</c>: a model behind the OpenAI protocol writes, as with <c>Grid:Assistant:Model:Endpoint</c>; its key comes from the environment.
/// <c>--embeddings URL</c>: such a model makes the vectors, as with <c>Grid:Assistant:Embeddings:Endpoint</c>.
/// </summary>
internal sealed class GroundingTask : IQualityTask
{
    private const string KeyVariable = "Grid__Assistant__Model__Key";
    private const string EmbeddingsKeyVariable = "Grid__Assistant__Embeddings__Key";

    public string Name => "grounding";

    public JsonObject Evaluate(EvaluationRequest request, TextWriter report)
    {
        var articles = request.Train is { } folder ? ReadFolder(folder) : DemoKnowledge.ReadArticles();
        var questions = GroundingQuestion.Read(request.Test);
        var ids = articles.Select(article => article.Id).ToHashSet(StringComparer.Ordinal);
        if (questions.SelectMany(question => question.Right).FirstOrDefault(id => !ids.Contains(id)) is { } stray)
            throw new BadFileException($"'{request.Test}' names article '{stray}', which the articles do not have.");
        var run = new GroundingRun(articles, request.Model is { } address ? ModelAt(address, request.ModelName) : null, request.Embeddings is { } vectors
            ? EmbeddingsAt(vectors, request.EmbeddingsName) : null);
        var start = Stopwatch.GetTimestamp();
        var figures = run.AskAsync(questions).GetAwaiter().GetResult();
        var perItem = Stopwatch.GetElapsedTime(start).TotalMicroseconds / questions.Count;
        if (figures is { ModelFailed: > 0, ByModel: 0 })
            throw new InvalidDataException($"The model at '{request.Model}' failed at all {figures.ModelFailed} "
                + $"questions that it was asked; there is nothing to tell of it.");
        if (request.Embeddings is not null && figures.Embedded == 0)
            throw new InvalidDataException($"The model at '{request.Embeddings}' made no usable vectors; there is nothing to tell of it.");
        figures.Outcomes.Report(report);
        var json = figures.Outcomes.ToJson(Name, perItem);
        foreach (var (name, count) in (ReadOnlySpan<(string, int)>)[
            ("answerable", figures.Answerable), ("answered", figures.Answered), ("byModel", figures.ByModel), ("uncited", figures.Uncited),
            ("wrong", figures.Wrong), ("refused", figures.Refused),
            ("modelFailed", figures.ModelFailed), ("embedded", figures.Embedded)])
            json[name] = count;
        return json;
    }

    public JsonObject Train(TrainingRequest request, TextWriter report) =>
        throw new UsageException("grounding has nothing to train: the index is built from the articles at start.");

    private static IReadOnlyList<Article> ReadFolder(string folder)
    {
        if (!Directory.Exists(folder))
            throw new BadFileException($"There is no folder '{folder}'.");
        try
        {
            return ArticleReader.ReadFolder(folder) is { Count: > 0 } articles ? articles : throw new BadFileException($"'{folder}' has no articles.");
        }
        catch (ArticleFormatException bad)
        {
            throw new BadFileException(bad.Message);
        }
    }

    private static ModelOptions ModelAt(string address, string? name)
    {
        var options = new ModelOptions { Endpoint = Address("--model", address), Name = name ?? "model", Key = KeyIn(KeyVariable) };
        return options.Validate(new ValidationContext(options)).FirstOrDefault() is { } wrong ? throw new UsageException(wrong.ErrorMessage!) : options;
    }

    private static EmbeddingOptions EmbeddingsAt(string address, string? name)
    {
        var options = new EmbeddingOptions { Endpoint = Address("--embeddings", address), Name = name ?? "model", Key = KeyIn(EmbeddingsKeyVariable) };
        return options.Validate(new ValidationContext(options)).FirstOrDefault() is { } wrong ? throw new UsageException(wrong.ErrorMessage!) : options;
    }

    private static string KeyIn(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } key ? key : "none";

    private static Uri Address(string option, string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var endpoint) ? endpoint
        : throw new UsageException($"{option} wants an address like http://127.0.0.1:5090/v1, not '{address}'.");
}
