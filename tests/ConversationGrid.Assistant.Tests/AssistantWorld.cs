using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using ConversationGrid.Assistant.AgentAssist;
using ConversationGrid.Assistant.Answers;
using ConversationGrid.Assistant.Articles;
using ConversationGrid.Assistant.Decisions;
using ConversationGrid.Assistant.Embeddings;
using ConversationGrid.Assistant.Models;
using ConversationGrid.Assistant.Replay;
using ConversationGrid.Assistant.Tasks;
using ConversationGrid.Contracts;
using ConversationGrid.Demo.Shop;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Queues;
using ConversationGrid.Engine.Effects;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Transcripts;
using ConversationGrid.Knowledge;
using ConversationGrid.ModelDouble;
using ConversationGrid.SentenceVectors;
using ConversationGrid.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConversationGrid.Assistant.Tests;

/// <summary>A whole grid in memory with the real assistant, the demo's articles and back office, and, if asked for, the stand-in as its model.</summary>
internal sealed class AssistantWorld : IEventFeed, IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("grid-assistant-").FullName;
    private readonly EffectRunner _effects;
    private readonly ConcurrentDictionary<string, Caller> _customers = new();
    private int _posts;

    private AssistantWorld(ModelServer? double_, Action<ModelOptions>? configure, IReadOnlyList<Article>? articles,
        IEmbeddingGenerator<string, Embedding<float>>? generator, EmbeddingOptions embeddings)
    {
        Double = double_;
        var time = TimeProvider.System;
        var options = new ModelOptions
        {
            SettleAfter = TimeSpan.FromMilliseconds(1), FirstWordWithin = TimeSpan.FromSeconds(2), SilenceMax = TimeSpan.FromSeconds(1),
                AnswerWithin = TimeSpan.FromSeconds(4),
            FailedShareMax = 1,
        };
        if (double_ is not null) (options.Endpoint, options.Name, options.Key) = (new(double_.Address, "v1"), "double", "none");
        configure?.Invoke(options);
        BackOffice = new(Path.Combine(_folder, "backoffice.db"), time);
        Access = new(time);
        var toolbox = BackOfficeTools.Of(BackOffice, time, Codes(Access));
        Toolbox Find(string workspace) => workspace == "demo" ? toolbox : Toolbox.Empty;
        Library = new(Store, w => w == "demo" ? articles ?? DemoKnowledge.ReadArticles() : [], time);
        Gate = new(options, time, NullLogger<ModelGate>.Instance);
        Embeddings = new(generator, embeddings, Library, time, NullLogger<EmbeddedArticles>.Instance);
        var (articleAnswers, model) = (new FirstAssistant(Library, ClosedText.NoLinks, time, Embeddings),
            new ConfiguredModel(double_ is null ? null : new OpenAiModel(options)));
        Help = new(articleAnswers, model, options, Gate, time, NullLogger<ModelHelp>.Instance);
        Assistant = new(
            articleAnswers, Find, model.Client, options, Gate, time, NullLogger<CareAssistant>.Instance);
        Decisions = new(Store, Library, ClosedText.NoLinks, Find);
        var engine = new EngineOptions();
        _effects = new(
            new GridEffects(() => Grid!, Assistant, new TranscriptReader(Store), new ToolRunner(Find, time)), new ThreadPoolEffects(), engine, time,
            NullLogger<EffectRunner>.Instance);
        Grid = new(
            Engine.Entities.Models.Create(new ConversationOptions(), new QueueOptions(), null, _ => ["general"]),
            new(Store, Store, Store, _effects, engine, time, NullLogger<EntityServices>.Instance), this);
    }

    public static async Task<AssistantWorld> StartAsync(
        DoubleMode? model = null, Action<ModelOptions>? configure = null, IReadOnlyList<Article>? articles = null) =>
        new(model is { } mode ? await ModelServer.StartAsync(mode: mode) : null, configure, articles, null, new());

    /// <summary>A world whose articles and questions have vectors of a server; they are made by <see cref="EmbeddedArticles.RefreshAsync"/>.</summary>
    public static AssistantWorld WithEmbeddings(ModelServer server, IReadOnlyList<Article>? articles = null, Action<EmbeddingOptions>? configure = null)
    {
        var options = new EmbeddingOptions { Endpoint = new(server.Address, "v1"), Name = "double", Key = "none", QuestionWithin = TimeSpan.FromSeconds(5),
            BatchWithin = TimeSpan.FromSeconds(2) };
        configure?.Invoke(options);
        return new(null, null, articles, new OpenAiEmbeddings(options), options);
    }

    /// <summary>A world whose articles and questions have vectors made in this process.</summary>
    public static AssistantWorld WithSentences(IReadOnlyList<Article> articles)
    {
        var own = new MiniLmVectors(new());
        return new(null, null, articles, own, MiniLmVectors.Reading(new() { QuestionWithin = TimeSpan.FromSeconds(10) }));
    }

    /// <summary>Codes with the default limits and some key.</summary>
    public static Func<ICodeSender, IOneTimeCodes> Codes(IAccessStore access) => sender => new OneTimeCodes(
        sender, access, text => Convert.ToHexStringLower(HMACSHA256.HashData("a key of the tests"u8, Encoding.UTF8.GetBytes(text))), new());

    public MemoryAccessStore Access { get; }
    public ModelServer? Double { get; }
    public MemoryStore Store { get; } = new();
    public BackOfficeStore BackOffice { get; }
    public ArticleLibrary Library { get; }
    public EmbeddedArticles Embeddings { get; }
    public ModelGate Gate { get; }
    public CareAssistant Assistant { get; }
    public ModelHelp Help { get; }
    public DecisionLog Decisions { get; }
    public InProcessGrid Grid { get; }
    public ConcurrentQueue<Signal> Signals { get; } = new();

    /// <summary>A conversation of an anonymous customer, or of one whom the company named.</summary>
    public async Task<string> StartAsync(string text, string? externalId = null, string? name = null, string locale = "en")
    {
        var number = Interlocked.Increment(ref _posts);
        var customer = externalId is null ? $"anon{number}" : $"known-{externalId}";
        if (externalId is not null)
            (await Grid.Customer(new("demo", customer)).ExecuteAsync(new DescribeCustomer(name, null, locale, true, externalId))).OrThrow();
        var id = $"c{number}";
        var caller = _customers[id] = Caller.Customer(customer, name, isProven: externalId is not null);
        await Grid.WatchAsync(Stream(id));
        (await Grid.Conversation(new("demo", id)).ExecuteAsync(new StartConversation(caller, id, "web", locale, text, null))).OrThrow();
        return id;
    }

    /// <summary>Starts, and waits for the answer.</summary>
    public async Task<(string Id, string Text)> AskAsync(string text, string? externalId = null, string? name = null, string locale = "en")
    {
        var id = await StartAsync(text, externalId, name, locale);
        return (id, await AnswerAsync(id, 0));
    }

    /// <summary>Says something in a conversation, and gives what is answered.</summary>
    public async Task<string> SayAsync(string id, string text)
    {
        var receipt = (await PostAsync(id, text)).OrThrow();
        return await AnswerAsync(id, receipt.Seq);
    }

    public Task<Outcome> PostAsync(string id, string text) =>
        Grid.Conversation(new("demo", id)).ExecuteAsync(new PostMessage(_customers[id], $"m{Interlocked.Increment(ref _posts)}", text));

    public async Task<IReadOnlyList<ConversationEvent>> EventsAsync(string id) =>
        [.. (await Store.ReadAsync(Stream(id), 0, 1_000)).Select(c => (ConversationEvent)c.Event)];

    public async Task<ConversationView> ViewAsync(string id) => (await Grid.Conversation(new("demo", id)).ViewAsync(Caller.System))!;

    /// <summary>What the assistant said after a message: all until nothing is pending.</summary>
    public async Task<string> AnswerAsync(string id, long after)
    {
        for (var i = 0; i < 3_000; i++)
        {
            var events = await Store.ReadAsync(Stream(id), 0, 1_000);
            var state = events.Aggregate(ConversationState.Initial(new("demo", id)), (s, c) => Conversation.Evolve(s, c.Seq, (ConversationEvent)c.Event));
            if (events.Count > 0 && !state.Pending.Any(p => p.Effect is AskAssistant or RunTool))
                return string.Join("\n", events.Where(c => c.Seq > after).Select(c => c.Event).OfType<MessagePosted>().Where(m => m.ByKind == ActorKind.Bot)
                    .Select(m => m.Text));
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
        throw new TimeoutException($"Conversation '{id}' was never answered.");
    }

    public static StreamId Stream(string id) => new(EntityKind.Conversation, new("demo", id));

    public void OnEvents(StreamId stream, IReadOnlyList<Committed> events)
    {
    }

    public void OnSignal(StreamId stream, Signal signal) => Signals.Enqueue(signal);

    public async ValueTask DisposeAsync()
    {
        await _effects.DisposeAsync();
        if (Double is not null) await Double.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
