import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CustomerClient } from "./customer-client";
import { CustomerSessions } from "./customer-session";
import { BlockedError } from "./grid/errors";
import type { WakePort } from "./grid/hub-port";
import { Rest } from "./grid/sessions";
import { memoryStore, type KeyValueStore } from "./grid/store";
import { dice } from "./testing/dice";
import { FakeHost, type FakeOptions } from "./testing/fake-host";

const restOf = () => {
  const fetch = vi.fn(async (_url: string, init?: RequestInit) => {
    const older = new Headers(init?.headers).get("authorization");
    const token = older?.replace("Bearer ", "") ?? "customer-1";
    return new Response(JSON.stringify({ customerId: token, token, expiresAt: new Date(Date.now() + 3_600_000).toISOString() }), { status: 201 });
  });
  return { rest: new Rest("", fetch), fetch };
};

const world = (options: FakeOptions) => {
  const host = new FakeHost(options);
  const store = memoryStore();
  const wake = { wake: () => undefined as void, lost: () => undefined as void };
  const port: WakePort = { watch: (on) => (Object.assign(wake, on), () => undefined) };
  const tab = (kept: KeyValueStore = store) =>
    new CustomerClient({
      open: host.open,
      sessions: new CustomerSessions(restOf().rest, kept, { workspace: "demo" }),
      wake: port,
      locale: "en",
      random: options.random,
      invokeTimeoutMs: 500,
    });
  return { host, store, wake, tab };
};

const texts = (client: CustomerClient) => client.state.get().thread.items.flatMap((i) => (i.kind === "message" ? [i.text] : []));

