using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ConversationGrid.Attachments.Files;
using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Attachments;

/// <inheritdoc cref="IAttachments"/>
/// <remarks>
/// Two files each: what it holds, and its description, which is written last and named <c>.new</c> until a message takes the attachment. Their folder is named
/// by a hash of the conversation, so that names say nothing.
/// </remarks>
internal sealed class KeptAttachments(IFiles files, IDataKeys? keys, AttachmentOptions options) : IAttachments
{
    private const string Content = ".bin";
    private const string Unused = ".new";
    private const int NameLengthMax = 200;

    public long BytesMax => options.BytesMax;

    public int PerMessageMax => options.PerMessageMax;

    public async Task<Attachment> KeepAsync(EntityId conversation, string by, string name, Stream content, CancellationToken cancel = default)
    {
        name = FileNames.Clean(name, NameLengthMax);
        var head = new byte[FileTypes.HeadBytes];
        var began = await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancel);
        if (began == 0) throw new RefusedException(Refusal.Invalid("The file is empty."));
        var type = FileTypes.Of(head.AsSpan(0, began), name);
        if (type is null || !options.Takes(type)) throw new RefusedException(Refusal.Invalid("Files of this kind are not taken."));
        name = FileNames.For(name, FileTypes.EndingsOf(type), NameLengthMax);
        var key = await KeyAsync(conversation, cancel) ?? throw new RefusedException(Refusal.NotFound("conversation"));
        var id = ClientKeys.Base32(RandomNumberGenerator.GetBytes(32));
        var counted = new CountedStream(head.AsMemory(0, began), content, options.BytesMax);
        await files.WriteAsync(NameOf(conversation, id, Content), file => SealedFile.WriteAsync(file, key, id, counted, cancel), cancel);
        var made = new Attachment(id, name, type, counted.Count);
        await DescribeAsync(conversation, key, new(made, by), Unused, cancel);
        return made;
    }

    public async Task<T> PostAsync<T>(
        EntityId conversation, string by, IReadOnlyList<string>? attachmentIds, Func<IReadOnlyList<Attachment>?, Task<T>> post,
        CancellationToken cancel = default)
    {
        if (attachmentIds is not { Count: > 0 }) return await post(null);
        var taken = await FindAllAsync(conversation, by, attachmentIds, cancel);
        var used = new List<Attachment>(taken.Count);
        foreach (var attachment in taken)
            if (await UseAsync(conversation, attachment, by, cancel)) used.Add(attachment);
        try
        {
            return await post(taken);
        }
        catch (RefusedException refused) when (!refused.Refusal.Retryable)
        {
            foreach (var attachment in used) await GiveBackAsync(conversation, attachment, by);
            throw;
        }
    }

    private async Task<List<Attachment>> FindAllAsync(
        EntityId conversation, string by, IReadOnlyList<string> attachmentIds, CancellationToken cancel)
    {
        if (attachmentIds.Count > options.PerMessageMax)
            throw new RefusedException(Refusal.TooLarge($"A message has at most {options.PerMessageMax} attachments, not {attachmentIds.Count}."));
        var taken = new List<Attachment>(attachmentIds.Count);
        foreach (var id in attachmentIds)
        {
            if (await KeptAsync(conversation, id, cancel) is not { } kept || kept.By != by) throw new RefusedException(Refusal.NotFound("attachment"));
            taken.Add(kept.Attachment);
        }
        return taken;
    }

    public async Task<Attachment?> FindAsync(EntityId conversation, string attachmentId, CancellationToken cancel = default) =>
        (await KeptAsync(conversation, attachmentId, cancel))?.Attachment;

    public async Task<bool> WriteToAsync(EntityId conversation, string attachmentId, Stream target, CancellationToken cancel = default)
    {
        if (!IsId(attachmentId)) return false;
        await using var source = await files.ReadAsync(NameOf(conversation, attachmentId, Content), cancel);
        if (source is null || await KeyOfAsync(conversation, source, cancel) is not { } key) return false;
        await SealedFile.ReadAsync(source, key, attachmentId, target, cancel);
        return true;
    }

    public async Task RemoveAsync(EntityId conversation, string? attachmentId = null, CancellationToken cancel = default)
    {
        if (attachmentId is null)
        {
            await files.RemoveAsync($"{FolderOf(conversation)}/", cancel);
            return;
        }
        if (!IsId(attachmentId)) return;
        foreach (var ending in (string[])["", Unused, Content]) await files.RemoveAsync(NameOf(conversation, attachmentId, ending), cancel);
    }

    /// <summary>Removes what was sent in before a moment and never posted.</summary>
    /// <returns>How many files.</returns>
    internal async Task<int> SweepAsync(DateTimeOffset before, CancellationToken cancel)
    {
        var removed = 0;
        await foreach (var name in files.WrittenBeforeAsync(before, cancel))
        {
            if (name.EndsWith(Unused, StringComparison.Ordinal))
                await files.RemoveAsync(name[..^Unused.Length] + Content, cancel);
            else if (name.EndsWith(Content, StringComparison.Ordinal))
            {
                if (await files.ExistsAsync(name[..^Content.Length], cancel) || await files.ExistsAsync(name[..^Content.Length] + Unused, cancel)) continue;
            }
            else if (!name.EndsWith(".part", StringComparison.Ordinal)) continue;
            await files.RemoveAsync(name, cancel);
            removed++;
        }
        return removed;
    }

    /// <summary>Keeps a file from being swept; false where a message has it already.</summary>
    private async Task<bool> UseAsync(EntityId conversation, Attachment attachment, string by, CancellationToken cancel)
    {
        if (await files.ExistsAsync(NameOf(conversation, attachment.AttachmentId, ""), cancel)) return false;
        var key = await KeyAsync(conversation, cancel) ?? throw new RefusedException(Refusal.NotFound("conversation"));
        await DescribeAsync(conversation, key, new(attachment, by), "", cancel);
        await files.RemoveAsync(NameOf(conversation, attachment.AttachmentId, Unused), cancel);
        return true;
    }

    /// <summary>The message was refused: another may take the file, or it is swept.</summary>
    private async Task GiveBackAsync(EntityId conversation, Attachment attachment, string by)
    {
        if (await KeyAsync(conversation, CancellationToken.None) is not { } key) return;
        await DescribeAsync(conversation, key, new(attachment, by), Unused, CancellationToken.None);
        await files.RemoveAsync(NameOf(conversation, attachment.AttachmentId, ""), CancellationToken.None);
    }

    private Task DescribeAsync(EntityId conversation, IDataKey key, Kept kept, string ending, CancellationToken cancel) => files.WriteAsync(
        NameOf(conversation, kept.Attachment.AttachmentId, ending),
        file => SealedFile.WriteAsync(
            file, key, $"{kept.Attachment.AttachmentId} description", new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(kept, ContractsJson.Options)),
                cancel),
        cancel);

    private async Task<Kept?> KeptAsync(EntityId conversation, string id, CancellationToken cancel)
    {
        if (!IsId(id)) return null;
        await using var source = await files.ReadAsync(NameOf(conversation, id, ""), cancel) ?? await files.ReadAsync(NameOf(conversation, id, Unused), cancel)
            // Taken between the two looks.
            ?? await files.ReadAsync(NameOf(conversation, id, ""), cancel);
        if (source is null || await KeyOfAsync(conversation, source, cancel) is not { } key) return null;
        var json = new MemoryStream();
        await SealedFile.ReadAsync(source, key, $"{id} description", json, cancel);
        return JsonSerializer.Deserialize<Kept>(json.ToArray(), ContractsJson.Options);
    }

    private async Task<IDataKey?> KeyAsync(EntityId conversation, CancellationToken cancel) =>
        keys is null ? null : await keys.ForWritingAsync(new(EntityKind.Conversation, conversation), first: null, cancel);

    private async Task<IDataKey?> KeyOfAsync(EntityId conversation, Stream source, CancellationToken cancel) =>
        keys is null ? null
            : await keys.ForReadingAsync(new(EntityKind.Conversation, conversation), await SealedFile.KeyOfAsync(source, cancel), cancel);

    private static bool IsId(string? id) => id is { Length: > 0 and <= 64 } && id.All(char.IsAsciiLetterOrDigit);

    private static string FolderOf(EntityId conversation)
    {
        var hash = ClientKeys.Base32(SHA256.HashData(Encoding.UTF8.GetBytes(conversation.ToString())));
        return $"{hash[..2]}/{hash}";
    }

    private static string NameOf(EntityId conversation, string id, string ending) => $"{FolderOf(conversation)}/{id}{ending}";

    /// <summary>What is known of a file beside what it holds.</summary>
    private sealed record Kept(Attachment Attachment, string By);
}
