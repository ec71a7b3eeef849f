import { useCallback, useEffect, useMemo, useRef, useState, type JSX } from "react";
import type { AgentSession, PresenceStatus } from "@conversationgrid/sdk/grid/protocol";
import { Admin } from "../features/admin/admin";
import { Alerts, Notices } from "../features/alerts/alerts";
import { Board } from "../features/board/board";
import { Checklist } from "../features/checklist/checklist";
import { Conversation } from "../features/conversation/conversation";
import { MergePanel } from "../features/conversation/merge";
import { LabelsPanel, MacrosPanel, SnoozePanel, WhisperPanel } from "../features/conversation/panels";
import { Transfer } from "../features/conversation/transfer";
import { Inbox } from "../features/inbox/inbox";
import { Knowledge } from "../features/knowledge/knowledge";
import { Offers } from "../features/offers/offers";
import { Palette } from "../features/palette/palette";
import { Help, SettingsPanel } from "../features/settings/settings";
import { SignIn } from "../features/sign-in/sign-in";
import { LiveContext, rest, startLive, useAgent, useLive, type Live } from "../grid/live";
import { dropSession, keepSession, keptSession } from "../grid/session";
import { followHash, go, switchDrafts, usePick } from "../grid/ui";
import { AdminIcon, BoardIcon, BookIcon, CloseIcon, GearIcon, InboxIcon, KeysIcon, OutIcon } from "../kit/icons";
import { useNow } from "../kit/time";
import { WordsContext, useWords, wordsFor } from "../words/words";
import { commandsOf, setPresence, useShortcuts } from "./shortcuts";

export const App = (): JSX.Element => {
  const { theme, locale } = usePick("theme", "locale");
  const [session, setSession] = useState<AgentSession | null>(keptSession);
  const [ended, setEnded] = useState(false);
  const [live, setLive] = useState<Live | null>(null);
  const words = useMemo(() => ({ t: wordsFor(locale), locale }), [locale]);
  useEffect(followHash, []);
  useTheme(theme);
  useEffect(() => {
    document.documentElement.lang = locale;
    document.title = wordsFor(locale).app;
  }, [locale]);
  useEffect(() => {
    if (session === null) return undefined;
    switchDrafts(session.agentId);
    const started = startLive(session, () => {
      dropSession();
      setEnded(true);
      setSession(null);
    });
    setLive(started);
    return () => {
      started.stop();
      setLive(null);
    };
  }, [session]);
  const signOut = useCallback(() => {
    // The session ends at the host too; where it cannot be reached, its time is over by itself.
    if (session !== null) void rest.post("/api/v1/sessions/agent/logout", {}, session.token).catch(() => undefined);
    dropSession();
    setEnded(false);
    setSession(null);
  }, [session]);
  const signedIn = (fresh: AgentSession) => {
    keepSession(fresh);
    setSession(fresh);
  };
  return (
    <WordsContext value={words}>
      {live === null ? (
        <SignIn ended={ended} onSession={signedIn} />
      ) : (
        <LiveContext value={live}>
          <Shell onSignOut={signOut} />
        </LiveContext>
      )}
    </WordsContext>
  );
};

const useTheme = (theme: "auto" | "light" | "dark"): void => {
  useEffect(() => {
    const system = window.matchMedia("(prefers-color-scheme: dark)");
    const apply = () => (document.documentElement.dataset["theme"] = theme === "auto" ? (system.matches ? "dark" : "light") : theme);
    apply();
    system.addEventListener("change", apply);
    return () => system.removeEventListener("change", apply);
  }, [theme]);
};

const Shell = ({ onSignOut }: { readonly onSignOut: () => void }): JSX.Element => {
  const { t } = useWords();
  const live = useLive();
  const { page, wall, selected, panel } = usePick("page", "wall", "selected", "panel");
  useShortcuts(live, t, onSignOut);
  const settled = useFirstPresence(live);
  useWorkflowOfHost(live);
  const commands = panel === "palette" || panel === "help" ? commandsOf(live, t, onSignOut) : [];
  const keys = commands.flatMap((c): (readonly [string, string])[] => (c.key === undefined ? [] : [[c.key, c.label]]));
  return (
    <div className={`shell at-${page} ${wall ? "wall" : ""} ${selected === null ? "no-choice" : "choice"}`}>
      <a
        className="skip"
        href="#conversation"
        onClick={(e) => {
          e.preventDefault();
          document.getElementById("conversation")?.focus();
        }}
      >
        {t.skip}
      </a>
      {wall ? null : <TopBar onSignOut={onSignOut} />}
      {settled ? <NoWork /> : null}
      <CutOff />
      <LostWork />
      {live.session.role === "admin" && !wall && (page === "board" || page === "admin") ? <Checklist /> : null}
      <main className="body" aria-label={t.nav[page]}>
        {page === "board" ? (
          <Board />
        ) : page === "knowledge" ? (
          <Knowledge />
        ) : page === "admin" && live.supervisor !== null ? (
          <Admin />
        ) : (
          <>
            <h1 className="hidden">{t.nav.inbox}</h1>
            <Inbox />
            <Conversation conversationId={selected} />
          </>
        )}
      </main>
      <Offers />
      <Notices />
      <Toasts />
      {panel === "palette" ? <Palette commands={commands} /> : null}
      {panel === "settings" ? <SettingsPanel /> : null}
      {panel === "help" ? <Help keys={[["Ctrl K", t.nav.commands], ...keys]} /> : null}
      {panel === "transfer" && selected !== null ? <Transfer conversationId={selected} /> : null}
      {panel === "snooze" && selected !== null ? <SnoozePanel conversationId={selected} /> : null}
      {panel === "labels" && selected !== null ? <LabelsPanel conversationId={selected} /> : null}
      {panel === "macros" && selected !== null ? <MacrosPanel conversationId={selected} /> : null}
      {panel === "merge" && selected !== null ? <MergePanel conversationId={selected} /> : null}
      {panel === "whisper" && selected !== null ? <WhisperPanel conversationId={selected} /> : null}
    </div>
  );
};

