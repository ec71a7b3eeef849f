/// <reference types="node" />
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { WireEvent } from "./grid/protocol";
import { emptyThread, reduceThread, type Thread } from "./thread";

type View = {
  readonly seq: number;
  readonly state: string;
  readonly agentId: string | null;
  readonly queue: string | null;
  readonly episode: number;
  readonly survey: string;
  readonly callBackAsked: boolean;
  readonly mergedInto: string | null;
  readonly joined: readonly string[];
  readonly onHold?: boolean;
  readonly blocked?: boolean;
  readonly snoozed?: boolean;
  readonly labels?: readonly string[];
  readonly fields?: Readonly<Record<string, string>>;
  readonly clocks?: readonly string[];
};
type Append = { readonly seed: number; readonly audience: "customer" | "staff"; readonly events: readonly WireEvent[]; readonly view: View };

const appends = readFileSync(new URL("./testing/histories.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Append);
const histories = [...new Set(appends.map((a) => `${a.audience} ${a.seed}`))];

const viewOf = (t: Thread, staff: boolean): View => ({
  seq: t.seq,
  state: t.state,
  agentId: t.assignee?.id ?? null,
  queue: t.queue,
  episode: t.episode,
  survey: t.survey,
  callBackAsked: t.callBack === "asked",
  mergedInto: t.mergedInto,
  joined: t.workflow.joined,
  ...(staff
    ? {
        onHold: t.workflow.onHold,
        blocked: t.workflow.blocked,
        snoozed: t.workflow.snoozedUntil !== null,
        labels: t.workflow.labels,
        fields: t.workflow.fields,
        clocks: t.workflow.clocks.map((c) => `${c.metric} ${c.done === true ? "done" : "runs"}`),
      }
    : {}),
});

/** The server's fold and this one are one contract: drawn histories of the real domain, and what the server knows after each append. */
describe("the thread of drawn histories", () => {
  it.each(histories)("is what the server knows (%s)", (name) => {
    let thread: Thread = emptyThread;
    for (const { audience, events, view } of appends.filter((a) => `${a.audience} ${a.seed}` === name)) {
      expect(events[0]?.prev, "each event names the one before it").toBe(thread.seq);
      thread = reduceThread(thread, { type: "received", events });
      expect(viewOf(thread, audience === "staff"), `after ${events.map((e) => `${e.seq} ${e.type}`).join(", ")}`).toEqual(view);
    }
  });

  it("has met every state and an end, a rating and a new beginning", () => {
    const states = new Set(appends.map((a) => a.view.state));
    expect([...states].sort()).toEqual(["assigned", "bot", "closed", "offered", "resolved", "snoozed", "waiting"]);
    expect(appends.some((a) => a.view.episode > 1 && a.view.state === "waiting")).toBe(true);
    expect(appends.some((a) => a.view.survey === "rated")).toBe(true);
  });
});
