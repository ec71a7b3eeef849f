using System.Collections.Concurrent;
using ConversationGrid.Engine.Ports;
using Microsoft.AspNetCore.SignalR;

namespace ConversationGrid.Gateway.Desk;

/// <summary>What was suggested over one connection and not yet answered with a message, so that the grid itself sees whether a suggestion is taken.</summary>
internal sealed class ShownSuggestions
{
    /// <summary>Conversations of one connection; beyond it nothing is remembered and nothing learnt.</summary>
    private const int ConversationsMax = 64;

    private readonly ConcurrentDictionary<string, IReadOnlyList<SuggestedReply>> _shown = new();

    public static ShownSuggestions Of(HubCallerContext context)
    {
        lock (context.Items)
        {
            if (context.Items.TryGetValue(typeof(ShownSuggestions), out var known)) return (ShownSuggestions)known!;
            var shown = new ShownSuggestions();
            context.Items[typeof(ShownSuggestions)] = shown;
            return shown;
        }
    }

    public void Show(string conversationId, IReadOnlyList<SuggestedReply> replies)
    {
        if (_shown.Count < ConversationsMax || _shown.ContainsKey(conversationId)) _shown[conversationId] = replies;
    }

    /// <summary>One more for what is shown now; false when that was answered meanwhile.</summary>
    public bool Add(string conversationId, SuggestedReply reply)
    {
        while (_shown.TryGetValue(conversationId, out var replies))
            if (_shown.TryUpdate(conversationId, [.. replies, reply], replies)) return true;
        return false;
    }

    /// <summary>What was shown last, once.</summary>
    public IReadOnlyList<SuggestedReply> Take(string conversationId) => _shown.TryRemove(conversationId, out var replies) ? replies : [];
}
