using ConversationGrid.Simulator;
using ConversationGrid.Simulator.Days;

return args switch
{
    ["days", ..] => DaysCommand.Run(args[1..], Console.Out, Console.Error),
    ["whatif", ..] => await WhatIfCommand.RunAsync(args[1..], Console.Out),
    _ => SimulateCommand.Run(args, Console.Out, Console.Error),
};
