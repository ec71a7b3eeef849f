import { useState, type JSX } from "react";
import { useLoaded } from "../../grid/loaded";
import { settingsOf, type AuditEntry, type Definition } from "../../grid/settings";
import { useWords } from "../../words/words";
import { changesOf } from "./fields";

const shownAtOnce = 100;

/** Who changed which setting, from what to what; the newest first. */
export const AuditSection = (): JSX.Element => {
  const { t, locale } = useWords();
  const { value: entries, problem } = useLoaded((live) => settingsOf(live).audit(), "audit");
  const [shown, setShown] = useState(shownAtOnce);
  const changed = entries === null ? [] : withBefore(entries).reverse();
  return (
    <div className="knowledge-body">
      <p className="problem" role="alert">
        {problem}
      </p>
      {entries !== null && changed.length === 0 ? <p className="empty">{t.admin.noAudit}</p> : null}
      <ul className="plain-list cards">
        {changed.slice(0, shown).map(({ entry, before }) => (
          <li key={entry.seq} className="card issue">
            <p>
              <b>{entry.byName ?? entry.byId}</b> · <time dateTime={entry.at}>{new Date(entry.at).toLocaleString(locale)}</time>
            </p>
            <h2>
              {entry.kind} <bdi>{entry.id}</bdi>
            </h2>
            <Changes before={before} after={entry.definition ?? null} />
          </li>
        ))}
      </ul>
      {changed.length > shown ? (
        <button type="button" onClick={() => setShown(shown + shownAtOnce)}>
          {t.admin.more}
        </button>
      ) : null}
    </div>
  );
};

/** Each entry with what the setting was before it. */
const withBefore = (entries: readonly AuditEntry[]): { readonly entry: AuditEntry; readonly before: Definition | null }[] => {
  const known = new Map<string, Definition | null>();
  return entries.map((entry) => {
    const key = `${entry.kind} ${entry.id}`;
    const before = known.get(key) ?? null;
    known.set(key, entry.definition ?? null);
    return { entry, before };
  });
};

const Changes = ({ before, after }: { readonly before: Definition | null; readonly after: Definition | null }): JSX.Element => {
  const { t } = useWords();
  if (after === null) return <p>{t.admin.wasRemoved}</p>;
  const changes = changesOf(before, after);
  if (changes.length === 0) return <p className="hint">{t.admin.nothingChanged}</p>;
  return (
    <dl className="admin-changes">
      {changes.map((x) => (
        <div key={x.name}>
          <dt>{x.name}</dt>
          <dd>
            {x.was === "" ? null : <del>{x.was}</del>} {x.is === "" ? null : <ins>{x.is}</ins>}
          </dd>
        </div>
      ))}
    </dl>
  );
};
