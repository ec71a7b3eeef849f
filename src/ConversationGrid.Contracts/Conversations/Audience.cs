namespace ConversationGrid.Contracts;

/// <summary>Who may see an event. Each wider audience sees all that a narrower one sees.</summary>
public enum Audience
{
    None = 0,
    Everyone,
    Staff,
    /// <summary>Nobody: the grid's own bookkeeping.</summary>
    Internal,
}

/// <summary>The one place that says which audience an event type has. An unlisted type is a defect, found by a test.</summary>
public static class Audiences
{
    public static Audience Of(ConversationEvent e) => e switch
    {
        MessagePosted or ConversationStarted or HandoffRequested or Assigned or Unassigned
            or Resolved or Reopened or Closed or SurveyOffered or Rated or ReturnedToAssistant or AbsenceAnnounced or CallBackRequested or Merged or Joined or Left => Audience.Everyone,
        NotePosted or Summarised or Offered or OfferWithdrawn or AlertRaised => Audience.Staff,
        Labelled or FieldsSet or PriorityChanged or ValueChanged or Snoozed or Unsnoozed or HoldChanged or Absorbed or MarkedSpam or BlockChanged
            or MacroApplied or RuleApplied or SlaClocksSet or SlaWarned or SlaBreached or SlaEnded => Audience.Staff,
        TaskAdvanced or TaskEnded or CustomerVerified => Audience.Staff,
        ConversationEffectSettled or RuleScheduled or RuleUnscheduled or CodeAsked or CodeRefused or DecisionRecorded => Audience.Internal,
        _ => throw new ArgumentOutOfRangeException(nameof(e), e.GetType().Name, "This event type has no audience."),
    };

    /// <summary>Whether <paramref name="viewer"/>, one of Everyone or Staff, sees an event of <paramref name="audience"/>.</summary>
    public static bool Sees(this Audience viewer, Audience audience) => audience != Audience.Internal && audience <= viewer;
}
