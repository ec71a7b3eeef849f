import { describe, expect, it } from "vitest";
import { emptyThread, reduceThread, type Thread } from "./thread";

const agent = { kind: "agent", id: "ben", name: "Ben" } as const;
const system = { kind: "system", id: "system", name: null } as const;
const received = (s: Thread, seq: number, type: string, by: object, data: object): Thread =>
  reduceThread(s, { type: "received", events: [{ conversationId: "c", seq, prev: seq - 1, type, at: "2026-12-01T09:00:00Z", by: by as typeof agent, data }] });
const deliveryOf = (s: Thread, seq: number) => s.items.map((i) => (i.kind === "message" && i.seq === seq ? i.delivery : null)).find((d) => d !== null);

describe("the way of a message to a customer who is not connected", () => {
  it("is marked on the message, and only what needs a person is told", () => {
    let s = received(emptyThread, 1, "messagePosted", agent, { text: "hello" });
    expect(deliveryOf(s, 1)).toBeUndefined();
    s = received(s, 2, "deliveryQueued", system, { messageSeq: 1 });
    expect(deliveryOf(s, 1)).toEqual({ state: "queued", problem: null });
    s = received(s, 3, "deliveryDeferred", system, { messageSeq: 1, problem: "unreachable", attempt: 1, retryAt: "2026-12-01T09:01:00Z" });
    expect(deliveryOf(s, 1)).toEqual({ state: "deferred", problem: "unreachable" });
    s = received(s, 4, "deliverySent", system, { messageSeq: 1 });
    s = received(s, 5, "deliveryConfirmed", system, { messageSeq: 1 });
    expect(deliveryOf(s, 1)).toEqual({ state: "delivered", problem: null });
    s = received(s, 6, "deliveryFailed", system, { messageSeq: 1, problem: "mailboxFull" });
    expect(deliveryOf(s, 1)).toEqual({ state: "failed", problem: "mailboxFull" });
    expect(s.items.filter((i) => i.kind === "notice").map((i) => (i.kind === "notice" ? i.what : ""))).toEqual(["deliveryDeferred", "deliveryFailed"]);
  });

  it("forgets where a removed message came from", () => {
    const origin = { account: "care", address: "nur@example.test", whole: "hello\n> before" };
    let s = received(emptyThread, 1, "messagePosted", { kind: "customer", id: "nur", name: "Nur" }, { text: "hello", origin, automatic: true });
    expect(s.items[0]).toMatchObject({ origin, automatic: true });
    s = received(s, 2, "messageRedacted", system, { messageSeq: 1 });
    expect(s.items[0]).toMatchObject({ text: null, origin: null });
  });
});
