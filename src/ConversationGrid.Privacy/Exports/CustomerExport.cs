using System.Buffers;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal;
using ConversationGrid.Privacy.Erasures;

namespace ConversationGrid.Privacy.Exports;

/// <inheritdoc cref="IExports"/>
/// <param name="grid">Late, like every use of it here.</param>
internal sealed class CustomerExport(
    IJournalStore store, CustomerStreams streams, Func<IGrid> grid, TimeProvider time, IAttachments? attachments = null) : IExports
{
    private const int PageMax = 500;
    private const int FlushAfter = 64 * 1024;

    /// <summary>What an event's members are called in the export, beside its data.</summary>
    private static readonly string[] Envelope = ["at", "byKind", "byId", "byName"];

    public async Task WriteJsonAsync(EntityId customer, Stream target, CancellationToken cancel = default)
    {
        var profiles = await streams.ProfilesAsync(customer, cancel);
        var conversations = await streams.ConversationsAsync(profiles, cancel);
        var buffer = new ArrayBufferWriter<byte>();
        await using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = ContractsJson.Options.Encoder, Indented = true });
        json.WriteStartObject();
        json.WriteString("format", "conversationgrid-export-1");
        json.WriteString("workspace", customer.Workspace);
        json.WriteString("customerId", customer.Id);
        json.WriteString("writtenAt", time.GetUtcNow().UtcDateTime);
        json.WritePropertyName("profile");
        JsonSerializer.Serialize(json, await grid().Customer(customer).ViewAsync(cancel), ContractsJson.Options);
        json.WriteStartArray("history");
        foreach (var known in profiles)
            await foreach (var committed in EventsAsync(known, cancel)) await WriteAsync(json, committed, buffer, target, cancel);
        json.WriteEndArray();
        json.WriteStartArray("conversations");
        foreach (var stream in conversations)
        {
            json.WriteStartObject();
            json.WriteString("conversationId", stream.Id.Id);
            json.WriteStartArray("events");
            var files = new List<Attachment>();
            await foreach (var committed in EventsAsync(stream, cancel))
            {
                await WriteAsync(json, committed, buffer, target, cancel);
                if (committed.Event is MessagePosted { Attachments: { } some }) files.AddRange(some);
            }
            json.WriteEndArray();
            if (attachments is not null && files.Count > 0) await WriteFilesAsync(json, stream.Id, files, buffer, target, cancel);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        await FlushAsync(json, buffer, target, cancel);
    }

    public async Task WriteHtmlAsync(EntityId customer, Stream target, CancellationToken cancel = default)
    {
        var profiles = await streams.ProfilesAsync(customer, cancel);
        var conversations = await streams.ConversationsAsync(profiles, cancel);
        var profile = await grid().Customer(customer).ViewAsync(cancel);
        await using var html = new StreamWriter(target, new UTF8Encoding(false), FlushAfter, leaveOpen: true);
        await html.WriteAsync($$"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Data of customer {{Safe(customer.Id)}}</title>
            <style>
            body{font:16px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem} table{border-collapse:collapse;width:100%}
            td,th{border:1px solid #bbb;padding:.3rem .5rem;text-align:left;vertical-align:top} td:first-child{white-space:nowrap} p{margin:0;white-space:pre-wrap}
            </style>
            </head><body><h1>Everything kept about customer {{Safe(customer.Id)}}</h1>
            <p>Workspace {{Safe(customer.Workspace)}}, written at {{time.GetUtcNow():u}}.</p><h2>Profile</h2>

            """);
        await html.WriteAsync($"<p>{Lines(JsonSerializer.SerializeToElement(profile, ContractsJson.Options), [])}</p><h2>History of the profile</h2>\n");
        foreach (var known in profiles) await WriteTableAsync(html, known, cancel);
        foreach (var stream in conversations)
        {
            await html.WriteAsync($"<h2>Conversation {Safe(stream.Id.Id)}</h2>\n");
            await WriteTableAsync(html, stream, cancel);
            if (attachments is not null) await WriteFilesAsync(html, stream, target, cancel);
        }
        await html.WriteAsync("</body></html>\n");
    }

    /// <summary>Each file as a link that holds it.</summary>
    private async Task WriteFilesAsync(StreamWriter html, StreamId stream, Stream target, CancellationToken cancel)
    {
        await foreach (var (_, e) in EventsAsync(stream, cancel))
            foreach (var file in e is MessagePosted { Attachments: { } some } ? some : [])
            {
                await html.WriteAsync($"<p><a download=\"{Safe(file.Name)}\" href=\"data:{Safe(file.Type)};base64,");
                await html.FlushAsync(cancel);
                await using (var base64 = new CryptoStream(target, new ToBase64Transform(), CryptoStreamMode.Write, leaveOpen: true))
                    await attachments!.WriteToAsync(stream.Id, file.AttachmentId, base64, cancel);
                await html.WriteAsync($"\">{Safe(file.Name)}</a></p>\n");
            }
    }

    private async Task WriteTableAsync(StreamWriter html, StreamId stream, CancellationToken cancel)
    {
        await html.WriteAsync("<table><tr><th>When</th><th>Who</th><th>What</th></tr>\n");
        await foreach (var (_, e) in EventsAsync(stream, cancel))
        {
            var data = JsonSerializer.SerializeToElement(e, e.GetType(), ContractsJson.Options);
            var who = e is ConversationEvent by ? $"{EventWire.Kind(by.ByKind)} {by.ByName ?? by.ById}" : "";
            // What was said stands first and is read as it was written.
            var said = e is MessagePosted { Text: { } text } ? $"<p><b>{Safe(text)}</b></p>" : e is NotePosted { Text: { } note }
                ? $"<p><b>{Safe(note)}</b></p>" : "";
            await html.WriteAsync($"<tr><td>{e.At:u}</td><td>{Safe(who)}</td><td>{Safe(NameOf(e))}{said}<p>{Lines(data, Envelope)}</p></td></tr>\n");
        }
        await html.WriteAsync("</table>\n");
    }

    private async IAsyncEnumerable<Committed> EventsAsync(StreamId stream, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (var after = 0L; ;)
        {
            var page = await store.Journal.ReadAsync(stream, after, PageMax, cancel);
            foreach (var committed in page) yield return committed;
            if (page.Count < PageMax) yield break;
            after = page[^1].Seq;
        }
    }

    private static async Task WriteAsync(Utf8JsonWriter json, Committed committed, ArrayBufferWriter<byte> buffer, Stream target, CancellationToken cancel)
    {
        json.WriteStartObject();
        json.WriteNumber("seq", committed.Seq);
        json.WriteString("type", NameOf(committed.Event));
        json.WritePropertyName("data");
        JsonSerializer.Serialize(json, committed.Event, committed.Event.GetType(), ContractsJson.Options);
        json.WriteEndObject();
        if (buffer.WrittenCount > FlushAfter) await FlushAsync(json, buffer, target, cancel);
    }

    private async Task WriteFilesAsync(
        Utf8JsonWriter json, EntityId conversation, List<Attachment> files, ArrayBufferWriter<byte> buffer, Stream target, CancellationToken cancel)
    {
        json.WriteStartArray("files");
        foreach (var file in files)
        {
            json.WriteStartObject();
            json.WriteString("attachmentId", file.AttachmentId);
            json.WriteString("name", file.Name);
            json.WriteString("type", file.Type);
            json.WritePropertyName("content");
            await attachments!.WriteToAsync(conversation, file.AttachmentId, new Pieces(async piece =>
            {
                json.WriteBase64StringSegment(piece.Span, isFinalSegment: false);
                if (buffer.WrittenCount > FlushAfter) await FlushAsync(json, buffer, target, cancel);
            }), cancel);
            json.WriteBase64StringSegment([], isFinalSegment: true);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>By a buffer of its own: the serializer would write to the target without waiting for it.</summary>
    private static async Task FlushAsync(Utf8JsonWriter json, ArrayBufferWriter<byte> buffer, Stream target, CancellationToken cancel)
    {
        await json.FlushAsync(cancel);
        await target.WriteAsync(buffer.WrittenMemory, cancel);
        buffer.ResetWrittenCount();
    }

    private static string NameOf(DomainEvent e) => EventCodec.NameOf(e.GetType());

    /// <summary>The members of an object, one a line, as far as they say something.</summary>
    private static string Lines(JsonElement data, string[] without) => string.Join('\n', data.EnumerateObject()
        .Where(p => !without.Contains(p.Name))
        .Select(p => $"{Safe(p.Name)}: {Safe(p.Value.ValueKind == JsonValueKind.String ? p.Value.GetString()! : p.Value.GetRawText())}"));

    private static string Safe(string text) => WebUtility.HtmlEncode(text);
}
