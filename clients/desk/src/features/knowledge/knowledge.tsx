import type { JSX } from "react";
import { articlesOf } from "../../grid/articles";
import { useLoaded } from "../../grid/loaded";
import { useLive } from "../../grid/live";
import { go, usePick, type KnowledgeTab } from "../../grid/ui";
import { useWords } from "../../words/words";
import { Articles } from "./articles";
import { Gaps } from "./gaps";
import { Import } from "./import";
import { Issues } from "./issues";

/** What the workspace knows: everybody reads, supervisors see what is missing or old, administrators write. */
export const Knowledge = (): JSX.Element => {
  const { t } = useWords();
  const { role } = useLive().session;
  const { tab } = usePick("tab");
  const list = useLoaded((live) => articlesOf(live).list(), "list");
  const tabs: readonly KnowledgeTab[] =
    role === "agent" ? ["articles"] : role === "supervisor" ? ["articles", "gaps", "issues"] : ["articles", "gaps", "issues", "import"];
  const shown = tabs.includes(tab) ? tab : "articles";
  return (
    <section className={`knowledge on-${shown}`} id="conversation" tabIndex={-1} aria-label={t.knowledge.title}>
      <div className="knowledge-head">
        <h1>{t.knowledge.title}</h1>
        {tabs.length === 1 ? null : (
          <div className="tabs" role="group" aria-label={t.knowledge.title}>
            {tabs.map((x) => (
              <button key={x} type="button" aria-pressed={x === shown} onClick={() => go({ page: "knowledge", tab: x })}>
                {t.knowledge.tabs[x]}
              </button>
            ))}
          </div>
        )}
      </div>
      {shown === "articles" ? <Articles list={list} /> : shown === "gaps" ? <Gaps /> : shown === "issues" ? <Issues /> : <Import onImported={list.again} />}
    </section>
  );
};
