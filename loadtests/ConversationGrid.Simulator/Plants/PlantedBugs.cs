namespace ConversationGrid.Simulator.Plants;

/// <summary>All bugs that can be planted.</summary>
internal static class PlantedBugs
{
    public static IReadOnlyList<Plant> All { get; } =
    [
        new PublishBeforeAppend(), new AcknowledgeBeforeAppend(), new UnfencedZombie(), new TimerDropped(), new SnapshotOffByOne(), new DueApart(),
        new ForgottenDedupe(), new OfferNotWithdrawn(), new StaleOfferGranted(), new CapacitySkipped(), new ReservedTwice(),
        new LostEffect(), new AudienceLeak(),
    ];
}
