using System.Globalization;
using System.Text.Json;

namespace ConversationGrid.Host.Tests.Days;

/// <summary>The board's numbers by name, so that two counts of the same thing can be laid side by side.</summary>
internal static class BoardFigures
{
    /// <summary>As a supervisor's board shows them.</summary>
    public static SortedDictionary<string, string> Of(JsonElement board)
    {
        var figures = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var queue in board.GetProperty("queues").EnumerateArray())
            foreach (var name in (string[])["waiting", "offered", "longestWaitSeconds", "serviceLevel", "agentsOnline", "free"])
                figures[$"queue {queue.Text("queue")} {name}"] = Number(queue, name);
        foreach (var agent in board.GetProperty("agents").EnumerateArray())
        {
            figures[$"agent {agent.Text("agentId")} status"] = agent.Text("status")!;
            foreach (var name in (string[])["load", "capacity"]) figures[$"agent {agent.Text("agentId")} {name}"] = Number(agent, name);
        }
        foreach (var name in (string[])["inFlight", "bot", "waiting", "offered", "assigned", "startedToday", "handedOverToday", "snoozed"])
            figures[$"conversations {name}"] = Number(board.GetProperty("conversations"), name);
        foreach (var name in (string[])["mean", "unhappy"]) figures[$"mood {name}"] = Number(board.GetProperty("sentiment"), name);
        foreach (var name in (string[])["warned", "breached", "met", "missed", "compliance"])
            figures[$"clocks {name}"] = Number(board.GetProperty("sla"), name);
        foreach (var name in (string[])["automationRate", "serviceLevel", "medianWaitSeconds", "satisfaction"]) figures[name] = Number(board, name);
        return figures;
    }

    public static string Text(double? number) => number is { } n ? n.ToString("0.######", CultureInfo.InvariantCulture) : "none";

    private static string Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? Text(value.GetDouble()) : "none";
}
