import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AgentClient } from "./agent-client";
import type { OpenHub } from "./grid/hub-port";
import type { WireEvent } from "./grid/protocol";
import { memoryStore } from "./grid/store";
import { listView } from "./list-view";
import { unreadOf } from "./open-thread";

type Call = { method: string; argument: Record<string, unknown>; answer: (value: unknown) => void; fail: (why: string) => void };

/** A hub whose every answer the test gives itself. */
const hubOfTest = () => {
  const calls: Call[] = [];
  const handlers = new Map<string, (payload: unknown) => void>();
  let closed: (reason: unknown) => void = () => undefined;
  const open: OpenHub = () => ({
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    on: (push, handler) => void handlers.set(push, handler),
    onclose: (handler) => (closed = handler),
    invoke: (method, argument) =>
      new Promise((answer, reject) =>
        calls.push({ method, argument: (argument ?? {}) as Record<string, unknown>, answer, fail: (why) => reject(new Error(`HubException: ${why}`)) }),
      ),
  });
  const next = async (method: string): Promise<Call> => {
    await vi.advanceTimersByTimeAsync(100);
    const at = calls.findIndex((c) => c.method === method);
    if (at < 0) throw new Error(`${method} was not called, but ${calls.map((c) => c.method).join()}`);
    return calls.splice(at, 1)[0] as Call;
  };
  return { open, next, calls, push: (name: string, payload: unknown) => handlers.get(name)?.(payload), cut: () => closed(new Error("cut")) };
};

const session = { agentId: "aina", name: "Aina", role: "agent" as const, token: "t", expiresAt: "2099-01-01T00:00:00Z" };
const view = (id: string, more: Record<string, unknown> = {}) => ({
  conversationId: id,
  state: "assigned",
  agent: { id: "aina", name: "Aina" },
  lastSeq: 1,
  ...more,
});
const said = (id: string, seq: number, text: string, kind: "customer" | "agent" = "customer", clientId?: string): WireEvent => ({
  conversationId: id,
  seq,
  prev: seq - 1,
  type: "messagePosted",
  at: "2026-01-01T00:00:00Z",
  by: { kind, id: kind === "agent" ? "aina" : "u" },
  data: { text, ...(clientId ? { clientId } : {}) },
});