describe("CustomerClient", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("shows a message at once and confirms it by the host's event", async () => {
    const { host, tab } = world({ random: dice(1) });
    const client = tab();
    client.send("  Where is my order?  ");
    expect(client.state.get().thread.pending[0]?.text).toBe("Where is my order?");
    await vi.advanceTimersByTimeAsync(200);
    expect(client.state.get().thread.pending).toEqual([]);
    expect(texts(client)).toEqual(["Where is my order?"]);
    expect(client.state.get().link.phase).toBe("online");
    host.answer("c1", "It left yesterday.");
    await vi.advanceTimersByTimeAsync(50);
    expect(texts(client)).toEqual(["Where is my order?", "It left yesterday."]);
  });

  it("keeps what was written offline over a reload and sends it in order", async () => {
    const { host, store, wake, tab } = world({ random: dice(2) });
    const first = tab();
    first.send("one");
    await vi.advanceTimersByTimeAsync(200);
    host.cutAll();
    first.send("two");
    first.send("three");
    await first.stop();
    const second = tab(store);
    expect(second.hasHistory).toBe(true);
    expect(second.state.get().thread.pending.map((p) => p.text)).toEqual(["two", "three"]);
    second.connect();
    wake.wake();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(texts(second)).toEqual(["one", "two", "three"]);
    expect(second.state.get().thread.pending).toEqual([]);
  });

  it("gives up on a refused message without blocking the next, and never loses its text", async () => {
    const { host, tab } = world({ random: dice(3) });
    host.refuse = (method, a) => (method === "Post" && a["text"] === "bad" ? "too_large: 9000 characters, at most 8000." : null);
    const client = tab();
    client.send("bad");
    client.send("good");
    await vi.advanceTimersByTimeAsync(500);
    expect(texts(client)).toEqual(["good"]);
    expect(client.state.get().thread.pending).toMatchObject([{ text: "bad", stage: "failed", failed: "too_large" }]);
    host.refuse = null;
    client.retry(client.state.get().thread.pending[0]?.clientId ?? "");
    await vi.advanceTimersByTimeAsync(500);
    expect(texts(client)).toEqual(["good", "bad"]);
  });

  it("waits and tries again when the host is too busy", async () => {
    const { host, tab } = world({ random: dice(4) });
    let refusals = 3;
    host.refuse = (method) => (method === "Post" && refusals-- > 0 ? "rate_limited: 20 messages in 10 s." : null);
    const client = tab();
    client.send("a");
    client.send("b");
    await vi.advanceTimersByTimeAsync(20_000);
    expect(texts(client)).toEqual(["a", "b"]);
  });

  it("asks for a person also when the network comes back only later", async () => {
    const { host, wake, tab } = world({ random: dice(5) });
    const client = tab();
    client.send("hi");
    await vi.advanceTimersByTimeAsync(200);
    wake.lost();
    client.requestHuman("billing");
    expect(client.state.get()).toMatchObject({ askingHuman: true, link: { phase: "waiting" } });
    wake.wake();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(host.journals.get("c1")?.some((e) => e.type === "handoffRequested")).toBe(true);
    expect(client.state.get()).toMatchObject({ askingHuman: false, thread: { state: "waiting" } });
  });

  it("starts a new conversation when the host has forgotten the old one", async () => {
    const { host, tab } = world({ random: dice(6) });
    const client = tab();
    client.send("one");
    await vi.advanceTimersByTimeAsync(200);
    host.journals.delete("c1");
    client.send("two");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(client.state.get().thread.conversationId).toBe("c2");
    expect(texts(client)).toEqual(["two"]);
  });

  it("goes on in the conversation into which staff merged its own, also after a reload", async () => {
    const { host, tab } = world({ random: dice(11) });
    const client = tab();
    client.send("one");
    await vi.advanceTimersByTimeAsync(200);
    const other = tab(memoryStore());
    other.send("by the form");
    await vi.advanceTimersByTimeAsync(200);
    host.append("c1", "merged", { kind: "agent", id: "aina", name: "Aina" }, { into: "c2" });
    host.append("c1", "closed", { kind: "agent", id: "aina", name: "Aina" }, { disposition: "merged" });
    host.answer("c2", "Let us go on here.");
    await vi.advanceTimersByTimeAsync(200);
    expect(texts(client)).toEqual(["by the form", "Let us go on here."]);
    client.send("two");
    await vi.advanceTimersByTimeAsync(200);
    await client.stop();
    const again = tab();
    again.connect();
    await vi.advanceTimersByTimeAsync(200);
    expect(texts(again)).toEqual(["by the form", "Let us go on here.", "two"]);
  });

  it("knows its place in the line while it waits, and only its own", async () => {
    const { host, tab } = world({ random: dice(12) });
    const client = tab();
    client.send("one");
    client.requestHuman("");
    await vi.advanceTimersByTimeAsync(200);
    host.pushToAll("presence", { conversationId: "c1", position: 3 });
    host.pushToAll("presence", { conversationId: "c9", position: 1 });
    await vi.advanceTimersByTimeAsync(50);
    expect(client.state.get().position).toBe(3);
    host.append("c1", "assigned", { kind: "system", id: "system" }, { agentId: "aina", name: "Aina" });
    await vi.advanceTimersByTimeAsync(50);
    expect(client.state.get().position).toBeNull();
  });

  it("does not show a push of another conversation", async () => {
    const { host, tab } = world({ random: dice(7) });
    const client = tab();
    client.send("one");
    await vi.advanceTimersByTimeAsync(200);
    host.pushToAll("event", { conversationId: "zz", seq: 2, prev: 1, type: "messagePosted", at: "", by: { kind: "bot", id: "b" }, data: { text: "leak" } });
    await vi.advanceTimersByTimeAsync(50);
    expect(texts(client)).toEqual(["one"]);
  });

  it("stops asking when the host refuses the session, says so, and keeps the message", async () => {
    const { host, store } = world({ random: dice(8) });
    const fetch = vi.fn(async () => new Response(JSON.stringify({ code: "unauthenticated", title: "no" }), { status: 401 }));
    const client = new CustomerClient({
      open: host.open,
      sessions: new CustomerSessions(new Rest("", fetch), store, { workspace: "demo", externalId: "x" }),
      wake: { watch: () => () => undefined },
      random: dice(8),
    });
    client.send("hello");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(client.state.get().link.phase).toBe("refused");
    expect(fetch.mock.calls.length).toBeLessThan(6);
    expect(client.state.get().thread.pending).toMatchObject([{ text: "hello", stage: "queued" }]);
    await client.stop();
  });

  it.each(Array.from({ length: 60 }, (_, i) => i + 1))("loses, doubles and reorders nothing through cuts and reloads (seed %i)", async (seed) => {
    const random = dice(seed);
    const { host, store, wake, tab } = world({ random, cutChance: 0.12, loseChance: 0.1, doubleChance: 0.2, lateChance: 0.3, resumePage: 6 });
    let client = tab();
    const sent: string[] = [];
    for (let n = 1; n <= 25; n++) {
      sent.push(`m${n}`);
      client.send(`m${n}`);
      await vi.advanceTimersByTimeAsync(Math.floor(random() * 400));
      const id = client.state.get().thread.conversationId;
      if (id !== null && random() < 0.4) host.answer(id, `answer to ${n}`);
      if (random() < 0.25) host.cutAll();
      if (id !== null && random() < 0.2) host.append(id, "notePosted", { kind: "agent", id: "a" }, { text: "secret" }, true);
      if (random() < 0.15) {
        await client.stop();
        client = tab(store);
        client.connect();
      }
      if (random() < 0.1) wake.lost();
    }
    for (let i = 0; i < 60; i++) {
      wake.wake();
      await vi.advanceTimersByTimeAsync(1_000);
    }
    const id = client.state.get().thread.conversationId ?? "";
    const truth = host.visible(id);
    expect(client.state.get().thread.pending).toEqual([]);
    expect(client.state.get().thread.seq).toBe(truth.at(-1)?.seq);
    expect(texts(client)).toEqual(truth.filter((e) => e.type === "messagePosted").map((e) => (e.data as { text: string }).text));
    expect(truth.filter((e) => e.type === "messagePosted" && e.by.kind === "customer").map((e) => (e.data as { text: string }).text)).toEqual(sent);
    expect(host.cuts).toBeGreaterThan(0);
    await client.stop();
  });
});

