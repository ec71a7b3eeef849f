import { useEffect, useRef, useState, type JSX } from "react";
import { useAgent, useLive } from "../../grid/live";
import { go, usePick } from "../../grid/ui";
import { BellIcon } from "../../kit/icons";
import { timeOf } from "../../kit/time";
import { useWords } from "../../words/words";

export const Alerts = (): JSX.Element => {
  const { t, locale } = useWords();
  const live = useLive();
  const alerts = useAgent((s) => s.inbox.alerts);
  const [open, setOpen] = useState(false);
  const holder = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return undefined;
    const away = (e: Event) => {
      if (e instanceof KeyboardEvent ? e.key === "Escape" : !(holder.current?.contains(e.target as Node) ?? false)) setOpen(false);
    };
    document.addEventListener("pointerdown", away);
    document.addEventListener("keydown", away);
    return () => {
      document.removeEventListener("pointerdown", away);
      document.removeEventListener("keydown", away);
    };
  }, [open]);
  return (
    <div className="alerts" ref={holder}>
      <button type="button" className="plain" aria-expanded={open} aria-label={t.alerts.open(alerts.length)} onClick={() => setOpen(!open)}>
        <BellIcon />
        {alerts.length > 0 ? (
          <span className="badge" aria-hidden="true">
            {alerts.length > 99 ? "99+" : alerts.length}
          </span>
        ) : null}
      </button>
      <span className="hidden" role="status">
        {alerts[0] === undefined ? "" : alerts[0].text}
      </span>
      {!open ? null : (
        <div className="popover" role="region" aria-label={t.alerts.title}>
          <div className="section-head">
            <h2>{t.alerts.title}</h2>
            <button type="button" className="plain small" onClick={() => live.agent.clearAlerts()} disabled={alerts.length === 0}>
              {t.alerts.clear}
            </button>
          </div>
          {alerts.length === 0 ? <p className="hint">{t.alerts.none}</p> : null}
          <ul className="plain-list">
            {alerts.slice(0, 30).map((a) => (
              <li key={a.id}>
                <button
                  type="button"
                  className="alert-row"
                  onClick={() => {
                    setOpen(false);
                    go({ page: "inbox", view: "all", selected: a.conversationId });
                  }}
                >
                  <span className="chip urgent">{a.kind}</span> {a.text} <time>{timeOf(new Date(a.at).toISOString(), locale, Date.now())}</time>
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
};

const quietMs = 3_000;

/** Sound and desktop notices for new work and alerts: off until wanted, and one for all that comes within three seconds. */
export const Notices = (): null => {
  const { t } = useWords();
  const { sound, notices } = usePick("sound", "notices");
  const offers = useAgent((s) => s.inbox.offers);
  const newestAlert = useAgent((s) => s.inbox.alerts[0]?.id ?? 0);
  const before = useRef({ offers: new Set(offers.map((o) => o.offerId)), alert: newestAlert, at: 0 });
  useEffect(() => {
    const b = before.current;
    const fresh = offers.filter((o) => !b.offers.has(o.offerId)).length + Math.max(0, newestAlert - b.alert);
    before.current = { offers: new Set(offers.map((o) => o.offerId)), alert: newestAlert, at: b.at };
    if (fresh === 0 || Date.now() - b.at < quietMs) return;
    before.current.at = Date.now();
    if (sound) beep();
    if (notices && document.visibilityState === "hidden" && "Notification" in window && Notification.permission === "granted") {
      const notice = new Notification(t.offers.title, { tag: "cg-desk" });
      notice.onclick = () => window.focus();
    }
  }, [offers, newestAlert, sound, notices, t]);
  return null;
};

const beep = (): void => {
  const audio = new AudioContext();
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = 660;
  volume.gain.setValueAtTime(0.08, audio.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.35);
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 0.35);
  tone.onended = () => void audio.close();
};