describe("AgentClient", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  const start = async () => {
    const hub = hubOfTest();
    const client = new AgentClient({
      hub: hub.open,
      session,
      store: memoryStore(),
      wake: { watch: () => () => undefined },
      onSessionEnded: () => undefined,
      random: () => 0.5,
    });
    client.start();
    return { hub, client };
  };

  it("holds what is pushed before the inbox has answered, and applies it after", async () => {
    const { hub, client } = await start();
    const inbox = await hub.next("Inbox");
    hub.push("offerWithdrawn", { offerId: "o1", reason: "expired" });
    inbox.answer({
      assigned: [],
      offers: [{ offerId: "o1", conversationId: "c1", queue: "general", expiresAt: "2026-01-01T00:00:20Z" }],
      status: "online",
      load: 0,
      capacity: 5,
    });
    await vi.advanceTimersByTimeAsync(10);
    expect(client.state.get().inbox.offers).toEqual([]);
    expect(client.state.get().inbox.standing).toEqual({ status: "online", reason: null, load: 0, capacity: 5 });
    await client.stop();
  });

  it("keeps what it read of a conversation that went to others, takes nothing more, and follows it anew when it is back", async () => {
    const { hub, client } = await start();
    (await hub.next("Inbox")).answer({ assigned: [view("c1")], offers: [], status: "online", load: 1, capacity: 5 });
    client.open("c1");
    (await hub.next("Open")).answer({ conversation: view("c1"), events: [said("c1", 1, "hello")], last: 1 });
    await vi.advanceTimersByTimeAsync(10);
    const open = () => client.state.get().open.get("c1");
    hub.push("watchEnded", { conversationId: "c1", reason: "reassigned" });
    hub.push("event", said("c1", 2, "for somebody else"));
    await vi.advanceTimersByTimeAsync(10);
    expect(open()?.ended).toBe("reassigned");
    expect(open()?.thread.items.length).toBe(1);
    hub.push("inbox", view("c1", { lastSeq: 9 }));
    (await hub.next("Open")).answer({ conversation: view("c1", { lastSeq: 9 }), events: [], last: 1 });
    await vi.advanceTimersByTimeAsync(10);
    expect(open()?.ended).toBe(null);
    expect(open()?.caughtUp).toBe(true);
    hub.push("inbox", { conversationId: "c1", gone: true });
    await vi.advanceTimersByTimeAsync(100);
    client.leave("c1");
    client.open("c1");
    (await hub.next("Open")).answer({
      conversation: view("c1", { agent: { id: "ben", name: "Ben" }, readableTo: 1 }),
      events: [said("c1", 1, "hello")],
      last: 1,
    });
    await vi.advanceTimersByTimeAsync(10);
    expect(open()?.ended).toBe("reassigned");
    await client.stop();
  });

  it("follows its own conversations, so that the list is live and unread is counted", async () => {
    const { hub, client } = await start();
    (await hub.next("Inbox")).answer({ assigned: [view("c1")], offers: [], status: "online", load: 1, capacity: 5 });
    const open = await hub.next("Open");
    expect(open.argument).toMatchObject({ conversationId: "c1", after: 0 });
    open.answer({ conversation: view("c1"), events: [said("c1", 1, "hi"), said("c1", 2, "hello", "agent")], last: 2 });
    await vi.advanceTimersByTimeAsync(100);
    const unread = () => unreadOf(client.state.get().open.get("c1") as never);
    expect(unread()).toBe(0);
    hub.push("event", said("c1", 3, "are you there?"));
    await vi.advanceTimersByTimeAsync(100);
    expect(listView(client.state.get().inbox, "mine", "aina").rows[0]?.lastText).toBe("are you there?");
    expect(unread()).toBe(1);
    client.open("c1");
    expect(unread()).toBe(0);
    hub.push("inbox", view("c1", { state: "resolved", lastSeq: 4 }));
    await vi.advanceTimersByTimeAsync(100);
    client.leave("c1");
    await hub.next("Leave");
    expect(client.state.get().open.has("c1")).toBe(false);
    await client.stop();
  });

  it("asks again from its cursor after a cut, leaves its presence to the host and sends what waits", async () => {
    const { hub, client } = await start();
    (await hub.next("Inbox")).answer({ assigned: [view("c1")], offers: [], status: "online", load: 1, capacity: 5 });
    (await hub.next("Open")).answer({ conversation: view("c1"), events: [said("c1", 1, "hi")], last: 1 });
    await vi.advanceTimersByTimeAsync(10);
    void client.setPresence("online");
    (await hub.next("SetPresence")).answer({ status: "online", load: 1, capacity: 5 });
    hub.cut();
    client.post("c1", "while offline", "post");
    expect(client.state.get().open.get("c1")?.thread.pending).toMatchObject([{ text: "while offline", stage: "queued" }]);
    await vi.advanceTimersByTimeAsync(2_000);
    (await hub.next("Inbox")).answer({ assigned: [view("c1")], offers: [], status: "online", load: 1, capacity: 5 });
    const open = await hub.next("Open");
    expect(open.argument["after"]).toBe(1);
    const post = await hub.next("Post");
    open.answer({ conversation: view("c1"), events: [], last: 1 });
    hub.push("event", said("c1", 2, "while offline", "agent", String(post.argument["clientId"])));
    post.answer({ conversationId: "c1", seq: 2, at: "2026-01-01T00:00:00Z" });
    await vi.advanceTimersByTimeAsync(100);
    const thread = client.state.get().open.get("c1")?.thread;
    expect(thread?.pending).toEqual([]);
    expect(thread?.items.map((i) => i.kind === "message" && i.text)).toEqual(["hi", "while offline"]);
    await client.stop();
  });

  it("shows the presence that the host says, whoever changed it", async () => {
    const { hub, client } = await start();
    const standing = () => client.state.get().inbox.standing;
    (await hub.next("Inbox")).answer({ assigned: [], offers: [], status: "online", load: 0, capacity: 5 });
    await vi.advanceTimersByTimeAsync(10);
    hub.push("presence", { status: "away", load: 0, capacity: 5, reason: "missedOffers" });
    expect(standing()).toMatchObject({ status: "away", reason: "missedOffers" });
    hub.push("presence", { conversationId: "c1", by: { kind: "agent", id: "ben", name: "Ben" }, state: "viewing" });
    expect(standing()).toMatchObject({ status: "away", reason: "missedOffers" });
    hub.push("presence", { status: "online", load: 0, capacity: 5 });
    expect(standing()).toMatchObject({ status: "online", reason: null });
    await client.stop();
  });

  it("keeps the tone of a draft when a reply of the model comes, and the reply when the tone does", async () => {
    const { hub, client } = await start();
    (await hub.next("Inbox")).answer({ assigned: [], offers: [], status: "online", load: 0, capacity: 5 });
    client.open("c9");
    (await hub.next("Open")).answer({ conversation: view("c9"), events: [said("c9", 1, "hi")], last: 1 });
    const reply = { replyTo: 1, text: "Two days.", source: "model:delivery", citations: [{ articleId: "delivery", title: "Delivery" }] };
    hub.push("assist", { conversationId: "c9", tone: { label: "negative", score: -1, issues: [{ kind: "harsh" }] } });
    hub.push("assist", { conversationId: "c9", reply });
    expect(client.state.get().open.get("c9")).toMatchObject({ tone: [{ kind: "harsh" }], written: reply });
    hub.push("assist", { conversationId: "c9", tone: { label: "neutral", score: 0, issues: [] } });
    expect(client.state.get().open.get("c9")).toMatchObject({ tone: [], written: reply });
    await client.stop();
  });

  it("shows a refused message as failed with its text", async () => {
    const { hub, client } = await start();
    (await hub.next("Inbox")).answer({ assigned: [], offers: [], status: "online", load: 0, capacity: 5 });
    client.open("c9");
    (await hub.next("Open")).answer({ conversation: view("c9", { agent: { id: "ben", name: "Ben" } }), events: [said("c9", 1, "hi")], last: 1 });
    client.post("c9", "not mine", "post");
    (await hub.next("Post")).fail("forbidden: The conversation is Ben's.");
    await vi.advanceTimersByTimeAsync(10);
    expect(client.state.get().open.get("c9")?.thread.pending).toMatchObject([{ stage: "failed", failed: "forbidden", text: "not mine" }]);
    await client.stop();
  });
});
