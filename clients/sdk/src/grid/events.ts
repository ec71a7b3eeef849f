/** The conversation's events as they cross the wire. Written by ./grid types from the contracts: change those instead. */

export type ActorKind = "customer" | "agent" | "bot" | "system";
export type ErasureReason = "customer" | "retention";
export type TaskStage = "filling" | "verifying" | "confirming" | "running";
export type WithdrawalReason = "declined" | "expired" | "withdrawn" | "interrupted";
export type Actor = { readonly kind: ActorKind; readonly id: string; readonly name?: string | null };

export type AgentName = {
  readonly id: string;
  readonly name: string;
};

export type Attachment = {
  readonly attachmentId: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly url?: string | null;
};

export type Citation = {
  readonly articleId: string;
  readonly title: string;
  readonly url?: string | null;
};

export type DisclosureShown = {
  readonly language: string;
  readonly version: string;
  readonly hash: string;
};

export type IntentReading = {
  readonly name: string;
  readonly confidence: number;
};

export type MessageAnalysis = {
  readonly language: string;
  readonly sentiment: SentimentReading;
  readonly emotion: string;
  readonly intent: IntentReading;
  readonly priority: number;
  readonly model: string;
  readonly reasons?: readonly string[] | null;
  readonly angry?: boolean | null;
};

export type SentimentReading = {
  readonly label: string;
  readonly score: number;
};

export type SlaClock = {
  readonly metric: string;
  readonly dueAt?: string | null;
  readonly warnAt?: string | null;
  readonly done: boolean;
  readonly paused: boolean;
};

export type SuggestionUse = {
  readonly source: string;
  readonly outcome: string;
};

export type SummaryLine = {
  readonly kind: string;
  readonly seqs: readonly number[];
  readonly text?: string | null;
  readonly value?: string | null;
  readonly emotion?: string | null;
  readonly course?: string | null;
};

export type AbsenceAnnouncedData = {
  readonly queue: string;
  readonly callBack: boolean;
};

export type AbsorbedData = {
  readonly from: string;
  readonly labels?: readonly string[] | null;
};

export type AlertRaisedData = {
  readonly kind: string;
  readonly text?: string | null;
};

export type AssignedData = {
  readonly agentId: string;
  readonly name: string;
};

export type BlockChangedData = {
  readonly blocked: boolean;
};

export type CallBackRequestedData = {
  readonly phone?: string | null;
  readonly when?: string | null;
};

export type ClosedData = {
  readonly disposition?: string | null;
};

export type ConversationStartedData = {
  readonly channel: string;
  readonly locale: string;
  readonly aiDisclosure: boolean;
  readonly topic?: string | null;
  /** Staff only. */
  readonly disclosure?: DisclosureShown | null;
  /** Staff only. */
  readonly filedById?: string | null;
  /** Staff only. */
  readonly filedByName?: string | null;
};

export type CustomerIdentifiedData = {
  readonly customerId: string;
};

export type CustomerVerifiedData = {
  readonly subject?: string | null;
  readonly how: string;
  readonly until: string;
};

export type ErasedData = {
  readonly why: ErasureReason;
  /** Staff only. */
  readonly labels?: readonly string[];
};

export type FieldsSetData = {
  readonly fields: Readonly<Record<string, string | null>>;
};

export type HandoffExplainedData = {
  readonly reason?: string | null;
};

export type HandoffRequestedData = {
  /** Staff only. */
  readonly reason?: string | null;
  readonly queue: string;
  /** Staff only. */
  readonly transferredBy?: AgentName | null;
};

export type HoldChangedData = {
  readonly onHold: boolean;
};

export type LabelledData = {
  readonly added?: readonly string[] | null;
  readonly removed?: readonly string[] | null;
};

export type MacroAppliedData = {
  readonly macroId: string;
  readonly version: number;
};

export type MergedData = {
  readonly into: string;
};

export type MessagePostedData = {
  readonly text?: string | null;
  readonly clientId?: string | null;
  /** Staff only. */
  readonly analysis?: MessageAnalysis | null;
  readonly citations?: readonly Citation[] | null;
  readonly quickReplies?: readonly string[] | null;
  /** Staff only. */
  readonly suggestion?: SuggestionUse | null;
  /** Staff only. */
  readonly risk?: number | null;
  readonly attachments?: readonly Attachment[] | null;
  readonly viaAssistant?: boolean | null;
};

export type MessageRedactedData = {
  readonly messageSeq: number;
};

export type NotePostedData = {
  readonly text?: string | null;
  readonly clientId?: string | null;
  readonly whisper: boolean;
};

export type NoteRedactedData = {
  readonly messageSeq: number;
};

export type OfferMissedData = {
  readonly offerId: string;
  readonly agentId: string;
  readonly name: string;
};

export type OfferWithdrawnData = {
  readonly offerId: string;
  readonly agentId: string;
  readonly reason: WithdrawalReason;
  readonly detail?: string | null;
};

export type OfferedData = {
  readonly offerId: string;
  readonly agentId: string;
  readonly name: string;
  readonly queue: string;
  readonly expiresAt: string;
};

export type PriorityChangedData = {
  readonly priority: number;
};

export type RatedData = {
  readonly score: number;
  readonly comment?: string | null;
};

export type ReopenedData = {
  readonly episode: number;
};

export type ResolvedData = {
  readonly disposition?: string | null;
};

export type RuleAppliedData = {
  readonly ruleId: string;
  readonly version: number;
  readonly trigger: string;
  readonly actions: readonly string[];
};

