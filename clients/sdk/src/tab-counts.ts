import type { InboxView } from "./inbox";

/** What the host counted of a view, and how many rows of it were loaded at that moment. */
export type Counted = { readonly total: number; readonly more: boolean; readonly loaded: number };

/** What is asked of the host for a view: one query or several, whose answers belong together. */
export const queriesOf = (view: InboxView, agentId: string): readonly Readonly<Record<string, string>>[] => {
  switch (view) {
    case "mine":
      return [{ agentId, state: "assigned" }];
    case "waiting":
      return [{ state: "waiting" }, { state: "offered" }];
    case "bot":
      return [{ state: "bot" }];
    case "snoozed":
      return [{ state: "snoozed" }];
    case "done":
      return [{ state: "resolved" }, { state: "closed" }];
    case "all":
      return [{}];
  }
};

/** Adds the answers of a view's queries up. Null where the host counts nothing. */
export const countedOf = (pages: readonly { readonly total?: number | null; readonly totalIsMore?: boolean | null }[], loaded: number): Counted | null =>
  pages.every((p) => typeof p.total === "number")
    ? { total: pages.reduce((n, p) => n + (p.total ?? 0), 0), more: pages.some((p) => p.totalIsMore === true), loaded }
    : null;

/**
 * The number on a tab. Where all rows were loaded, they tell, because every change of them is pushed; else the host's count tells, until it is asked again.
 */
export const shownCount = (counted: Counted | null | undefined, loaded: number): string => {
  if (counted === null || counted === undefined || (!counted.more && counted.loaded >= counted.total)) return `${loaded}`;
  return `${Math.max(counted.total, loaded)}${counted.more ? "+" : ""}`;
};
