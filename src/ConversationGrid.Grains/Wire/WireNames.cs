using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;

namespace ConversationGrid.Grains.Wire;

/// <summary>
/// The names of contract types between processes. Written by hand, so that a type may be renamed while older silos still run; never
/// reuse one. Events bear the journal's names.
/// </summary>
internal static class WireNames
{
    public static readonly IReadOnlyList<(string Name, Type Type)> All =
    [
        .. EventCodec.All.Select(e => ("e:" + EventAttribute.Of(e).Name, e)),

        ("startConversation", typeof(StartConversation)),
        ("postMessage", typeof(PostMessage)),
        ("postNote", typeof(PostNote)),
        ("postAnswer", typeof(PostAnswer)),
        ("postSummary", typeof(PostSummary)),
        ("recordDecision", typeof(RecordDecision)),
        ("postToolResult", typeof(PostToolResult)),
        ("requestHandoff", typeof(RequestHandoff)),
        ("offerToAgent", typeof(OfferToAgent)),
        ("acceptOffer", typeof(AcceptOffer)),
        ("declineOffer", typeof(DeclineOffer)),
        ("giveBackConversation", typeof(GiveBackConversation)),
        ("transferConversation", typeof(TransferConversation)),
        ("resolveConversation", typeof(ResolveConversation)),
        ("reopenConversation", typeof(ReopenConversation)),
        ("closeConversation", typeof(CloseConversation)),
        ("rateConversation", typeof(RateConversation)),
        ("settleConversationEffect", typeof(SettleConversationEffect)),
        ("tickConversation", typeof(TickConversation)),
        ("overflowConversation", typeof(OverflowConversation)),
        ("leaveLostQueue", typeof(LeaveLostQueue)),
        ("announceAbsence", typeof(AnnounceAbsence)),
        ("requestCallBack", typeof(RequestCallBack)),

        ("configureAgent", typeof(ConfigureAgent)),
        ("retireAgent", typeof(RetireAgent)),
        ("setPresence", typeof(SetPresence)),
        ("leaseAgent", typeof(LeaseAgent)),
        ("reserveAgent", typeof(ReserveAgent)),
        ("confirmOffer", typeof(ConfirmOffer)),
        ("confirmAssignment", typeof(ConfirmAssignment)),
        ("releaseAgent", typeof(ReleaseAgent)),
        ("settleAgentEffect", typeof(SettleAgentEffect)),
        ("tickAgent", typeof(TickAgent)),
        ("finishWrapUp", typeof(FinishWrapUp)),

        ("enqueueConversation", typeof(EnqueueConversation)),
        ("dequeueConversation", typeof(DequeueConversation)),
        ("returnToQueue", typeof(ReturnToQueue)),
        ("reportAgent", typeof(ReportAgent)),
        ("settleReservation", typeof(SettleReservation)),
        ("settleQueueEffect", typeof(SettleQueueEffect)),
        ("tickQueue", typeof(TickQueue)),

        ("describeCustomer", typeof(DescribeCustomer)),
        ("linkConversation", typeof(LinkConversation)),
        ("blockCustomer", typeof(BlockCustomer)),
        ("endCustomerSession", typeof(EndCustomerSession)),
        ("joinCustomer", typeof(JoinCustomer)),
        ("absorbCustomer", typeof(AbsorbCustomer)),
        ("moveToCustomer", typeof(MoveToCustomer)),
        ("redactMessage", typeof(RedactMessage)),
        ("finishRedaction", typeof(FinishRedaction)),
        ("valueCustomer", typeof(ValueCustomer)),
        ("settleCustomerEffect", typeof(SettleCustomerEffect)),
        ("requestErasure", typeof(RequestErasure)),
        ("finishErasure", typeof(FinishErasure)),
        ("giveConsent", typeof(GiveConsent)),
        ("eraseConversation", typeof(EraseConversation)),

        ("labelConversation", typeof(LabelConversation)),
        ("setFields", typeof(SetFields)),
        ("setPriority", typeof(SetPriority)),
        ("valueConversation", typeof(ValueConversation)),
        ("snoozeConversation", typeof(SnoozeConversation)),
        ("unsnoozeConversation", typeof(UnsnoozeConversation)),
        ("holdConversation", typeof(HoldConversation)),
        ("mergeConversation", typeof(MergeConversation)),
        ("absorbConversation", typeof(AbsorbConversation)),
        ("markSpam", typeof(MarkSpam)),
        ("blockConversation", typeof(BlockConversation)),
        ("runMacro", typeof(RunMacro)),
        ("takeOverConversation", typeof(TakeOverConversation)),
        ("joinConversation", typeof(JoinConversation)),
        ("leaveConversation", typeof(LeaveConversation)),
        ("reportDelivery", typeof(ReportDelivery)),
        ("confirmDelivery", typeof(ConfirmDelivery)),

        ("saveSetting", typeof(SaveSetting)),
        ("removeSetting", typeof(RemoveSetting)),
        ("tickWorkspace", typeof(TickWorkspace)),

        ("typingSignal", typeof(TypingSignal)),
        ("draftSignal", typeof(DraftSignal)),
        ("readSignal", typeof(ReadSignal)),
        ("placeSignal", typeof(PlaceSignal)),
        ("viewerSignal", typeof(ViewerSignal)),
        ("partialSignal", typeof(PartialSignal)),
        ("alertSignal", typeof(AlertSignal)),
        ("whisperSignal", typeof(WhisperSignal)),
        ("outcome", typeof(Outcome)),
        ("caller", typeof(Caller)),
        ("conversationView", typeof(ConversationView)),
        ("customerView", typeof(CustomerView)),
        ("agentView", typeof(AgentView)),
        ("queueView", typeof(QueueView)),
        ("workspaceView", typeof(WorkspaceView)),
        ("liveChange", typeof(LiveChange)),
        ("liveInterest", typeof(LiveInterest)),
    ];

    /// <summary>The abstract types under which the others travel.</summary>
    public static readonly IReadOnlyList<Type> Families =
    [
        typeof(ConversationCommand), typeof(AgentCommand), typeof(QueueCommand), typeof(CustomerCommand), typeof(WorkspaceCommand),
        typeof(DomainEvent), typeof(ConversationEvent), typeof(AgentEvent), typeof(QueueEvent), typeof(CustomerEvent), typeof(WorkspaceEvent),
        typeof(Signal),
    ];
}
