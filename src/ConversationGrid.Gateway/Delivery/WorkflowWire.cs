using System.Text.Json;
using ConversationGrid.Contracts;

namespace ConversationGrid.Gateway.Delivery;

/// <summary>The data of the working day's and the service level's events on the wire.</summary>
internal static class WorkflowWire
{
    public static void Write(Utf8JsonWriter json, ConversationEvent e)
    {
        switch (e)
        {
            case Labelled x:
                Strings(json, "added", x.Added);
                Strings(json, "removed", x.Removed);
                break;
            case FieldsSet x:
                json.WriteStartObject("fields");
                foreach (var field in x.Fields ?? [])
                    json.WriteString(field.Name, field.Value);
                json.WriteEndObject();
                break;
            case PriorityChanged x:
                json.WriteNumber("priority", x.Priority);
                break;
            case ValueChanged x:
                json.WriteNumber("value", x.Value);
                break;
            case Snoozed x:
                json.WriteString("until", x.Until.UtcDateTime);
                break;
            case Unsnoozed x:
                json.WriteString("reason", x.Reason);
                break;
            case HoldChanged x:
                json.WriteBoolean("onHold", x.OnHold);
                break;
            case Merged x:
                json.WriteString("into", x.Into);
                break;
            case Absorbed x:
                json.WriteString("from", x.From);
                Strings(json, "labels", x.Labels);
                break;
            case BlockChanged x:
                json.WriteBoolean("blocked", x.Blocked);
                break;
            case MacroApplied x:
                json.WriteString("macroId", x.MacroId);
                json.WriteNumber("version", x.Version);
                break;
            case RuleApplied x:
                json.WriteString("ruleId", x.RuleId);
                json.WriteNumber("version", x.Version);
                json.WriteString("trigger", x.Trigger);
                Strings(json, "actions", x.Actions);
                break;
            case MarkedSpam or Joined or Left:
                break;
            default:
                WriteServiceLevel(json, e);
                break;
        }
    }

    private static void WriteServiceLevel(Utf8JsonWriter json, ConversationEvent e)
    {
        switch (e)
        {
            case SlaClocksSet x:
                json.WriteString("policy", x.Policy);
                json.WriteStartArray("clocks");
                foreach (var clock in x.Clocks)
                {
                    json.WriteStartObject();
                    json.WriteString("metric", clock.Metric);
                    if (clock.DueAt is { } due) json.WriteString("dueAt", due.UtcDateTime);
                    if (clock.WarnAt is { } warn) json.WriteString("warnAt", warn.UtcDateTime);
                    json.WriteBoolean("paused", clock.RunningSince is null && !clock.Done);
                    json.WriteBoolean("done", clock.Done);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                break;
            case SlaWarned x:
                json.WriteString("metric", x.Metric);
                json.WriteString("dueAt", x.DueAt.UtcDateTime);
                break;
            case SlaBreached x:
                json.WriteString("metric", x.Metric);
                json.WriteString("dueAt", x.DueAt.UtcDateTime);
                break;
            case SlaEnded x:
                json.WriteString("metric", x.Metric);
                json.WriteBoolean("met", x.Met);
                json.WriteNumber("tookSeconds", Math.Round(x.TookMs / 1000.0, 1));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "This event type has no wire form.");
        }
    }

    private static void Strings(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
