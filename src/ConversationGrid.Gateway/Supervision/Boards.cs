using System.Collections.Concurrent;
using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Clients;
using ConversationGrid.Gateway.Configuration;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Wire;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Supervision;

/// <summary>The supervisors' live picture of a workspace.</summary>
/// <param name="AutomationRate">Share of today's ended episodes that never needed a human, 0 to 1.</param>
/// <param name="ServiceLevel">Share of today's hand-overs that an agent took in time, 0 to 1.</param>
public sealed record Board(
    DateTimeOffset At, IReadOnlyList<BoardQueue> Queues, IReadOnlyList<BoardAgent> Agents, BoardConversations Conversations, BoardSentiment Sentiment,
    double? AutomationRate, double? ServiceLevel, double? MedianWaitSeconds, double? Satisfaction,
    SlaCounts? Sla, IReadOnlyList<ObjectiveProgress> Objectives);

/// <summary>One queue on the board.</summary>
public sealed record BoardQueue(string Queue, int Waiting, int Offered, double LongestWaitSeconds, double? ServiceLevel, int AgentsOnline, int Free);

/// <summary>One agent on the board.</summary>
public sealed record BoardAgent(string AgentId, string Name, PresenceStatus Status, int Load, int Capacity);

/// <summary>Conversations in flight, by state.</summary>
public sealed record BoardConversations(int InFlight, int Bot, int Waiting, int Offered, int Assigned, int StartedToday, int HandedOverToday, int Snoozed);

/// <summary>Service levels: open conversations whose target is in danger or missed, and clocks that ended today.</summary>
/// <param name="Compliance">Share of the ended clocks that were in time, 0 to 1; null without any.</param>
public sealed record SlaCounts(int Warned, int Breached, int Met, int Missed, double? Compliance);

/// <summary>Mood of the conversations in flight, -1 to 1.</summary>
public sealed record BoardSentiment(double? Mean, int Unhappy);

/// <summary>Computes each workspace's board once a second while somebody looks, however many look.</summary>
internal sealed partial class Boards(
    IGrid grid, IConversationList list, TodayFigures today, Objectives objectives, Callers callers, IOptions<GatewayOptions> options, TimeProvider time,
    ILogger<Boards> log) : BackgroundService
{
    private readonly ConcurrentDictionary<string, SendBuffer> _viewers = new();

    public void Follow(SendBuffer buffer) => _viewers[buffer.ConnectionId] = buffer;

    public void Leave(string connectionId) => _viewers.TryRemove(connectionId, out _);

    public async Task<Board> ComputeAsync(Workspace workspace, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var counting = list.CountOpenAsync(workspace.Name, cancel);
        var figuring = today.OfAsync(workspace, cancel);
        var queues = await Task.WhenAll(workspace.Queues.Select(q => grid.Queue(new(workspace.Name, q)).ViewAsync(cancel)));
        var agents = await Task.WhenAll(workspace.Staff.Select(s => grid.Agent(new(workspace.Name, s.Id)).ViewAsync(cancel)));
        var (open, figures) = (await counting, await figuring);
        return new(
            now,
            [.. queues.Select(q => new BoardQueue(
                q.QueueId, q.Waiting, q.Offered, q.LongestWaitSince is { } since ? Math.Round((now - since).TotalSeconds, 1) : 0,
                Rounded(figures.ServiceLevelByQueue.GetValueOrDefault(q.QueueId)), q.AgentsOnline, q.Free))],
            [.. workspace.Staff.Zip(agents, (member, a) => new BoardAgent(member.Id, member.Name, a.Status, a.Load, member.Capacity))],
            new(
                open.ByState.Values.Sum(), Open(ConversationStatus.Bot), Open(ConversationStatus.Waiting), Open(ConversationStatus.Offered),
                Open(ConversationStatus.Assigned), figures.Started, figures.HandedOver, Open(ConversationStatus.Snoozed)),
            new(open.Mood, open.Unhappy), Rounded(figures.AutomationRate), Rounded(figures.ServiceLevel), figures.MedianWaitSeconds,
            Rounded(figures.Satisfaction),
            new(open.Warned, open.Breached, figures.SlaMet, figures.SlaMissed, Share(figures.SlaMet, figures.SlaMet + figures.SlaMissed)),
            await objectives.OfAsync(workspace, cancel));

        int Open(ConversationStatus status) => open.ByState.GetValueOrDefault(status);
        static double? Rounded(double? share) => share is { } known ? Math.Round(known, 3) : null;
        static double? Share(int part, int whole) => whole == 0 ? null : Math.Round((double)part / whole, 3);
    }

    protected override async Task ExecuteAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(options.Value.BoardEvery, time);
        while (await timer.WaitForNextTickAsync(cancel))
            foreach (var viewers in _viewers.Values.Select(buffer => (SendBuffer: buffer, Workspace: SeenBy(buffer))).Where(v => v.Workspace is not null)
                .GroupBy(v => v.Workspace!))
                await PushAsync(viewers.Key, viewers.Select(v => v.SendBuffer), cancel);
    }

    /// <summary>The workspace as it is now, for one who may see all of it now.</summary>
    private Workspace? SeenBy(SendBuffer buffer) => callers.Find(buffer.User) is { Caller.SeesWholeWorkspace: true } me ? me.Workspace : null;

    private async Task PushAsync(Workspace workspace, IEnumerable<SendBuffer> viewers, CancellationToken cancel)
    {
        try
        {
            var board = await ComputeAsync(workspace, cancel);
            var push = SendBuffer.Frame(HubFrames.Push("board", json => JsonSerializer.Serialize(json, board, WireJson.Options)));
            foreach (var buffer in viewers)
                if (SeenBy(buffer) is not null) buffer.Send(push);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            BoardFailed(log, workspace.Name, failure);
        }
    }

    [LoggerMessage(4021, LogLevel.Warning, "The board of {Workspace} could not be computed; the next one is a second away.")]
    private static partial void BoardFailed(ILogger log, string workspace, Exception failure);
}
