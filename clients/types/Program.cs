using ConversationGrid.ClientTypes;

// types write|check CLIENTS_FOLDER: writes the clients' event types, or fails when they differ from the contracts.
if (args is not ["write" or "check", _])
{
    Console.Error.WriteLine("usage: types write|check CLIENTS_FOLDER");
    return 2;
}
var model = WireModel.Read();
(string File, string Text)[] outputs =
[
    (Path.Combine(args[1], "sdk", "src", "grid", "events.ts"), TypeScriptTypes.Write(model)),
    (Path.Combine(args[1], "dotnet", "ConversationGrid.Client", "Wire", "Events.cs"), DotNetTypes.Write(model)),
];
var stale = outputs.Where(o => !File.Exists(o.File) || File.ReadAllText(o.File) != o.Text).ToList();
if (args[0] == "write")
{
    foreach (var (file, text) in stale) File.WriteAllText(file, text);
    Console.WriteLine(stale.Count == 0 ? "The clients' types were up to date." : $"Written: {string.Join(", ", stale.Select(o => Path.GetFullPath(o.File)))}");
    return 0;
}
foreach (var (file, _) in stale)
    Console.Error.WriteLine($"{Path.GetFullPath(file)}: error: not what the contracts say. Run './grid types' and commit the result.");
return stale.Count == 0 ? 0 : 1;
