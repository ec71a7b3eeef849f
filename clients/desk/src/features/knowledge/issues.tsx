import type { JSX } from "react";
import { articlesOf } from "../../grid/articles";
import { useLoaded } from "../../grid/loaded";
import { go, usePick } from "../../grid/ui";
import { issueText } from "../../words/issue-text";
import { useWords } from "../../words/words";

/** Articles that their owners should look at: over, unused, or saying another figure than a second one. */
export const Issues = (): JSX.Element => {
  const { t, locale } = useWords();
  const { set } = usePick("set");
  const { value, problem, again } = useLoaded((live) => articlesOf(live).issues(), "issues");
  const open = (key: string) => {
    set({ writing: null });
    go({ page: "knowledge", tab: "articles", article: key });
  };
  return (
    <div className="knowledge-body">
      <div className="section-head">
        <p className="hint">{t.knowledge.issuesHint}</p>
        <button type="button" className="plain small" onClick={again}>
          {t.tools.refresh}
        </button>
      </div>
      {value === null ? (
        <p className="empty" role={problem === null ? undefined : "alert"}>
          {problem ?? t.inbox.loading}
        </p>
      ) : value.length === 0 ? (
        <p className="empty">{t.knowledge.noIssues}</p>
      ) : (
        <ul className="plain-list cards">
          {value.map((x) => (
            <li key={`${x.kind} ${x.articleId} ${x.language} ${x.other ?? ""} ${x.detail}`} className="card issue">
              <p>
                <span className="chip state-waiting">{t.knowledge.issue[x.kind] ?? x.kind}</span>{" "}
                <button type="button" className="link" onClick={() => open(`${x.articleId}/${x.language}`)}>
                  {x.articleId}/{x.language}
                </button>
                {x.other == null ? null : (
                  <>
                    {" "}
                    {t.knowledge.against}{" "}
                    <button type="button" className="link" onClick={() => open(x.other ?? "")}>
                      {x.other}
                    </button>
                  </>
                )}
              </p>
              <p dir="auto">{issueText(x, locale)}</p>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
};
