import type { GridEvent, SlaClock } from "./grid/protocol";

/** What staff, rules and the assistant's tasks do to a conversation beside talking. */
export type WorkflowEvent = Exclude<
  GridEvent,
  {
    readonly type:
      | "conversationStarted"
      | "messagePosted"
      | "handoffRequested"
      | "assigned"
      | "unassigned"
      | "notePosted"
      | "summarised"
      | "resolved"
      | "reopened"
      | "closed"
      | "surveyOffered"
      | "rated"
      | "offered"
      | "offerWithdrawn"
      | "alertRaised";
  }
>;

/** What staff and rules made of a conversation beside what was said. */
export type Workflow = {
  readonly labels: readonly string[];
  readonly fields: Readonly<Record<string, string>>;
  /** Null until somebody set it: then the urgency that was read from the messages does not count. */
  readonly priority: number | null;
  readonly snoozedUntil: string | null;
  readonly onHold: boolean;
  readonly blocked: boolean;
  readonly clocks: readonly SlaClock[];
  /** Ids of the supervisors who write beside the agent. */
  readonly joined: readonly string[];
};

export const emptyWorkflow: Workflow = { labels: [], fields: {}, priority: null, snoozedUntil: null, onHold: false, blocked: false, clocks: [], joined: [] };

export const reduceWorkflow = (w: Workflow, e: WorkflowEvent): Workflow => {
  switch (e.type) {
    case "labelled":
      return {
        ...w,
        labels: withLabels(
          w.labels.filter((l) => e.data.removed?.includes(l) !== true),
          e.data.added ?? [],
        ),
      };
    case "absorbed":
      return { ...w, labels: withLabels(w.labels, e.data.labels ?? []) };
    case "fieldsSet":
      return { ...w, fields: withFields(w.fields, e.data.fields ?? {}) };
    case "priorityChanged":
      return { ...w, priority: e.data.priority ?? w.priority };
    case "snoozed":
      return { ...w, snoozedUntil: e.data.until ?? null, joined: [] };
    case "unsnoozed":
      return { ...w, snoozedUntil: null };
    case "holdChanged":
      return { ...w, onHold: e.data.onHold === true };
    case "blockChanged":
      return { ...w, blocked: e.data.blocked === true };
    case "slaClocksSet":
      return { ...w, clocks: e.data.clocks ?? [] };
    case "slaEnded":
      return { ...w, clocks: w.clocks.map((c) => (c.metric === e.data.metric ? { ...c, done: true } : c)) };
    case "joined":
      return { ...w, joined: [...w.joined.filter((id) => id !== e.by.id), e.by.id] };
    case "left":
      return { ...w, joined: w.joined.filter((id) => id !== e.by.id) };
    case "erased":
      return { ...w, labels: e.data.labels ?? [], fields: {} };
    default:
      return w;
  }
};

/** The target that ends next, of those that run. */
export const nextDue = (clocks: readonly SlaClock[]): { readonly metric: string; readonly dueAt: string } | null => {
  let next: { readonly metric: string; readonly dueAt: string } | null = null;
  for (const c of clocks) {
    if (c.done === true || c.paused === true || typeof c.dueAt !== "string") continue;
    if (next === null || c.dueAt < next.dueAt) next = { metric: c.metric, dueAt: c.dueAt };
  }
  return next;
};

/** What a notice in the thread says about it, in the host's own words; null where nobody needs to read it. */
export const workflowDetail = (e: WorkflowEvent): string | null => {
  switch (e.type) {
    case "labelled":
      return [...(e.data.added ?? []).map((l) => `+${l}`), ...(e.data.removed ?? []).map((l) => `−${l}`)].join(" ");
    case "priorityChanged":
      return String(e.data.priority ?? "");
    case "snoozed":
      return e.data.until ?? "";
    case "holdChanged":
      return e.data.onHold === true ? "on" : "off";
    case "blockChanged":
      return e.data.blocked === true ? "on" : "off";
    case "merged":
      return e.data.into ?? "";
    case "absorbed":
      return e.data.from ?? "";
    case "macroApplied":
      return e.data.macroId ?? "";
    case "ruleApplied":
      return e.data.ruleId ?? "";
    case "slaWarned":
    case "slaBreached":
      return e.data.metric ?? "";
    case "callBackRequested":
      return [e.data.phone, e.data.when].filter(Boolean).join(", ");
    case "taskEnded":
      return [e.data.tool, e.data.outcome].filter(Boolean).join(": ");
    case "handoffExplained":
      return e.data.reason ?? "";
    case "joined":
    case "left":
      return e.by.name ?? "";
    case "valueChanged":
      return String(e.data.value ?? "");
    case "unsnoozed":
    case "markedSpam":
    case "returnedToAssistant":
    case "customerVerified":
      return "";
    case "fieldsSet":
    case "slaClocksSet":
    case "slaEnded":
    case "absenceAnnounced":
    case "taskAdvanced":
    case "deliveryQueued":
    case "deliverySent":
    case "deliveryConfirmed":
      return null;
    // A notice of which the data says enough: a page with words for its type shows it.
    default:
      return "";
  }
};

const withLabels = (labels: readonly string[], added: readonly string[]): readonly string[] => [...labels, ...added.filter((l) => !labels.includes(l))];

const withFields = (fields: Readonly<Record<string, string>>, change: Readonly<Record<string, string | null>>): Readonly<Record<string, string>> => {
  const next = new Map(Object.entries(fields));
  for (const [name, value] of Object.entries(change)) {
    if (value === null || value === "") next.delete(name);
    else next.set(name, value);
  }
  return Object.fromEntries(next);
};
