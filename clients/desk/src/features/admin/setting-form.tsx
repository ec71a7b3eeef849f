import { useState, type FormEvent, type JSX } from "react";
import { GridError } from "@conversationgrid/sdk/grid/errors";
import { idOf } from "@conversationgrid/sdk/article-text";
import { errorText, useLive } from "../../grid/live";
import { settingsOf, type Definition, type Setting, type SettingKind } from "../../grid/settings";
import { go, newSetting, usePick, useUi } from "../../grid/ui";
import { pruned, type Around } from "./fields";
import { Fields } from "./inputs";
import { forms } from "./kinds";
import { PersonActions } from "./person-actions";

/** One setting, new or known. What the host says is wrong stands beside the button, and what was written stays. */
export const SettingForm = ({
  kind,
  setting,
  around,
  readOnly,
  onChanged,
}: {
  readonly kind: SettingKind;
  /** Null for a new one. */
  readonly setting: Setting | null;
  readonly around: Around;
  readonly readOnly: boolean;
  readonly onChanged: () => void;
}): JSX.Element => {
  const { t } = around;
  const live = useLive();
  const { toast } = usePick("toast");
  const [id, setId] = useState(setting?.id ?? "");
  const [value, setValue] = useState<Definition>(setting?.definition ?? forms[kind].fresh);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const name = typeof value["name"] === "string" ? value["name"] : "";
  const own = id.trim() === "" ? idOf(name) : id.trim();
  const run = async (what: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    try {
      await what();
    } catch (thrown) {
      setProblem(thrown instanceof GridError && thrown.code === "conflict" ? `${errorText(thrown)} ${t.admin.conflict}` : errorText(thrown));
    }
    setBusy(false);
  };
  /** Who has moved on meanwhile is not called back. */
  const goOn = (to: string | null) => {
    const now = useUi.getState();
    if (now.page === "admin" && now.section === kind && now.setting === (setting?.id ?? newSetting)) go({ page: "admin", section: kind, setting: to });
  };
  const save = (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    void run(async () => {
      const saved = await settingsOf(live).save(kind, own, pruned(value), setting?.version ?? 0);
      toast(t.admin.saved(String(saved.definition["name"] ?? saved.id)));
      onChanged();
      goOn(saved.id);
    });
  };
  const remove = () =>
    void run(async () => {
      if (setting === null) return;
      await settingsOf(live).remove(kind, setting.id, setting.version);
      const { definition } = setting;
      toast(t.admin.removed(String(definition["name"] ?? setting.id)), {
        label: t.conversation.undo,
        run: () =>
          void settingsOf(live)
            .save(kind, setting.id, definition)
            .then(onChanged, (thrown: unknown) => toast(t.conversation.failed(errorText(thrown)))),
      });
      onChanged();
      goOn(null);
    });
  const title = setting === null ? t.admin.newOne[kind] : name === "" ? setting.id : name;
  return (
    <form className="article form" aria-label={title} onSubmit={save}>
      <div className="section-head">
        <button type="button" className="plain article-back" onClick={() => go({ page: "admin", section: kind, setting: null })}>
          {t.conversation.back}
        </button>
        <h2>{title}</h2>
      </div>
      {setting?.source === "configuration" ? <p className="hint">{t.admin.fromConfiguration}</p> : null}
      {readOnly ? <p className="hint">{t.admin.readOnly}</p> : null}
      <Fields fields={forms[kind].fields} value={value} around={around} disabled={busy || readOnly} onChange={setValue} />
      <div className="admin-field">
        <label htmlFor="setting-id">{t.admin.fields.id}</label>
        <input
          id="setting-id"
          value={id}
          placeholder={own}
          disabled={busy || readOnly || setting !== null}
          pattern="[A-Za-z0-9][A-Za-z0-9._-]*"
          maxLength={64}
          onChange={(e) => setId(e.target.value)}
        />
        <p className="hint">{t.admin.hints.id}</p>
      </div>
      {kind === "staff" && setting !== null && !readOnly ? <PersonActions id={setting.id} around={around} /> : null}
      <p className="problem" role="alert">
        {problem}
      </p>
      {readOnly ? null : (
        <div className="form-end">
          {setting === null || setting.source === "configuration" ? null : (
            <button type="button" disabled={busy} onClick={remove}>
              {t.admin.removeIt}
            </button>
          )}
          <button type="submit" className="primary" disabled={busy || own === ""}>
            {busy ? t.admin.saving : t.admin.save}
          </button>
        </div>
      )}
    </form>
  );
};
