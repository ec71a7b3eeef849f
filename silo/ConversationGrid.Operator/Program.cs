using System.Globalization;
using ConversationGrid.Commands;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal;
using ConversationGrid.Operator.Backups;
using ConversationGrid.Operator.Checks;
using ConversationGrid.Operator.Filling;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
var (configuration, rest) = ConfigurationArguments.Split(args);
var commands = CommandLines.CreateGroup(
    "What an operator does with a store: that of Grid:Data:Path, or of Grid:Postgres:ConnectionString. Both may be given as --Grid:Data:Path FOLDER.");
commands.Add(BackupCommands.Backup(configuration));
commands.Add(BackupCommands.Restore(configuration));
commands.Add(FillCommand.Create(configuration));
commands.Add(CheckCommands.Rebuild(configuration));
commands.Add(CheckCommands.Verify(configuration));
try
{
    return await commands.RunAsync(rest);
}
catch (Exception failure) when (failure is JournalSetupException or JournalUnavailableException or IOException or InvalidDataException)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}
