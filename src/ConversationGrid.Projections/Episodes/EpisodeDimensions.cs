using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Projections.Episodes;

/// <summary>What episodes are filtered and grouped by.</summary>
/// <param name="Labels">In order, each between commas; null where it has none.</param>
internal readonly record struct EpisodeDimensions(string? Queue, string? Agent, string Channel, string Language, string? Topic, string? Labels)
{
    public bool Matches(EpisodeReportRequest request) =>
        (request.Queue is null || request.Queue == Queue)
        && (request.Agent is null || request.Agent == Agent)
        && (request.Channel is null || request.Channel == Channel)
        && (request.Language is null || request.Language == Language)
        && (request.Topic is null || request.Topic == Topic)
        && (request.Label is null || Labels?.Contains($",{request.Label},", StringComparison.Ordinal) == true);
}

/// <summary>Takes episodes one by one.</summary>
internal delegate void EpisodeVisitor(in EpisodeFigures figures, in EpisodeDimensions dimensions);
