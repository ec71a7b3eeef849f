import { describe, expect, it } from "vitest";
import { emptyInbox, reduceInbox, type Inbox } from "./inbox";
import { listView, type Listed } from "./list-view";
import { dice } from "./testing/dice";

const states = ["bot", "waiting", "offered", "assigned", "resolved"];
const summary = (n: number, seq: number, roll: () => number) => ({
  conversationId: `c${n}`,
  state: states[Math.floor(roll() * states.length)],
  lastSeq: seq,
  priority: Math.floor(roll() * 4),
  agentId: roll() < 0.5 ? "me" : "you",
  updatedAt: new Date(1_700_000_000_000 + Math.floor(roll() * 1e6)).toISOString(),
  lastText: roll() < 0.2 ? "a parcel" : "a word",
  ...(roll() < 0.5 ? { waitingSince: new Date(1_700_000_000_000 + Math.floor(roll() * 1e6)).toISOString() } : {}),
});

describe("listView", () => {
  it("keeps the order that sorting anew gives, whatever changes, comes and goes", () => {
    for (let seed = 1; seed <= 40; seed++) {
      const roll = dice(seed);
      let s: Inbox = reduceInbox(emptyInbox, { type: "listed", items: Array.from({ length: 120 }, (_, i) => summary(i, 1, roll)) });
      const view = (["mine", "waiting", "bot", "done", "all"] as const)[seed % 5] ?? "all";
      const find = seed % 3 === 0 ? "parcel" : "";
      let shown: Listed | null = null;
      for (let round = 2; round < 30; round++) {
        const changes = Array.from({ length: Math.floor(roll() * 12) }, () => {
          const n = Math.floor(roll() * 140);
          return roll() < 0.1 ? { conversationId: `c${n}`, gone: true } : summary(n, round, roll);
        });
        s = reduceInbox(s, { type: "changed", summaries: changes });
        shown = listView(s, view, "me", find, shown);
        expect(shown.rows.map((x) => x.conversationId)).toEqual(listView(s, view, "me", find).rows.map((x) => x.conversationId));
      }
    }
  });

  it("gives the same rows again when nothing in the view changed", () => {
    const roll = dice(7);
    let s = reduceInbox(emptyInbox, {
      type: "listed",
      items: [
        { ...summary(1, 1, roll), state: "bot" },
        { ...summary(2, 1, roll), state: "waiting" },
        ...Array.from({ length: 20 }, (_, i) => summary(i + 3, 1, roll)),
      ],
    });
    const shown = listView(s, "bot", "me");
    s = reduceInbox(s, { type: "changed", summaries: [{ ...summary(2, 5, roll), state: "waiting" }] });
    expect(listView(s, "bot", "me", "", shown).rows).toBe(shown.rows);
  });

  it("shows what the host found in whole conversations of the view, beside what the rows themselves say", () => {
    const roll = dice(3);
    const s = reduceInbox(emptyInbox, {
      type: "listed",
      items: [
        { ...summary(1, 1, roll), state: "bot", lastText: "a parcel" },
        { ...summary(2, 1, roll), state: "closed", lastText: "bye" },
        { ...summary(3, 1, roll), state: "bot", lastText: "a word" },
      ],
    });
    const found = new Set(["c2", "c3"]);
    expect(
      listView(s, "bot", "me", "parcel", null, found)
        .rows.map((x) => x.conversationId)
        .sort(),
    ).toEqual(["c1", "c3"]);
    expect(listView(s, "done", "me", "parcel", null, found).rows.map((x) => x.conversationId)).toEqual(["c2"]);
    expect(
      listView(s, "all", "me", "parcel", null, found)
        .rows.map((x) => x.conversationId)
        .sort(),
    ).toEqual(["c1", "c2", "c3"]);
    expect(
      listView(s, "bot", "me", "", null, found)
        .rows.map((x) => x.conversationId)
        .sort(),
    ).toEqual(["c1", "c3"]);
    const before = listView(s, "bot", "me", "parcel");
    expect(listView(s, "bot", "me", "parcel", before, found).rows).toHaveLength(2);
  });
});
