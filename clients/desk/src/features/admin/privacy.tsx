import type { JSX } from "react";
import { useLoaded } from "../../grid/loaded";
import { settingsOf } from "../../grid/settings";
import { useWords } from "../../words/words";

/** What is kept for how long, what is due to go, and who did what that must be accounted for. */
export const PrivacySection = (): JSX.Element => {
  const { t, locale } = useWords();
  const due = useLoaded((live) => settingsOf(live).retention(), "retention");
  const log = useLoaded((live) => settingsOf(live).securityLog(), "log");
  return (
    <div className="knowledge-body">
      <p className="problem" role="alert">
        {due.problem ?? log.problem}
      </p>
      <Table
        title={t.admin.retention}
        heads={[t.admin.kept, t.admin.days, t.admin.due]}
        rows={(due.value ?? []).map((x) => [x.kind, x.days ?? t.admin.forEver, x.due])}
      />
      <Table
        title={t.admin.securityLog}
        heads={[t.admin.time, t.admin.who, t.admin.what, t.admin.whom]}
        rows={(log.value ?? []).toReversed().map((x) => [new Date(x.at).toLocaleString(locale), x.actorId, x.action, x.subject])}
      />
    </div>
  );
};

const Table = ({
  title,
  heads,
  rows,
}: {
  readonly title: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}): JSX.Element => (
  <section aria-label={title}>
    <h2>{title}</h2>
    <div className="scroll-x card" tabIndex={0} role="group" aria-label={title}>
      <table>
        <thead>
          <tr>
            {heads.map((x) => (
              <th key={x} scope="col">
                {x}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              {row.map((x, n) => (
                <td key={n}>{x}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </section>
);
