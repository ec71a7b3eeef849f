using ConversationGrid.Commands;
using ConversationGrid.Simulator;
using ConversationGrid.Simulator.Days;

return args is ["whatif", .. var rest]
    ? await WhatIfCommand.RunAsync(rest, Console.Out)
    : await SimulateCommand.Create(Console.Out, Console.Error).RunAsync(args);
