using System.CommandLine;
using ConversationGrid.Commands;
using ConversationGrid.ModelDouble;

var urls = new Option<string>("--urls") { Description = "where it listens", HelpName = "ADDRESS", DefaultValueFactory = _ => "http://127.0.0.1:5090" };
var mode = Choices.OfEnum("--mode", "what it does", DoubleMode.Quote);
var command = CommandLines.Create("model", "A stand-in for a model server, with every way in which one can fail.");
command.Add(urls);
command.Add(mode);
command.SetAction(async (parsed, _) =>
{
    await using var model = await ModelServer.StartAsync(parsed.GetValue(urls)!, parsed.GetValue(mode));
    Console.Out.WriteLine($"A stand-in for a model listens at {model.Address}v1/, mode {parsed.GetValue(mode).ToString().ToLowerInvariant()}.");
    await model.WaitForShutdownAsync();
});
return await command.RunAsync(args);
