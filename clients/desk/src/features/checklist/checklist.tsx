import type { JSX } from "react";
import { installOf, type Checklist as Steps, type StepId } from "../../grid/install";
import type { Live } from "../../grid/live";
import { useLoaded } from "../../grid/loaded";
import { go, usePick } from "../../grid/ui";
import { useWords } from "../../words/words";

const load = (live: Live): Promise<Steps> => installOf(live).checklist();

const ways: Readonly<Record<StepId, () => void>> = {
  queue: () => go({ page: "admin", section: "queues", setting: null }),
  people: () => go({ page: "admin", section: "staff", setting: null }),
  articles: () => go({ page: "knowledge", tab: "articles", article: null }),
  site: () => go({ page: "admin", section: "install", setting: null }),
  hours: () => go({ page: "admin", section: "calendars", setting: null }),
};

/** What a new workspace still needs, for its administrators, until all of it is done. */
export const Checklist = (): JSX.Element | null => {
  const { t } = useWords();
  const { page, section, setting } = usePick("page", "section", "setting");
  // Asked again wherever somebody goes: what was done there is done here.
  const { value } = useLoaded(load, `checklist ${page} ${section} ${setting ?? ""}`);
  if (value === null || value.isDone) return null;
  return (
    <nav className="checklist" aria-label={t.install.todo}>
      <strong>{t.install.todo}</strong>
      <ol>
        {value.items.map((x) => (
          <li key={x.id} className={x.isDone ? "done" : undefined}>
            <button type="button" className="link" onClick={ways[x.id]}>
              {t.install.steps[x.id]}
            </button>{" "}
            <span className="hint">({x.isDone ? t.install.stepDone : t.install.stepOpen})</span>
          </li>
        ))}
      </ol>
    </nav>
  );
};
