using ConversationGrid.ModelDouble;

// A stand-in for a model server: ./grid model [--urls http://127.0.0.1:5090] [--mode quote|gullible|malicious|invent|hang|...]
var settings = new ConfigurationBuilder().AddCommandLine(args).Build();
if (!Enum.TryParse<DoubleMode>(settings["mode"] ?? "quote", ignoreCase: true, out var mode))
{
    Console.Error.WriteLine($"--mode is one of {string.Join(", ", Enum.GetNames<DoubleMode>()).ToLowerInvariant()}.");
    return 2;
}
await using var model = await ModelServer.StartAsync(settings["urls"] ?? "http://127.0.0.1:5090", mode);
Console.Out.WriteLine($"A stand-in for a model listens at {model.Address}v1/, mode {mode.ToString().ToLowerInvariant()}.");
await model.WaitForShutdownAsync();
return 0;