describe("what goes wrong is said", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("tells why a message waits while the host is too busy, and sends it at once when asked to", async () => {
    const { host, tab } = world({ random: dice(21) });
    const client = tab();
    host.refuse = (method) => (method === "Post" ? "unavailable: Too much is under way" : null);
    client.send("a");
    await vi.advanceTimersByTimeAsync(2_000);
    expect(client.state.get().thread.pending).toMatchObject([{ text: "a", stage: "queued", failed: "unavailable", reason: "Too much is under way" }]);
    host.refuse = null;
    client.retry(client.state.get().thread.pending[0]?.clientId ?? "");
    await vi.advanceTimersByTimeAsync(50);
    expect([client.state.get().thread.pending, texts(client)]).toEqual([[], ["a"]]);
  });

  it("keeps the host's reason with a refused message, over a reload too", async () => {
    const { host, store, tab } = world({ random: dice(22) });
    host.refuse = (method) => (method === "Post" ? "forbidden: This customer is blocked." : null);
    const client = tab();
    client.send("a");
    await vi.advanceTimersByTimeAsync(500);
    await client.stop();
    expect(tab(store).state.get().thread.pending).toMatchObject([{ stage: "failed", failed: "forbidden", reason: "This customer is blocked." }]);
  });

  it("tells that the wish for a person was refused", async () => {
    const { host, tab } = world({ random: dice(23) });
    host.refuse = (method) => (method === "RequestHuman" ? "forbidden: no" : null);
    const client = tab();
    client.requestHuman("x");
    await vi.advanceTimersByTimeAsync(500);
    expect(client.state.get()).toMatchObject({ askingHuman: false, humanRefused: "forbidden" });
  });

  it("gives up at once, with the reason, where the browser does not let the page call the host", async () => {
    const { host, store } = world({ random: dice(24) });
    const rest = new Rest("https://care.example", () => Promise.reject(new TypeError("Failed to fetch")));
    rest.whyBlocked = () => Promise.resolve(new BlockedError("origin", "Add it to Grid:Gateway:AllowedOrigins."));
    const client = new CustomerClient({
      open: host.open,
      sessions: new CustomerSessions(rest, store, { workspace: "demo" }),
      wake: { watch: () => () => undefined },
      random: dice(24),
    });
    client.send("hello");
    await vi.advanceTimersByTimeAsync(100);
    expect(client.state.get().link).toMatchObject({ phase: "refused", reason: { by: "origin" } });
    expect(client.state.get().thread.pending).toMatchObject([{ text: "hello", stage: "queued" }]);
    await client.stop();
  });
});

describe("one device, several people", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  const people = () => {
    const host = new FakeHost({ random: dice(31) });
    const store = memoryStore();
    let strangers = 0;
    const fetch = async (path: string, init?: RequestInit) => {
      if (path.endsWith("/logout")) return new Response(null, { status: 204 });
      const { externalId } = JSON.parse(String(init?.body)) as { externalId?: string };
      const token = externalId ?? new Headers(init?.headers).get("authorization")?.replace("Bearer ", "") ?? `stranger-${++strangers}`;
      return new Response(JSON.stringify({ customerId: token, token, expiresAt: new Date(Date.now() + 3_600_000).toISOString() }), { status: 201 });
    };
    const as = (externalId?: string) =>
      new CustomerClient({
        open: host.open,
        sessions: new CustomerSessions(new Rest("", fetch), store, { workspace: "demo", ...(externalId ? { externalId, signature: "s" } : {}) }),
        wake: { watch: () => () => undefined },
        random: dice(32),
        invokeTimeoutMs: 500,
      });
    const said = () =>
      [...host.journals.values()]
        .flat()
        .filter((e) => e.type === "messagePosted")
        .map((e) => `${e.by.id}: ${(e.data as { text: string }).text}`);
    return { host, store, as, said };
  };

  it.each([
    ["ann", "bea"],
    ["ann", undefined],
    [undefined, "ann"],
  ])("what %s did not send never leaves as %s's", async (first, second) => {
    const { host, as, said } = people();
    const one = as(first);
    host.refuse = () => "unavailable: busy";
    one.send("secret");
    await vi.advanceTimersByTimeAsync(300);
    await one.stop();
    host.refuse = null;
    const two = as(second);
    expect(two.state.get().thread.pending).toEqual([]);
    two.send("mine");
    await vi.advanceTimersByTimeAsync(2_000);
    expect(said()).toHaveLength(1);
    expect(said()[0]).toMatch(/: mine$/);
    await two.stop();
    if (first === undefined) return;
    const again = as(first);
    again.connect();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(said()).toContain(`${first}: secret`);
    await again.stop();
  });

  it("logout ends it all, and who writes next is a stranger", async () => {
    const { store, as, said } = people();
    const ann = as("ann");
    ann.send("hello");
    await vi.advanceTimersByTimeAsync(300);
    await ann.logout();
    expect(store.keys().filter((k) => k.includes("ann"))).toEqual([]);
    expect(ann.state.get().link.phase).toBe("idle");
    const next = as();
    next.send("hi");
    await vi.advanceTimersByTimeAsync(300);
    expect(said()).toEqual(["ann: hello", "stranger-1: hi"]);
    await next.stop();
  });
});
