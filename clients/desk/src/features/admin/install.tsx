import { useState, type FormEvent, type JSX } from "react";
import { plainSnippet, reactSnippet, singlePageSnippet, tagManagerSnippet, vueSnippet, type Installed } from "@conversationgrid/sdk/install-snippets";
import { installOf, signing, type Install, type Proof, type SiteAnswer } from "../../grid/install";
import { errorText, useLive, type Live } from "../../grid/live";
import { useLoaded } from "../../grid/loaded";
import { go } from "../../grid/ui";
import { useWords } from "../../words/words";

const load = (live: Live): Promise<Install> => installOf(live).read();
const ways: Readonly<Record<"plain" | "react" | "vue" | "page" | "manager", (installed: Installed) => string>> = {
  plain: plainSnippet,
  react: reactSnippet,
  vue: vueSnippet,
  page: singlePageSnippet,
  manager: tagManagerSnippet,
};

/** How the widget comes onto a site: code for its pages, the sites that are allowed, and proofs of who the customer is. */
export const InstallSection = (): JSX.Element => {
  const { t } = useWords();
  const { value, problem } = useLoaded(load, "install");
  if (value === null)
    return problem === null ? (
      <p className="empty" role="status">
        {t.inbox.loading}
      </p>
    ) : (
      <p className="problem" role="alert">
        {problem}
      </p>
    );
  return (
    <div className="knowledge-body form install">
      <p role="status">{value.seenOn == null ? t.install.notSeen : t.install.seen(value.seenOn)}</p>
      <Snippets install={value} />
      <Sites install={value} />
      <Identity install={value} />
    </div>
  );
};

const Snippets = ({ install }: { readonly install: Install }): JSX.Element => {
  const { t } = useWords();
  const [way, setWay] = useState<keyof typeof ways>("plain");
  const code = ways[way]({ host: location.origin, workspace: install.workspace, name: install.company ?? install.workspace });
  return (
    <section aria-labelledby="install-snippet">
      <h2 id="install-snippet">{t.install.snippet}</h2>
      <Choice names={Object.keys(ways) as (keyof typeof ways)[]} label={(x) => t.install.ways[x]} chosen={way} onChoose={setWay} what={t.install.snippet} />
      <Code text={code} />
      {way === "manager" ? <p className="hint">{t.install.managerHint}</p> : null}
    </section>
  );
};

const Sites = ({ install }: { readonly install: Install }): JSX.Element => {
  const { t } = useWords();
  const live = useLive();
  const [answer, setAnswer] = useState<SiteAnswer | null>(null);
  const [said, setSaid] = useState("");
  const [problem, setProblem] = useState("");
  const check = async (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const url = String(new FormData(e.currentTarget).get("url") ?? "").trim();
    setAnswer(null);
    setProblem("");
    setSaid(t.install.checking);
    try {
      setAnswer(await installOf(live).check(url));
    } catch (thrown) {
      setProblem(errorText(thrown));
    }
    setSaid("");
  };
  return (
    <section aria-labelledby="install-sites">
      <h2 id="install-sites">{t.install.sites}</h2>
      {install.origins.length === 0 && install.hostOrigins.length === 0 ? <p>{t.install.none}</p> : null}
      <ul className="plain-list">
        {install.origins.map((x) => (
          <li key={x}>
            <bdi>{x}</bdi>
          </li>
        ))}
      </ul>
      {install.hostOrigins.length === 0 ? null : <p className="hint">{t.install.ofHost(install.hostOrigins.join(", "))}</p>}
      <div className="admin-buttons">
        <button type="button" onClick={() => go({ page: "admin", section: "sites", setting: null })}>
          {t.install.manage}
        </button>
      </div>
      <form className="fields" onSubmit={(e) => void check(e)}>
        <label>
          {t.install.url}
          <input name="url" type="url" required maxLength={500} placeholder="https://shop.example/" />
        </label>
        <p className="hint">{t.install.checkHint}</p>
        <button type="submit">{t.install.check}</button>
      </form>
      <div role="status">
        {said}
        {answer === null ? null : <SiteFindings answer={answer} workspace={install.workspace} />}
      </div>
      <p className="problem" role="alert">
        {problem}
      </p>
    </section>
  );
};

