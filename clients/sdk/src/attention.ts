import type { Summary } from "./grid/protocol";

const unhappyBelow = -0.3;
const riskFrom = 0.5;
const longWaitMs = 60_000;
const urgentFrom = 3;

/** How badly somebody is needed: a bad mood, patience that runs out, a long wait and urgency add up; 0 means that all is well. */
export const needOf = (x: Summary, now: number): number => {
  if (x.state === "resolved" || x.state === "closed" || x.state === null) return 0;
  const waitedMs = x.waitingSince === null || x.state === "assigned" ? 0 : Math.max(0, now - Date.parse(x.waitingSince));
  const mood = x.mood !== null && x.mood <= unhappyBelow ? -x.mood : 0;
  const risk = x.risk !== null && x.risk >= riskFrom ? x.risk : 0;
  const wait = waitedMs >= longWaitMs ? Math.min(2, waitedMs / longWaitMs / 2) : 0;
  return mood + risk + wait + (x.priority >= urgentFrom ? 1 : 0);
};

/** The few conversations that a supervisor would look into first. */
export const wantsAttention = (all: Iterable<Summary>, now: number, max: number): readonly Summary[] => {
  const found: { readonly x: Summary; readonly need: number }[] = [];
  for (const x of all) {
    const need = needOf(x, now);
    if (need > 0) found.push({ x, need });
  }
  return found
    .sort((a, b) => b.need - a.need || (a.x.conversationId < b.x.conversationId ? -1 : 1))
    .slice(0, max)
    .map((f) => f.x);
};
