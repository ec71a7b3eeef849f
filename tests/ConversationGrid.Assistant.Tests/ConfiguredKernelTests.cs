using System.ComponentModel;
using System.Runtime.CompilerServices;
using ConversationGrid.Assistant.Answers;
using ConversationGrid.Assistant.Models;
using ConversationGrid.Assistant.Tasks;
using ConversationGrid.Domain.Settings;
using ConversationGrid.ModelDouble;
using ConversationGrid.SemanticKernel;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace ConversationGrid.Assistant.Tests;

/// <summary>Plugins and the connector that the configuration names, from an assembly on disk: this one, loaded once more as somebody else's.</summary>
public class ConfiguredKernelTests
{
    private const string Plugins = "Grid:Assistant:SemanticKernel:Plugins:0";
    private const string Connector = "Grid:Assistant:SemanticKernel:Connector";
    private static readonly IServiceProvider Services = new ServiceCollection().AddSingleton(TimeProvider.System).BuildServiceProvider();

    [Fact]
    public async Task Plugin_FromAnAssembly_BecomesTheTools_OfItsWorkspaceAlone()
    {
        var options = Plugin(typeof(ParcelDesk));
        Assert.Empty(OptionsCheck.Problems(options, Plugins));
        var tools = ConfiguredKernel.Tools([options], Services, ClosedText.NoLinks);
        Assert.Empty(tools["other"]);
        Assert.Equal(["parcels_hold", "parcels_where"], tools["acme"].Select(t => t.Definition.Name).Order());
        Assert.All(tools["acme"], tool => Assert.True(tool.Definition is { NeedsProof: true, HasEffect: true }));

        var where = tools["acme"].Single(t => t.Definition.Name == "parcels_where");
        var outcome = await where.RunAsync(new("acme", "c1/7", "external:u-nur", new Dictionary<string, string> { ["parcel"] = "P-7" }, "en"));
        Assert.Equal("P-7 of external:u-nur is at the gate.", outcome.Text);
    }

    [Fact]
    public void NamedFunctions_AloneAreTools_WithTheirRules()
    {
        var options = Plugin(typeof(ParcelDesk));
        options.Functions.Add(new() { Name = "Where", NeedsProof = false, HasEffect = false, Signs = ["where .*parcel"],
            Ask = { ["parcel"] = new() { ["en"] = "Which parcel?" } } });
        Assert.Empty(OptionsCheck.Problems(options, Plugins));
        var tool = Assert.Single(ConfiguredKernel.Tools([options], Services, ClosedText.NoLinks)["acme"]);
        Assert.True(tool.Definition is { NeedsProof: false, HasEffect: false });
        Assert.Equal(["where .*parcel"], tool.Definition.Signs);
        Assert.Equal("Which parcel?", Assert.Single(tool.Definition.Slots).Ask["en"]);
    }

    [Theory]
    [InlineData("nowhere.dll", "x", "Assembly", "there is no file")]
    [InlineData(null, "No.Such.Type", "Type", "has no type 'No.Such.Type'")]
    [InlineData(null, "ConversationGrid.Assistant.Tests.ConfiguredKernelTests", "Type", "no public method with [KernelFunction]")]
    [InlineData(null, "", "Type", "required")]
    public void WrongPlugin_IsNamedWithItsKey(string? assembly, string type, string member, string why)
    {
        var options = new KernelPluginOptions { Workspace = "acme", Name = "Parcels", Assembly = assembly ?? typeof(ParcelDesk).Assembly.Location,
            Type = type };
        var problem = Assert.Single(OptionsCheck.Problems(options, Plugins));
        Assert.StartsWith($"{Plugins}:{member}: ", problem, StringComparison.Ordinal);
        Assert.Contains(why, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void FileThatIsNoAssembly_IsNamedWithItsKey()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "no assembly");
        var options = new KernelPluginOptions { Workspace = "acme", Name = "Parcels", Assembly = file, Type = "x" };
        Assert.StartsWith($"{Plugins}:Assembly: ", Assert.Single(OptionsCheck.Problems(options, Plugins)), StringComparison.Ordinal);
        File.Delete(file);
    }

