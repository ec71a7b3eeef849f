using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Delivery;
using ConversationGrid.Insights;

namespace ConversationGrid.Security.Tests.Delivery;

/// <summary>Only queues with somebody in line who is connected here are asked who stands where.</summary>
public class QueuePlacesTests
{
    private static readonly DateTimeOffset _at = DateTimeOffset.UnixEpoch;

    private readonly ConversationIndex _index = new(new InsightsOptions());

    [Fact]
    public void Queues_AreThoseOfWhoWaitsAndIsFollowedHere()
    {
        Begin("here", Asked("general"));
        Begin("here-too", Asked("general"));
        Begin("elsewhere", Asked("billing"));
        Begin("with-the-assistant");
        Begin("offered", Asked("returns"), new Offered("o1", "ben", "Ben", "returns", _at) { At = _at, By = Actor.System });
        Begin("over", Asked("sales"), new Closed(null) { At = _at, By = new(ActorKind.Customer, "nur") });

        Assert.Equal(["elsewhere", "here", "here-too", "offered"], _index.Waiting("demo").Select(w => w.ConversationId).Order());
        Assert.Empty(_index.Waiting("other"));
        var queues = QueuePlaces.QueuesOf("demo", _index.Waiting("demo"), stream => stream.Id.Workspace == "demo" && stream.Id.Id != "elsewhere");
        Assert.Equal(["general", "returns"], queues.Order());
    }

    private void Begin(string id, params ConversationEvent[] events)
    {
        var seq = 0;
        foreach (var e in events.Prepend(new ConversationStarted("nur", "web", "en", true, null) { At = _at, By = new(ActorKind.Customer, "nur", "Nur") }))
            _index.Apply(new(default, new(EntityKind.Conversation, new("demo", id)), new(++seq, e)));
    }

    private static HandoffRequested Asked(string queue) => new(null, queue, 1, 0, "en", null) { At = _at, By = new(ActorKind.Customer, "nur") };
}
