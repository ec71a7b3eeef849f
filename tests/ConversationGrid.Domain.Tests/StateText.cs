using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;
using ConversationGrid.Domain.Conversations;

namespace ConversationGrid.Domain.Tests;

/// <summary>A state written out in full, the same for equal states whatever their collections are made of.</summary>
internal static class StateText
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Members = new();

    /// <summary>Members that had another name when the golden hashes were written.</summary>
    private static readonly Dictionary<string, string> OlderNames = new()
    {
        [$"{nameof(HandoffState)}.{nameof(HandoffState.Requested)}"] = "Handoff",
        [$"{nameof(HandoffState)}.{nameof(HandoffState.Joined)}"] = "Beside",
        [$"{nameof(LabelsState)}.{nameof(LabelsState.Names)}"] = "Labels",
        [$"{nameof(RulesState)}.{nameof(RulesState.Timers)}"] = "RuleTimers",
        [$"{nameof(RulesState)}.{nameof(RulesState.Runs)}"] = "RuleRuns",
        [$"{nameof(EpisodeState)}.{nameof(EpisodeState.Number)}"] = "Episode",
    };

    public static string Of(object state)
    {
        var text = new StringBuilder();
        Write(text, state);
        return text.ToString();
    }

    public static string HashOf(object state) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Of(state))));

    private static void Write(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null: text.Append('-'); break;
            case string s: text.Append('"').Append(s).Append('"'); break;
            case DateTimeOffset at: text.Append(at.UtcTicks.ToString(CultureInfo.InvariantCulture)); break;
            case double number: text.Append(number.ToString("R", CultureInfo.InvariantCulture)); break;
            case PostMemory posts: Write(text, posts.All().Select(p => $"{p.Key}:{p.Seq}:{p.Ticks}").ToList()); break;
            case IDictionary map:
                Write(text, map.Keys.Cast<object>().Select(k => $"{Of(k)}={Of(map[k]!)}").Order(StringComparer.Ordinal).ToList());
                break;
            case IEnumerable list:
                text.Append('[');
                foreach (var item in list)
                {
                    Write(text, item);
                    text.Append(',');
                }
                text.Append(']');
                break;
            // A text when the golden hashes were written.
            case ReleaseReason reason: Write(text, JsonSerializer.SerializeToElement(reason, ContractsJson.Options).GetString()); break;
            case IFormattable simple when value.GetType().IsPrimitive || value is Enum: text.Append(simple.ToString(null, CultureInfo.InvariantCulture)); break;
            default: WriteMembers(text, value); break;
        }
    }

    private static bool IsNothing(object value) => value switch
    {
        string s => s.Length == 0,
        PostMemory posts => posts.Count == 0,
        IEnumerable list => !list.Cast<object>().Any(),
        _ => value.GetType().IsValueType && value.Equals(Activator.CreateInstance(value.GetType())),
    };

    /// <summary>What is computed from the rest, and what says nothing, is left out: a member that an old journal never sets changes no hash.</summary>
    private static void WriteMembers(StringBuilder text, object value)
    {
        text.Append(value.GetType().Name).Append('{');
        foreach (var (name, member) in MembersOf(value).OrderBy(m => m.Name, StringComparer.Ordinal))
        {
            text.Append(name).Append(':');
            Write(text, member);
            text.Append(';');
        }
        text.Append('}');
    }

    /// <summary>The members under the names that the golden hashes know. A slice's part of a state counts as members of the state itself.</summary>
    private static IEnumerable<(string Name, object Member)> MembersOf(object value)
    {
        foreach (var property in Members.GetOrAdd(value.GetType(), Settable))
        {
            if (property.GetValue(value) is not { } member || IsNothing(member)) continue;
            if (member is ISubState part)
            {
                foreach (var inner in MembersOf(part)) yield return inner;
            }
            else if (member is ConversationParties parties)
            {
                // Older versions kept the ids alone, and their hashes are kept for ever; the rest is folded from the same events.
                if (parties.Agents.Count > 0) yield return ("PastAgents", parties.Agents.Select(a => a.AgentId).ToList());
            }
            else
            {
                yield return (OlderNames.GetValueOrDefault($"{value.GetType().Name}.{property.Name}", property.Name), member);
            }
        }
    }

    private static PropertyInfo[] Settable(Type type) =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is not null)];
}
