using System.ComponentModel.DataAnnotations;

namespace ConversationGrid.Integrations.Assistants;

/// <summary>What customers' own assistants may do, by MCP and A2A. Section <c>Grid:CustomerAssistants</c>.</summary>
public sealed class CustomerAssistantOptions
{
    public const string Section = "Grid:CustomerAssistants";

    /// <summary>
    /// Messages that such an assistant may write one after the other in a conversation before a person writes there: the customer, or an agent. Then the
    /// conversation goes to the agents, and no more is taken until a person wrote. Default: 20.
    /// </summary>
    [Range(1, 1_000)] public int TurnsMax { get; set; } = 20;

    /// <summary>Conversations that such assistants may begin for one customer in a day. Default: 50.</summary>
    [Range(1, 100_000)] public int ConversationsPerDay { get; set; } = 50;

    /// <summary>How long a call may wait for the next events. Default: 20 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")] public TimeSpan WaitMax { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Calls of one customer that wait in a process at the same time; a stream is one. Default: 8.</summary>
    [Range(1, 1_000)] public int WaitsPerCustomer { get; set; } = 8;

    /// <summary>Calls of one network address that wait in a process at the same time. Default: 200.</summary>
    [Range(1, 100_000)] public int WaitsPerAddress { get; set; } = 200;

    /// <summary>How often it is looked for them meanwhile. Default: 200 milliseconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:05")] public TimeSpan LookEvery { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a stream of A2A is held open for what comes next, e.g. for a person's answer. Default: 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")] public TimeSpan StreamFor { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Questions to the articles that are answered for one network address in an hour. Default: 600.</summary>
    [Range(1, 1_000_000)] public int QuestionsPerHour { get; set; } = 600;
}
