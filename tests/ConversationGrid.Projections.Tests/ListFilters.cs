using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Projections.Conversations;
using ConversationGrid.Projections.Settings;

namespace ConversationGrid.Projections.Tests;

/// <summary>Filters, and what they find by looking at every conversation there is.</summary>
internal static class ListFilters
{
    public static readonly IReadOnlyList<ConversationFilter> All =
    [
        new(), new(ConversationStatus.Waiting), new(ConversationStatus.Closed), new(Queue: "general"), new(Queue: "nowhere"), new(AgentId: "ben"),
        new(CustomerId: "nur"), new(CustomerId: "x"),
        new(Label: "vip"), new(Label: "ping"), new(Channel: "web"), new(Topic: "complaint"), new(Rating: 5), new() { OnlyOpen = true },
        new(From: Domain.Tests.Commands.Start.AddHours(12), To: Domain.Tests.Commands.Start.AddHours(30)),
        new(ConversationStatus.Assigned, Queue: "general", Label: "vip"),
    ];

    public static IEnumerable<string> Walk(IEnumerable<ConversationFold> folds, ConversationFilter f, ConversationSort sort)
    {
        var found = folds.Where(c => Matches(c, f) && IsVisible(c, f));
        return sort switch
        {
            ConversationSort.Waiting => found.Where(c => c is { IsWaiting: true, HandedOffAt: not null }).OrderBy(c => c.HandedOffAt)
                .ThenBy(c => c.Id, StringComparer.Ordinal).Select(c => c.Id),
            ConversationSort.Due => found.Where(c => c is { IsOpen: true, DueAt: not null }).OrderBy(c => Times.Micros(c.DueAt))
            .ThenBy(c => c.Id, StringComparer.Ordinal).Select(c => c.Id),
            _ => found.OrderByDescending(c => c.StartedAt).ThenByDescending(c => c.Id, StringComparer.Ordinal).Select(c => c.Id),
        };
    }

    private static bool Matches(ConversationFold c, ConversationFilter f) =>
        (f.State is null || c.State == f.State) && (f.Queue is null || c.Queue == f.Queue)
        && (f.AgentId is null || (c.Agent?.Id ?? (c.IsOpen ? null : c.Episode.Agent)) == f.AgentId)
        && (f.CustomerId is null || c.Parties.CustomerId == f.CustomerId) && (f.Label is null || c.Labels.Contains(f.Label))
        && (f.Channel is null || c.Channel == f.Channel)
        && (f.Topic is null || c.Intent == f.Topic) && (f.Rating is null || c.Rating == f.Rating) && (f.From is null || c.StartedAt >= f.From)
        && (f.To is null || c.StartedAt < f.To)
        && (!f.OnlyOpen || c.IsOpen);

    private static bool IsVisible(ConversationFold c, ConversationFilter f)
    {
        if (f.VisibleTo is not { } caller) return true;
        var access = ConversationAccess.Of(c.Parties, caller);
        return access.Follows || (access.Sees && f.Label is null);
    }
}
