import { useEffect } from "react";
import type { Live } from "../grid/live";
import { go, useUi } from "../grid/ui";
import { act, focusComposer, hold, join, reopenConversation, resolveConversation, setPriority, takeOver } from "../features/conversation/actions";
import { acceptOffer, declineOffer } from "../features/offers/offers";
import type { Command } from "../features/palette/palette";
import { errorText } from "../grid/live";
import type { Words } from "../words/words";
import type { PresenceStatus } from "@conversationgrid/sdk/grid/protocol";

export const setPresence = (live: Live, status: PresenceStatus, t: Words, reason?: string): Promise<void> =>
  live.agent.setPresence(status, reason).catch((thrown: unknown) => useUi.getState().toast(t.conversation.failed(errorText(thrown))));

const step = (live: Live, by: number): void => {
  const { view, find, selected } = useUi.getState();
  const rows = live.rows(live.agent.state.get().inbox, view, find);
  if (rows.length === 0) return;
  const at = rows.findIndex((x) => x.conversationId === selected);
  const next = rows[at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + by))];
  if (next !== undefined) go({ page: "inbox", selected: next.conversationId });
};

/** One list for the palette, the keys and the help page. */
export const commandsOf = (live: Live, t: Words, signOut: () => void): readonly Command[] => {
  const ui = useUi.getState();
  const { selected } = ui;
  const offer = live.agent.state.get().inbox.offers[0];
  const c = t.commands;
  const withChoice = (run: (id: string) => void) => (selected === null || ui.page !== "inbox" ? null : () => run(selected));
  const withWork = (run: (id: string) => void) => (ui.workflow ? withChoice(run) : null);
  const {
    onHold: held = false,
    blocked = false,
    joined = [],
  } = (selected === null ? undefined : live.agent.state.get().open.get(selected)?.thread.workflow) ?? {};
  const beside = joined.includes(live.session.agentId);
  return [
    { id: "next", label: c.next, key: "j", run: () => step(live, 1) },
    { id: "previous", label: c.previous, key: "k", run: () => step(live, -1) },
    { id: "reply", label: c.reply, key: "r", run: withChoice(() => focusComposer("post")) },
    { id: "note", label: c.note, key: "n", run: withChoice(() => focusComposer("note")) },
    { id: "resolve", label: c.resolve, key: "e", run: withChoice((id) => void resolveConversation(live, id, t)) },
    { id: "reopen", label: c.reopen, key: "u", run: withChoice((id) => void reopenConversation(live, id, t)) },
    { id: "transfer", label: c.transfer, key: "t", run: withChoice(() => ui.set({ panel: "transfer" })) },
    { id: "snooze", label: t.work.snooze, key: "s", run: withWork(() => ui.set({ panel: "snooze" })) },
    { id: "labels", label: t.work.labels, key: "l", run: withWork(() => ui.set({ panel: "labels" })) },
    { id: "macros", label: t.work.macros, key: "m", run: withWork(() => ui.set({ panel: "macros" })) },
    { id: "hold", label: held ? t.work.unhold : t.work.hold, key: "h", run: withWork((id) => void hold(live, id, !held, t)) },
    { id: "merge", label: t.work.merge, key: "g", run: withWork(() => ui.set({ panel: "merge" })) },
    { id: "takeOver", label: t.work.takeOver, key: "o", run: live.supervisor === null ? null : withWork((id) => void takeOver(live, id, t)) },
    {
      id: "join",
      label: beside ? t.work.stepOut : t.work.join,
      key: "p",
      run: live.supervisor === null ? null : withWork((id) => void join(live, id, !beside, t)),
    },
    { id: "whisper", label: t.work.whisper, key: "w", run: live.supervisor === null ? null : withWork(() => ui.set({ panel: "whisper" })) },
    ...t.priority.map((word, n): Command => ({ id: `priority${n}`, label: t.work.priority(word), run: withWork((id) => void setPriority(live, id, n, t)) })),
    { id: "spam", label: t.work.spam, run: withWork((id) => void act(() => live.agent.act("Spam", id), t, t.work.notice.spam)) },
    {
      id: "block",
      label: blocked ? t.work.unblock : t.work.block,
      run: withWork((id) => void act(() => live.agent.act("Block", id, { blocked: !blocked }), t, blocked ? t.work.notice.unblocked : t.work.notice.blocked)),
    },
    { id: "accept", label: c.accept, key: "a", run: offer === undefined ? null : () => void acceptOffer(live, offer, t) },
    { id: "decline", label: c.decline, key: "d", run: offer === undefined ? null : () => declineOffer(live, offer) },
    {
      id: "search",
      label: c.search,
      key: "/",
      run: () => {
        go({ page: "inbox" });
        setTimeout(() => document.getElementById("search")?.focus(), 0);
      },
    },
    { id: "inbox", label: c.goInbox, key: "i", run: () => go({ page: "inbox" }) },
    { id: "board", label: c.goBoard, key: "b", run: live.supervisor === null ? null : () => go({ page: "board" }) },
    { id: "wall", label: c.wall, run: live.supervisor === null ? null : () => go({ page: "board", wall: true }) },
    { id: "knowledge", label: c.goKnowledge, key: "f", run: () => go({ page: "knowledge", tab: "articles" }) },
    { id: "gaps", label: c.goGaps, run: live.supervisor === null ? null : () => go({ page: "knowledge", tab: "gaps" }) },
    { id: "admin", label: c.goAdmin, run: live.supervisor === null ? null : () => go({ page: "admin", setting: null }) },
    { id: "online", label: c.online, run: () => void setPresence(live, "online", t) },
    { id: "away", label: c.away, run: () => void setPresence(live, "away", t) },
    { id: "offline", label: c.offline, run: () => void setPresence(live, "offline", t) },
    { id: "theme", label: c.theme, run: () => ui.change({ theme: document.documentElement.dataset["theme"] === "dark" ? "light" : "dark" }) },
    { id: "language", label: c.language, run: () => ui.change({ locale: ui.locale === "en" ? "ms" : "en" }) },
    { id: "shortcuts", label: c.shortcuts, key: "?", run: () => ui.set({ panel: "help" }) },
    { id: "signOut", label: c.signOut, run: signOut },
  ];
};

const writing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Single keys work only where nobody writes, and can be switched off; Ctrl+K works everywhere. */
export const useShortcuts = (live: Live, t: Words, signOut: () => void): void => {
  useEffect(() => {
    const pressed = (e: KeyboardEvent) => {
      const ui = useUi.getState();
      if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === "k") {
        e.preventDefault();
        ui.set({ panel: ui.panel === "palette" ? null : "palette" });
        return;
      }
      if (e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented || !ui.shortcuts || ui.panel !== null || writing(e.target)) return;
      const command = commandsOf(live, t, signOut).find((c) => c.key === e.key);
      if (command?.run == null) return;
      e.preventDefault();
      command.run();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [live, t, signOut]);
};
