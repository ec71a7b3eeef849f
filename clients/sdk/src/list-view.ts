import type { Summary } from "./grid/protocol";
import { byUrgency, inView, type Inbox, type InboxView } from "./inbox";

/** A list as it was shown last, with what it was made of. */
export type Listed = {
  readonly byId: ReadonlyMap<string, Summary>;
  readonly view: InboxView;
  readonly agentId: string;
  readonly needle: string;
  readonly found: ReadonlySet<string>;
  readonly rows: readonly Summary[];
};

/** Beyond this share of changed rows sorting anew is cheaper than fitting them in. */
const fitInMax = 0.2;

const nothingFound: ReadonlySet<string> = new Set();

/**
 * The rows of a view in order. A search shows those of the view's rows whose own text has it, or that the host found (`found`): it knows the words of whole
 * conversations. Where the list before was the same but for a few rows, only these are sorted and fitted in. */
export const listView = (
  s: Inbox,
  view: InboxView,
  agentId: string,
  find = "",
  before: Listed | null = null,
  found: ReadonlySet<string> = nothingFound,
): Listed => {
  const needle = find.trim().toLowerCase();
  const same = before !== null && before.view === view && before.agentId === agentId && before.needle === needle && before.found === found;
  if (same && before.byId === s.byId) return before;
  const fits = (x: Summary) => inView(x, view, agentId) && (found.has(x.conversationId) || matches(x, needle));
  if (same) {
    const changed: Summary[] = [];
    for (const [id, x] of s.byId) if (before.byId.get(id) !== x) changed.push(x);
    if (changed.length <= s.byId.size * fitInMax) {
      const kept = before.rows.filter((x) => s.byId.get(x.conversationId) === x);
      const rows = mergeSorted(kept, changed.filter(fits).sort(byUrgency));
      return { byId: s.byId, view, agentId, needle, found, rows: sameRows(before.rows, rows) ? before.rows : rows };
    }
  }
  return { byId: s.byId, view, agentId, needle, found, rows: [...s.byId.values()].filter(fits).sort(byUrgency) };
};

const matches = (x: Summary, needle: string): boolean =>
  needle === "" ||
  [x.customerName, x.subject, x.lastText, x.intent, x.queue, x.agentName, x.conversationId].some((t) => t?.toLowerCase().includes(needle) === true);

const sameRows = (a: readonly Summary[], b: readonly Summary[]): boolean => a.length === b.length && a.every((x, i) => x === b[i]);

const mergeSorted = (a: readonly Summary[], b: readonly Summary[]): readonly Summary[] => {
  if (b.length === 0) return a;
  const merged: Summary[] = [];
  let i = 0;
  for (const y of b) {
    for (; i < a.length && byUrgency(a[i] as Summary, y) < 0; i++) merged.push(a[i] as Summary);
    merged.push(y);
  }
  return merged.concat(a.slice(i));
};