/**
 * Someone who signs in is there to work: who was offline becomes online. A reload changes nothing.
 * @returns Whether the presence is settled.
 */
const useFirstPresence = (live: Live): boolean => {
  const [settled, setSettled] = useState(false);
  const done = useRef(false);
  const { t } = useWords();
  const known = useAgent((s) => s.link.phase === "online" && s.inbox.loaded);
  useEffect(() => {
    if (!known || done.current || live.session.role !== "agent") return;
    done.current = true;
    const comesToWork = live.isNew && live.agent.state.get().inbox.standing.status === "offline";
    void (comesToWork ? setPresence(live, "online", t) : Promise.resolve()).then(() => setSettled(true));
  }, [known, live, t]);
  return settled;
};

/** Work that went to others while this desk was cut off is said until it was read. */
const LostWork = (): JSX.Element | null => {
  const { t } = useWords();
  const live = useLive();
  const lost = useAgent((s) => s.inbox.lost);
  if (lost.length === 0) return null;
  const names = lost
    .slice(0, 3)
    .map((x) => x.customerName ?? t.inbox.customer)
    .join(", ");
  return (
    <div className="no-work" role="alert">
      <span>{t.presence.lost(lost.length, lost.length > 3 ? `${names}, …` : names)}</span>
      <button type="button" className="small" onClick={live.agent.clearLost}>
        {t.presence.lostRead}
      </button>
    </div>
  );
};

/** A short loss of the connection is only shown by its sign; a longer one is said loudly. */
const cutShownMs = 5_000;

const CutOff = (): JSX.Element | null => {
  const { t } = useWords();
  const live = useLive();
  const cut = useAgent((s) => s.inbox.loaded && (s.link.phase === "waiting" || s.link.phase === "connecting"));
  const [since, setSince] = useState<number | null>(null);
  const now = useNow();
  useEffect(() => setSince(cut ? Date.now() : null), [cut]);
  if (!cut || since === null || now - since < cutShownMs || live.session.role !== "agent") return null;
  return (
    <div className="no-work" role="alert">
      <span>{t.presence.cut(Math.floor((now - since) / 1000))}</span>
    </div>
  );
};

/** An agent who gets no work, and did not choose that or may have forgotten it, reads so and is back with one click. */
const NoWork = (): JSX.Element | null => {
  const { t } = useWords();
  const live = useLive();
  const { status, reason } = useAgent((s) => s.inbox.standing);
  const online = useAgent((s) => s.link.phase === "online");
  const why = status === "offline" ? t.presence.noWork.offline : status === "away" && reason === "missedOffers" ? t.presence.noWork.missedOffers : null;
  if (!online || why === null) return null;
  return (
    <div className="no-work" role="alert">
      <span>{why}</span>
      <button type="button" className="primary small" onClick={() => void setPresence(live, "online", t)}>
        {t.presence.noWork.goOnline}
      </button>
    </div>
  );
};

/** Hosts of the protocol's first version know none of labels, snooze, macros: what they do not know is not offered. */
const useWorkflowOfHost = (live: Live): void => {
  const online = useAgent((s) => s.link.phase === "online");
  const set = usePick("set").set;
  useEffect(() => {
    if (online)
      live.agent.macros("").then(
        () => set({ workflow: true }),
        () => set({ workflow: false }),
      );
  }, [live, online, set]);
};

