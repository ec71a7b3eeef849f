import type { AlertPush, PresenceStatus, Summary, WrapUp } from "./grid/protocol";
import { assertNever } from "./thread";
import { list, toOffer, toSummary, asRecord, number, text, type OfferView } from "./wire-shapes";

/** What lies before an agent: conversations by id, offers with an end, alerts. */
export type Inbox = {
  readonly byId: ReadonlyMap<string, Summary>;
  readonly offers: readonly OfferView[];
  readonly alerts: readonly Alert[];
  readonly wrapUps: readonly WrapUp[];
  readonly standing: { readonly status: PresenceStatus; readonly reason: string | null; readonly load: number | null; readonly capacity: number | null };
  /** What was this agent's and went to others while the connection was lost, until the agent has read so. */
  readonly lost: readonly Summary[];
  /** False until the host has answered for the first time. */
  readonly loaded: boolean;
};
export type Alert = { readonly id: number; readonly at: number; readonly conversationId: string; readonly kind: string; readonly text: string };

export type InboxEvent =
  | {
      readonly type: "answered";
      readonly answer: unknown;
      readonly agentId: string;
      /** What was this agent's when the connection was lost. */ readonly held?: readonly Summary[];
    }
  | { readonly type: "listed"; readonly items: readonly unknown[] }
  | { readonly type: "changed"; readonly summaries: readonly unknown[] }
  | { readonly type: "offered"; readonly offer: unknown }
  | { readonly type: "offerEnded"; readonly offerId: string }
  /** The host has granted an offer: the list shows it at once, and not when the host's next picture of it comes. */
  | { readonly type: "accepted"; readonly offerId: string; readonly agentId: string }
  | { readonly type: "wrapUpEnded"; readonly offerId: string }
  | { readonly type: "alerted"; readonly alert: AlertPush; readonly at: number }
  | { readonly type: "alertsRead" }
  | { readonly type: "lostRead" }
  | { readonly type: "standing"; readonly standing: unknown }
  /** A message of a conversation that is followed: the list shows it before the host sends the next picture. */
  | { readonly type: "said"; readonly conversationId: string; readonly seq: number; readonly at: string; readonly text: string | null };

export const alertsMax = 100;
const lostMax = 50;
/** An alert may come by two ways: as the conversation's and as the workspace's. */
const sameAlertMs = 10_000;

export const emptyInbox: Inbox = {
  byId: new Map(),
  offers: [],
  alerts: [],
  wrapUps: [],
  lost: [],
  standing: { status: "offline", reason: null, load: null, capacity: null },
  loaded: false,
};

export const reduceInbox = (s: Inbox, e: InboxEvent): Inbox => {
  switch (e.type) {
    case "answered":
      return answered(s, e.answer, e.agentId, e.held ?? []);
    case "listed":
      return { ...s, byId: merge(s.byId, e.items) };
    case "changed":
      return { ...s, byId: merge(s.byId, e.summaries) };
    case "offered":
      return offered(s, e.offer);
    case "offerEnded":
      return { ...s, offers: s.offers.filter((o) => o.offerId !== e.offerId) };
    case "accepted":
      return accepted(s, e.offerId, e.agentId);
    case "wrapUpEnded":
      return { ...s, wrapUps: s.wrapUps.filter((w) => w.offerId !== e.offerId) };
    case "alerted": {
      if (s.alerts.some((a) => e.at - a.at < sameAlertMs && a.conversationId === e.alert.conversationId && a.kind === e.alert.kind && a.text === e.alert.text))
        return s;
      const alert: Alert = { ...e.alert, id: (s.alerts[0]?.id ?? 0) + 1, at: e.at };
      return { ...s, alerts: [alert, ...s.alerts].slice(0, alertsMax) };
    }
    case "alertsRead":
      return { ...s, alerts: [] };
    case "lostRead":
      return { ...s, lost: [] };
    case "said":
      return said(s, e);
    case "standing":
      return { ...s, standing: standing(s, e.standing) };
    default:
      return assertNever(e);
  }
};

const answered = (s: Inbox, raw: unknown, agentId: string, held: readonly Summary[]): Inbox => {
  const r = asRecord(raw);
  const assigned = list(r["assigned"])
    .map(toSummary)
    .filter((x): x is Summary => x !== null);
  const byId = new Map(s.byId);
  // The answer is the whole truth about what is mine: what I held and it does not name went to someone else meanwhile.
  const mine = new Set(assigned.map((x) => x.conversationId));
  for (const x of mineOf(s, agentId)) if (!mine.has(x.conversationId)) byId.delete(x.conversationId);
  for (const x of assigned) byId.set(x.conversationId, { ...x, agentId: x.agentId ?? agentId, state: x.state ?? "assigned" });
  const offers = list(r["offers"])
    .map(toOffer)
    .filter((x): x is OfferView => x !== null);
  for (const o of offers) if (o.summary !== null) byId.set(o.conversationId, o.summary);
  const wrapUps = list(r["wrapUps"])
    .map(toWrapUp)
    .filter((x): x is WrapUp => x !== null);
  const lost = [...s.lost, ...held].filter((x) => !mine.has(x.conversationId)).slice(-lostMax);
  return { ...s, byId, offers, wrapUps, lost, standing: standing(s, typeof r["status"] === "object" ? r["status"] : r), loaded: true };
};

/** What this agent has now, as far as is known. */
export const mineOf = (s: Inbox, agentId: string): readonly Summary[] => [...s.byId.values()].filter((x) => x.agentId === agentId && x.state === "assigned");

