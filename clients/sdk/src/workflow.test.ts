import { describe, expect, it } from "vitest";
import type { WireEvent } from "./grid/protocol";
import { emptyThread, reduceThread, type Thread } from "./thread";
import { nextDue } from "./workflow";

const fold = (...events: readonly (readonly [string, object])[]): Thread =>
  reduceThread(emptyThread, {
    type: "received",
    events: events.map(([type, data], i): WireEvent => ({
      conversationId: "c",
      seq: i + 1,
      prev: i,
      type,
      at: "2026-01-01T00:00:00Z",
      by: { kind: "agent", id: "aina", name: "Aina" },
      data,
    })),
  });

describe("what staff and rules do to a conversation", () => {
  it("keeps labels and fields as they stand now", () => {
    const s = fold(
      ["labelled", { added: ["vip", "late"], removed: [] }],
      ["labelled", { added: ["vip", "refund"], removed: ["late"] }],
      ["absorbed", { from: "x", labels: ["old"] }],
      ["fieldsSet", { fields: { order: "KLD-1", gift: "yes" } }],
      ["fieldsSet", { fields: { gift: null } }],
    );
    expect(s.workflow.labels).toEqual(["vip", "refund", "old"]);
    expect(s.workflow.fields).toEqual({ order: "KLD-1" });
    expect(s.unknown).toBe(0);
  });

  it("puts aside and takes up again", () => {
    const asleep = fold(["conversationStarted", {}], ["assigned", { agentId: "aina", name: "Aina" }], ["snoozed", { until: "2026-01-02T00:00:00Z" }]);
    expect([asleep.state, asleep.assignee, asleep.workflow.snoozedUntil]).toEqual(["snoozed", null, "2026-01-02T00:00:00Z"]);
    const awake = reduceThread(asleep, {
      type: "received",
      events: [{ conversationId: "c", seq: 9, prev: 3, type: "unsnoozed", at: "", by: { kind: "system", id: "system" }, data: { reason: "due" } }],
    });
    expect([awake.state, awake.workflow.snoozedUntil]).toEqual(["waiting", null]);
  });

  it("knows who writes beside the agent, until it steps out or the conversation is over", () => {
    const beside = fold(["assigned", { agentId: "ben", name: "Ben" }], ["joined", {}]);
    expect(beside.workflow.joined).toEqual(["aina"]);
    expect(fold(["assigned", { agentId: "ben", name: "Ben" }], ["joined", {}], ["left", {}]).workflow.joined).toEqual([]);
    expect(fold(["joined", {}], ["resolved", {}]).workflow.joined).toEqual([]);
    expect(fold(["joined", {}], ["snoozed", { until: "2026-01-02T00:00:00Z" }]).workflow.joined).toEqual([]);
  });

  it("offers a call while nobody is there, once, and no more when somebody is", () => {
    const absent = ["absenceAnnounced", { queue: "general", callBack: true }] as const;
    expect(fold(absent).callBack).toBe("offered");
    expect(fold(["absenceAnnounced", { queue: "general", callBack: false }]).callBack).toBe("no");
    expect(fold(absent, ["callBackRequested", { phone: "123" }], absent).callBack).toBe("asked");
    expect(fold(absent, ["assigned", { agentId: "aina", name: "Aina" }]).callBack).toBe("no");
  });

  it("says where it goes on", () => {
    const s = fold(["conversationStarted", {}], ["merged", { into: "other" }], ["closed", {}]);
    expect([s.state, s.mergedInto]).toEqual(["closed", "other"]);
  });

  it("counts down to the target that ends next, of those that run", () => {
    const clocks = [
      { metric: "resolution", dueAt: "2026-01-01T09:00:00Z" },
      { metric: "firstReply", dueAt: "2026-01-01T08:00:00Z", done: true },
      { metric: "nextReply", dueAt: "2026-01-01T08:30:00Z" },
      { metric: "paused", dueAt: "2026-01-01T07:00:00Z", paused: true },
    ];
    expect(nextDue(fold(["slaClocksSet", { policy: "p", clocks }]).workflow.clocks)?.metric).toBe("nextReply");
    expect(nextDue(fold(["slaClocksSet", { policy: "p", clocks }], ["slaEnded", { metric: "nextReply", met: true }]).workflow.clocks)?.metric).toBe(
      "resolution",
    );
    expect(nextDue([])).toBeNull();
  });
});
