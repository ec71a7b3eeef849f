namespace ConversationGrid.Understanding.Priority;

/// <summary>What a message says, in so many words, that makes it more urgent. Each can only raise the priority.</summary>
[Flags]
public enum UrgencySignals
{
    None = 0,

    /// <summary>A lawyer, a court, a regulator or a consumers' tribunal.</summary>
    LegalThreat = 1 << 0,

    /// <summary>The public: social media, the press, a bad review.</summary>
    PublicThreat = 1 << 1,

    /// <summary>The customer speaks of leaving permanently.</summary>
    LeavingThreat = 1 << 2,

    /// <summary>The police are, or will be, involved.</summary>
    Police = 1 << 3,

    /// <summary>Money gone, charged twice, not given back.</summary>
    MoneyLoss = 1 << 4,

    /// <summary>Words of fraud: a scam, a theft, a card to block.</summary>
    Fraud = 1 << 5,

    /// <summary>A service does not work.</summary>
    Outage = 1 << 6,

    /// <summary>Many people or a business are hit.</summary>
    WideImpact = 1 << 7,

    /// <summary>Fire, gas, smoke, injury, medicine.</summary>
    Safety = 1 << 8,

    /// <summary>A time limit of hours: today, tonight, tomorrow, now.</summary>
    Deadline = 1 << 9,

    /// <summary>Not the first time the customer asks.</summary>
    RepeatedContact = 1 << 10,

    /// <summary>Days or weeks of waiting.</summary>
    LongWait = 1 << 11,

    /// <summary>The customer cannot go on: locked out, stranded, cannot work.</summary>
    Blocked = 1 << 12,

    /// <summary>Strong words of anger or grief, capitals, rows of exclamation marks.</summary>
    Anger = 1 << 13,

    /// <summary>Something came broken, wrong, incomplete, or not at all.</summary>
    Defect = 1 << 14,

    /// <summary>The message asks for something.</summary>
    Request = 1 << 15,

    /// <summary>Somebody else is in the customer's account or uses the customer's card or name, as the customer tells it.</summary>
    Takeover = 1 << 16,

    /// <summary>Somebody is in danger now, as the customer tells it: an accident, an illness, a threat, a wish to die.</summary>
    Danger = 1 << 17,

    /// <summary>Words of anger, not capitals or exclamation marks alone; comes with <see cref="Anger"/>.</summary>
    AngryWords = 1 << 18,
}