const SiteFindings = ({ answer, workspace }: { readonly answer: SiteAnswer; readonly workspace: string }): JSX.Element => {
  const { t } = useWords();
  if (answer.error != null) return <p>{answer.error}</p>;
  const other = answer.workspace != null && answer.workspace !== workspace ? answer.workspace : null;
  return (
    <ul className="install-findings">
      <li>{answer.found ? t.install.found : t.install.notFound}</li>
      {other === null ? null : <li>{t.install.otherWorkspace(other)}</li>}
      <li>{answer.allowed ? t.install.allowed(answer.origin) : t.install.notAllowed(answer.origin)}</li>
      <li>{answer.blocked.length === 0 ? t.install.notBlocked : t.install.blocked(answer.blocked.join(", "), location.origin)}</li>
    </ul>
  );
};

const Identity = ({ install }: { readonly install: Install }): JSX.Element => {
  const { t } = useWords();
  const live = useLive();
  const samples = signing(install.workspace);
  const [language, setLanguage] = useState("C#");
  const [secret, setSecret] = useState<string | null>(null);
  const [problem, setProblem] = useState("");
  const show = () =>
    void installOf(live)
      .secret()
      .then(setSecret, (thrown: unknown) => setProblem(errorText(thrown)));
  return (
    <section aria-labelledby="install-identity">
      <h2 id="install-identity">{t.install.identity}</h2>
      <p>{t.install.identityHint}</p>
      {install.keys.length === 0 ? null : <p>{t.install.keys(install.keys.map((k) => `${k.id} (${k.algorithm})`).join(", "))}</p>}
      {!install.takesSignatures && install.keys.length === 0 ? <p>{t.install.noProof}</p> : null}
      {install.takesSignatures && !install.showsSecret ? <p>{t.install.inConfiguration}</p> : null}
      {!install.showsSecret ? null : secret === null ? (
        <div className="admin-buttons">
          <button type="button" onClick={show}>
            {t.install.show}
          </button>
        </div>
      ) : (
        <>
          <Code text={secret} />
          <p className="hint">{t.install.shown}</p>
        </>
      )}
      <Choice names={Object.keys(samples)} label={(x) => x} chosen={language} onChoose={setLanguage} what={t.install.identity} />
      <Code text={samples[language] ?? ""} />
      <ProofTest />
      <p className="problem" role="alert">
        {problem}
      </p>
    </section>
  );
};

const ProofTest = (): JSX.Element => {
  const { t } = useWords();
  const live = useLive();
  const [proof, setProof] = useState<Proof | null>(null);
  const [problem, setProblem] = useState("");
  const test = async (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const form = new FormData(e.currentTarget);
    setProof(null);
    setProblem("");
    try {
      const given = ["externalId", "signature", "assertion"].map((x): [string, string] => [x, String(form.get(x) ?? "")]);
      setProof(await installOf(live).prove(Object.fromEntries(given.filter(([, value]) => value !== ""))));
    } catch (thrown) {
      setProblem(errorText(thrown));
    }
  };
  return (
    <form className="fields" onSubmit={(e) => void test(e)} aria-labelledby="install-test">
      <h3 id="install-test">{t.install.test}</h3>
      <p className="hint">{t.install.either}</p>
      <label>
        {t.install.externalId}
        <input name="externalId" maxLength={500} autoComplete="off" />
      </label>
      <label>
        {t.install.signature}
        <input name="signature" maxLength={500} autoComplete="off" spellCheck={false} />
      </label>
      <label>
        {t.install.assertion}
        <textarea name="assertion" rows={3} maxLength={8_000} spellCheck={false} />
      </label>
      <button type="submit">{t.install.testIt}</button>
      <p role="status">{proof === null ? "" : proof.isRight ? t.install.right(proof.externalId ?? "") : t.install.wrong(proof.why ?? "")}</p>
      <p className="problem" role="alert">
        {problem}
      </p>
    </form>
  );
};

const Choice = <T extends string>({
  names,
  label,
  chosen,
  onChoose,
  what,
}: {
  readonly names: readonly T[];
  readonly label: (name: T) => string;
  readonly chosen: T;
  readonly onChoose: (name: T) => void;
  readonly what: string;
}): JSX.Element => (
  <div className="tabs" role="group" aria-label={what}>
    {names.map((x) => (
      <button key={x} type="button" aria-pressed={x === chosen} onClick={() => onChoose(x)}>
        {label(x)}
      </button>
    ))}
  </div>
);

const Code = ({ text }: { readonly text: string }): JSX.Element => {
  const { t } = useWords();
  const [copied, setCopied] = useState<string | null>(null);
  return (
    <div className="install-code">
      <pre tabIndex={0}>
        <code>{text}</code>
      </pre>
      <button type="button" onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(text))}>
        {t.install.copy}
      </button>
      <span role="status">{copied === text ? t.install.copied : ""}</span>
    </div>
  );
};
