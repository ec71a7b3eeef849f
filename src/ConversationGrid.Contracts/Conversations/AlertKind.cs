namespace ConversationGrid.Contracts;

/// <summary>What the grid itself alerts staff of.</summary>
public enum AlertKind
{
    None = 0,
    /// <summary>The customer's mood turned bad.</summary>
    Angry,
    /// <summary>A message reads as urgent.</summary>
    Urgent,
    /// <summary>The customer may lose patience.</summary>
    AtRisk,
    /// <summary>A valued customer needs a person.</summary>
    Valued,
    /// <summary>A target of the service level is about to be missed.</summary>
    SlaWarning,
    /// <summary>A target of the service level was missed.</summary>
    SlaBreach,
    /// <summary>A message could not be delivered to its customer.</summary>
    DeliveryFailed,
    /// <summary>A rule of the company alerts; its kind is the rule's own word.</summary>
    Rule,
}

/// <summary>The words of alert kinds in the journal and on the wire.</summary>
public static class AlertKinds
{
    /// <summary>The word of a kind; a rule that names no kind of its own has the one of <see cref="AlertKind.Rule"/>.</summary>
    public static string Word(this AlertKind kind) => kind switch
    {
        AlertKind.Angry => "angry",
        AlertKind.Urgent => "urgent",
        AlertKind.AtRisk => "atRisk",
        AlertKind.Valued => "valued",
        AlertKind.SlaWarning => "slaWarning",
        AlertKind.SlaBreach => "slaBreach",
        AlertKind.DeliveryFailed => "deliveryFailed",
        AlertKind.Rule => "rule",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind of alert."),
    };
}
