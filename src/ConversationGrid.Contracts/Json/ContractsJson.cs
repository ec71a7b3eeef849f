using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ConversationGrid.Contracts.Json;

/// <summary>How contract types look as JSON: camelCase, nulls left out, enums by name, text readable. Source-generated.</summary>
public static class ContractsJson
{
    public static IJsonTypeInfoResolver Resolver => ContractsJsonContext.Default;

    public static readonly JsonSerializerOptions Options = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            // Everything written here is read as JSON, never pasted into a page, so Malay, Tamil and emoji stay readable and short.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            RespectRequiredConstructorParameters = false,
            TypeInfoResolver = ContractsJsonContext.Default,
        };
        options.Converters.Add(new CamelCaseEnum<ActorKind>());
        options.Converters.Add(new CamelCaseEnum<CallerRole>());
        options.Converters.Add(new CamelCaseEnum<ConversationStatus>());
        options.Converters.Add(new CamelCaseEnum<PresenceStatus>());
        options.Converters.Add(new CamelCaseEnum<EntityKind>());
        options.Converters.Add(new CamelCaseEnum<Audience>());
        options.Converters.Add(new CamelCaseEnum<Verdict>());
        options.Converters.Add(new CamelCaseEnum<TaskStage>());
        options.MakeReadOnly();
        return options;
    }

    private sealed class CamelCaseEnum<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
        where TEnum : struct, Enum;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ConversationStarted))]
