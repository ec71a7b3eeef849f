import { create } from "zustand";
import { useShallow } from "zustand/react/shallow";
import type { ArticleForm } from "@conversationgrid/sdk/article-text";
import type { InboxView } from "@conversationgrid/sdk/inbox";
import { readJson, writeJson } from "@conversationgrid/sdk/grid/store";
import { pickLocale, type Locale } from "../words/words";
import { lastingStore, seat } from "./session";
import { settingKinds } from "./setting-kinds";

export type Page = "inbox" | "board" | "knowledge" | "admin";
export type KnowledgeTab = "articles" | "gaps" | "issues" | "import";
/** What the administration area shows: the kinds of settings, and what is no setting. */
export const adminSections = [...settingKinds, "install", "keys", "webhooks", "privacy", "audit", "whole"] as const;
export type AdminSection = (typeof adminSections)[number];
/** In the place of a setting's id: one that is being made. */
export const newSetting = "+";
/** An article that is being written. */
export type Writing = { /** `id/language` of the article that it changes; null: a new one. */ readonly of: string | null; readonly form: ArticleForm };
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
  readonly tab: KnowledgeTab;
  /** `id/language` of the article that is read. */
  readonly article: string | null;
  readonly section: AdminSection;
  /** Id of the setting that is read; {@link newSetting} for a new one. */
  readonly setting: string | null;
  /** Kept while somebody looks elsewhere in the desk. */
  readonly writing: Writing | null;
  readonly panel: Panel;
  readonly tools: boolean;
  /** Whether this host knows labels, snooze, macros and take-over. */
  readonly workflow: boolean;
  /** Whether this host translates: yes until it said that it does not. */
  readonly translation: boolean;
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
/** Drafts are kept for each agent: another one at the same browser neither sees nor sends them. */
let draftsOf: string | null = null;
const draftsKey = (): string => `cg.desk.drafts.${seat}.${draftsOf}`;
const draftsMax = 50;
const tabs = ["articles", "gaps", "issues", "import"] as const satisfies readonly KnowledgeTab[];

const keptSettings = (): Settings => {
  const kept = readJson<Partial<Settings>>(lastingStore, settingsKey) ?? {};
  const theme = address.get("theme") ?? kept.theme;
  return {
    theme: theme === "light" || theme === "dark" ? theme : "auto",
    locale: pickLocale(address.get("locale") ?? kept.locale ?? navigator.language),
    sound: kept.sound ?? false,
    notices: kept.notices ?? false,
    shortcuts: kept.shortcuts ?? true,
  };
};

let toasts = 0;

/** What is written goes to the store of the browser when the writer pauses, not with every key. */
const keepDraftsAfterMs = 300;
let keepTimer: ReturnType<typeof setTimeout> | null = null;
const keepDrafts = (): void => {
  if (keepTimer !== null) clearTimeout(keepTimer);
  keepTimer = null;
  if (draftsOf !== null) writeJson(lastingStore, draftsKey(), [...useUi.getState().drafts]);
};

/** An agent has signed in: what another one wrote here is not shown to it. */
export const switchDrafts = (agentId: string): void => {
  if (agentId === draftsOf) return;
  if (keepTimer !== null) keepDrafts();
  draftsOf = agentId;
  useUi.setState({ drafts: new Map(readJson<[string, Draft][]>(lastingStore, draftsKey()) ?? []), writing: null });
};
window.addEventListener("pagehide", () => {
  if (keepTimer !== null) keepDrafts();
});

export const useUi = create<Ui>((set, get) => ({
  ...keptSettings(),
  ...readHash(location.hash),
  find: "",
  writing: null,
  panel: null,
  tools: false,
  workflow: false,
  translation: true,
  drafts: new Map(),
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

type Place = Pick<Ui, "page" | "wall" | "view" | "selected" | "tab" | "article" | "section" | "setting">;

/** Addresses that can be kept: #/inbox/mine, #/inbox/mine/c1, #/board, #/board/wall, #/knowledge/gaps, #/knowledge/articles/refund-time/en, #/admin/rules/late. */
function readHash(hash: string): Place {
  const [page, second, third, fourth] = hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  const view = (["mine", "waiting", "bot", "snoozed", "done", "all"] as const).find((v) => v === second) ?? "mine";
  const none: Place = { page: "inbox", wall: false, view: "mine", selected: null, tab: "articles", article: null, section: "staff", setting: null };
  if (page === "board") return { ...none, page: "board", wall: second === "wall" };
  if (page === "knowledge")
    return {
      ...none,
      page: "knowledge",
      tab: tabs.find((x) => x === second) ?? "articles",
      article: third === undefined || fourth === undefined ? null : `${third}/${fourth}`,
    };
  if (page === "admin") return { ...none, page: "admin", section: adminSections.find((x) => x === second) ?? "staff", setting: third ?? null };
  return { ...none, view, selected: third ?? null };
}

const hashOf = (place: Place): string => {
  switch (place.page) {
    case "board":
      return `#/board${place.wall ? "/wall" : ""}`;
    case "knowledge":
      return `#/knowledge/${place.tab}${place.tab !== "articles" || place.article === null ? "" : `/${place.article}`}`;
    case "admin":
      return `#/admin/${place.section}${place.setting === null ? "" : `/${encodeURIComponent(place.setting)}`}`;
    case "inbox":
      return `#/inbox/${place.view}${place.selected === null ? "" : `/${encodeURIComponent(place.selected)}`}`;
  }
};

export const go = (to: Partial<Place> & { readonly find?: string }): void => {
  const { page, view, selected, tab, article, section, setting } = useUi.getState();
  const place: Place = { page, view, selected, tab, article, section, setting, wall: false, ...to };
  const hash = hashOf(place);
  useUi.setState({ ...place, ...(to.find === undefined ? {} : { find: to.find }) });
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