const TopBar = ({ onSignOut }: { readonly onSignOut: () => void }): JSX.Element => {
  const { t } = useWords();
  const live = useLive();
  const { page, set } = usePick("page", "set");
  const waiting = useAgent((s) => s.inbox.offers.length);
  return (
    <header className="top" aria-label={`${t.app}: ${live.session.name}`}>
      <img src="/desk/favicon.svg" alt="" width="28" height="28" />
      <div className="top-nav" role="group" aria-label={t.app}>
        <button type="button" className="plain" aria-label={t.nav.inbox} aria-pressed={page === "inbox"} onClick={() => go({ page: "inbox" })}>
          <InboxIcon />
          <span>{t.nav.inbox}</span>
          {waiting > 0 ? <span className="badge still">{waiting}</span> : null}
        </button>
        {live.supervisor === null ? null : (
          <button type="button" className="plain" aria-label={t.nav.board} aria-pressed={page === "board"} onClick={() => go({ page: "board" })}>
            <BoardIcon />
            <span>{t.nav.board}</span>
          </button>
        )}
        <button type="button" className="plain" aria-label={t.nav.knowledge} aria-pressed={page === "knowledge"} onClick={() => go({ page: "knowledge" })}>
          <BookIcon />
          <span>{t.nav.knowledge}</span>
        </button>
        {live.supervisor === null ? null : (
          <button type="button" className="plain" aria-label={t.nav.admin} aria-pressed={page === "admin"} onClick={() => go({ page: "admin" })}>
            <AdminIcon />
            <span>{t.nav.admin}</span>
          </button>
        )}
      </div>
      <LinkSign />
      <span className="grow" />
      <button type="button" className="plain wide" onClick={() => set({ panel: "palette" })}>
        <KeysIcon />
        <span>{t.nav.commands}</span> <kbd>Ctrl K</kbd>
      </button>
      {live.session.role === "agent" ? (
        <Presence />
      ) : (
        <span className="presence-pick">
          <span className="who">{live.session.name}</span>
        </span>
      )}
      <Alerts />
      <button type="button" className="plain" aria-label={t.nav.settings} onClick={() => set({ panel: "settings" })}>
        <GearIcon />
      </button>
      <button type="button" className="plain" aria-label={`${t.nav.signOut} (${live.session.name})`} onClick={onSignOut}>
        <OutIcon />
      </button>
    </header>
  );
};

const LinkSign = (): JSX.Element => {
  const { t } = useWords();
  const live = useLive();
  const link = useAgent((s) => s.link);
  const now = useNow();
  const left = link.phase === "waiting" ? Math.max(0, Math.ceil((link.retryAt - now) / 1000)) : 0;
  return (
    <span className={`link-sign ${link.phase}`}>
      <span className="link-dot" aria-hidden="true" />
      <span className="link-word" role="status">
        {t.link[link.phase]}
      </span>
      {link.phase === "waiting" ? (
        <button type="button" className="plain small" onClick={() => live.agent.connection.retryNow()}>
          {t.link.tryNow} {left > 0 ? `(${left})` : ""}
        </button>
      ) : null}
    </span>
  );
};

const Presence = (): JSX.Element => {
  const { t } = useWords();
  const live = useLive();
  const { status, reason, load, capacity } = useAgent((s) => s.inbox.standing);
  const reasons = Object.entries(t.presence.reasons);
  const online = useAgent((s) => s.link.phase === "online");
  const pick = (value: string) => {
    const [picked, why] = value.split(":");
    void setPresence(live, picked as PresenceStatus, t, why);
  };
  return (
    <label
      className={`presence-pick ${online ? status : "offline"}`}
      title={load === null || capacity === null ? live.session.name : t.presence.load(load, capacity)}
    >
      <span className="hidden">{t.presence.label}</span>
      <span className={`presence ${online ? status : "offline"}`} aria-hidden="true" />
      <span className="who">{live.session.name}</span>
      <select
        value={!online ? "cut" : reason !== null && reasons.some(([key]) => key === reason) ? `${status}:${reason}` : status}
        disabled={!online}
        onChange={(e) => pick(e.target.value)}
      >
        {online ? null : <option value="cut">{t.link.idle}</option>}
        <option value="online">{t.presence.online}</option>
        <option value="away">{t.presence.away}</option>
        {reasons.map(([key, word]) => (
          <option key={key} value={`away:${key}`}>
            {t.presence.away}: {word}
          </option>
        ))}
        <option value="offline">{t.presence.offline}</option>
      </select>
    </label>
  );
};

const Toasts = (): JSX.Element => {
  const { t } = useWords();
  const { toasts, dropToast } = usePick("toasts", "dropToast");
  return (
    <div className="toasts" role="status">
      {toasts.map((x) => (
        <div key={x.id} className="toast">
          <span>{x.text}</span>
          {x.action === undefined ? null : (
            <button
              type="button"
              className="plain"
              onClick={() => {
                dropToast(x.id);
                x.action?.run();
              }}
            >
              {x.action.label}
            </button>
          )}
          <button type="button" className="plain" aria-label={t.settings.close} onClick={() => dropToast(x.id)}>
            <CloseIcon />
          </button>
        </div>
      ))}
    </div>
  );
};
