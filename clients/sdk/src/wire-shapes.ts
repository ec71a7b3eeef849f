import type { Offer, Summary } from "./grid/protocol";

/** Reads what the host sends about a conversation. Every field but the id may be missing; an unknown one is left alone. */
export const toSummary = (raw: unknown): Summary | null => {
  const r = asRecord(raw);
  const id = text(r["conversationId"]) ?? text(r["id"]);
  if (id === null) return null;
  const agent = asRecord(r["agent"]);
  const customer = asRecord(r["customer"]);
  const mood = r["mood"] ?? r["sentiment"];
  return {
    conversationId: id,
    state: text(r["state"]),
    queue: text(r["queue"]),
    customerId: text(r["customerId"]) ?? text(customer["id"]),
    customerName: text(r["customerName"]) ?? text(customer["name"]),
    agentId: text(r["agentId"]) ?? text(agent["id"]),
    agentName: text(r["agentName"]) ?? text(agent["name"]),
    transferredBy: text(asRecord(r["transferredBy"])["name"]),
    subject: text(r["subject"]) ?? text(r["topic"]),
    lastText: text(r["lastText"]),
    question: text(r["question"]),
    lastSeq: number(r["lastSeq"]) ?? 0,
    startedAt: text(r["startedAt"]),
    updatedAt: text(r["updatedAt"]) ?? text(r["lastAt"]),
    waitingSince: text(r["waitingSince"]),
    mood: number(mood) ?? number(asRecord(mood)["score"]),
    risk: number(r["risk"]),
    value: number(r["value"]),
    intent: text(r["intent"]) ?? text(asRecord(r["intent"])["name"]),
    priority: number(r["priority"]) ?? 0,
    language: text(r["language"]) ?? text(r["locale"]),
    channel: text(r["channel"]),
    labels: list(r["labels"]).filter((l): l is string => typeof l === "string"),
    snoozedUntil: text(r["snoozedUntil"]),
    dueAt:
      text(r["dueAt"]) ??
      list(r["sla"])
        .map((c) => text(asRecord(c)["dueAt"]))
        .filter((d): d is string => d !== null)
        .sort()[0] ??
      null,
  };
};

export type OfferView = {
  readonly offerId: string;
  readonly conversationId: string;
  readonly queue: string | null;
  /** One line about the matter, when the host gives one. */
  readonly text: string | null;
  readonly summary: Summary | null;
  readonly expiresAt: number;
};

export const toOffer = (raw: unknown): OfferView | null => {
  const r = asRecord(raw) as Partial<Offer>;
  if (typeof r.offerId !== "string" || typeof r.conversationId !== "string") return null;
  const leftMs = number(r.leftMs);
  const expiresAt = leftMs === null ? Date.parse(String(r.expiresAt ?? "")) : Date.now() + leftMs;
  return {
    offerId: r.offerId,
    conversationId: r.conversationId,
    queue: text(r.queue),
    text: text(r.summary) ?? text(asRecord(r.summary)["text"]),
    summary: toSummary(r.summary),
    expiresAt: Number.isNaN(expiresAt) ? Number.POSITIVE_INFINITY : expiresAt,
  };
};

/** `delivery_problem` as words. */
export const humanName = (name: string): string => name.replace(/[_-]+/g, " ");

export const asRecord = (x: unknown): Readonly<Record<string, unknown>> =>
  typeof x === "object" && x !== null && !Array.isArray(x) ? (x as Record<string, unknown>) : {};
export const text = (x: unknown): string | null => (typeof x === "string" && x !== "" ? x : null);
export const number = (x: unknown): number | null => (typeof x === "number" && Number.isFinite(x) ? x : null);
export const list = (x: unknown): readonly unknown[] => (Array.isArray(x) ? x : []);

/** The agent's own presence, which may change at another desk or by the host. */
export const isStanding = (push: unknown): boolean => {
  const { conversationId, status } = asRecord(push);
  return conversationId === undefined && status !== undefined;
};
