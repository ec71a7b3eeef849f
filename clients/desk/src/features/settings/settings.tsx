import type { JSX } from "react";
import { usePick, useUi, type Theme } from "../../grid/ui";
import { CloseIcon } from "../../kit/icons";
import { Modal } from "../../kit/modal";
import { pickLocale, useWords } from "../../words/words";
import { AccountSection } from "./account";

export const SettingsPanel = (): JSX.Element => {
  const { t } = useWords();
  const { theme, locale, sound, notices, shortcuts, change, set } = usePick("theme", "locale", "sound", "notices", "shortcuts", "change", "set");
  const close = () => set({ panel: null });
  const wantNotices = async (on: boolean) => {
    if (on && "Notification" in window && Notification.permission === "default") await Notification.requestPermission();
    change({ notices: on && "Notification" in window && Notification.permission === "granted" });
  };
  return (
    <Modal title={t.settings.title} onClose={close}>
      <div className="form">
        <div className="section-head">
          <h2>{t.settings.title}</h2>
          <button type="button" className="plain" aria-label={t.settings.close} onClick={close}>
            <CloseIcon />
          </button>
        </div>
        <label>
          {t.settings.theme}
          <select value={theme} onChange={(e) => change({ theme: e.target.value as Theme })}>
            <option value="auto">{t.settings.auto}</option>
            <option value="light">{t.settings.light}</option>
            <option value="dark">{t.settings.dark}</option>
          </select>
        </label>
        <label>
          {t.settings.language}
          <select value={locale} onChange={(e) => change({ locale: pickLocale(e.target.value) })}>
            <option value="en" lang="en">
              English
            </option>
            <option value="ms" lang="ms">
              Bahasa Melayu
            </option>
          </select>
        </label>
        <label className="check">
          <input type="checkbox" checked={sound} onChange={(e) => change({ sound: e.target.checked })} /> {t.settings.sound}
        </label>
        <label className="check">
          <input type="checkbox" checked={notices} onChange={(e) => void wantNotices(e.target.checked)} /> {t.settings.notices}
        </label>
        <label className="check">
          <input type="checkbox" checked={shortcuts} onChange={(e) => change({ shortcuts: e.target.checked })} /> {t.settings.shortcuts}
        </label>
        <AccountSection />
      </div>
    </Modal>
  );
};

export const Help = ({ keys }: { readonly keys: readonly (readonly [string, string])[] }): JSX.Element => {
  const { t } = useWords();
  const set = useUi((s) => s.set);
  const close = () => set({ panel: null });
  return (
    <Modal title={t.nav.help} onClose={close}>
      <div className="section-head">
        <h2>{t.nav.help}</h2>
        <button type="button" className="plain" aria-label={t.settings.close} onClick={close}>
          <CloseIcon />
        </button>
      </div>
      <dl className="keys">
        {keys.map(([key, label]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
};
