namespace ConversationGrid.Benchmarks;

/// <summary>What is measured, and how.</summary>
internal sealed record BenchOptions
{
    public string Name { get; init; } = "all";

    public string Store { get; init; } = "both";

    public TimeSpan Length { get; init; } = TimeSpan.FromSeconds(8);

    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>At the highest rate before the first measurement, so that the compiler is done.</summary>
    public TimeSpan Prime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Both servers compile every method fully at its first call: for machines where tiers take minutes to settle.</summary>
    public bool FullJit { get; init; }

    public int Live { get; init; } = 100_000;

    public double LiveRate { get; init; } = 2_000;

    public int Repetitions { get; init; } = 5;

    public int Conversations { get; init; } = 300;

    public IReadOnlyList<double> Rates { get; init; } = [500, 5_000];

    public int? Spin { get; init; } = 0;

    public int BasePort { get; init; } = 7400;

    public string? Only { get; init; }

    public string Folder { get; init; } = Path.Combine(Path.GetTempPath(), "grid-bench");

    public string? Report { get; init; }

    public IReadOnlyList<string> Extra { get; init; } = [];

    public string BaselineProgram { get; init; } = "";

    public string ProductProgram { get; init; } = "";
}
