using System.Text.Json.Serialization;
using ConversationGrid.Baseline;
using ConversationGrid.Baseline.Stores;

// The plain rival: ASP.NET Core SignalR and a database with group commit. No actors, no features, nothing in the way.
//   --urls http://127.0.0.1:7450  --store postgres --connection CONN | --store sqlite --file PATH
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<Lines>();
builder.Services.AddSingleton(_ => OpenStore(builder.Configuration));
builder.Services.AddSingleton<GroupCommit>();
builder.Services
    .AddSignalR(o => o.MaximumReceiveMessageSize = 64 * 1024)
    .AddJsonProtocol(o =>
    {
        o.PayloadSerializerOptions.TypeInfoResolverChain.Insert(0, BaselineJson.Default);
        o.PayloadSerializerOptions.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
    });

var app = builder.Build();
await app.Services.GetRequiredService<IMessageStore>().OpenAsync();
app.MapHub<PlainHub>("/hubs/plain");
app.MapGet("/health/ready", () => "ready");
app.MapGet("/stats", (GroupCommit commits) => $"{{\"commits\":{commits.Commits},\"messages\":{commits.Messages}}}");
await app.RunAsync();

static IMessageStore OpenStore(IConfiguration settings) => settings["store"] switch
{
    "postgres" => new PostgresMessages(settings["connection"] ?? throw new ArgumentException("--connection is missing.")),
    "sqlite" => new SqliteMessages(settings["file"] ?? throw new ArgumentException("--file is missing.")),
    var other => throw new ArgumentException($"--store is postgres or sqlite, not '{other}'."),
};

/// <summary>JSON of the hub's arguments and pushes, source-generated.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JoinCall))]
[JsonSerializable(typeof(PostCall))]
[JsonSerializable(typeof(Joined))]
[JsonSerializable(typeof(Posted))]
[JsonSerializable(typeof(PlainEvent))]
internal sealed partial class BaselineJson : JsonSerializerContext;