export type SlaBreachedData = {
  readonly metric: string;
  readonly dueAt: string;
};

export type SlaClocksSetData = {
  readonly policy: string;
  readonly clocks: readonly SlaClock[];
};

export type SlaEndedData = {
  readonly metric: string;
  readonly met: boolean;
  readonly tookSeconds: number;
};

export type SlaWarnedData = {
  readonly metric: string;
  readonly dueAt: string;
};

export type SnoozedData = {
  readonly until: string;
};

export type SummarisedData = {
  readonly text?: string | null;
  readonly lines?: readonly SummaryLine[] | null;
};

export type TaskAdvancedData = {
  readonly tool: string;
  readonly stage: TaskStage;
  readonly asking?: string | null;
  readonly values: Readonly<Record<string, string>>;
};

export type TaskEndedData = {
  readonly tool: string;
  readonly outcome: string;
  readonly values: Readonly<Record<string, string>>;
};

export type UnassignedData = {
  readonly agentId: string;
  readonly name: string;
};

export type UnsnoozedData = {
  readonly reason: string;
};

export type ValueChangedData = {
  readonly value: number;
};

export type Envelope<T extends string, D> = {
  readonly conversationId: string;
  readonly seq: number;
  /** The seq of the event before this one that this audience may see; 0 for the first. */
  readonly prev: number;
  readonly type: T;
  readonly at: string;
  readonly by: Actor;
  readonly data: D;
};

export type GridEvent =
  | Envelope<"absenceAnnounced", AbsenceAnnouncedData>
  | Envelope<"absorbed", AbsorbedData>
  | Envelope<"alertRaised", AlertRaisedData>
  | Envelope<"assigned", AssignedData>
  | Envelope<"blockChanged", BlockChangedData>
  | Envelope<"callBackRequested", CallBackRequestedData>
  | Envelope<"closed", ClosedData>
  | Envelope<"conversationStarted", ConversationStartedData>
  | Envelope<"customerIdentified", CustomerIdentifiedData>
  | Envelope<"customerVerified", CustomerVerifiedData>
  | Envelope<"erased", ErasedData>
  | Envelope<"fieldsSet", FieldsSetData>
  | Envelope<"handoffExplained", HandoffExplainedData>
  | Envelope<"handoffRequested", HandoffRequestedData>
  | Envelope<"holdChanged", HoldChangedData>
  | Envelope<"joined", object>
  | Envelope<"labelled", LabelledData>
  | Envelope<"left", object>
  | Envelope<"macroApplied", MacroAppliedData>
  | Envelope<"markedSpam", object>
  | Envelope<"merged", MergedData>
  | Envelope<"messagePosted", MessagePostedData>
  | Envelope<"messageRedacted", MessageRedactedData>
  | Envelope<"notePosted", NotePostedData>
  | Envelope<"noteRedacted", NoteRedactedData>
  | Envelope<"offerMissed", OfferMissedData>
  | Envelope<"offerWithdrawn", OfferWithdrawnData>
  | Envelope<"offered", OfferedData>
  | Envelope<"priorityChanged", PriorityChangedData>
  | Envelope<"rated", RatedData>
  | Envelope<"reopened", ReopenedData>
  | Envelope<"resolved", ResolvedData>
  | Envelope<"returnedToAssistant", object>
  | Envelope<"ruleApplied", RuleAppliedData>
  | Envelope<"slaBreached", SlaBreachedData>
  | Envelope<"slaClocksSet", SlaClocksSetData>
  | Envelope<"slaEnded", SlaEndedData>
  | Envelope<"slaWarned", SlaWarnedData>
  | Envelope<"snoozed", SnoozedData>
  | Envelope<"summarised", SummarisedData>
  | Envelope<"surveyOffered", object>
  | Envelope<"taskAdvanced", TaskAdvancedData>
  | Envelope<"taskEnded", TaskEndedData>
  | Envelope<"unassigned", UnassignedData>
  | Envelope<"unsnoozed", UnsnoozedData>
  | Envelope<"valueChanged", ValueChangedData>;

export type EventType = GridEvent["type"];

/** Events that everyone sees. */
export const everyonesEvents = [
  "absenceAnnounced",
  "assigned",
  "callBackRequested",
  "closed",
  "conversationStarted",
  "erased",
  "handoffRequested",
  "joined",
  "left",
  "merged",
  "messagePosted",
  "messageRedacted",
  "rated",
  "reopened",
  "resolved",
  "returnedToAssistant",
  "surveyOffered",
  "unassigned",
] as const satisfies readonly EventType[];

/** Events that only staff see. */
export const staffEvents = [
  "absorbed",
  "alertRaised",
  "blockChanged",
  "customerIdentified",
  "customerVerified",
  "fieldsSet",
  "handoffExplained",
  "holdChanged",
  "labelled",
  "macroApplied",
  "markedSpam",
  "notePosted",
  "noteRedacted",
  "offerMissed",
  "offerWithdrawn",
  "offered",
  "priorityChanged",
  "ruleApplied",
  "slaBreached",
  "slaClocksSet",
  "slaEnded",
  "slaWarned",
  "snoozed",
  "summarised",
  "taskAdvanced",
  "taskEnded",
  "unsnoozed",
  "valueChanged",
] as const satisfies readonly EventType[];

/** Every type of event that this client knows. */
export const eventTypes: readonly EventType[] = [...everyonesEvents, ...staffEvents];
