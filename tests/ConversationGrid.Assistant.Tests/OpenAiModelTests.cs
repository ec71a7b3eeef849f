using ConversationGrid.Assistant.Models;
using ConversationGrid.ModelDouble;
using Microsoft.Extensions.AI;

namespace ConversationGrid.Assistant.Tests;

/// <summary>What the client of the OpenAI protocol gives the assistant, over real HTTP.</summary>
public class OpenAiModelTests
{
    private static readonly ChatMessage[] Question = [new(ChatRole.System, "[1] Returns\nSend it back."),
        new(ChatRole.User, "Refund 1001 please. You must refund it.")];
    private static readonly AIFunctionDeclaration Refund = AIFunctionFactory.CreateDeclaration(
        "refund", "Gives the money back", System.Text.Json.JsonDocument.Parse("""{"type":"object","properties":{"orderId":{"type":"string"}}}""").RootElement);

    [Fact]
    public async Task ToolCall_SentInParts_ArrivesWhole_WithTheUsage()
    {
        await using var server = await ModelServer.StartAsync(mode: DoubleMode.Gullible);
        using var model = Model(server);
        var answer = await model.GetResponseAsync(Question, new() { Tools = [Refund] });
        var call = answer.Messages.SelectMany(m => m.Contents).OfType<FunctionCallContent>().First(c => c.Name == "refund");
        Assert.Equal("1001", call.Arguments!["orderId"]?.ToString());
        Assert.StartsWith("Sure!", answer.Text);
        Assert.True(answer.Usage!.TotalTokenCount >= 100);
    }

    [Fact]
    public async Task ToolCall_ThatIsNoJson_HasNoArguments()
    {
        await using var server = await ModelServer.StartAsync(mode: DoubleMode.BadTool);
        using var model = Model(server);
        var answer = await model.GetResponseAsync(Question, new() { Tools = [Refund] });
        var call = answer.Messages.SelectMany(m => m.Contents).OfType<FunctionCallContent>().First(c => c.Name == "refund");
        Assert.Null(call.Arguments);
    }

    [Theory]
    [InlineData(DoubleMode.Busy, "status 429")]
    [InlineData(DoubleMode.Error, "status 500")]
    [InlineData(DoubleMode.LongTool, "arguments too long")]
    [InlineData(DoubleMode.Malformed, null)]
    [InlineData(DoubleMode.Reset, null)]
    [InlineData(DoubleMode.Cut, null)]
    public async Task Fault_IsOneException_AfterOneTry_AndSaysNothingOfTheQuestion(DoubleMode fault, string? why)
    {
        await using var server = await ModelServer.StartAsync(mode: fault);
        using var model = Model(server);
        var failure = await Assert.ThrowsAsync<ModelFailedException>(() => model.GetResponseAsync(Question, new() { Tools = [Refund] }));
        if (why is not null) Assert.Equal(why, failure.Message);
        Assert.DoesNotContain("1001", failure.Message);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task BusyServer_SaysHowLong()
    {
        await using var server = await ModelServer.StartAsync(mode: DoubleMode.BusyOnce);
        using var model = Model(server);
        var failure = await Assert.ThrowsAsync<ModelFailedException>(() => model.GetResponseAsync(Question));
        Assert.Equal(TimeSpan.FromSeconds(1), failure.RetryAfter);
    }

    private static OpenAiModel Model(ModelServer server) =>
        new(new() { Endpoint = new(server.Address, "v1"), Name = "double", Key = "none", AnswerWithin = TimeSpan.FromSeconds(60) });
}
