using ConversationGrid.Quality;

return QualityCommand.Run(args, Console.Out, Console.Error);
