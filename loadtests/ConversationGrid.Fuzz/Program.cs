using ConversationGrid.Fuzz;

return await FuzzCommand.RunAsync(args, Console.Out);
