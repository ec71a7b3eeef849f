import { useState, type ChangeEvent, type JSX } from "react";
import { errorText, useLive } from "../../grid/live";
import { settingKinds, settingsOf, type Definition, type SettingKind } from "../../grid/settings";
import { changesOf, type Around } from "./fields";

type Part = { readonly kind: SettingKind; readonly id: string; readonly definition: Definition; readonly version: number; readonly isNew: boolean };

/** Kinds that others name come first, so that an import never names what is not there yet. */
const inOrder: readonly SettingKind[] = ["calendars", "skills", "queues", "roles", "staff", "policies", "rules", "macros", "objectives", "sites"];

/** All settings as one file, and such a file taken in again after it was shown what would change. */
export const WholeSection = ({
  around,
  readOnly,
  onChanged,
}: {
  readonly around: Around;
  readonly readOnly: boolean;
  readonly onChanged: () => void;
}): JSX.Element => {
  const { t, settings } = around;
  const live = useLive();
  const [parts, setParts] = useState<readonly Part[] | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const download = () => {
    const all = Object.fromEntries(
      settingKinds.map((kind) => [
        kind,
        Object.fromEntries(settings[kind].filter((x) => x.source === "journal").map((x): [string, Definition] => [x.id, x.definition])),
      ]),
    );
    const url = URL.createObjectURL(new Blob([JSON.stringify(all, null, 2)], { type: "application/json" }));
    Object.assign(document.createElement("a"), { href: url, download: "settings.json" }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  };
  const read = async (e: ChangeEvent<HTMLInputElement>) => {
    setSaid(null);
    setProblem(null);
    setParts(null);
    try {
      setParts(differing(JSON.parse((await e.target.files?.[0]?.text()) ?? "null"), around));
    } catch (thrown) {
      setProblem(t.admin.notAFile(errorText(thrown)));
    }
  };
  const take = async () => {
    setBusy(true);
    let done = 0;
    try {
      for (const part of parts ?? []) {
        setSaid(t.admin.taking(done, parts?.length ?? 0));
        await settingsOf(live).save(part.kind, part.id, part.definition, part.version);
        done++;
      }
      setParts(null);
      setProblem(null);
    } catch (thrown) {
      setProblem(errorText(thrown));
    }
    setSaid(t.admin.taken(done));
    setBusy(false);
    onChanged();
  };
  return (
    <div className="knowledge-body form">
      <p>{t.admin.wholeHint}</p>
      <div className="admin-buttons">
        <button type="button" onClick={download}>
          {t.admin.download}
        </button>
      </div>
      {readOnly ? null : (
        <label>
          {t.admin.upload}
          <input type="file" accept="application/json,.json" disabled={busy} onChange={(e) => void read(e)} />
        </label>
      )}
      {parts === null ? null : parts.length === 0 ? (
        <p role="status">{t.admin.nothingChanges}</p>
      ) : (
        <>
          <ul className="plain-list">
            {parts.map((x) => (
              <li key={`${x.kind} ${x.id}`}>
                {t.admin.sections[x.kind]}: <bdi>{x.id}</bdi> ({x.isNew ? t.admin.isNew : t.admin.isChanged})
              </li>
            ))}
          </ul>
          <div className="form-end">
            <button type="button" className="primary" disabled={busy} onClick={() => void take()}>
              {t.admin.takeAll(parts.length)}
            </button>
          </div>
        </>
      )}
      <p role="status">{said}</p>
      <p className="problem" role="alert">
        {problem}
      </p>
    </div>
  );
};

/** What of a file differs from what is set; throws where it is no such file. */
const differing = (file: unknown, { settings }: Around): readonly Part[] => {
  if (typeof file !== "object" || file === null || Array.isArray(file)) throw new Error("JSON object");
  const unknown = Object.keys(file).find((kind) => !(settingKinds as readonly string[]).includes(kind));
  if (unknown !== undefined) throw new Error(unknown);
  return inOrder.flatMap((kind) =>
    Object.entries((file as Record<string, Record<string, Definition>>)[kind] ?? {}).flatMap(([id, definition]): Part[] => {
      const known = settings[kind].find((x) => x.id === id);
      if (known !== undefined && changesOf(known.definition, definition).length === 0) return [];
      return [{ kind, id, definition, version: known?.version ?? 0, isNew: known === undefined }];
    }),
  );
};
