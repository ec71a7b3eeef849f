import { describe, expect, it } from "vitest";
import { wantsAttention } from "./attention";
import type { Summary } from "./grid/protocol";
import { toSummary } from "./wire-shapes";

const now = Date.parse("2026-01-01T00:10:00Z");
const of = (conversationId: string, more: Record<string, unknown>): Summary => toSummary({ conversationId, state: "assigned", lastSeq: 1, ...more }) as Summary;

describe("wantsAttention", () => {
  it("names who is unhappy, loses patience, waits long or is urgent, the worst first, and nobody else", () => {
    const all = [
      of("calm", { mood: 0.2 }),
      of("done", { mood: -0.9, state: "resolved" }),
      of("cross", { mood: -0.6 }),
      of("waits", { state: "waiting", waitingSince: "2026-01-01T00:07:00Z" }),
      of("just-came", { state: "waiting", waitingSince: "2026-01-01T00:09:50Z" }),
      of("both", { state: "waiting", waitingSince: "2026-01-01T00:07:00Z", mood: -0.5 }),
      of("urgent", { priority: 3, mood: 0.1 }),
      of("leaves-soon", { risk: 0.7, mood: -0.1 }),
      of("stays", { risk: 0.4 }),
    ];
    expect(wantsAttention(all, now, 9).map((x) => x.conversationId)).toEqual(["both", "waits", "urgent", "leaves-soon", "cross"]);
    expect(wantsAttention(all, now, 2)).toHaveLength(2);
  });
});
