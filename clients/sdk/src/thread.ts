import {
  isKnown,
  type Actor,
  type Attachment,
  type Citation,
  type ConversationState,
  type GridEvent,
  type MessageAnalysis,
  type SummaryLine,
  type WireEvent,
} from "./grid/protocol";
import { emptyWorkflow, reduceWorkflow, workflowDetail, type Workflow, type WorkflowEvent } from "./workflow";

/** One conversation as a person sees it: a pure fold of its events and of what this client did itself. */
export type Thread = {
  readonly conversationId: string | null;
  /** The last event applied. */
  readonly seq: number;
  readonly items: readonly ThreadItem[];
  readonly pending: readonly Pending[];
  readonly state: ConversationState | "none";
  readonly assignee: { readonly id: string; readonly name: string } | null;
  readonly queue: string | null;
  /** From 1; a conversation that goes on after its end begins the next. */
  readonly episode: number;
  readonly locale: string | null;
  readonly partial: { readonly text: string; readonly replyTo: number | string } | null;
  readonly mood: readonly MoodPoint[];
  readonly workflow: Workflow;
  readonly survey: "none" | "offered" | "rated";
  readonly score: number | null;
  /** Whether the customer may ask to be called while nobody is there. */
  readonly callBack: "no" | "offered" | "asked";
  /** The conversation in which this one goes on. */
  readonly mergedInto: string | null;
  /** Events of a type that this client does not know: ignored, counted. */
  readonly unknown: number;
};

export type ThreadItem = MessageItem | NoteItem | SummaryItem | NoticeItem;
export type MessageItem = {
  readonly kind: "message";
  readonly seq: number;
  readonly at: string;
  readonly by: Actor;
  /** Null when it was erased. */
  readonly text: string | null;
  readonly clientId: string | null;
  readonly citations: readonly Citation[];
  readonly quickReplies: readonly string[];
  readonly attachments: readonly Attachment[];
  readonly analysis: MessageAnalysis | null;
  /** Whether the customer's own assistant wrote it in the customer's name. */
  readonly viaAssistant?: boolean;
};
export type NoteItem = {
  readonly kind: "note";
  readonly seq: number;
  readonly at: string;
  readonly by: Actor;
  readonly text: string | null;
  readonly clientId: string | null;
};
/** What a human who takes over should know; its text is null when it was erased. */
export type SummaryItem = {
  readonly kind: "summary";
  readonly seq: number;
  readonly at: string;
  readonly by: Actor;
  readonly text: string | null;
  readonly lines: readonly SummaryLine[];
};
export type NoticeType =
  | WorkflowEvent["type"]
  | "offered"
  | "offerWithdrawn"
  | "alert"
  | "started"
  | "handoff"
  | "assigned"
  | "unassigned"
  | "resolved"
  | "reopened"
  | "closed"
  | "rated";
export type NoticeItem = {
  readonly kind: "notice";
  readonly seq: number;
  readonly at: string;
  readonly by: Actor;
  readonly what: NoticeType;
  readonly detail: string | null;
  /** What the event itself says. */
  readonly data: GridEvent["data"];
};
export type MoodPoint = { readonly seq: number; readonly at: string; readonly label: string; readonly score: number };

/** Something typed here that the host's event has not confirmed yet. */
export type Pending = {
  readonly clientId: string;
  readonly kind: "post" | "note";
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly at: number;
  readonly stage: "queued" | "sent" | "failed";
  /** The code of what went wrong: with `failed` the host refused it, with `queued` it is tried again. */
  readonly failed: string | null;
  /** The host's own explanation of it. */
  readonly reason: string | null;
};

