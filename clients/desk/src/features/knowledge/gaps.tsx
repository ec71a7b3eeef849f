import type { JSX } from "react";
import { emptyArticle, readArticle } from "@conversationgrid/sdk/article-text";
import type { ArticleGap } from "@conversationgrid/sdk/grid/protocol";
import { articlesOf } from "../../grid/articles";
import { useLoaded } from "../../grid/loaded";
import { useLive } from "../../grid/live";
import { go, usePick } from "../../grid/ui";
import { ArticleBody } from "../../kit/article-body";
import { useWords } from "../../words/words";

/** Topics that customers ask about and no article answers, most asked first; each may become an article. */
export const Gaps = (): JSX.Element => {
  const { t } = useWords();
  const { value, problem, again } = useLoaded((live) => articlesOf(live).gaps(), "gaps");
  return (
    <div className="knowledge-body">
      <div className="section-head">
        <p className="hint">{t.knowledge.gapsHint}</p>
        <button type="button" className="plain small" onClick={again}>
          {t.tools.refresh}
        </button>
      </div>
      {value === null ? (
        <p className="empty" role={problem === null ? undefined : "alert"}>
          {problem ?? t.inbox.loading}
        </p>
      ) : value.length === 0 ? (
        <p className="empty">{t.knowledge.noGaps}</p>
      ) : (
        <ul className="plain-list cards">
          {value.map((gap) => (
            <li key={gap.topic}>
              <Gap gap={gap} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
};

const Gap = ({ gap }: { readonly gap: ArticleGap }): JSX.Element => {
  const { t, locale } = useWords();
  const { session } = useLive();
  const { set } = usePick("set");
  const write = () => {
    const form = gap.draft == null ? { ...emptyArticle, title: gap.topic, language: locale } : readArticle(gap.draft);
    set({ writing: { of: null, form: { ...form, owner: session.name } } });
    go({ page: "knowledge", tab: "articles", article: null });
  };
  return (
    <section className="card gap">
      <div className="section-head">
        <h2>{gap.topic}</h2>
        <span className="chip state-waiting">{t.knowledge.asked(gap.asked)}</span>
      </div>
      <details>
        <summary>{t.knowledge.questions}</summary>
        <ul>
          {gap.questions.map((q) => (
            <li key={q} dir="auto">
              {q}
            </li>
          ))}
        </ul>
      </details>
      {gap.draft == null ? (
        <p className="hint">{t.knowledge.noDraft}</p>
      ) : (
        <details>
          <summary>{t.knowledge.draft}</summary>
          <ArticleBody body={readArticle(gap.draft).body} language={readArticle(gap.draft).language} />
        </details>
      )}
      {session.role === "admin" ? (
        <div className="form-end">
          <button type="button" className="primary" onClick={write}>
            {t.knowledge.writeThis}
          </button>
        </div>
      ) : (
        <p className="hint">{t.knowledge.readOnly}</p>
      )}
    </section>
  );
};
