import { create } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { InboxView } from "@conversationgrid/sdk/inbox";
import { readJson, writeJson } from "@conversationgrid/sdk/grid/store";
import { pickLocale, type Locale } from "../words/words";
import { lastingStore, seat } from "./session";

export type Page = "inbox" | "board";
export type Theme = "auto" | "light" | "dark";
export type Draft = { readonly text: string; readonly kind: "post" | "note"; /** The thread's seq when writing began. */ readonly since: number };
export type Toast = { readonly id: number; readonly text: string; readonly action?: { readonly label: string; readonly run: () => void } };
export type Panel = "palette" | "transfer" | "settings" | "help" | "snooze" | "labels" | "macros" | "merge" | "whisper" | null;

export type Settings = { readonly theme: Theme; readonly locale: Locale; readonly sound: boolean; readonly notices: boolean; readonly shortcuts: boolean };

export type Ui = Settings & {
  readonly page: Page;
  readonly wall: boolean;
  readonly view: InboxView;
  readonly selected: string | null;
  readonly find: string;
  readonly panel: Panel;
  readonly tools: boolean;
  /** Whether this host knows labels, snooze, macros and take-over. */
  readonly workflow: boolean;
  readonly drafts: ReadonlyMap<string, Draft>;
  readonly toasts: readonly Toast[];
  set(change: Partial<Ui>): void;
  change(settings: Partial<Settings>): void;
  draft(conversationId: string, draft: Draft | null): void;
  toast(text: string, action?: Toast["action"]): void;
  dropToast(id: number): void;
};

const address = new URLSearchParams(location.search);
const settingsKey = "cg.desk.settings";
const draftsKey = `cg.desk.drafts.${seat}`;
const draftsMax = 50;

const keptSettings = (): Settings => {
  const kept = readJson<Partial<Settings>>(lastingStore, settingsKey) ?? {};
  const theme = address.get("theme") ?? kept.theme;
  return {
    theme: theme === "light" || theme === "dark" ? theme : "auto",
    locale: pickLocale(address.get("locale") ?? kept.locale ?? navigator.language),
    sound: kept.sound ?? false, notices: kept.notices ?? false, shortcuts: kept.shortcuts ?? true,
  };
};

let toasts = 0;

/** What is written goes to the store of the browser when the writer pauses, not with every key. */
const keepDraftsAfterMs = 300;
let keepTimer: ReturnType<typeof setTimeout> | null = null;
const keepDrafts = (): void => {
  if (keepTimer !== null) clearTimeout(keepTimer);
  keepTimer = null;
  writeJson(lastingStore, draftsKey, [...useUi.getState().drafts]);
};
window.addEventListener("pagehide", () => {
  if (keepTimer !== null) keepDrafts();
});

export const useUi = create<Ui>((set, get) => ({
  ...keptSettings(),
  ...readHash(location.hash),
  find: "",
  panel: null,
  tools: false,
  workflow: false,
  drafts: new Map(readJson<[string, Draft][]>(lastingStore, draftsKey) ?? []),
  toasts: [],
  set: (change) => set(change),
  change: (settings) => {
    set(settings);
    const { theme, locale, sound, notices, shortcuts } = get();
    writeJson(lastingStore, settingsKey, { theme, locale, sound, notices, shortcuts });
  },
  draft: (conversationId, draft) => {
    const drafts = new Map(get().drafts);
    drafts.delete(conversationId);
    if (draft !== null && draft.text !== "") drafts.set(conversationId, draft);
    for (const id of [...drafts.keys()].slice(0, Math.max(0, drafts.size - draftsMax))) drafts.delete(id);
    set({ drafts });
    keepTimer ??= setTimeout(keepDrafts, keepDraftsAfterMs);
  },
  toast: (text, action) => {
    const id = ++toasts;
    set({ toasts: [...get().toasts.slice(-2), { id, text, ...(action ? { action } : {}) }] });
    setTimeout(() => get().dropToast(id), 6_000);
  },
  dropToast: (id) => set({ toasts: get().toasts.filter((x) => x.id !== id) }),
}));

/** Some of it: whoever reads it is drawn again only when one of these changes. */
export const usePick = <K extends keyof Ui>(...keys: readonly K[]): Pick<Ui, K> =>
  useUi(useShallow((s) => Object.fromEntries(keys.map((k) => [k, s[k]])) as Pick<Ui, K>));

/** Addresses that can be kept: #/inbox/mine, #/inbox/mine/c1, #/board, #/board/wall. */
function readHash(hash: string): Pick<Ui, "page" | "wall" | "view" | "selected"> {
  const [page, second, third] = hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  const view = (["mine", "waiting", "bot", "snoozed", "done", "all"] as const).find((v) => v === second) ?? "mine";
  if (page === "board") return { page: "board", wall: second === "wall", view: "mine", selected: null };
  return { page: "inbox", wall: false, view, selected: third ?? null };
}

export const go = (to: { page?: Page; wall?: boolean; view?: InboxView; selected?: string | null; find?: string }): void => {
  const now = useUi.getState();
  const next = { page: to.page ?? now.page, wall: to.wall ?? false, view: to.view ?? now.view, selected: to.selected === undefined ? now.selected : to.selected };
  const hash = next.page === "board" ? `#/board${next.wall ? "/wall" : ""}` : `#/inbox/${next.view}${next.selected === null ? "" : `/${encodeURIComponent(next.selected)}`}`;
  useUi.setState({ ...next, ...(to.find === undefined ? {} : { find: to.find }) });
  if (location.hash !== hash) history.pushState(null, "", hash);
};

export const followHash = (): (() => void) => {
  const heard = () => useUi.setState(readHash(location.hash));
  window.addEventListener("popstate", heard);
  window.addEventListener("hashchange", heard);
  return () => {
    window.removeEventListener("popstate", heard);
    window.removeEventListener("hashchange", heard);
  };
};
