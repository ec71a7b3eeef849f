import { useEffect, useState, type FormEvent, type JSX } from "react";
import { errorText, rest, useLive } from "../../grid/live";
import { useWords } from "../../words/words";
import { optionWord, rights } from "./kinds";

type ApiKey = {
  readonly keyId: string;
  readonly name: string;
  readonly rights: readonly string[];
  readonly expiresAt?: string | null;
  readonly lastUsedAt?: string | null;
};

const base = "/api/v1/api-keys";

/** Keys by which other systems call, for administrators. A new one is shown once. */
export const ApiKeysSection = (): JSX.Element => {
  const { t, locale } = useWords();
  const token = useLive().session.token;
  const [keys, setKeys] = useState<readonly ApiKey[]>([]);
  const [shown, setShown] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const load = () =>
    rest.get<{ readonly items: readonly ApiKey[] }>(base, token).then(
      (page) => setKeys(page.items),
      (thrown: unknown) => setProblem(errorText(thrown)),
    );
  useEffect(() => void load(), [token]);
  const make = async (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const element = e.currentTarget;
    const form = new FormData(element);
    const until = String(form.get("until") ?? "");
    try {
      const made = await rest.post<{ readonly key: string }>(
        base,
        { name: String(form.get("name") ?? "").trim(), rights: form.getAll("right"), ...(until === "" ? {} : { expiresAt: new Date(until).toISOString() }) },
        token,
      );
      setShown(made.key);
      setProblem(null);
      element.reset();
    } catch (thrown) {
      setProblem(errorText(thrown));
    }
    await load();
  };
  const remove = (id: string) => () =>
    void rest.remove(`${base}/${encodeURIComponent(id)}`, token).then(load, (thrown: unknown) => setProblem(errorText(thrown)));
  const at = (time: string) => new Date(time).toLocaleString(locale);
  return (
    <section aria-label={t.keys.title}>
      <h2>{t.keys.title}</h2>
      <ul className="plain-list">
        {keys.map((k) => (
          <li key={k.keyId}>
            <bdi>{k.name}</bdi> ({k.rights.map((x) => optionWord(t, x)).join(", ")}),{" "}
            {k.lastUsedAt == null ? t.keys.neverUsed : t.keys.lastUsed(at(k.lastUsedAt))}
            {k.expiresAt == null ? "" : `, ${t.keys.until(at(k.expiresAt))}`}{" "}
            <button type="button" className="link" onClick={remove(k.keyId)}>
              {t.keys.end}
            </button>
          </li>
        ))}
      </ul>
      {shown === null ? null : (
        <p role="status">
          {t.keys.shownOnce} <code>{shown}</code>
        </p>
      )}
      <form className="fields" onSubmit={(e) => void make(e)}>
        <label>
          {t.keys.name}
          <input name="name" required maxLength={500} />
        </label>
        <label>
          {t.keys.expires}
          <input name="until" type="date" />
        </label>
        <fieldset>
          <legend>{t.keys.rights}</legend>
          {rights.map((right) => (
            <label key={right} className="check">
              <input type="checkbox" name="right" value={right} /> {optionWord(t, right)}
            </label>
          ))}
        </fieldset>
        <button type="submit">{t.keys.make}</button>
      </form>
      <p className="problem" role="alert">
        {problem}
      </p>
    </section>
  );
};
