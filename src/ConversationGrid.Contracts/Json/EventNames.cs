namespace ConversationGrid.Contracts.Json;

/// <summary>
/// The journal's names of all event types. Written once, by hand: never rename or reuse one. Conversation events bear the names of the
/// wire protocol.
/// </summary>
public static class EventNames
{
    public static readonly IReadOnlyList<(string Name, Type Type)> All =
    [
        ("conversationStarted", typeof(ConversationStarted)),
        ("messagePosted", typeof(MessagePosted)),
        ("notePosted", typeof(NotePosted)),
        ("handoffRequested", typeof(HandoffRequested)),
        ("offered", typeof(Offered)),
        ("offerWithdrawn", typeof(OfferWithdrawn)),
        ("assigned", typeof(Assigned)),
        ("unassigned", typeof(Unassigned)),
        ("summarised", typeof(Summarised)),
        ("alertRaised", typeof(AlertRaised)),
        ("resolved", typeof(Resolved)),
        ("reopened", typeof(Reopened)),
        ("closed", typeof(Closed)),
        ("surveyOffered", typeof(SurveyOffered)),
        ("rated", typeof(Rated)),
        ("returnedToAssistant", typeof(ReturnedToAssistant)),
        ("absenceAnnounced", typeof(AbsenceAnnounced)),
        ("callBackRequested", typeof(CallBackRequested)),
        ("effectSettled", typeof(ConversationEffectSettled)),
        ("taskAdvanced", typeof(TaskAdvanced)),
        ("taskEnded", typeof(TaskEnded)),
        ("codeAsked", typeof(CodeAsked)),
        ("codeRefused", typeof(CodeRefused)),
        ("customerVerified", typeof(CustomerVerified)),
        ("decisionRecorded", typeof(DecisionRecorded)),

        ("agentConfigured", typeof(AgentConfigured)),
        ("presenceChanged", typeof(PresenceChanged)),
        ("agentLeased", typeof(AgentLeased)),
        ("slotReserved", typeof(SlotReserved)),
        ("offerMade", typeof(OfferMade)),
        ("slotAssigned", typeof(SlotAssigned)),
        ("slotWrapping", typeof(SlotWrapping)),
        ("slotReleased", typeof(SlotReleased)),
        ("agentEffectSettled", typeof(AgentEffectSettled)),

        ("conversationEnqueued", typeof(ConversationEnqueued)),
        ("conversationDequeued", typeof(ConversationDequeued)),
        ("agentPicked", typeof(AgentPicked)),
        ("pickEnded", typeof(PickEnded)),
        ("pickGranted", typeof(PickGranted)),
        ("exclusionsLapsed", typeof(ExclusionsLapsed)),
        ("agentReported", typeof(AgentReported)),
        ("waitsAdvanced", typeof(WaitsAdvanced)),
        ("conversationOverflowed", typeof(ConversationOverflowed)),
        ("nobodyThere", typeof(NobodyThere)),
        ("queueEffectSettled", typeof(QueueEffectSettled)),

        ("customerDescribed", typeof(CustomerDescribed)),
        ("conversationLinked", typeof(ConversationLinked)),
        ("customerBlocked", typeof(CustomerBlocked)),
        ("customerValued", typeof(CustomerValued)),
        ("customerEffectSettled", typeof(CustomerEffectSettled)),

        ("labelled", typeof(Labelled)),
        ("fieldsSet", typeof(FieldsSet)),
        ("priorityChanged", typeof(PriorityChanged)),
        ("valueChanged", typeof(ValueChanged)),
        ("snoozed", typeof(Snoozed)),
        ("unsnoozed", typeof(Unsnoozed)),
        ("holdChanged", typeof(HoldChanged)),
        ("merged", typeof(Merged)),
        ("absorbed", typeof(Absorbed)),
        ("markedSpam", typeof(MarkedSpam)),
        ("blockChanged", typeof(BlockChanged)),
        ("macroApplied", typeof(MacroApplied)),
        ("joined", typeof(Joined)),
        ("left", typeof(Left)),
        ("ruleApplied", typeof(RuleApplied)),
        ("ruleScheduled", typeof(RuleScheduled)),
        ("ruleUnscheduled", typeof(RuleUnscheduled)),
        ("slaClocksSet", typeof(SlaClocksSet)),
        ("slaWarned", typeof(SlaWarned)),
        ("slaBreached", typeof(SlaBreached)),
        ("slaEnded", typeof(SlaEnded)),

        ("settingSaved", typeof(SettingSaved)),
        ("settingRemoved", typeof(SettingRemoved)),

        ("articlePublished", typeof(ArticlePublished)),
        ("articleWithdrawn", typeof(ArticleWithdrawn)),
    ];
}
