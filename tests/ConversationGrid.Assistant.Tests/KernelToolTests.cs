using System.ComponentModel;
using ConversationGrid.Assistant.Answers;
using ConversationGrid.Assistant.Tasks;
using ConversationGrid.SemanticKernel;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace ConversationGrid.Assistant.Tests;

/// <summary>Plugins and connectors of Semantic Kernel, by its own code, in the assistant.</summary>
public class KernelToolTests
{
    [Fact]
    public void Function_BecomesATool_ThatAsksOnlyWhatTheCustomerMaySay()
    {
        var tool = Assert.Single(Tools(new Warranty()));

        Assert.Equal("warranty_extend", tool.Definition.Name);
        Assert.Equal([("device", SlotKind.Text), ("until", SlotKind.Date)], tool.Definition.Slots.Select(s => (s.Name, s.Kind)));
        Assert.DoesNotContain("subject", tool.Definition.Schema().ToString());
        Assert.True(tool.Definition is { NeedsProof: true, HasEffect: true });
        Assert.Equal("Please tell me: the serial number of the device.", tool.Definition.Slots[0].Ask["en"]);
    }

    [Fact]
    public async Task Run_GivesTheGridsOwnSubjectAndKey_WhateverTheArgumentsSay()
    {
        var warranty = new Warranty();
        var tool = Assert.Single(Tools(warranty));
        var arguments = new Dictionary<string, string> { ["device"] = "L-77", ["until"] = "2027-01-31", ["subject"] = "external:somebody-else",
            ["key"] = "forged" };

        Assert.Contains("L-77", (await tool.PreviewAsync(new("demo", "c1/7", "external:u-nur", arguments, "en"))).Text);
        Assert.Empty(warranty.Done);
        var outcome = await tool.RunAsync(new("demo", "c1/7", "external:u-nur", arguments, "en"));

        Assert.Equal(("external:u-nur", "c1/7", "L-77", new DateOnly(2027, 1, 31)), Assert.Single(warranty.Done));
        Assert.Equal(("done", "Extended until 2027-01-31."), (outcome.Code, outcome.Text));
    }

    [Fact]
    public async Task Function_ThatFails_IsTriedAgain_AndNotSaidToBeDone() =>
        await Assert.ThrowsAsync<TimeoutException>(() => Assert.Single(Tools(new Warranty { Fails = true })).RunAsync(
            new("demo", "c1/7", "external:u-nur", new Dictionary<string, string> { ["device"] = "L-77", ["until"] = "2027-01-31" }, "en")));

    [Fact]
    public async Task Connector_AnswersAsAModel()
    {
        var answer = await KernelModel.Of(new Backwards()).GetResponseAsync([new(ChatRole.User, "abc")]);
        Assert.Equal("cba", answer.Text);
    }

    private static IReadOnlyList<ITool> Tools(Warranty plugin) =>
        KernelTools.Of(new Kernel(), KernelPluginFactory.CreateFromObject(plugin, "Warranty"), _ => new(Signs: ["extend .*warranty"]), ClosedText.NoLinks);

    private sealed class Warranty
    {
        public List<(string? Subject, string Key, string Device, DateOnly Until)> Done { get; } = [];
        public bool Fails { get; init; }

        [KernelFunction("Extend"), Description("Extends the warranty of a device")]
        public string Extend(string? subject, string key, [Description("the serial number of the device")] string device,
            [Description("the last day")] DateOnly until)
        {
            if (Fails) throw new TimeoutException("The warranty desk does not answer.");
            Done.Add((subject, key, device, until));
            return $"Extended until {until:yyyy-MM-dd}.<img src=x>";
        }
    }

    /// <summary>The smallest connector that there is.</summary>
    private sealed class Backwards : IChatCompletionService
    {
        public IReadOnlyDictionary<string, object?> Attributes { get; } = new Dictionary<string, object?>();

        public Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(
            ChatHistory chatHistory, PromptExecutionSettings? executionSettings = null, Kernel? kernel = null, CancellationToken cancellationToken = default) =>
            Task.FromResult<IReadOnlyList<ChatMessageContent>>([new(AuthorRole.Assistant, string.Concat((chatHistory[^1].Content ?? "").Reverse()))]);

        public IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(
            ChatHistory chatHistory, PromptExecutionSettings? executionSettings = null, Kernel? kernel = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();
    }
}
