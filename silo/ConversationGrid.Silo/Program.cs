using ConversationGrid.Gateway;
using ConversationGrid.Silo;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
// The framework's request log prints whole URLs, and a hub's URL may hold the caller's token.
builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
builder.Services.AddGrid(builder.Configuration);
builder.Services.AddGridGateway(builder.Configuration);
builder.Host.UseGridEngine(builder.Configuration);

var app = builder.Build();
app.UseGridGateway();
app.UseGridClients();
app.MapGridGateway();
app.MapGridHealth();
await app.RunAsync();

/// <summary>The host: silo and gateway in one process.</summary>
public partial class Program;
