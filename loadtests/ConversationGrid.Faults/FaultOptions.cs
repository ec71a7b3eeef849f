namespace ConversationGrid.Faults;

/// <summary>What is tried.</summary>
internal sealed record FaultOptions
{
    /// <summary>The host's program.</summary>
    public required string Host { get; init; }

    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Null: as many as each fault says.</summary>
    public int? Trials { get; init; }

    public long UntilAcked { get; init; }

    public int Conversations { get; init; } = 90;

    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(100);

    public int Clients { get; init; } = 5_000;

    public int Seed { get; init; } = 1;

    public int BasePort { get; init; } = 24_080;

    public string? Report { get; init; }
}