export type ThreadEvent =
  | { readonly type: "received"; readonly events: readonly WireEvent[] }
  | {
      readonly type: "queued";
      readonly clientId: string;
      readonly kind: "post" | "note";
      readonly text: string;
      readonly attachments?: readonly Attachment[] | undefined;
      readonly at: number;
      readonly failed?: string | undefined;
      readonly reason?: string | undefined;
    }
  | { readonly type: "receipt"; readonly clientId: string }
  | { readonly type: "failed"; readonly clientId: string; readonly code: string; readonly reason?: string }
  /** The host could not take it now; it is tried again. */
  | { readonly type: "delayed"; readonly clientId: string; readonly code: string; readonly reason?: string }
  | { readonly type: "discarded"; readonly clientId: string }
  | { readonly type: "partial"; readonly replyTo: number | string; readonly text: string }
  | { readonly type: "opened"; readonly conversationId: string | null };

export const emptyThread: Thread = {
  conversationId: null,
  seq: 0,
  items: [],
  pending: [],
  state: "none",
  assignee: null,
  queue: null,
  episode: 0,
  locale: null,
  partial: null,
  mood: [],
  workflow: emptyWorkflow,
  survey: "none",
  score: null,
  callBack: "no",
  mergedInto: null,
  unknown: 0,
};

export const reduceThread = (s: Thread, e: ThreadEvent): Thread => {
  switch (e.type) {
    case "received":
      return e.events.reduce(reduceWire, s);
    case "queued":
      return queued(s, e);
    case "receipt":
      return stage(s, e.clientId, { stage: "sent", failed: null, reason: null });
    case "failed":
      return stage(s, e.clientId, { stage: "failed", failed: e.code, reason: e.reason ?? null });
    case "delayed":
      return stage(s, e.clientId, { stage: "queued", failed: e.code, reason: e.reason ?? null });
    case "discarded":
      return { ...s, pending: s.pending.filter((p) => p.clientId !== e.clientId) };
    case "partial":
      return partial(s, e);
    case "opened":
      return e.conversationId === s.conversationId ? s : { ...emptyThread, conversationId: e.conversationId, pending: s.pending };
    default:
      return assertNever(e);
  }
};

/** One event of the journal. The feed has put them in order; an old one changes nothing all the same. */
export const reduceWire = (s: Thread, e: WireEvent): Thread => {
  if (e.seq <= s.seq) return s;
  const next = { ...s, seq: e.seq, conversationId: s.conversationId ?? e.conversationId };
  return isKnown(e) ? apply(next, e) : { ...next, unknown: s.unknown + 1 };
};

const apply = (s: Thread, e: GridEvent): Thread => {
  switch (e.type) {
    case "conversationStarted":
      return { ...notice(s, e, "started", e.data.channel ?? null), state: "bot", episode: 1, locale: e.data.locale ?? null };
    case "messagePosted":
      return message(s, e);
    case "notePosted":
      return note(s, e);
    case "handoffRequested":
      return {
        ...notice(s, e, "handoff", e.data.reason ?? null),
        state: "waiting",
        assignee: null,
        queue: e.data.queue ?? s.queue,
        partial: null,
        workflow: awake(s.workflow),
      };
    case "assigned": {
      const assignee = { id: e.data.agentId, name: e.data.name };
      return { ...notice(s, e, "assigned", e.data.name), state: "assigned", assignee, partial: null, callBack: notOffered(s), workflow: awake(s.workflow) };
    }
    case "unassigned":
      return { ...notice(s, e, "unassigned", s.assignee?.name ?? e.data.name ?? null), state: "waiting", assignee: null };
    case "summarised":
      return { ...s, items: [...s.items, { kind: "summary", seq: e.seq, at: e.at, by: e.by, text: e.data.text ?? null, lines: e.data.lines ?? [] }] };
    case "resolved":
      return over({ ...notice(s, e, "resolved", e.data.disposition ?? null), state: "resolved" });
    case "reopened":
      return {
        ...notice(s, e, "reopened", null),
        state: "bot",
        assignee: null,
        episode: e.data.episode ?? s.episode + 1,
        survey: "none",
        score: null,
        callBack: "no",
      };
    case "closed":
      return over({ ...notice(s, e, "closed", null), state: "closed" });
    case "surveyOffered":
      return { ...s, survey: "offered", score: null };
    case "rated":
      return { ...notice(s, e, "rated", e.data.score?.toString() ?? null), survey: "rated", score: e.data.score ?? null };
    case "offered":
      return { ...notice(s, e, "offered", e.data.name ?? null), state: "offered" };
    case "offerWithdrawn":
      return { ...notice(s, e, "offerWithdrawn", e.data.reason ?? null), state: s.state === "offered" ? "waiting" : s.state };
    case "alertRaised":
      return notice(s, e, "alert", e.data.text ?? e.data.kind ?? null);
    default:
      return worked(s, e);
  }
};

