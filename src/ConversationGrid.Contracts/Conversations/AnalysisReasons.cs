namespace ConversationGrid.Contracts;

/// <summary>Reasons of an analysis (<see cref="MessageAnalysis.Reasons"/>) that rules act on. They stand in journals: a word is never changed.</summary>
public static class AnalysisReasons
{
    /// <summary>Somebody may be in danger.</summary>
    public const string Danger = "danger to people";

    /// <summary>The customer speaks of leaving.</summary>
    public const string LeavingThreat = "threat: leaving";

    /// <summary>The customer speaks of going to law.</summary>
    public const string LegalThreat = "threat: legal";

    /// <summary>The customer speaks of telling the public.</summary>
    public const string PublicThreat = "threat: public";

    /// <summary>No model could read the text.</summary>
    public const string NotUnderstood = "not understood";
}
