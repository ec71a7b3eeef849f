namespace ConversationGrid.Load;

/// <summary>What a load is.</summary>
internal sealed record LoadOptions
{
    public IReadOnlyList<Uri> Urls { get; init; } = [];

    public string Traffic { get; init; } = "";

    public int Conversations { get; init; }

    /// <summary>Messages a second, of customers and agents together.</summary>
    public double Rate { get; init; }

    public TimeSpan Length { get; init; }

    public int Agents { get; init; } = 4;

    public string? Report { get; init; }

    public string Workspace { get; init; } = "demo";

    public string Password { get; init; } = "demo";

    public bool AllowRemote { get; init; }
}
