import { useEffect, useRef, useState, type JSX } from "react";
import { idOf, writeArticle, type ArticleForm } from "@conversationgrid/sdk/article-text";
import { articlesOf, keyOf } from "../../grid/articles";
import { errorText, useLive } from "../../grid/live";
import { go, usePick, useUi, type Writing } from "../../grid/ui";
import { useWords } from "../../words/words";

const problemId = "article-problem";

/** Writes one article. What was written stays until it is published or thrown away, also while somebody answers a customer. */
export const Editor = ({ writing, onChanged }: { readonly writing: Writing; readonly onChanged: () => void }): JSX.Element => {
  const { t } = useWords();
  const live = useLive();
  const { set, toast } = usePick("set", "toast");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const first = useRef<HTMLInputElement>(null);
  const { form, of } = writing;
  useEffect(() => first.current?.focus(), []);
  const change = (part: Partial<ArticleForm>) => set({ writing: { of, form: { ...form, ...part } } });
  const close = (article: string | null) => {
    set({ writing: null });
    go({ article });
  };
  const run = async (what: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    try {
      await what();
      onChanged();
    } catch (thrown) {
      setProblem(errorText(thrown));
      setBusy(false);
    }
  };
  const publish = () =>
    run(async () => {
      const done = await articlesOf(live).publish(writeArticle({ ...form, id: form.id.trim() === "" ? idOf(form.title) : form.id }));
      toast(t.knowledge.published(done.article.title));
      if (useUi.getState().writing?.form === form) close(keyOf(done.article));
    });
  const withdraw = (key: string) =>
    run(async () => {
      const before = await articlesOf(live).read(key);
      await articlesOf(live).withdraw(key);
      toast(t.knowledge.withdrawn(before.article.title), {
        label: t.conversation.undo,
        run: () =>
          void articlesOf(live)
            .publish(before.source)
            .then(onChanged, (thrown: unknown) => toast(t.conversation.failed(errorText(thrown)))),
      });
      close(null);
    });
  const line = (name: "title" | "id" | "language" | "tags" | "owner" | "validFrom" | "validUntil", more: Readonly<Record<string, unknown>> = {}) => (
    <label className={`field-${name}`}>
      {t.knowledge.field[name]}
      <input value={form[name]} disabled={busy} onChange={(e) => change({ [name]: e.target.value })} {...more} />
    </label>
  );
  return (
    <form
      className="article form"
      aria-label={of === null ? t.knowledge.write : t.knowledge.edit}
      onSubmit={(e) => {
        e.preventDefault();
        void publish();
      }}
      onKeyDown={(e) => {
        if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) {
          e.preventDefault();
          e.currentTarget.requestSubmit();
        }
      }}
    >
      <div className="section-head">
        <h2>{of === null ? t.knowledge.write : t.knowledge.edit}</h2>
        <kbd>Ctrl Enter</kbd>
      </div>
      {line("title", { ref: first, required: true, maxLength: 200, "aria-describedby": problemId })}
      <div className="fields">
        {line("id", { disabled: of !== null || busy, placeholder: idOf(form.title), pattern: "[a-z0-9\\-]{1,80}", title: t.knowledge.idHint })}
        {line("language", { disabled: of !== null || busy, required: true, pattern: "[a-z]{2}", maxLength: 2, list: "article-languages" })}
        <label>
          {t.knowledge.field.audience}
          <select value={form.audience} disabled={busy} onChange={(e) => change({ audience: e.target.value === "public" ? "public" : "agents" })}>
            <option value="agents">{t.knowledge.audience.agents}</option>
            <option value="public">{t.knowledge.audience.public}</option>
          </select>
        </label>
        {line("owner", { required: true })}
        {line("validFrom", { placeholder: "2026-12-31" })}
        {line("validUntil", { placeholder: "2026-12-31" })}
      </div>
      <datalist id="article-languages">
        <option value="en" />
        <option value="ms" />
      </datalist>
      {line("tags", { placeholder: t.knowledge.tagsHint })}
      <label className="field-body">
        {t.knowledge.field.body}
        <textarea value={form.body} required rows={10} disabled={busy} placeholder={t.knowledge.bodyHint} onChange={(e) => change({ body: e.target.value })} />
      </label>
      <p className="problem" id={problemId} role="alert">
        {problem}
      </p>
      <div className="form-end">
        {of === null ? null : (
          <button type="button" disabled={busy} onClick={() => void withdraw(of)}>
            {t.knowledge.withdraw}
          </button>
        )}
        <span className="grow" />
        <button type="button" disabled={busy} onClick={() => close(of)}>
          {t.transfer.cancel}
        </button>
        <button type="submit" className="primary" disabled={busy}>
          {t.knowledge.publish}
        </button>
      </div>
    </form>
  );
};