/** What was said is gone from the screen too, at once. */
const withoutTexts = (s: Thread): Thread => ({
  ...s,
  items: s.items.map((i) => {
    switch (i.kind) {
      case "message":
        return { ...i, text: null, quickReplies: [], attachments: [] };
      case "note":
        return { ...i, text: null };
      case "summary":
        return { ...i, text: null, lines: [] };
      default:
        return i.what === "erased" ? i : { ...i, detail: null, data: {} };
    }
  }),
});

/** One message is gone from the screen, and so is what the grid said about those before. */
const withoutText = (s: Thread, seq: number): Thread => ({
  ...s,
  items: s.items.map((i) => {
    switch (i.kind) {
      case "message":
        return i.seq === seq ? { ...i, text: null, quickReplies: [], attachments: [], clientId: null } : i;
      case "note":
        return i.seq === seq ? { ...i, text: null, clientId: null } : i;
      case "summary":
        return i.seq > seq ? { ...i, text: null, lines: [] } : i;
      default:
        return i.what === "alert" && i.seq > seq ? { ...i, detail: null, data: {} } : i;
    }
  }),
});

/** Nobody has it or writes beside an agent any more. */
const over = (s: Thread): Thread => ({
  ...s,
  assignee: null,
  partial: null,
  callBack: notOffered(s),
  workflow: { ...s.workflow, joined: [], onHold: false, snoozedUntil: null },
});

/** Who waits or is served again is put aside no more. */
const awake = (w: Workflow): Workflow => (w.snoozedUntil === null ? w : { ...w, snoozedUntil: null });

/** A wish to be called stands until the next episode; the offer of it does not outlive the wait. */
const notOffered = (s: Thread): Thread["callBack"] => (s.callBack === "asked" ? "asked" : "no");

const worked = (s: Thread, e: WorkflowEvent): Thread => {
  const workflow = reduceWorkflow(s.workflow, e);
  const detail = workflowDetail(e);
  const next = { ...(detail === null ? s : notice(s, e, e.type, detail)), workflow };
  switch (e.type) {
    case "snoozed":
      return { ...next, state: "snoozed", assignee: null };
    case "unsnoozed":
      return { ...next, state: "waiting" };
    case "returnedToAssistant":
      return { ...next, state: "bot", assignee: null };
    case "absenceAnnounced":
      return { ...next, callBack: e.data.callBack === true && s.callBack === "no" ? "offered" : s.callBack };
    case "callBackRequested":
      return { ...next, callBack: "asked" };
    case "merged":
      return { ...next, state: "closed", mergedInto: e.data.into ?? null };
    case "markedSpam":
      return { ...next, state: "closed" };
    case "erased":
      return withoutTexts({ ...next, partial: null, pending: [] });
    case "messageRedacted":
    case "noteRedacted":
      return withoutText({ ...next, partial: null }, e.data.messageSeq);
    default:
      return next;
  }
};

const message = (s: Thread, e: Extract<GridEvent, { type: "messagePosted" }>): Thread => {
  const item: MessageItem = {
    kind: "message",
    seq: e.seq,
    at: e.at,
    by: e.by,
    text: e.data.text ?? null,
    clientId: e.data.clientId ?? null,
    citations: e.data.citations ?? [],
    quickReplies: e.data.quickReplies ?? [],
    attachments: e.data.attachments ?? [],
    analysis: e.data.analysis ?? null,
    ...(e.data.viaAssistant === true ? { viaAssistant: true } : {}),
  };
  const mood = item.analysis === null ? s.mood : withMood(s.mood, e.seq, e.at, item.analysis);
  return { ...forget(s, item.clientId), items: [...s.items, item], mood, partial: e.by.kind === "customer" ? s.partial : null };
};

