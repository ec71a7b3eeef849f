import { asRecord, list, number, text } from "./wire-shapes";

/** The supervisors' picture. What the host does not say is null and shown as a dash, never as a zero. */
export type Board = {
  readonly at: number;
  readonly queues: readonly BoardQueue[];
  readonly agents: readonly BoardAgent[];
  readonly inFlight: { readonly bot: number | null; readonly waiting: number | null; readonly assigned: number | null; readonly total: number | null };
  /** -1 (worst) to 1 (best). */
  readonly mood: number | null;
  readonly moods: { readonly positive: number; readonly neutral: number; readonly negative: number } | null;
  /** 0..1: share of conversations that the assistant finished alone. */
  readonly automation: number | null;
  readonly serviceLevel: number | null;
  /** Open conversations with a bad mood. */
  readonly unhappy: number | null;
  readonly medianWaitMs: number | null;
  /** Mean rating, as the host gives it. */
  readonly satisfaction: number | null;
  readonly startedToday: number | null;
};
export type BoardQueue = {
  readonly id: string;
  readonly name: string;
  readonly waiting: number;
  readonly longestWaitMs: number | null;
  /** 0..1: share answered within the target. */
  readonly serviceLevel: number | null;
  readonly agentsOnline: number | null;
};
export type BoardAgent = {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly load: number;
  readonly capacity: number | null;
  readonly since: string | null;
};

export const toBoard = (raw: unknown, now: number): Board => {
  const r = asRecord(raw);
  const flight = asRecord(r["inFlight"] ?? r["conversations"]);
  const sentiment = asRecord(r["sentiment"]);
  const queues = list(r["queues"]).map((q) => queue(q, now));
  return {
    at: now,
    queues,
    agents: list(r["agents"]).map(agent),
    inFlight: {
      bot: number(flight["bot"]),
      waiting: plus(number(flight["waiting"]), number(flight["offered"])),
      assigned: number(flight["assigned"]),
      total: number(flight["total"]) ?? number(flight["inFlight"]) ?? number(r["inFlight"]) ?? number(r["conversations"]) ?? number(r["conversationsInFlight"]),
    },
    mood:
      number(r["sentiment"]) ??
      number(sentiment["mean"]) ??
      number(sentiment["average"]) ??
      number(sentiment["mood"]) ??
      number(sentiment["score"]) ??
      number(r["mood"]),
    moods:
      number(sentiment["positive"]) === null && number(sentiment["negative"]) === null
        ? null
        : { positive: number(sentiment["positive"]) ?? 0, neutral: number(sentiment["neutral"]) ?? 0, negative: number(sentiment["negative"]) ?? 0 },
    automation: number(r["automationRate"]) ?? number(asRecord(r["automation"])["rate"]) ?? number(r["automation"]),
    serviceLevel: number(r["serviceLevel"]) ?? weighted(queues),
    unhappy: number(sentiment["unhappy"]),
    medianWaitMs: seconds(r["medianWaitSeconds"]),
    satisfaction: number(r["satisfaction"]),
    startedToday: number(flight["startedToday"]),
  };
};

const plus = (a: number | null, b: number | null): number | null => (a === null ? null : a + (b ?? 0));
const seconds = (x: unknown): number | null => {
  const n = number(x);
  return n === null ? null : n * 1000;
};

const queue = (raw: unknown, now: number): BoardQueue => {
  const r = asRecord(raw);
  const id = text(r["queue"]) ?? text(r["queueId"]) ?? text(r["id"]) ?? text(r["name"]) ?? "?";
  const since = text(r["longestWaitSince"]);
  return {
    id,
    name: text(r["name"]) ?? id,
    waiting: number(r["waiting"]) ?? 0,
    longestWaitMs:
      number(r["longestWaitMs"]) ?? (since !== null ? Math.max(0, now - Date.parse(since)) : (seconds(r["longestWaitSeconds"]) ?? seconds(r["longestWait"]))),
    serviceLevel: number(r["serviceLevel"]),
    agentsOnline: number(r["agentsOnline"]),
  };
};

const agent = (raw: unknown): BoardAgent => {
  const r = asRecord(raw);
  const id = text(r["agentId"]) ?? text(r["id"]) ?? "?";
  return {
    id,
    name: text(r["name"]) ?? id,
    status: text(r["status"]) ?? "offline",
    load: number(r["load"]) ?? 0,
    capacity: number(r["capacity"]),
    since: text(r["since"]),
  };
};

const weighted = (queues: readonly BoardQueue[]): number | null => {
  const known = queues.map((q) => q.serviceLevel).filter((x): x is number => x !== null);
  return known.length === 0 ? null : known.reduce((a, b) => a + b, 0) / known.length;
};

export type BoardPoint = {
  readonly at: number;
  readonly waiting: number;
  readonly assigned: number | null;
  readonly mood: number | null;
  readonly automation: number | null;
};
export const historyMax = 900;

/** The recent past for the charts: one point a push, bounded. */
export const remember = (history: readonly BoardPoint[], b: Board): readonly BoardPoint[] => [
  ...history.slice(Math.max(0, history.length + 1 - historyMax)),
  {
    at: b.at,
    waiting: b.inFlight.waiting ?? b.queues.reduce((n, q) => n + q.waiting, 0),
    assigned: b.inFlight.assigned,
    mood: b.mood,
    automation: b.automation,
  },
];