    [Fact]
    public void WrongFunctions_AreNamedWithTheirKeys()
    {
        var options = Plugin(typeof(ParcelDesk));
        options.Functions.AddRange([new() { Name = "Where" }, new() { Name = "Where" }, new() { Name = "Lose" }]);
        var problems = OptionsCheck.Problems(options, Plugins).ToList();
        Assert.Contains(problems, p => p.StartsWith($"{Plugins}:Functions:1:Name: ", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.StartsWith($"{Plugins}:Functions:2:Name: ", StringComparison.Ordinal)
            && p.Contains("Hold, Where", StringComparison.Ordinal));
        options.Functions.RemoveRange(1, 2);
        options.Functions[0].Signs.Add("(");
        Assert.StartsWith($"{Plugins}:Functions:0:Signs:0: ", Assert.Single(OptionsCheck.Problems(options, Plugins)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connector_OfOpenAi_WritesAndProposesTools()
    {
        await using var server = await ModelServer.StartAsync(mode: DoubleMode.Gullible);
        using var model = Model(server);
        var tool = AIFunctionFactory.CreateDeclaration(
            "refund", "Gives the money back",
            System.Text.Json.JsonDocument.Parse("""{"type":"object","properties":{"orderId":{"type":"string"}}}""").RootElement);
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in model.GetStreamingResponseAsync(
            [new(ChatRole.User, "You must refund 1001.")], new() { Tools = [tool], MaxOutputTokens = 100 })) updates.Add(update);
        var answer = updates.ToChatResponse();
        Assert.StartsWith("Sure!", answer.Text, StringComparison.Ordinal);
        Assert.Contains("\"refund\"", Assert.Single(server.Requests), StringComparison.Ordinal);
        var call = answer.Messages.SelectMany(m => m.Contents).OfType<Microsoft.Extensions.AI.FunctionCallContent>().First(c => c.Name == "refund");
        Assert.Equal("1001", call.Arguments!["orderId"]?.ToString());
    }

    [Theory]
    [InlineData(DoubleMode.Busy)]
    [InlineData(DoubleMode.Error)]
    [InlineData(DoubleMode.Reset)]
    [InlineData(DoubleMode.Malformed)]
    [InlineData(DoubleMode.Cut)]
    [InlineData(DoubleMode.LongTool)]
    public async Task Connector_ThatFails_IsAModelThatFailed_AfterOneTry(DoubleMode fault)
    {
        await using var server = await ModelServer.StartAsync(mode: fault);
        using var model = Model(server);
        var failure = await Assert.ThrowsAsync<ModelFailedException>(async () =>
        {
            await foreach (var _ in model.GetStreamingResponseAsync([new(ChatRole.User, "secret words")])) continue;
        });
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
        // An answer that comes in one piece cannot be cut in the middle, and has no parts of arguments.
        if (fault is DoubleMode.Cut or DoubleMode.LongTool) return;
        await Assert.ThrowsAsync<ModelFailedException>(() => model.GetResponseAsync([new(ChatRole.User, "secret words")]));
    }

    [Fact]
    public async Task Connector_WhoseModelCallsWithNonsense_GivesACallWithoutArguments()
    {
        await using var server = await ModelServer.StartAsync(mode: DoubleMode.BadTool);
        using var model = Model(server);
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in model.GetStreamingResponseAsync([new(ChatRole.User, "hello")])) updates.Add(update);
        var calls = updates.SelectMany(u => u.Contents).OfType<Microsoft.Extensions.AI.FunctionCallContent>().ToList();
        Assert.Equal(["refund", "drop_tables"], calls.Select(c => c.Name));
        Assert.Null(calls[0].Arguments);
    }

    [Fact]
    public async Task Connector_FromAnAssembly_IsMadeFromTheHostsServices_AndItsFailuresAreAModels()
    {
        var options = new KernelConnectorOptions { Assembly = typeof(Parrot).Assembly.Location, Type = typeof(Parrot).FullName!, Name = "parrot" };
        Assert.Empty(OptionsCheck.Problems(options, Connector));
        using var model = ConfiguredKernel.Model(options, new(), Services)!;
        Assert.Equal("hello", (await model.GetResponseAsync([new(ChatRole.User, "hello")])).Text);
        Assert.Equal(
            "InvalidTimeZoneException", (await Assert.ThrowsAsync<ModelFailedException>(() => model.GetResponseAsync([new(ChatRole.User, "")]))).Message);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => model.GetResponseAsync([new(ChatRole.User, "hello")], null, cancelled.Token));
    }

    [Fact]
    public void PluginOrConnector_ThatCannotBeMade_IsNamedWithItsKey()
    {
        var nothing = new ServiceCollection().BuildServiceProvider();
        var plugin = Assert.Throws<OptionsValidationException>(() => ConfiguredKernel.Tools([Plugin(typeof(ParcelDesk))], nothing, ClosedText.NoLinks));
        Assert.StartsWith($"{Plugins}:Type: ", plugin.Message, StringComparison.Ordinal);
        var options = new KernelConnectorOptions { Assembly = typeof(Parrot).Assembly.Location, Type = typeof(Parrot).FullName!, Name = "parrot" };
        var connector = Assert.Throws<OptionsValidationException>(() => ConfiguredKernel.Model(options, new(), nothing));
        Assert.StartsWith($"{Connector}:Type: ", connector.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NoConnector_IsTheDefault() => Assert.Null(ConfiguredKernel.Model(new(), new(), Services));

    [Theory]
    [InlineData("http://example.com/v1", "", "", "m", "k", "", "https")]
    [InlineData("https://example.com/v1", "", "", "", "k", "", "Connector:Name")]
    [InlineData("https://example.com/v1", "", "", "m", null, "", "Connector:Key")]
    [InlineData("https://example.com/v1", "x.dll", "", "m", "k", "", "leave out either")]
    [InlineData(null, "x.dll", "", "m", null, "", "Connector:Type is missing")]
    [InlineData(null, "", "X", "m", null, "", "Connector:Assembly is missing")]
    [InlineData(null, "x.dll", "X", "m", null, "", "Connector:Assembly: there is no file")]
    [InlineData("https://example.com/v1", "", "", "m", "k", "https://other.example/v1", "Grid:Assistant:Model:Endpoint")]
    public void WrongConnector_IsNamedWithItsKey(string? endpoint, string assembly, string type, string name, string? key, string model, string why)
    {
        var options = new KernelConnectorOptions { Endpoint = endpoint is null ? null : new(endpoint), Assembly = assembly, Type = type, Name = name,
            Key = key };
        options.SetModel(model);
        Assert.Contains(OptionsCheck.Problems(options, Connector), p => p.StartsWith(Connector, StringComparison.Ordinal)
            && p.Contains(why, StringComparison.Ordinal));
    }

    [Fact]
    public void ClassThatIsNoConnector_IsNamedWithItsKey()
    {
        var options = new KernelConnectorOptions { Assembly = typeof(ParcelDesk).Assembly.Location, Type = typeof(ParcelDesk).FullName!, Name = "m" };
        Assert.StartsWith($"{Connector}:Type: ", Assert.Single(OptionsCheck.Problems(options, Connector)), StringComparison.Ordinal);
    }

    private static IChatClient Model(ModelServer server)
    {
        var options = new KernelConnectorOptions { Endpoint = new(server.Address, "v1"), Name = "double", Key = "none" };
        Assert.Empty(OptionsCheck.Problems(options, Connector));
        return ConfiguredKernel.Model(options, new() { AnswerWithin = TimeSpan.FromSeconds(60) }, Services)!;
    }

    private static KernelPluginOptions Plugin(Type type) =>
        new() { Workspace = "acme", Name = "Parcels", Assembly = type.Assembly.Location, Type = type.FullName! };
}

/// <summary>A plugin as a company writes it; its time comes from the host.</summary>
public sealed class ParcelDesk(TimeProvider time)
{
    [KernelFunction, Description("Says where a parcel is")]
    public Task<string> WhereAsync(string subject, [Description("the number of the parcel")] string parcel) =>
        Task.FromResult(time.GetUtcNow() > DateTimeOffset.UnixEpoch ? $"{parcel} of {subject} is at the gate." : "");

    [KernelFunction("Hold"), Description("Holds a parcel back")]
    public string HoldParcel([Description("the number of the parcel")] string parcel) => $"{parcel} waits.";
}

/// <summary>A connector as somebody else writes it: says what it was told, and fails in its own way.</summary>
public sealed class Parrot(TimeProvider time) : IChatCompletionService
{
    public IReadOnlyDictionary<string, object?> Attributes { get; } = new Dictionary<string, object?> { ["at"] = time };

    public Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(
        ChatHistory chatHistory, PromptExecutionSettings? executionSettings = null, Kernel? kernel = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return chatHistory[^1].Content is { Length: > 0 } said
            ? Task.FromResult<IReadOnlyList<ChatMessageContent>>([new(AuthorRole.Assistant, said)])
            : throw new InvalidTimeZoneException("Nothing was said.");
    }

    public async IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(
        ChatHistory chatHistory, PromptExecutionSettings? executionSettings = null, Kernel? kernel = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var whole in await GetChatMessageContentsAsync(chatHistory, executionSettings, kernel, cancellationToken))
            yield return new(whole.Role, whole.Content);
    }
}
