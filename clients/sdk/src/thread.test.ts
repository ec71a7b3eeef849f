import { describe, expect, it } from "vitest";
import { isKnown, type Actor, type WireEvent } from "./grid/protocol";
import { dice } from "./testing/dice";
import { emptyThread, openQuickReplies, reduceThread, unreadCount, type Thread } from "./thread";

const customer: Actor = { kind: "customer", id: "u1", name: "Nur" };
const bot: Actor = { kind: "bot", id: "assistant", name: "Assistant" };
const event = (seq: number, type: string, by: Actor, data: unknown): WireEvent => ({
  conversationId: "c1",
  seq,
  prev: seq - 1,
  type,
  at: "2026-01-01T00:00:00Z",
  by,
  data,
});
const receive = (s: Thread, ...events: WireEvent[]) => reduceThread(s, { type: "received", events });

describe("reduceThread", () => {
  it("replaces a pending message by the event with its clientId", () => {
    let s = reduceThread(emptyThread, { type: "queued", clientId: "k1", kind: "post", text: "hello", at: 1 });
    expect(s.pending[0]?.stage).toBe("queued");
    s = reduceThread(s, { type: "receipt", clientId: "k1" });
    expect(s.pending[0]?.stage).toBe("sent");
    s = receive(s, event(1, "messagePosted", customer, { text: "hello", clientId: "k1" }));
    expect(s.pending).toEqual([]);
    expect(s.items).toHaveLength(1);
  });

  it("takes the event before the receipt, and a late receipt changes nothing", () => {
    let s = reduceThread(emptyThread, { type: "queued", clientId: "k1", kind: "post", text: "hello", at: 1 });
    s = receive(s, event(1, "messagePosted", customer, { text: "hello", clientId: "k1" }));
    expect(reduceThread(s, { type: "receipt", clientId: "k1" })).toBe(s);
    expect(reduceThread(s, { type: "queued", clientId: "k1", kind: "post", text: "hello", at: 1 })).toBe(s);
  });

  it("keeps a failed message with its text until the person decides", () => {
    let s = reduceThread(emptyThread, { type: "queued", clientId: "k1", kind: "post", text: "x", at: 1 });
    s = reduceThread(s, { type: "failed", clientId: "k1", code: "too_large" });
    expect(s.pending[0]).toMatchObject({ stage: "failed", failed: "too_large", reason: null, text: "x" });
    s = reduceThread(s, { type: "queued", clientId: "k1", kind: "post", text: "x", at: 1 });
    s = reduceThread(s, { type: "delayed", clientId: "k1", code: "unavailable", reason: "busy" });
    expect(s.pending[0]).toMatchObject({ stage: "queued", failed: "unavailable", reason: "busy" });
    s = reduceThread(s, { type: "discarded", clientId: "k1" });
    expect(s.pending).toEqual([]);
  });

  it("follows the hand-over to a person and back", () => {
    let s = receive(emptyThread, event(1, "conversationStarted", customer, { channel: "web", locale: "ms", aiDisclosure: true }));
    expect(s.state).toBe("bot");
    s = receive(s, event(2, "handoffRequested", customer, { queue: "billing" }));
    expect([s.state, s.queue]).toEqual(["waiting", "billing"]);
    s = receive(s, event(3, "assigned", { kind: "system", id: "system" }, { agentId: "a1", name: "Aina" }));
    expect([s.state, s.assignee?.name]).toEqual(["assigned", "Aina"]);
    s = receive(s, event(4, "resolved", bot, {}), event(5, "surveyOffered", bot, {}));
    expect([s.state, s.survey]).toEqual(["resolved", "offered"]);
    s = receive(s, event(6, "rated", customer, { score: 5 }));
    expect([s.survey, s.score]).toEqual(["rated", 5]);
    // What was over is nobody's: a new message begins with the assistant, or waits for whoever is free.
    s = receive(s, event(7, "reopened", customer, { episode: 2 }));
    expect([s.state, s.survey, s.assignee, s.episode]).toEqual(["bot", "none", null, 2]);
    s = receive(
      s,
      event(8, "messagePosted", customer, { text: "again" }),
      event(9, "handoffRequested", { kind: "system", id: "system" }, { queue: "billing" }),
    );
    expect([s.state, s.assignee]).toEqual(["waiting", null]);
  });

  it("ignores and counts what it does not know, and does not ask for it again", () => {
    const s = receive(emptyThread, event(1, "somethingNew", bot, { a: 1 }), event(2, "messagePosted", bot, null));
    expect([s.unknown, s.seq, s.items.length]).toEqual([2, 2, 0]);
    expect(isKnown(event(1, "somethingNew", bot, {}))).toBe(false);
  });

  it("shows a partial answer until the message stands, and never after it", () => {
    let s = receive({ ...emptyThread, state: "bot" }, event(1, "messagePosted", customer, { text: "?" }));
    s = reduceThread(s, { type: "partial", replyTo: 1, text: "You can" });
    expect(s.partial?.text).toBe("You can");
    s = receive(s, event(2, "messagePosted", bot, { text: "You can return it.", quickReplies: ["How?"] }));
    expect(s.partial).toBeNull();
    expect(reduceThread(s, { type: "partial", replyTo: 1, text: "You can" }).partial).toBeNull();
    s = reduceThread(s, { type: "partial", replyTo: 9, text: "And" });
    expect(reduceThread(s, { type: "partial", replyTo: 9, text: "" }).partial).toBeNull();
    expect(openQuickReplies(s)).toEqual(["How?"]);
    expect(unreadCount(s, 1)).toBe(1);
  });

  it("puts an analysis at its message and keeps the mood over time", () => {
    let s = receive(
      emptyThread,
      event(1, "messagePosted", customer, {
        text: "grr",
        analysis: {
          language: "en",
          sentiment: { label: "negative", score: -0.8 },
          emotion: "anger",
          intent: { name: "refund", confidence: 0.9 },
          priority: 3,
          model: "m",
        },
      }),
    );
    s = receive(s, event(2, "messagePosted", customer, { text: "ok", analysis: { sentiment: { label: "neutral", score: 0 } } }));
    expect(s.mood.map((m) => m.score)).toEqual([-0.8, 0]);
    expect(s.items[1]).toMatchObject({ kind: "message", analysis: { sentiment: { label: "neutral" } } });
  });

  it.each(Array.from({ length: 200 }, (_, i) => i + 1))("folds to the same thread in any batches, with repetitions (seed %i)", (seed) => {
    const random = dice(seed);
    const types = ["messagePosted", "notePosted", "handoffRequested", "assigned", "unassigned", "resolved", "reopened", "mystery"];
    const all = Array.from({ length: 40 }, (_, i) =>
      event(i + 1, types[Math.floor(random() * types.length)] as string, random() < 0.5 ? customer : bot, {
        text: `t${i}`,
        clientId: `k${i}`,
        agentId: "a1",
        name: "Aina",
      }),
    );
    const once = receive(emptyThread, ...all);
    let s: Thread = emptyThread;
    for (let i = 0; i < all.length;) {
      const size = 1 + Math.floor(random() * 5);
      const from = Math.max(0, i - Math.floor(random() * 3));
      s = receive(s, ...all.slice(from, i + size));
      i += size;
    }
    expect(s).toEqual(once);
    const seqs = s.items.map((i) => i.seq);
    expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
  });
});
