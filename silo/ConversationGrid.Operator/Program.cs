using System.Globalization;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal;
using ConversationGrid.Operator.Checks;
using ConversationGrid.Operator.Filling;

const string usage = """
    usage: ./grid fill --conversations N --days D [--workspace W] [--traffic FILE.jsonl.gz]... [--seed S]   writes a plausible history into the store
           ./grid rebuild [conversations|episodes|search|lessons]                                         makes the read models anew where they differ
           ./grid verify                                                                                  compares the read models with the journal, and finds changed events and log entries
    The store is that of Grid:Data:Path, or of Grid:Postgres:ConnectionString; both may be given as --Grid:Data:Path FOLDER.
    """;

if (args.Length == 0 || args.Contains("--help"))
{
    Console.WriteLine(usage);
    return args.Length == 0 ? 2 : 0;
}
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
try
{
    return args[0] switch
    {
        "fill" => await FillCommand.RunAsync(args[1..]),
        "rebuild" => await CheckCommands.RebuildAsync(args[1..]),
        "verify" => await CheckCommands.VerifyAsync(args[1..]),
        _ => throw new ArgumentException($"There is no command '{args[0]}'."),
    };
}
catch (Exception failure) when (failure is ArgumentException or JournalSetupException or JournalUnavailableException or IOException)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}
