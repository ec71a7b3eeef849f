using System.CommandLine;
using ConversationGrid.Baseline;
using ConversationGrid.Baseline.Stores;
using ConversationGrid.Commands;

// The plain rival: ASP.NET Core SignalR and a database with group commit. No actors, no features, nothing in the way.
var urls = new Option<string>("--urls") { Description = "where it listens", HelpName = "ADDRESS", DefaultValueFactory = _ => "http://127.0.0.1:7450" };
var store = Choices.Of("--store", "what keeps the messages", "sqlite", "sqlite", "postgres");
var connection = new Option<string?>("--connection") { Description = "of PostgreSQL", HelpName = "CONNECTION" };
var file = new Option<string?>("--file") { Description = "of SQLite", HelpName = "PATH" };
var command = CommandLines.Create("baseline", "The plain rival of the benchmarks: SignalR and a database with group commit.");
foreach (var option in (Option[])[urls, store, connection, file]) command.Add(option);
command.SetAction(async (parsed, _) => await RunAsync(
    parsed.GetValue(urls)!,
    parsed.GetValue(store) == "postgres"
        ? new PostgresMessages(parsed.GetValue(connection) ?? throw new ArgumentException("--connection is missing."))
        : new SqliteMessages(parsed.GetValue(file) ?? throw new ArgumentException("--file is missing."))));
return await command.RunAsync(args);

static async Task RunAsync(string urls, IMessageStore store)
{
    var builder = WebApplication.CreateSlimBuilder();
    builder.Logging.ClearProviders();
    builder.WebHost.UseUrls(urls);
    builder.Services.AddSingleton(TimeProvider.System);
    builder.Services.AddSingleton<Lines>();
    builder.Services.AddSingleton(_ => store);
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
}
