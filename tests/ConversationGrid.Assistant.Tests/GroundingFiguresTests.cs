using System.Text.Json.Nodes;
using ConversationGrid.Assistant.Embeddings;
using ConversationGrid.Assistant.Models;
using ConversationGrid.Knowledge;
using ConversationGrid.ModelDouble;
using ConversationGrid.Quality;
using ConversationGrid.Quality.Tasks;
using Xunit.Abstractions;

namespace ConversationGrid.Assistant.Tests;

/// <summary>
/// The whole assistant on questions with and without an answer in the demo's articles, without a model, with one that quotes what it is given, and with one
/// that adds statements of its own. The same run as <c>./grid evaluate grounding</c>.
/// </summary>
public class GroundingFiguresTests(ITestOutputHelper output)
{
    private static string Questions(string half) => Path.Combine(AppContext.BaseDirectory, "Grounding", $"{half}.tsv");

    [Theory]
    [InlineData("tune", null)]
    [InlineData("held", null)]
    [InlineData("tune", DoubleMode.Quote)]
    [InlineData("held", DoubleMode.Quote)]
    [InlineData("tune", DoubleMode.Invent)]
    [InlineData("held", DoubleMode.Invent)]
    public async Task Answers_RestOnArticles_AreRight_AndAreGivenWhereThereAreAny(string half, DoubleMode? model)
    {
        await using var server = model is { } mode ? await ModelServer.StartAsync(mode: mode) : null;
        var questions = GroundingQuestion.Read(Questions(half));
        var run = new GroundingRun(DemoKnowledge.ReadArticles(), server is null ? null
            : new ModelOptions { Endpoint = new(server.Address, "v1"), Name = "double", Key = "none" });
        var figures = await run.AskAsync(questions);
        output.WriteLine($"{model?.ToString() ?? "no model"}, {half}: {questions.Count} questions, {figures.Answerable} answerable; answered " +
            $"{figures.Answered}, {figures.ByModel} of them by the model; uncited {figures.Uncited}, wrong {figures.Wrong}, refused {figures.Refused}");
        Assert.Equal(0, figures.Uncited);
        Assert.True(figures.Wrong <= 0.02 * questions.Count, $"{figures.Wrong} wrong answers to {questions.Count} questions.");
        Assert.True(figures.Refused <= 0.10 * figures.Answerable, $"{figures.Refused} of {figures.Answerable} answerable questions refused.");
        Assert.Equal(model is null, figures.ByModel == 0);
        Assert.Equal(questions.Count - figures.Wrong - figures.Refused, figures.Outcomes.Right);
    }

    /// <summary>A model that understands nothing (the stand-in's hashed 3-grams) has the built-in vectors' place, and the bars hold.</summary>
    [Theory]
    [InlineData("tune")]
    [InlineData("held")]
    public async Task PoorVectors_CostNoGrounding(string half)
    {
        await using var server = await ModelServer.StartAsync();
        var questions = GroundingQuestion.Read(Questions(half));
        var figures = await new GroundingRun(DemoKnowledge.ReadArticles(), null,
            new EmbeddingOptions { Endpoint = new(server.Address, "v1"), Name = "double", Key = "none" }).AskAsync(questions);
        output.WriteLine($"poor vectors, {half}: {figures.Embedded} of {questions.Count} ranked with them; answered {figures.Answered}, wrong " +
            $"{figures.Wrong}, refused {figures.Refused}");
        Assert.Equal(questions.Count, figures.Embedded);
        Assert.Equal(0, figures.Uncited);
        Assert.True(figures.Wrong <= 0.02 * questions.Count, $"{figures.Wrong} wrong answers to {questions.Count} questions.");
        Assert.True(figures.Refused <= 0.10 * figures.Answerable, $"{figures.Refused} of {figures.Answerable} answerable questions refused.");
    }

    [Fact]
    public async Task Command_PrintsTheCounts_AndFailsWhereItMeasuredNothing()
    {
        await using var server = await ModelServer.StartAsync(mode: DoubleMode.Invent);
        string[] command = ["evaluate", "grounding", "--test", Questions("held"), "--model", new Uri(server.Address, "v1").ToString()];
        var (status, said) = Run(command);
        Assert.Equal(0, status);
        var json = JsonNode.Parse(said.TrimEnd().Split('\n')[^1])!;
        Assert.Equal(("grounding", 113, 89, 0, 0),
            (json["task"]!.GetValue<string>(), json["n"]!.GetValue<int>(), json["answerable"]!.GetValue<int>(), json["uncited"]!.GetValue<int>(),
                json["modelFailed"]!.GetValue<int>()));
        Assert.True(json["byModel"]!.GetValue<int>() > 0 && json["answered"]!.GetValue<int>() >= json["byModel"]!.GetValue<int>());
        foreach (var name in (string[])["accuracy", "macroF1", "microsecondsPerItem", "wrong", "refused"])
            Assert.NotNull(json[name]);

        server.Mode = DoubleMode.Error;
        Assert.Equal(1, Run(command).Status);
        Assert.Equal(2, Run(["evaluate", "grounding", "--test", Questions("held"), "--model", "http://192.0.2.1/v1"]).Status);
        Assert.Equal(1, Run(["evaluate", "grounding", "--test", Questions("held"), "--train", Path.Combine(AppContext.BaseDirectory, "nowhere")]).Status);
    }

    private static (int Status, string Said) Run(string[] command)
    {
        using var said = new StringWriter();
        return (QualityCommand.Run(command, said, TextWriter.Null), said.ToString());
    }
}