const toWrapUp = (raw: unknown): WrapUp | null => {
  const r = asRecord(raw);
  const [offerId, conversationId, until] = [text(r["offerId"]), text(r["conversationId"]), text(r["until"])];
  return offerId === null || conversationId === null || until === null
    ? null
    : { offerId, conversationId, until: Date.parse(until), customerName: toSummary(r["summary"])?.customerName ?? null };
};

const said = (s: Inbox, e: Extract<InboxEvent, { type: "said" }>): Inbox => {
  const old = s.byId.get(e.conversationId);
  if (old === undefined || (e.seq <= old.lastSeq && old.lastText !== null)) return s;
  return { ...s, byId: new Map(s.byId).set(e.conversationId, { ...old, lastText: e.text, lastSeq: Math.max(old.lastSeq, e.seq), updatedAt: e.at }) };
};

const offered = (s: Inbox, raw: unknown): Inbox => {
  const offer = toOffer(raw);
  if (offer === null) return s;
  const byId = offer.summary === null ? s.byId : new Map(s.byId).set(offer.conversationId, offer.summary);
  return { ...s, byId, offers: [...s.offers.filter((o) => o.offerId !== offer.offerId), offer] };
};

const accepted = (s: Inbox, offerId: string, agentId: string): Inbox => {
  const offer = s.offers.find((o) => o.offerId === offerId);
  const row = offer === undefined ? undefined : (s.byId.get(offer.conversationId) ?? offer.summary ?? undefined);
  return row === undefined ? s : { ...s, byId: new Map(s.byId).set(row.conversationId, { ...row, agentId, state: "assigned", waitingSince: null }) };
};

/** Summaries may come late: an older picture never replaces a newer one. */
const merge = (byId: ReadonlyMap<string, Summary>, raws: readonly unknown[]): ReadonlyMap<string, Summary> => {
  const next = new Map(byId);
  for (const raw of raws) {
    const fresh = toSummary(raw);
    if (fresh === null) continue;
    if (asRecord(raw)["gone"] === true) {
      next.delete(fresh.conversationId);
      continue;
    }
    const old = next.get(fresh.conversationId);
    if (old !== undefined && fresh.lastSeq > 0 && fresh.lastSeq < old.lastSeq) continue;
    next.set(fresh.conversationId, old === undefined ? fresh : keepKnown(old, fresh));
  }
  return next;
};

/** A field that only some of the host's pictures carry (the last text, the subject) stays until a new one comes. */
const keepKnown = (old: Summary, fresh: Summary): Summary => ({
  ...fresh,
  lastText: fresh.lastText ?? old.lastText,
  question: fresh.question ?? old.question,
  subject: fresh.subject ?? old.subject,
  customerName: fresh.customerName ?? old.customerName,
  waitingSince: fresh.waitingSince ?? (fresh.state === "waiting" || fresh.state === "offered" ? old.waitingSince : null),
  mood: fresh.mood ?? old.mood,
  risk: fresh.risk ?? old.risk,
  value: fresh.value ?? old.value,
  intent: fresh.intent ?? old.intent,
  dueAt: fresh.dueAt ?? (fresh.lastSeq === old.lastSeq ? old.dueAt : null),
});

const standing = (s: Inbox, raw: unknown): Inbox["standing"] => {
  const r = asRecord(raw);
  const status = text(raw) ?? text(r["status"]);
  return {
    status: status === "online" || status === "away" || status === "offline" ? status : s.standing.status,
    reason: text(raw) !== null ? null : text(r["reason"]),
    load: number(r["load"]) ?? s.standing.load,
    capacity: number(r["capacity"]) ?? s.standing.capacity,
  };
};

export type InboxView = "mine" | "waiting" | "bot" | "snoozed" | "done" | "all";

export const inView = (x: Summary, view: InboxView, agentId: string): boolean => {
  switch (view) {
    case "mine":
      return x.agentId === agentId && x.state === "assigned";
    case "waiting":
      return x.state === "waiting" || x.state === "offered";
    case "bot":
      return x.state === "bot";
    case "snoozed":
      return x.state === "snoozed";
    case "done":
      return x.state === "resolved" || x.state === "closed";
    case "all":
      return true;
    default:
      return assertNever(view);
  }
};

/** How many conversations each view holds, in one pass. */
export const countViews = (s: Inbox, agentId: string): Readonly<Record<InboxView, number>> => {
  const n = { mine: 0, waiting: 0, bot: 0, snoozed: 0, done: 0, all: s.byId.size };
  for (const x of s.byId.values()) {
    if (x.state === "waiting" || x.state === "offered") n.waiting++;
    else if (x.state === "bot") n.bot++;
    else if (x.state === "snoozed") n.snoozed++;
    else if (x.state === "resolved" || x.state === "closed") n.done++;
    else if (inView(x, "mine", agentId)) n.mine++;
  }
  return n;
};

/** What wants a person first comes first: priority, then who waits longest, then what moved last. */
export const byUrgency = (a: Summary, b: Summary): number => {
  const waitingA = a.waitingSince ?? "~";
  const waitingB = b.waitingSince ?? "~";
  if (a.priority !== b.priority && a.waitingSince !== null && b.waitingSince !== null) return b.priority - a.priority;
  if (waitingA !== waitingB) return waitingA < waitingB ? -1 : 1;
  const movedA = a.updatedAt ?? "";
  const movedB = b.updatedAt ?? "";
  return movedA === movedB ? (a.conversationId < b.conversationId ? -1 : 1) : movedA > movedB ? -1 : 1;
};
