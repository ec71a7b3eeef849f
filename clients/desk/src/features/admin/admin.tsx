import { useMemo, type JSX } from "react";
import { useLive, type Live } from "../../grid/live";
import { useLoaded } from "../../grid/loaded";
import { settingKinds, settingsOf, type Setting, type SettingKind } from "../../grid/settings";
import { adminSections, go, newSetting, usePick } from "../../grid/ui";
import { useWords } from "../../words/words";
import { ApiKeysSection } from "./api-keys";
import { AuditSection } from "./audit";
import type { Around } from "./fields";
import { InstallSection } from "./install";
import { aboutOf } from "./kinds";
import { PrivacySection } from "./privacy";
import { SettingForm } from "./setting-form";
import { WebhooksSection } from "./webhooks";
import { WholeSection } from "./whole";

/** The settings of every kind: the forms of one name those of others. */
const all = async (live: Live): Promise<Around["settings"]> => {
  const asked = settingsOf(live);
  return Object.fromEntries(await Promise.all(settingKinds.map(async (kind) => [kind, await asked.list(kind)] as const))) as Record<
    SettingKind,
    readonly Setting[]
  >;
};

/** Everything that a workspace sets: supervisors read it, administrators write it. */
export const Admin = (): JSX.Element => {
  const { t } = useWords();
  const live = useLive();
  const { section } = usePick("section");
  const { value: settings, problem, again } = useLoaded(all, "settings");
  const around = useMemo(() => (settings === null ? null : { settings, t }), [settings, t]);
  const readOnly = live.session.role !== "admin";
  const shown = adminSections.filter((x) => !readOnly || (x !== "keys" && x !== "install" && x !== "webhooks"));
  return (
    <section className="knowledge admin" id="conversation" tabIndex={-1} aria-label={t.admin.title}>
      <div className="knowledge-head">
        <h1>{t.admin.title}</h1>
        <div className="tabs" role="group" aria-label={t.admin.title}>
          {shown.map((x) => (
            <button key={x} type="button" aria-pressed={x === section} onClick={() => go({ page: "admin", section: x, setting: null })}>
              {t.admin.sections[x]}
            </button>
          ))}
        </div>
      </div>
      {problem === null ? null : (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      {around === null ? (
        <p className="empty" role="status">
          {problem === null ? t.inbox.loading : ""}
        </p>
      ) : section === "audit" ? (
        <AuditSection />
      ) : section === "privacy" ? (
        <PrivacySection />
      ) : section === "whole" ? (
        <WholeSection around={around} readOnly={readOnly} onChanged={again} />
      ) : section === "install" ? (
        <InstallSection />
      ) : section === "keys" ? (
        <div className="knowledge-body form">
          <ApiKeysSection />
        </div>
      ) : section === "webhooks" ? (
        <div className="knowledge-body form">
          <WebhooksSection />
        </div>
      ) : (
        <Kind kind={section} around={around} readOnly={readOnly} onChanged={again} />
      )}
    </section>
  );
};

const Kind = ({
  kind,
  around,
  readOnly,
  onChanged,
}: {
  readonly kind: SettingKind;
  readonly around: Around;
  readonly readOnly: boolean;
  readonly onChanged: () => void;
}): JSX.Element => {
  const { t } = around;
  const { setting: chosen } = usePick("setting");
  const list = around.settings[kind];
  const found = list.find((x) => x.id === chosen) ?? null;
  const open = (setting: string | null) => go({ page: "admin", section: kind, setting });
  return (
    <div className={`articles ${chosen === null ? "no-choice" : "choice"}`}>
      <div className="article-list">
        <div className="section-head">
          <h2>{t.admin.sections[kind]}</h2>
          {readOnly ? null : (
            <button type="button" className="primary" onClick={() => open(newSetting)}>
              {t.admin.newOne[kind]}
            </button>
          )}
        </div>
        <ul className="plain-list admin-list">
          {list.map((x) => (
            <li key={x.id}>
              <button type="button" className="plain admin-item" aria-current={x.id === chosen ? "true" : undefined} onClick={() => open(x.id)}>
                <bdi>{typeof x.definition["name"] === "string" ? x.definition["name"] : x.id}</bdi>
                <span className="hint">{aboutOf(kind, x.definition, around)}</span>
              </button>
            </li>
          ))}
        </ul>
        {list.length === 0 ? <p className="empty">{t.admin.empty[kind]}</p> : null}
      </div>
      {chosen === newSetting && !readOnly ? (
        <SettingForm key={newSetting} kind={kind} setting={null} around={around} readOnly={false} onChanged={onChanged} />
      ) : found === null ? (
        <p className="empty article-none">{t.admin.choose}</p>
      ) : (
        <SettingForm key={`${found.id} ${found.version}`} kind={kind} setting={found} around={around} readOnly={readOnly} onChanged={onChanged} />
      )}
    </div>
  );
};
