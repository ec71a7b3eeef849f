using System.Text.Json;
using System.Text.Json.Nodes;

namespace ConversationGrid.Integrations.A2a;

/// <summary>How one version of the protocol writes what it says. The names of the methods tell which a caller speaks.</summary>
internal abstract class A2aWire
{
    /// <summary>Version 1.0: <c>SendMessage</c> and its like, enums in capitals, members by their content.</summary>
    public static readonly A2aWire V1 = new Version1();

    /// <summary>Version 0.3: <c>message/send</c> and its like, objects with a <c>kind</c>.</summary>
    public static readonly A2aWire V03 = new Version03();

    /// <summary>The answer to a message.</summary>
    public abstract JsonObject Sent(A2aTask task, int? historyLength);

    /// <summary>A task.</summary>
    public abstract JsonObject Task(A2aTask task, int? historyLength);

    /// <summary>A change of a task, on a stream.</summary>
    public abstract JsonObject Update(A2aTask task, bool isLast);

    /// <summary>A message that the caller sent: its text, or null where a part of it is no text.</summary>
    public static A2aRequest? Read(JsonElement parameters)
    {
        if (parameters.ValueKind != JsonValueKind.Object || !parameters.TryGetProperty("message", out var message)) return null;
        if (Text(message, "messageId") is not { } id || !message.TryGetProperty("parts", out var parts) || parts.ValueKind != JsonValueKind.Array) return null;
        var texts = parts.EnumerateArray().Select(part => Text(part, "text")).ToList();
        var settings = parameters.TryGetProperty("configuration", out var given) && given.ValueKind == JsonValueKind.Object ? given : default;
        return new(id, texts.Contains(null) || texts.Count == 0 ? null : string.Join("\n", texts), Text(message, "contextId"), Text(message, "taskId"),
            Flag(settings, "returnImmediately") == true || Flag(settings, "blocking") == false, HistoryLengthIn(settings));
    }

    public static int? HistoryLengthIn(JsonElement settings) =>
        settings.ValueKind == JsonValueKind.Object && settings.TryGetProperty("historyLength", out var length)
        && length.ValueKind == JsonValueKind.Number && length.TryGetInt32(out var most) && most >= 0
            ? most : null;

    /// <summary>A member that is a text and not empty.</summary>
    public static string? Text(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            && value.GetString() is { Length: > 0 } text ? text : null;

    private static bool? Flag(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var value)
            ? value.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null } : null;

    protected abstract string StateOf(A2aState state);

    protected abstract JsonObject Message(A2aMessage message, A2aTaskId task);

    protected JsonObject StatusOf(A2aTask task)
    {
        var status = new JsonObject { ["state"] = StateOf(task.State), ["timestamp"] = task.At.UtcDateTime.ToString("O") };
        if (task.Answer is { } answer) status["message"] = Message(answer, task.Id);
        return status;
    }

    protected JsonArray HistoryOf(A2aTask task, int? most) =>
        [.. task.History.Skip(Math.Max(0, task.History.Count - (most ?? int.MaxValue))).Select(message => Message(message, task.Id))];

    private sealed class Version1 : A2aWire
    {
        public override JsonObject Sent(A2aTask task, int? historyLength) => new() { ["task"] = Task(task, historyLength) };

        public override JsonObject Task(A2aTask task, int? historyLength) => new()
        {
            ["id"] = task.Id.ToString(), ["contextId"] = task.Id.Conversation, ["status"] = StatusOf(task), ["history"] = HistoryOf(task, historyLength),
        };

        public override JsonObject Update(A2aTask task, bool isLast) => new()
        {
            ["statusUpdate"] = new JsonObject
            {
                ["taskId"] = task.Id.ToString(), ["contextId"] = task.Id.Conversation, ["status"] = StatusOf(task),
            },
        };

        protected override string StateOf(A2aState state) => state switch
        {
            A2aState.Submitted => "TASK_STATE_SUBMITTED",
            A2aState.InputRequired => "TASK_STATE_INPUT_REQUIRED",
            A2aState.Completed => "TASK_STATE_COMPLETED",
            A2aState.Canceled => "TASK_STATE_CANCELED",
            _ => "TASK_STATE_WORKING",
        };

        protected override JsonObject Message(A2aMessage message, A2aTaskId task) => new()
        {
            ["messageId"] = message.Id, ["contextId"] = task.Conversation, ["taskId"] = task.ToString(),
            ["role"] = message.IsFromCustomer ? "ROLE_USER" : "ROLE_AGENT", ["parts"] = new JsonArray(new JsonObject { ["text"] = message.Text }),
        };
    }

    private sealed class Version03 : A2aWire
    {
        public override JsonObject Sent(A2aTask task, int? historyLength) => Task(task, historyLength);

        public override JsonObject Task(A2aTask task, int? historyLength) => new()
        {
            ["kind"] = "task", ["id"] = task.Id.ToString(), ["contextId"] = task.Id.Conversation, ["status"] = StatusOf(task),
            ["history"] = HistoryOf(task, historyLength),
        };

        public override JsonObject Update(A2aTask task, bool isLast) => new()
        {
            ["kind"] = "status-update", ["taskId"] = task.Id.ToString(), ["contextId"] = task.Id.Conversation, ["status"] = StatusOf(task),
            ["final"] = isLast,
        };

        protected override string StateOf(A2aState state) => state switch
        {
            A2aState.Submitted => "submitted",
            A2aState.InputRequired => "input-required",
            A2aState.Completed => "completed",
            A2aState.Canceled => "canceled",
            _ => "working",
        };

        protected override JsonObject Message(A2aMessage message, A2aTaskId task) => new()
        {
            ["kind"] = "message", ["messageId"] = message.Id, ["contextId"] = task.Conversation, ["taskId"] = task.ToString(),
            ["role"] = message.IsFromCustomer ? "user" : "agent",
            ["parts"] = new JsonArray(new JsonObject { ["kind"] = "text", ["text"] = message.Text }),
        };
    }
}

/// <summary>A message that a caller sent.</summary>
/// <param name="Text">Null where it holds something else than text.</param>
/// <param name="AtOnce">Whether the caller does not wait for the answer.</param>
internal sealed record A2aRequest(string MessageId, string? Text, string? ContextId, string? TaskId, bool AtOnce, int? HistoryLength);
