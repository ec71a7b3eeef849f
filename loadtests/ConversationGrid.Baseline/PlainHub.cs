using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;

namespace ConversationGrid.Baseline;

internal sealed record JoinCall(string ConversationId, string Kind);

internal sealed record PostCall(string ConversationId, string ClientId, string Text);

internal sealed record Joined(string ConversationId, long Seq);

internal sealed record Posted(string ConversationId, long Seq, DateTimeOffset At);

/// <summary>The same envelope as the product's, so that both carry the same bytes.</summary>
internal sealed record PlainEvent(string ConversationId, long Seq, long Prev, string Type, DateTimeOffset At, PlainParty By, PlainData Data);

internal sealed record PlainParty(string Kind, string Id);

internal sealed record PlainData(string Text, string ClientId);

/// <summary>The last number of every conversation, in memory.</summary>
internal sealed class Lines
{
    private readonly ConcurrentDictionary<string, Line> _lines = new(StringComparer.Ordinal);

    public long Next(string conversationId) => Interlocked.Increment(ref _lines.GetOrAdd(conversationId, static _ => new Line()).Last);

    private sealed class Line
    {
        public long Last;
    }
}

/// <summary>Stores a message durably, pushes it to the conversation's group, answers with its number.</summary>
internal sealed class PlainHub(Lines lines, GroupCommit commits, TimeProvider time) : Hub
{
    private static readonly object _kind = new();

    public async Task<Joined> Join(JoinCall call)
    {
        Context.Items[_kind] = call.Kind;
        await Groups.AddToGroupAsync(Context.ConnectionId, call.ConversationId);
        return new Joined(call.ConversationId, 0);
    }

    public async Task<Posted> Post(PostCall call)
    {
        if (call.Text.Length is 0 or > 8000) throw new HubException("invalid: A message has 1 to 8,000 characters.");
        var sender = (string)(Context.Items[_kind] ?? "customer");
        var message = new Message(call.ConversationId, lines.Next(call.ConversationId), time.GetUtcNow(), sender, call.ClientId, call.Text);
        await commits.AppendAsync(message);
        await Clients.Group(message.ConversationId).SendCoreAsync("event", [EventOf(message)]);
        return new Posted(message.ConversationId, message.Seq, message.At);
    }

    private static PlainEvent EventOf(Message m) =>
        new(m.ConversationId, m.Seq, m.Seq - 1, "messagePosted", m.At, new PlainParty(m.Sender, m.Sender), new PlainData(m.Text, m.ClientId));
}
