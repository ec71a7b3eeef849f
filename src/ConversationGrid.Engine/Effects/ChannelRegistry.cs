using ConversationGrid.Domain.Conversations;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Engine.Effects;

/// <summary>All channels that are not live. The first sender that serves a workspace's channel is the one that is used.</summary>
public sealed class ChannelRegistry(IEnumerable<IChannelSender> senders)
{
    public static readonly ChannelRegistry Empty = new([]);

    private readonly IChannelSender[] _senders = [.. senders];

    /// <summary>The sender of a workspace's channel, and how the workspace uses it; null where the channel is live or nobody serves it.</summary>
    public (IChannelSender Sender, ChannelProfile Profile)? Find(string workspace, string channel)
    {
        foreach (var sender in _senders)
            if (sender.Find(workspace, channel) is { } profile) return (sender, profile);
        return null;
    }

    /// <summary>As decisions ask for it.</summary>
    public ChannelRule? RuleOf(string workspace, string channel) => Find(workspace, channel)?.Profile.Rule;
}
