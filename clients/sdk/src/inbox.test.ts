import { describe, expect, it } from "vitest";
import { remember, toBoard, historyMax, type BoardPoint } from "./board";
import { alertsMax, countViews, emptyInbox, inView, mineOf, reduceInbox, type Inbox, type InboxView } from "./inbox";
import { listView } from "./list-view";

const view = (id: string, state: string, more: Record<string, unknown> = {}) => ({
  conversationId: id,
  state,
  lastSeq: 1,
  updatedAt: `2026-01-01T00:00:0${id.at(-1)}Z`,
  ...more,
});
const answered = (s: Inbox, assigned: unknown[], offers: unknown[] = []) =>
  reduceInbox(s, { type: "answered", agentId: "me", answer: { assigned, offers, status: { status: "online", load: 1, capacity: 4 } } });

describe("reduceInbox", () => {
  it("takes the answer as the truth about what is mine", () => {
    let s = answered(emptyInbox, [view("c1", "assigned", { agent: { id: "me", name: "Me" } }), view("c2", "assigned", { agent: { id: "me", name: "Me" } })]);
    expect(listView(s, "mine", "me").rows.map((x) => x.conversationId)).toEqual(["c2", "c1"]);
    s = answered(s, [view("c2", "assigned", { agent: { id: "me", name: "Me" } })]);
    expect(listView(s, "mine", "me").rows.map((x) => x.conversationId)).toEqual(["c2"]);
    expect(s.standing).toEqual({ status: "online", reason: null, load: 1, capacity: 4 });
  });

  it("says what left while the connection was lost, until it was read or came back", () => {
    const mine = { agent: { id: "me", name: "Me" } };
    let s = answered(emptyInbox, [view("c1", "assigned", mine), view("c2", "assigned", mine)]);
    expect(s.lost).toEqual([]);
    const held = mineOf(s, "me");
    const back = (assigned: unknown[]) => reduceInbox(s, { type: "answered", agentId: "me", held, answer: { assigned, offers: [], status: "online" } });
    s = back([view("c2", "assigned", mine)]);
    expect(s.lost.map((x) => x.conversationId)).toEqual(["c1"]);
    expect(reduceInbox(s, { type: "lostRead" }).lost).toEqual([]);
    s = back([view("c1", "assigned", mine), view("c2", "assigned", mine)]);
    expect(s.lost).toEqual([]);
  });

  it("shows what was accepted as the agent's at once", () => {
    const s = reduceInbox(emptyInbox, { type: "offered", offer: { offerId: "o", conversationId: "c", queue: "q", summary: view("c", "offered") } });
    const after = reduceInbox(s, { type: "accepted", offerId: "o", agentId: "me" });
    expect(mineOf(after, "me").map((x) => x.conversationId)).toEqual(["c"]);
    expect(reduceInbox(s, { type: "accepted", offerId: "other", agentId: "me" })).toBe(s);
  });

  it("does not call what the agent resolved itself lost", () => {
    const s = answered(emptyInbox, [view("c1", "assigned", { agent: { id: "me", name: "Me" } })]);
    expect(answered(s, []).lost).toEqual([]);
  });

  it("counts an offer by the time that is left, not by the reader's clock", () => {
    const s = reduceInbox(emptyInbox, {
      type: "offered",
      offer: {
        offerId: "o",
        conversationId: "c",
        queue: "q",
        expiresAt: "2001-01-01T00:00:00Z",
        leftMs: 20_000,
        summary: view("c", "offered", { transferredBy: { id: "ben", name: "Ben" } }),
      },
    });
    expect(s.offers[0]?.expiresAt).toBeGreaterThan(Date.now() + 15_000);
    expect(s.offers[0]?.summary?.transferredBy).toBe("Ben");
  });

  it("never lets an older picture replace a newer one", () => {
    let s = reduceInbox(emptyInbox, { type: "changed", summaries: [view("c1", "resolved", { lastSeq: 9, lastText: "thanks" })] });
    s = reduceInbox(s, { type: "changed", summaries: [view("c1", "assigned", { lastSeq: 7 })] });
    expect(s.byId.get("c1")?.state).toBe("resolved");
    s = reduceInbox(s, { type: "changed", summaries: [view("c1", "bot", { lastSeq: 11 })] });
    expect(s.byId.get("c1")).toMatchObject({ state: "bot", lastText: "thanks" });
  });

  it("forgets what somebody else took", () => {
    let s = reduceInbox(emptyInbox, { type: "changed", summaries: [view("c1", "waiting"), view("c2", "waiting")] });
    s = reduceInbox(s, {
      type: "changed",
      summaries: [
        { conversationId: "c1", gone: true },
        { conversationId: "c9", gone: true },
      ],
    });
    expect([...s.byId.keys()]).toEqual(["c2"]);
  });

  it("puts the urgent and the longest waiting first", () => {
    const s = reduceInbox(emptyInbox, {
      type: "listed",
      items: [
        view("c1", "waiting", { waitingSince: "2026-01-01T00:00:05Z", priority: 1 }),
        view("c2", "waiting", { waitingSince: "2026-01-01T00:00:01Z", priority: 1 }),
        view("c3", "offered", { waitingSince: "2026-01-01T00:00:09Z", priority: 3 }),
        view("c4", "bot"),
      ],
    });
    expect(listView(s, "waiting", "me").rows.map((x) => x.conversationId)).toEqual(["c3", "c2", "c1"]);
    expect(listView(s, "all", "me", "C4").rows.map((x) => x.conversationId)).toEqual(["c4"]);
  });

  it("counts each view as it would be listed", () => {
    const states = ["bot", "waiting", "offered", "assigned", "resolved", "closed", "unheard"];
    const items = Array.from({ length: 70 }, (_, i) => view(`c${i}`, states[i % 7] ?? "", i % 2 === 0 ? { agent: { id: "me", name: "Me" } } : {}));
    const s = reduceInbox(emptyInbox, { type: "listed", items });
    const counts = countViews(s, "me");
    for (const v of ["mine", "waiting", "bot", "done", "all"] as const satisfies readonly InboxView[]) {
      expect(counts[v]).toBe([...s.byId.values()].filter((x) => inView(x, v, "me")).length);
    }
  });

  it("shows an offer once and drops it when it ends", () => {
    let s = reduceInbox(emptyInbox, {
      type: "offered",
      offer: { offerId: "o1", conversationId: "c1", queue: "general", summary: "refund", expiresAt: "2026-01-01T00:00:20Z" },
    });
    s = reduceInbox(s, { type: "offered", offer: { offerId: "o1", conversationId: "c1", expiresAt: "2026-01-01T00:00:30Z" } });
    expect(s.offers).toHaveLength(1);
    expect(reduceInbox(s, { type: "offerEnded", offerId: "o1" }).offers).toEqual([]);
    expect(reduceInbox(s, { type: "offered", offer: { nonsense: true } })).toBe(s);
  });

  it("forgets labels that were taken off: a host that names none has none", () => {
    let s = reduceInbox(emptyInbox, { type: "changed", summaries: [{ conversationId: "c", state: "assigned", lastSeq: 3, labels: ["vip"] }] });
    s = reduceInbox(s, { type: "changed", summaries: [{ conversationId: "c", state: "assigned", lastSeq: 4 }] });
    expect(s.byId.get("c")?.labels).toEqual([]);
  });

  it("keeps a bounded number of alerts, the newest first", () => {
    let s = emptyInbox;
    for (let i = 0; i < alertsMax + 20; i++) s = reduceInbox(s, { type: "alerted", alert: { conversationId: "c", kind: "angry", text: `${i}` }, at: i });
    expect(s.alerts).toHaveLength(alertsMax);
    expect(s.alerts[0]?.text).toBe(`${alertsMax + 19}`);
    expect(new Set(s.alerts.map((a) => a.id)).size).toBe(alertsMax);
  });

  it("ignores what is no summary", () => {
    expect(reduceInbox(emptyInbox, { type: "changed", summaries: [null, 4, "x", {}] }).byId.size).toBe(0);
  });
});

describe("board", () => {
  it("shows what the host does not say as unknown", () => {
    const b = toBoard({ queues: [{ queue: "general", waiting: 2, longestWaitSince: "2026-01-01T00:00:00Z" }] }, Date.parse("2026-01-01T00:01:00Z"));
    expect(b.queues[0]).toMatchObject({ waiting: 2, longestWaitMs: 60_000, serviceLevel: null });
    expect([b.automation, b.mood, b.serviceLevel]).toEqual([null, null, null]);
  });

  it("remembers a bounded past", () => {
    let history: readonly BoardPoint[] = [];
    for (let i = 0; i < historyMax + 50; i++) history = remember(history, toBoard({}, i));
    expect(history).toHaveLength(historyMax);
    expect(history.at(-1)?.at).toBe(historyMax + 49);
  });
});
