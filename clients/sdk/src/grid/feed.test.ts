import { describe, expect, it } from "vitest";
import { dice } from "../testing/dice";
import { Feed } from "./feed";
import type { Slice, WireEvent } from "./protocol";
import { GridError } from "./errors";

const event = (seq: number, prev: number): WireEvent => ({
  conversationId: "c1",
  seq,
  prev,
  type: "messagePosted",
  at: "2026-01-01T00:00:00Z",
  by: { kind: "customer", id: "u", name: "U" },
  data: { text: `m${seq}` },
});

/** A journal in which every third event is not for this audience. */
const journal = (count: number): WireEvent[] => {
  const all: WireEvent[] = [];
  for (let seq = 1; seq <= count; seq++) if (seq % 3 !== 0) all.push(event(seq, all.at(-1)?.seq ?? 0));
  return all;
};

const flush = async () => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

describe("Feed", () => {
  it("holds pushes that come before the answer of the call that subscribed", async () => {
    const all = journal(9);
    const applied: number[] = [];
    let answer: (s: Slice) => void = () => undefined;
    const feed = new Feed({ load: () => new Promise((r) => (answer = r)), apply: (es) => applied.push(...es.map((e) => e.seq)), refused: () => undefined });
    const ready = feed.connected();
    feed.push(all[4] as WireEvent);
    feed.push(all[3] as WireEvent);
    expect(applied).toEqual([]);
    answer({ events: all.slice(0, 4), last: all[3]?.seq ?? 0 });
    await ready;
    expect(applied).toEqual(all.slice(0, 5).map((e) => e.seq));
    expect(feed.caughtUp).toBe(true);
  });

  it("asks for a replay when prev is not the last event it has", async () => {
    const all = journal(9);
    const asked: number[] = [];
    const applied: number[] = [];
    const feed = new Feed({
      load: (after) => (
        asked.push(after),
        Promise.resolve({ events: all.filter((e) => e.seq > after).slice(0, asked.length === 1 ? 1 : 99), last: asked.length === 1 ? 1 : 8 })
      ),
      apply: (es) => applied.push(...es.map((e) => e.seq)),
      refused: () => undefined,
    });
    await feed.connected();
    feed.push(all[3] as WireEvent);
    await flush();
    expect(asked).toEqual([0, 1]);
    expect(applied).toEqual(all.map((e) => e.seq));
    expect(feed.gaps).toBe(1);
  });

  it("reads a long history page by page", async () => {
    const all = journal(100);
    const applied: number[] = [];
    const feed = new Feed({
      load: (after) => Promise.resolve({ events: all.filter((e) => e.seq > after).slice(0, 7), last: all.at(-1)?.seq ?? 0 }),
      apply: (es) => applied.push(...es.map((e) => e.seq)),
      refused: () => undefined,
    });
    await feed.connected();
    expect(applied).toEqual(all.map((e) => e.seq));
  });

  it("throws the answer of an old connection away", async () => {
    const all = journal(6);
    const answers: ((s: Slice) => void)[] = [];
    const applied: number[] = [];
    const feed = new Feed({ load: () => new Promise((r) => answers.push(r)), apply: (es) => applied.push(...es.map((e) => e.seq)), refused: () => undefined });
    void feed.connected();
    feed.disconnected();
    void feed.connected();
    answers[0]?.({ events: all.slice(2), last: 5 });
    await flush();
    expect(applied).toEqual([]);
    answers[1]?.({ events: all, last: 5 });
    await flush();
    expect(applied).toEqual(all.map((e) => e.seq));
  });

  it("says when the host refuses, and does not ask again", async () => {
    let asked = 0;
    let refused: GridError | null = null;
    const feed = new Feed({ load: () => (asked++, Promise.reject(new GridError("not_found", "no"))), apply: () => undefined, refused: (e) => (refused = e) });
    await feed.connected();
    expect(asked).toBe(1);
    expect((refused as GridError | null)?.code).toBe("not_found");
  });

  it.each(Array.from({ length: 300 }, (_, i) => i + 1))("gives each event once and in order, however they come (seed %i)", async (seed) => {
    const random = dice(seed);
    const all = journal(20 + Math.floor(random() * 60));
    let published = 1 + Math.floor(random() * all.length);
    const applied: number[] = [];
    let retries: (() => void)[] = [];
    const feed = new Feed({
      load: async (after) => {
        for (let i = Math.floor(random() * 4); i > 0; i--) await Promise.resolve();
        if (random() < 0.15) throw new GridError("unavailable", "cut", true);
        const page = 1 + Math.floor(random() * 10);
        return {
          events: all
            .slice(0, published)
            .filter((e) => e.seq > after)
            .slice(0, page),
          last: all[published - 1]?.seq ?? 0,
        };
      },
      apply: (es) => applied.push(...es.map((e) => e.seq)),
      refused: () => expect.unreachable(),
      later: (run) => (retries.push(run), () => (retries = retries.filter((r) => r !== run))),
    });
    void feed.connected();
    while (published < all.length) {
      const roll = random();
      if (roll < 0.1) feed.disconnected();
      if (roll < 0.2) void feed.connected();
      const e = all[published++] as WireEvent;
      const pushes = random() < 0.2 ? [] : random() < 0.3 ? [e, e] : [e];
      if (random() < 0.3) pushes.unshift(all[Math.floor(random() * published)] as WireEvent);
      pushes.forEach((p) => feed.push(p));
      if (random() < 0.5) await flush();
    }
    void feed.connected();
    for (let i = 0; i < 200 && !(feed.caughtUp && feed.last === all.at(-1)?.seq); i++) {
      await flush();
      retries.splice(0).forEach((run) => run());
    }
    expect(applied).toEqual(all.map((e) => e.seq));
  });
});
