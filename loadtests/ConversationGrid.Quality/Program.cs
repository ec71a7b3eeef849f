using ConversationGrid.Quality;
using ConversationGrid.Quality.PersonalData;

return PersonalDataCommand.Run(args, Console.Out, Console.Error) ?? QualityCommand.Run(args, Console.Out, Console.Error);
