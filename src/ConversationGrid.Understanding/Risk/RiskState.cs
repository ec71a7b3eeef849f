using ConversationGrid.Understanding.Priority;

namespace ConversationGrid.Understanding.Risk;

/// <summary>One message as the risk fold sees it.</summary>
/// <param name="FromCustomer">False for agents and the assistant.</param>
/// <param name="Sentiment">-1..1 for customers' messages; not looked at for others.</param>
/// <param name="Signals">What <see cref="UrgencyWords"/> read in a customer's message.</param>
/// <param name="SecondsSinceLast">Seconds since the message before, 0 for the first.</param>
public readonly record struct RiskTurn(bool FromCustomer, string Text, double Sentiment, UrgencySignals Signals, double SecondsSinceLast);

/// <summary>Hashes of the last few messages of one side: enough to see that something is said again.</summary>
public readonly record struct RecentTexts(uint A, uint B, uint C, uint D)
{
    /// <summary>True when <paramref name="hash"/> is among them.</summary>
    public bool Has(uint hash) => hash == A || hash == B || hash == C || hash == D;

    /// <summary>With <paramref name="hash"/> as the newest.</summary>
    public RecentTexts With(uint hash) => new(hash, A, B, C);
}

/// <summary>
/// All that the risk of a conversation depends on: sums and a few recent values, of the same size however long the conversation. A value that the
/// conversation's state can hold and replay.
/// </summary>
public sealed record RiskState
{
    /// <summary>Before the first message.</summary>
    public static RiskState Empty { get; } = new();

    /// <summary>Version of the model whose word weights are in <see cref="WordSum"/>.</summary>
    public string Model { get; init; } = "";

    public int CustomerTurns { get; init; }

    public int AgentTurns { get; init; }

    /// <summary>Sum of the model's weights of all words so far, and how many words that were.</summary>
    public double WordSum { get; init; }

    public int Words { get; init; }

    public double SentimentSum { get; init; }

    public double SentimentLowest { get; init; }

    /// <summary>Moving averages of sentiment, quick and slow; their difference is the slope.</summary>
    public double SentimentQuick { get; init; }

    public double SentimentSlow { get; init; }

    public int CapitalWords { get; init; }

    public int Exclamations { get; init; }

    public int Questions { get; init; }

    public int Characters { get; init; }

    public int CustomerRepeats { get; init; }

    public int AgentRepeats { get; init; }

    public int Angry { get; init; }

    public int Threats { get; init; }

    public int Impatient { get; init; }

    /// <summary>Sum and greatest of the customer's waits for an answer, as log(1 + seconds).</summary>
    public double WaitSum { get; init; }

    public double WaitLongest { get; init; }

    public RecentTexts CustomerRecent { get; init; }

    public RecentTexts AgentRecent { get; init; }
}

/// <summary>How likely the customer is to lose patience, 0..1, and what carries it.</summary>
public sealed record RiskReading(double Risk, IReadOnlyList<string> Reasons, string Model);
