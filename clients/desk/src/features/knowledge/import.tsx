import { useState, type JSX } from "react";
import type { ArticleAudience, ImportedArticle } from "@conversationgrid/sdk/grid/protocol";
import { articlesOf } from "../../grid/articles";
import { errorText, useLive } from "../../grid/live";
import { go } from "../../grid/ui";
import { useWords } from "../../words/words";

/** Brings in pages or files, and says of each what became of it. */
export const Import = ({ onImported }: { readonly onImported: () => void }): JSX.Element => {
  const { t } = useWords();
  const live = useLive();
  const [from, setFrom] = useState<"urls" | "folder">("urls");
  const [urls, setUrls] = useState("");
  const [folder, setFolder] = useState("");
  const [audience, setAudience] = useState<ArticleAudience>("agents");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [report, setReport] = useState<readonly ImportedArticle[] | null>(null);
  const start = async () => {
    setBusy(true);
    setProblem(null);
    setReport(null);
    try {
      setReport(
        await articlesOf(live).importFrom(from === "urls" ? { urls: urls.split(/\s+/).filter(Boolean), audience } : { folder: folder.trim(), audience }),
      );
      onImported();
    } catch (thrown) {
      setProblem(errorText(thrown));
    }
    setBusy(false);
  };
  return (
    <div className="knowledge-body">
      <form
        className="card form"
        aria-label={t.knowledge.tabs.import}
        onSubmit={(e) => {
          e.preventDefault();
          void start();
        }}
      >
        <div className="fields">
          <label>
            {t.knowledge.from}
            <select value={from} onChange={(e) => setFrom(e.target.value === "folder" ? "folder" : "urls")}>
              <option value="urls">{t.knowledge.urls}</option>
              <option value="folder">{t.knowledge.folder}</option>
            </select>
          </label>
          <label>
            {t.knowledge.field.audience}
            <select value={audience} onChange={(e) => setAudience(e.target.value === "public" ? "public" : "agents")}>
              <option value="agents">{t.knowledge.audience.agents}</option>
              <option value="public">{t.knowledge.audience.public}</option>
            </select>
          </label>
        </div>
        {from === "urls" ? (
          <label>
            {t.knowledge.urls}
            <textarea required rows={4} value={urls} placeholder="https://…" onChange={(e) => setUrls(e.target.value)} />
          </label>
        ) : (
          <label>
            {t.knowledge.folder}
            <input value={folder} placeholder={t.knowledge.folderHint} onChange={(e) => setFolder(e.target.value)} />
          </label>
        )}
        <p className="problem" role="alert">
          {problem}
        </p>
        <div className="form-end">
          <button type="submit" className="primary" disabled={busy}>
            {busy ? t.knowledge.importing : t.knowledge.importNow}
          </button>
        </div>
      </form>
      <p role="status">{report === null ? "" : t.knowledge.report(report.filter((x) => x.error == null).length, report.length)}</p>
      {report === null ? null : <Report report={report} />}
    </div>
  );
};

const Report = ({ report }: { readonly report: readonly ImportedArticle[] }): JSX.Element => {
  const { t } = useWords();
  return (
    <div className="scroll-x card" tabIndex={0} role="group" aria-label={t.knowledge.result}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t.knowledge.source}</th>
            <th scope="col">{t.knowledge.result}</th>
          </tr>
        </thead>
        <tbody>
          {report.map((x, i) => (
            <tr key={`${i} ${x.source}`}>
              <th scope="row">{x.source}</th>
              <td>
                {x.error != null || x.articleId == null ? (
                  <span className="stale">{x.error}</span>
                ) : (
                  <button
                    type="button"
                    className="link"
                    onClick={() => go({ page: "knowledge", tab: "articles", article: `${x.articleId}/${x.language ?? "en"}` })}
                  >
                    {x.articleId}/{x.language}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