const note = (s: Thread, e: Extract<GridEvent, { type: "notePosted" }>): Thread => {
  const clientId = e.data.clientId ?? null;
  const item: NoteItem = { kind: "note", seq: e.seq, at: e.at, by: e.by, text: e.data.text ?? null, clientId };
  return { ...forget(s, clientId), items: [...s.items, item] };
};

const withMood = (mood: readonly MoodPoint[], seq: number, at: string, a: MessageAnalysis): readonly MoodPoint[] => [
  ...mood,
  { seq, at, label: a.sentiment.label, score: a.sentiment.score },
];

const notice = (s: Thread, e: GridEvent, what: NoticeType, detail: string | null): Thread => ({
  ...s,
  items: [...s.items, { kind: "notice", seq: e.seq, at: e.at, by: e.by, what, detail, data: e.data }],
});

const forget = (s: Thread, clientId: string | null): Thread =>
  clientId === null || !s.pending.some((p) => p.clientId === clientId) ? s : { ...s, pending: s.pending.filter((p) => p.clientId !== clientId) };

const queued = (s: Thread, e: Extract<ThreadEvent, { type: "queued" }>): Thread => {
  if (s.items.some((i) => (i.kind === "message" || i.kind === "note") && i.clientId === e.clientId)) return s;
  const item: Pending = {
    clientId: e.clientId,
    kind: e.kind,
    text: e.text,
    attachments: e.attachments ?? [],
    at: e.at,
    stage: e.failed === undefined ? "queued" : "failed",
    failed: e.failed ?? null,
    reason: e.reason ?? null,
  };
  return { ...s, pending: [...s.pending.filter((p) => p.clientId !== e.clientId), item] };
};

const stage = (s: Thread, clientId: string, to: Pick<Pending, "stage" | "failed" | "reason">): Thread =>
  s.pending.some((p) => p.clientId === clientId && (p.stage !== to.stage || p.failed !== to.failed))
    ? { ...s, pending: s.pending.map((p) => (p.clientId === clientId ? { ...p, ...to } : p)) }
    : s;

/** A partial answer only lives until the finished message stands in the thread; an empty one takes it back. */
const partial = (s: Thread, e: Extract<ThreadEvent, { type: "partial" }>): Thread => {
  if (e.text === "") return s.partial === null ? s : { ...s, partial: null };
  const answered = s.items.findLast((i) => i.kind === "message" && i.by.kind !== "customer");
  const replyTo = typeof e.replyTo === "number" ? e.replyTo : Number.NaN;
  if (answered !== undefined && Number.isFinite(replyTo) && answered.seq > replyTo) return s;
  return s.state === "assigned" || s.state === "closed" ? s : { ...s, partial: { text: e.text, replyTo: e.replyTo } };
};

export const assertNever = (x: never): never => {
  throw new Error(`unexpected ${JSON.stringify(x)}`);
};

/** Messages of others after the last one read. */
export const unreadCount = (s: Thread, readSeq: number): number =>
  s.items.filter((i) => i.kind === "message" && i.by.kind !== "customer" && i.seq > readSeq).length;

/** The quick replies that still make sense: those of the last message, if it is not the customer's own. */
export const openQuickReplies = (s: Thread): readonly string[] => {
  const last = s.items.findLast((i) => i.kind === "message");
  if (last === undefined || last.kind !== "message" || last.by.kind === "customer" || s.pending.length > 0) return [];
  return s.state === "bot" ? last.quickReplies : []; // Offered by the assistant: with a person, or at the end, they would answer nobody.
};
