using ConversationGrid.Simulator;

return SimulateCommand.Run(args, Console.Out, Console.Error);
