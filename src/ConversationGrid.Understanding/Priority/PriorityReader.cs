using System.Numerics;
using ConversationGrid.Contracts;

namespace ConversationGrid.Understanding.Priority;

/// <summary>
/// Weighs how soon a message needs somebody: a sum of weights that are never negative, cut at three thresholds. So adding a threat, a loss of money, an
/// outage or a valued customer can never lower the priority, whatever else is there. Pure; the same input always gives the same reading.
/// </summary>
public static class PriorityReader
{
    /// <summary>The highest priority.</summary>
    public const int Highest = 3;

    private const double SentimentWeight = 0.6;
    private const double NeutralBand = 0.15;
    private const double ContactWeight = 0.4;
    private const int ContactsCounted = 3;
    private const double ValueWeight = 0.5;
    private const int ValueHighest = 2;
    private const double KnownOutageWeight = 0.75;

    /// <summary>
    /// Trouble that makes a message urgent but never the most urgent by itself counts up to here, feelings included: the highest priority needs a threat,
    /// danger, fraud, many hit, or a customer who has come back or is valued.
    /// </summary>
    private const double TroubleMax = 1.4;

    private const double GladFrom = 0.3;

    private static readonly (UrgencySignals Signal, double Weight, string Reason)[] Alarms =
    [
        (UrgencySignals.Danger, 0, AnalysisReasons.Danger),
        (UrgencySignals.Safety, 2.0, "safety"),
        (UrgencySignals.LegalThreat, 1.8, AnalysisReasons.LegalThreat),
        (UrgencySignals.PublicThreat, 1.5, AnalysisReasons.PublicThreat),
        (UrgencySignals.Police, 0.75, "police"),
        (UrgencySignals.WideImpact, 0.75, "many affected"),
        (UrgencySignals.Takeover, 2.0, "account or card used by others"),
        (UrgencySignals.Fraud, 0.7, "fraud"),
        (UrgencySignals.Outage, 0.5, "outage"),
    ];

    /// <summary>What alerts rest on stands first: an analysis keeps the first few reasons only.</summary>
    private static readonly (UrgencySignals Signal, double Weight, string Reason)[] Troubles =
    [
        (UrgencySignals.LeavingThreat, 0.6, AnalysisReasons.LeavingThreat),
        (UrgencySignals.AngryWords, 0, Sentiments.Anger.Reason),
        (UrgencySignals.Anger, 0.4, "shouting"),
        (UrgencySignals.MoneyLoss, 0.75, "money lost"),
        (UrgencySignals.Defect, 0.6, "broken or missing"),
        (UrgencySignals.RepeatedContact, 0.5, "asked before"),
        (UrgencySignals.LongWait, 0.5, "long wait"),
        (UrgencySignals.Deadline, 0.5, "time limit"),
        (UrgencySignals.Blocked, 0.5, "cannot go on"),
    ];

    /// <summary>The priority of one message.</summary>
    /// <param name="intent">The intent's name, in the words of the workspace; what it is about is read from the words of the name.</param>
    /// <param name="sentiment">-1 (worst) to 1 (best); only what is negative counts.</param>
    public static PriorityReading Read(string text, string intent, double sentiment, PriorityCircumstances? circumstances = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(intent);
        return Weigh(UrgencyWords.Read(text), intent, sentiment, circumstances ?? PriorityCircumstances.Ordinary);
    }

    /// <summary>The same from signals that were read already.</summary>
    public static PriorityReading Weigh(UrgencySignals signals, string intent, double sentiment, PriorityCircumstances circumstances)
    {
        ArgumentNullException.ThrowIfNull(intent);
        ArgumentNullException.ThrowIfNull(circumstances);
        var negative = double.IsFinite(sentiment) ? Math.Clamp(-sentiment - NeutralBand, 0, 1 - NeutralBand) / (1 - NeutralBand) : 0;
        var contacts = Math.Clamp(circumstances.ContactsBefore, 0, ContactsCounted);
        var value = Math.Clamp(circumstances.CustomerValue, 0, ValueHighest);
        var (urgency, about) = IntentUrgency.Of(intent);

        // Glad and asking nothing: a thank-you, whatever the topic.
        if (sentiment >= GladFrom && (signals & UrgencySignals.Request) == 0 && about is null)
            urgency = 0;
        var trouble = SentimentWeight * negative;
        foreach (var (signal, weight, _) in Troubles)
            trouble += (signals & signal) != 0 ? weight : 0;
        foreach (var (signal, weight, _) in Alarms)
            urgency += (signals & signal) != 0 ? weight : 0;
        urgency += Math.Min(TroubleMax, trouble) + (ContactWeight * contacts) + (ValueWeight * value) + (circumstances.OutageKnown ? KnownOutageWeight : 0);
        // Danger to people, and somebody else with the customer's money, go first whatever the intent and the mood say.
        urgency = (signals & (UrgencySignals.Safety | UrgencySignals.Takeover)) != 0 ? Highest : Math.Min(Highest, urgency);
        return new((int)(urgency + Rounding), urgency, Reasons(signals, about, negative, contacts, value, circumstances.OutageKnown));
    }

    /// <summary>Sums of weights that should be whole are not, in binary; this is far below any weight.</summary>
    private const double Rounding = 1e-9;

    private static List<string> Reasons(UrgencySignals signals, string? about, double negative, int contacts, int value, bool outageKnown)
    {
        var reasons = new List<string>(BitOperations.PopCount((uint)signals) + 2);
        foreach (var (signal, _, reason) in Alarms)
            Add((signals & signal) != 0, reason);
        foreach (var (signal, _, reason) in Troubles)
            Add((signals & signal) != 0 && (signal != UrgencySignals.Anger || (signals & UrgencySignals.AngryWords) == 0), reason);
        Add(about is not null, "intent: " + about);
        Add(outageKnown, "known outage");
        Add(value > 0, "valued customer");
        Add(contacts > 0, "contacted before");
        Add(negative > 0.3, "negative feeling");
        return reasons;

        void Add(bool condition, string reason)
        {
            if (condition)
                reasons.Add(reason);
        }
    }
}
