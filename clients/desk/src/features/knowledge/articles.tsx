import { memo, useCallback, useDeferredValue, useMemo, useState, type JSX } from "react";
import { emptyArticle, readArticle } from "@conversationgrid/sdk/article-text";
import type { ArticleEntry } from "@conversationgrid/sdk/grid/protocol";
import { articlesOf, keyOf } from "../../grid/articles";
import { useLoaded, type Loaded } from "../../grid/loaded";
import { useLive } from "../../grid/live";
import { go, usePick } from "../../grid/ui";
import { ArticleBody } from "../../kit/article-body";
import { BackIcon } from "../../kit/icons";
import { placeAt, VirtualRows } from "../../kit/virtual-rows";
import { useWords } from "../../words/words";
import { Editor } from "./editor";

const rowHeightPx = 62;

/** Each word stands somewhere in what is known of an article. */
const matches = (article: ArticleEntry, words: readonly string[]): boolean => {
  const text = [article.title, article.id, article.language, article.owner, ...article.tags].join(" ").toLowerCase();
  return words.every((word) => text.includes(word));
};

/** The list, and beside it the article that is read or written; on a phone one of both. */
export const Articles = ({ list }: { readonly list: Loaded<readonly ArticleEntry[]> }): JSX.Element => {
  const { t, locale } = useWords();
  const { session } = useLive();
  const { article, writing, set } = usePick("article", "writing", "set");
  const [find, setFind] = useState("");
  const needle = useDeferredValue(find);
  const rows = useMemo(() => {
    const words = needle.toLowerCase().split(/\s+/).filter(Boolean);
    return (list.value ?? []).filter((x) => matches(x, words));
  }, [list.value, needle]);
  const key = writing?.of ?? article;
  const write = () => {
    set({ writing: { of: null, form: { ...emptyArticle, language: locale, owner: session.name } } });
    go({ article: null });
  };
  return (
    <div className={`articles ${writing === null && article === null ? "no-choice" : "choice"}`}>
      <div className="article-list">
        <div className="section-head">
          <input type="search" value={find} aria-label={t.knowledge.search} placeholder={t.knowledge.searchHint} onChange={(e) => setFind(e.target.value)} />
          {session.role === "admin" ? (
            <button type="button" disabled={writing !== null && writing.of === null} onClick={write}>
              {t.knowledge.write}
            </button>
          ) : null}
        </div>
        {rows.length > 0 ? (
          <VirtualRows key={needle} rows={rows} keyOf={keyOf} rowHeightPx={rowHeightPx} chosen={key} label={t.knowledge.tabs.articles}>
            {(row, top, index) => <Row row={row} top={top} chosen={keyOf(row) === key} index={index} total={rows.length} />}
          </VirtualRows>
        ) : (
          <p className="empty">{list.problem ?? (list.value === null ? t.inbox.loading : needle.trim() === "" ? t.knowledge.none : t.inbox.noMatch)}</p>
        )}
      </div>
      {writing !== null ? (
        <Editor writing={writing} onChanged={list.again} />
      ) : article !== null ? (
        <Reader key={article} article={article} />
      ) : (
        <p className="empty article-none">{t.knowledge.choose}</p>
      )}
    </div>
  );
};

const Row = memo(
  ({
    row,
    top,
    chosen,
    index,
    total,
  }: {
    readonly row: ArticleEntry;
    readonly top: number;
    readonly chosen: boolean;
    readonly index: number;
    readonly total: number;
  }): JSX.Element => {
    const { t } = useWords();
    const { set } = usePick("set");
    const place = useCallback(placeAt(top), [top]);
    return (
      <div className="row article-row" role="listitem" ref={place} aria-setsize={total} aria-posinset={index + 1}>
        <button
          type="button"
          className={chosen ? "selected" : ""}
          aria-current={chosen}
          onClick={() => {
            set({ writing: null });
            go({ article: keyOf(row) });
          }}
        >
          <span className="row-main">
            <span className="row-top">
              <strong>{row.title}</strong>
            </span>
            <span className="row-chips">
              <span className="chip">{row.language}</span>
              {row.audience === "agents" ? <span className="chip state-waiting">{t.knowledge.audience.agents}</span> : null}
              <span className="row-text">{row.tags.join(", ")}</span>
            </span>
          </span>
        </button>
      </div>
    );
  },
);

const Reader = ({ article }: { readonly article: string }): JSX.Element => {
  const { t } = useWords();
  const { session } = useLive();
  const { set } = usePick("set");
  const { value, problem } = useLoaded((live) => articlesOf(live).read(article), article);
  const form = useMemo(() => (value === null ? null : readArticle(value.source)), [value]);
  return (
    <article className="article" aria-label={form?.title ?? article}>
      <div className="section-head">
        <button type="button" className="plain article-back" aria-label={t.knowledge.back} onClick={() => go({ article: null })}>
          <BackIcon />
        </button>
        <h2 className="grow">{form?.title ?? article}</h2>
        {session.role === "admin" && form !== null ? (
          <button type="button" className="primary" onClick={() => set({ writing: { of: article, form } })}>
            {t.knowledge.edit}
          </button>
        ) : null}
      </div>
      {form === null || value === null ? (
        <p className="empty" role={problem === null ? undefined : "alert"}>
          {problem ?? t.inbox.loading}
        </p>
      ) : (
        <>
          <p className="row-chips">
            <span className="chip">{form.id}</span>
            <span className="chip">{form.language}</span>
            <span className={`chip ${form.audience === "agents" ? "state-waiting" : ""}`}>{t.knowledge.audience[form.audience]}</span>
            <span className="chip">{form.owner}</span>
          </p>
          <ArticleBody body={form.body} language={form.language} />
          {session.role === "admin" ? null : <p className="hint">{t.knowledge.readOnly}</p>}
        </>
      )}
    </article>
  );
};
