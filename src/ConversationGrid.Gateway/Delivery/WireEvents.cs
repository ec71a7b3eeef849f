using System.Buffers;
using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;

namespace ConversationGrid.Gateway.Delivery;

/// <summary>Conversation events as the protocol page shows them, each written once for all who see the same.</summary>
internal static class WireEvents
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = ContractsJson.Options.Encoder, SkipValidation = true };

    /// <summary>Largest buffer that a thread keeps.</summary>
    private const int ScratchBytesMax = 64 * 1024;

    [ThreadStatic] private static Scratch? _scratch;

    /// <summary>Writes <c>{conversationId, seq, prev, type, at, by, data}</c>.</summary>
    /// <param name="prev">The event before this one that the same audience may see; 0 for the first.</param>
    public static void Write(Utf8JsonWriter json, string conversationId, long seq, long prev, ConversationEvent e, Audience viewer)
    {
        json.WriteStartObject();
        json.WriteString("conversationId", conversationId);
        json.WriteNumber("seq", seq);
        json.WriteNumber("prev", prev);
        json.WriteString("type", EventCodec.NameOf(e.GetType()));
        json.WriteString("at", e.At.UtcDateTime);
        json.WriteStartObject("by");
        json.WriteString("kind", Kind(e.ByKind));
        json.WriteString("id", e.ById);
        if (e.ByName is not null) json.WriteString("name", e.ByName);
        json.WriteEndObject();
        json.WriteStartObject("data");
        WriteData(json, e, viewer == Audience.Staff);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>One hub push, framed: <c>{"type":1,"target":NAME,"arguments":[...]}</c>.</summary>
    public static byte[] Push(string name, Action<Utf8JsonWriter> argument)
    {
        // Taken off the thread while it is used, so that an argument which pushes something itself gets another one.
        var scratch = _scratch ?? new();
        _scratch = null;
        var (buffer, json) = (scratch.Buffer, scratch.Json);
        buffer.ResetWrittenCount();
        json.Reset();
        json.WriteStartObject();
        json.WriteNumber("type", 1);
        json.WriteString("target", name);
        json.WriteStartArray("arguments");
        argument(json);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        buffer.GetSpan(1)[0] = 0x1e;
        buffer.Advance(1);
        var frame = buffer.WrittenSpan.ToArray();
        if (buffer.Capacity <= ScratchBytesMax) _scratch = scratch;
        return frame;
    }

    public static string Kind(ActorKind kind) => kind switch
    {
        ActorKind.Customer => "customer",
        ActorKind.Agent => "agent",
        ActorKind.Bot => "bot",
        _ => "system",
    };

    private static void WriteData(Utf8JsonWriter json, ConversationEvent e, bool staff)
    {
        switch (e)
        {
            case ConversationStarted x:
                json.WriteString("channel", x.Channel);
                json.WriteString("locale", x.Locale);
                json.WriteBoolean("aiDisclosure", x.AiDisclosure);
                Optional(json, "topic", x.Topic);
                break;
            case MessagePosted x:
                WriteMessage(json, x, staff);
                break;
            case NotePosted x:
                json.WriteString("text", x.Text);
                Optional(json, "clientId", x.ClientId);
                if (x.Whisper) json.WriteBoolean("whisper", true);
                break;
            case HandoffRequested x:
                json.WriteString("queue", x.Queue);
                if (staff) Optional(json, "reason", x.Reason);
                break;
            case Offered x:
                json.WriteString("offerId", x.OfferId);
                json.WriteString("agentId", x.AgentId);
                json.WriteString("name", x.AgentName);
                json.WriteString("queue", x.Queue);
                json.WriteString("expiresAt", x.ExpiresAt.UtcDateTime);
                break;
            case OfferWithdrawn x:
                json.WriteString("offerId", x.OfferId);
                json.WriteString("agentId", x.AgentId);
                json.WriteString("reason", x.Reason);
                Optional(json, "detail", x.Detail);
                break;
            case Assigned x:
                json.WriteString("agentId", x.AgentId);
                json.WriteString("name", x.Name);
                break;
            case Unassigned x:
                json.WriteString("agentId", x.AgentId);
                json.WriteString("name", x.Name);
                break;
            default:
                WriteRest(json, e);
                break;
        }
    }

    private static void WriteLines(Utf8JsonWriter json, IReadOnlyList<SummaryLine>? lines)
    {
        if (lines is not { Count: > 0 }) return;
        json.WriteStartArray("lines");
        foreach (var line in lines)
        {
            json.WriteStartObject();
            json.WriteString("kind", line.Kind);
            json.WriteStartArray("seqs");
            foreach (var seq in line.Seqs)
                json.WriteNumberValue(seq);
            json.WriteEndArray();
            Optional(json, "text", line.Text);
            Optional(json, "value", line.Value);
            Optional(json, "emotion", line.Emotion);
            Optional(json, "course", line.Course);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteRest(Utf8JsonWriter json, ConversationEvent e)
    {
        switch (e)
        {
            case Summarised x:
                json.WriteString("text", x.Text);
                WriteLines(json, x.Lines);
                break;
            case AlertRaised x:
                json.WriteString("kind", x.Kind);
                json.WriteString("text", x.Text);
                break;
            case Resolved x:
                Optional(json, "disposition", x.Disposition);
                break;
            case Closed x:
                Optional(json, "disposition", x.Disposition);
                break;
            case Reopened x:
                json.WriteNumber("episode", x.Episode);
                break;
            case Rated x:
                json.WriteNumber("score", x.Score);
                Optional(json, "comment", x.Comment);
                break;
            case AbsenceAnnounced x:
                json.WriteString("queue", x.Queue);
                json.WriteBoolean("callBack", x.CallBack);
                break;
            case CallBackRequested x:
                Optional(json, "phone", x.Phone);
                Optional(json, "when", x.When);
                break;
            case TaskAdvanced x:
                json.WriteString("tool", x.Progress.Tool);
                json.WriteString("stage", x.Progress.Stage.ToString().ToLowerInvariant());
                Optional(json, "asking", x.Progress.Asking);
                WriteSlots(json, x.Slots);
                break;
            case TaskEnded x:
                json.WriteString("tool", x.Tool);
                json.WriteString("outcome", x.Outcome);
                WriteSlots(json, x.Slots);
                break;
            case CustomerVerified x:
                Optional(json, "subject", x.Subject);
                json.WriteString("how", x.How);
                json.WriteString("until", x.Until.UtcDateTime);
                break;
            case SurveyOffered or ReturnedToAssistant:
                break;
            default:
                WorkflowWire.Write(json, e);
                break;
        }
    }

    private static void WriteSlots(Utf8JsonWriter json, IReadOnlyList<TaskSlot>? slots)
    {
        json.WriteStartObject("values");
        foreach (var slot in slots ?? [])
            json.WriteString(slot.Name, slot.Value);
        json.WriteEndObject();
    }

    private static void WriteMessage(Utf8JsonWriter json, MessagePosted e, bool staff)
    {
        json.WriteString("text", e.Text);
        Optional(json, "clientId", e.ClientId);
        if (e.Citations is { Count: > 0 } citations)
        {
            json.WriteStartArray("citations");
            foreach (var citation in citations)
            {
                json.WriteStartObject();
                json.WriteString("articleId", citation.ArticleId);
                json.WriteString("title", citation.Title);
                Optional(json, "url", citation.Url);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        if (e.QuickReplies is { Count: > 0 } replies)
        {
            json.WriteStartArray("quickReplies");
            foreach (var reply in replies)
                json.WriteStringValue(reply);
            json.WriteEndArray();
        }
        if (!staff) return;
        if (e.Analysis is { } read) WriteAnalysis(json, read);
        if (e.Course is { } course) json.WriteNumber("risk", course.Risk);
        if (e.Suggestion is not { } suggestion) return;
        json.WriteStartObject("suggestion");
        json.WriteString("source", suggestion.Source);
        json.WriteString("outcome", suggestion.Outcome);
        json.WriteEndObject();
    }

    private static void WriteAnalysis(Utf8JsonWriter json, MessageAnalysis read)
    {
        json.WriteStartObject("analysis");
        json.WriteString("language", read.Language);
        json.WriteStartObject("sentiment");
        json.WriteString("label", read.Sentiment.Label);
        json.WriteNumber("score", Math.Round(read.Sentiment.Score, 3));
        json.WriteEndObject();
        json.WriteString("emotion", read.Emotion);
        json.WriteStartObject("intent");
        json.WriteString("name", read.Intent.Name);
        json.WriteNumber("confidence", Math.Round(read.Intent.Confidence, 3));
        json.WriteEndObject();
        json.WriteNumber("priority", read.Priority);
        json.WriteString("model", read.Model);
        if (read.Reasons is { Count: > 0 } reasons)
        {
            json.WriteStartArray("reasons");
            foreach (var reason in reasons)
                json.WriteStringValue(reason);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void Optional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }

    /// <summary>A thread's buffer and writer, kept because a push is written for every event and audience.</summary>
    private sealed class Scratch
    {
        public Scratch() => Json = new(Buffer, WriterOptions);

        public ArrayBufferWriter<byte> Buffer { get; } = new(1024);
        public Utf8JsonWriter Json { get; }
    }
}