[JsonSerializable(typeof(MessagePosted))]
[JsonSerializable(typeof(NotePosted))]
[JsonSerializable(typeof(HandoffRequested))]
[JsonSerializable(typeof(Offered))]
[JsonSerializable(typeof(OfferWithdrawn))]
[JsonSerializable(typeof(Assigned))]
[JsonSerializable(typeof(Unassigned))]
[JsonSerializable(typeof(Summarised))]
[JsonSerializable(typeof(AlertRaised))]
[JsonSerializable(typeof(Resolved))]
[JsonSerializable(typeof(Reopened))]
[JsonSerializable(typeof(Closed))]
[JsonSerializable(typeof(SurveyOffered))]
[JsonSerializable(typeof(Rated))]
[JsonSerializable(typeof(ReturnedToAssistant))]
[JsonSerializable(typeof(AbsenceAnnounced))]
[JsonSerializable(typeof(CallBackRequested))]
[JsonSerializable(typeof(ConversationEffectSettled))]
[JsonSerializable(typeof(TaskAdvanced))]
[JsonSerializable(typeof(TaskEnded))]
[JsonSerializable(typeof(CodeAsked))]
[JsonSerializable(typeof(CodeRefused))]
[JsonSerializable(typeof(CustomerVerified))]
[JsonSerializable(typeof(DecisionRecorded))]
[JsonSerializable(typeof(AgentConfigured))]
[JsonSerializable(typeof(PresenceChanged))]
[JsonSerializable(typeof(AgentLeased))]
[JsonSerializable(typeof(SlotReserved))]
[JsonSerializable(typeof(OfferMade))]
[JsonSerializable(typeof(SlotAssigned))]
[JsonSerializable(typeof(SlotWrapping))]
[JsonSerializable(typeof(SlotReleased))]
[JsonSerializable(typeof(AgentEffectSettled))]
[JsonSerializable(typeof(ConversationEnqueued))]
[JsonSerializable(typeof(ConversationDequeued))]
[JsonSerializable(typeof(AgentPicked))]
[JsonSerializable(typeof(PickEnded))]
[JsonSerializable(typeof(PickGranted))]
[JsonSerializable(typeof(ExclusionsLapsed))]
[JsonSerializable(typeof(AgentReported))]
[JsonSerializable(typeof(WaitsAdvanced))]
[JsonSerializable(typeof(ConversationOverflowed))]
[JsonSerializable(typeof(NobodyThere))]
[JsonSerializable(typeof(AgentsGone))]
[JsonSerializable(typeof(AbsenceTold))]
[JsonSerializable(typeof(QueueEffectSettled))]
[JsonSerializable(typeof(CustomerDescribed))]
[JsonSerializable(typeof(ConversationLinked))]
[JsonSerializable(typeof(CustomerBlocked))]
[JsonSerializable(typeof(CustomerValued))]
[JsonSerializable(typeof(CustomerEffectSettled))]
[JsonSerializable(typeof(Labelled))]
[JsonSerializable(typeof(FieldsSet))]
[JsonSerializable(typeof(PriorityChanged))]
[JsonSerializable(typeof(ValueChanged))]
[JsonSerializable(typeof(Snoozed))]
[JsonSerializable(typeof(Unsnoozed))]
[JsonSerializable(typeof(HoldChanged))]
[JsonSerializable(typeof(Merged))]
[JsonSerializable(typeof(Absorbed))]
[JsonSerializable(typeof(MarkedSpam))]
[JsonSerializable(typeof(BlockChanged))]
[JsonSerializable(typeof(MacroApplied))]
[JsonSerializable(typeof(Joined))]
[JsonSerializable(typeof(Left))]
[JsonSerializable(typeof(RuleApplied))]
[JsonSerializable(typeof(RuleScheduled))]
[JsonSerializable(typeof(RuleUnscheduled))]
[JsonSerializable(typeof(SlaClocksSet))]
[JsonSerializable(typeof(SlaWarned))]
[JsonSerializable(typeof(SlaBreached))]
[JsonSerializable(typeof(SlaEnded))]
[JsonSerializable(typeof(SettingSaved))]
[JsonSerializable(typeof(SettingRemoved))]
[JsonSerializable(typeof(ArticlePublished))]
[JsonSerializable(typeof(ArticleWithdrawn))]
// Commands, outcomes and views, for engines that carry them between processes.
[JsonSerializable(typeof(StartConversation))]
[JsonSerializable(typeof(PostMessage))]
[JsonSerializable(typeof(PostNote))]
[JsonSerializable(typeof(PostAnswer))]
[JsonSerializable(typeof(PostSummary))]
[JsonSerializable(typeof(RecordDecision))]
[JsonSerializable(typeof(PostToolResult))]
[JsonSerializable(typeof(RequestHandoff))]
[JsonSerializable(typeof(OfferToAgent))]
[JsonSerializable(typeof(AcceptOffer))]
[JsonSerializable(typeof(DeclineOffer))]
[JsonSerializable(typeof(GiveBackConversation))]
[JsonSerializable(typeof(TransferConversation))]
[JsonSerializable(typeof(OverflowConversation))]
[JsonSerializable(typeof(LeaveLostQueue))]
[JsonSerializable(typeof(AnnounceAbsence))]
[JsonSerializable(typeof(RequestCallBack))]
[JsonSerializable(typeof(ResolveConversation))]
[JsonSerializable(typeof(ReopenConversation))]
[JsonSerializable(typeof(CloseConversation))]
[JsonSerializable(typeof(RateConversation))]
[JsonSerializable(typeof(SettleConversationEffect))]
[JsonSerializable(typeof(TickConversation))]
[JsonSerializable(typeof(ConfigureAgent))]
[JsonSerializable(typeof(SetPresence))]
[JsonSerializable(typeof(LeaseAgent))]
[JsonSerializable(typeof(ReserveAgent))]
[JsonSerializable(typeof(ConfirmOffer))]
[JsonSerializable(typeof(ConfirmAssignment))]
[JsonSerializable(typeof(ReleaseAgent))]
[JsonSerializable(typeof(FinishWrapUp))]
[JsonSerializable(typeof(SettleAgentEffect))]
[JsonSerializable(typeof(TickAgent))]
[JsonSerializable(typeof(EnqueueConversation))]
[JsonSerializable(typeof(DequeueConversation))]
[JsonSerializable(typeof(ReturnToQueue))]
[JsonSerializable(typeof(ReportAgent))]
[JsonSerializable(typeof(SettleReservation))]
[JsonSerializable(typeof(SettleQueueEffect))]
[JsonSerializable(typeof(TickQueue))]
[JsonSerializable(typeof(DescribeCustomer))]
[JsonSerializable(typeof(LinkConversation))]
[JsonSerializable(typeof(BlockCustomer))]
[JsonSerializable(typeof(ValueCustomer))]
[JsonSerializable(typeof(SettleCustomerEffect))]
[JsonSerializable(typeof(LabelConversation))]
[JsonSerializable(typeof(SetFields))]
[JsonSerializable(typeof(SetPriority))]
[JsonSerializable(typeof(ValueConversation))]
[JsonSerializable(typeof(SnoozeConversation))]
[JsonSerializable(typeof(UnsnoozeConversation))]
[JsonSerializable(typeof(HoldConversation))]
[JsonSerializable(typeof(MergeConversation))]
[JsonSerializable(typeof(AbsorbConversation))]
[JsonSerializable(typeof(MarkSpam))]
[JsonSerializable(typeof(BlockConversation))]
[JsonSerializable(typeof(RunMacro))]
[JsonSerializable(typeof(TakeOverConversation))]
[JsonSerializable(typeof(JoinConversation))]
[JsonSerializable(typeof(LeaveConversation))]
[JsonSerializable(typeof(SaveSetting))]
[JsonSerializable(typeof(RemoveSetting))]
[JsonSerializable(typeof(TickWorkspace))]
[JsonSerializable(typeof(Signal))]
[JsonSerializable(typeof(Outcome))]
[JsonSerializable(typeof(Caller))]
[JsonSerializable(typeof(ConversationView))]
[JsonSerializable(typeof(CustomerView))]
[JsonSerializable(typeof(AgentView))]
[JsonSerializable(typeof(QueueView))]
[JsonSerializable(typeof(WorkspaceView))]
internal sealed partial class ContractsJsonContext : JsonSerializerContext;
