import { useEffect, useState, type FormEvent, type JSX } from "react";
import { errorText, rest, useLive } from "../../grid/live";
import { useWords } from "../../words/words";

type Account = { readonly sessionId: string; readonly hasSecondFactor: boolean };
type Session = { readonly sessionId: string; readonly beganAt: string; readonly seenAt: string; readonly source: string; readonly userAgent?: string | null };

const base = "/api/v1/me";

/** The signed-in person's own password, second factor and sessions. */
export const AccountSection = (): JSX.Element => {
  const { t } = useWords();
  const token = useLive().session.token;
  const [account, setAccount] = useState<Account | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const load = () =>
    rest.get<Account>(base, token).then(
      (found) => setAccount(found),
      (thrown: unknown) => setSaid(errorText(thrown)),
    );
  useEffect(() => void load(), [token]);
  return (
    <section aria-label={t.account.title}>
      <h3>{t.account.title}</h3>
      <PasswordForm token={token} onSaid={setSaid} />
      {account === null ? null : <SecondFactor token={token} isOn={account.hasSecondFactor} onSaid={setSaid} onChanged={() => void load()} />}
      {account === null ? null : <Sessions token={token} own={account.sessionId} onSaid={setSaid} />}
      <p role="status">{said}</p>
    </section>
  );
};

type Part = { readonly token: string; readonly onSaid: (text: string | null) => void };

const read = (form: FormData, name: string): string => String(form.get(name) ?? "");

const PasswordForm = ({ token, onSaid }: Part): JSX.Element => {
  const { t } = useWords();
  const submit = async (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const element = e.currentTarget;
    const form = new FormData(element);
    try {
      await rest.post(`${base}/password`, { current: read(form, "current"), password: read(form, "password") }, token);
      element.reset();
      onSaid(t.account.passwordChanged);
    } catch (thrown) {
      onSaid(errorText(thrown));
    }
  };
  return (
    <form className="fields" onSubmit={(e) => void submit(e)}>
      <label>
        {t.account.current}
        <input name="current" type="password" autoComplete="current-password" required />
      </label>
      <label>
        {t.account.password}
        <input name="password" type="password" autoComplete="new-password" minLength={8} maxLength={200} required />
      </label>
      <button type="submit">{t.account.changePassword}</button>
    </form>
  );
};

const SecondFactor = ({ token, isOn, onSaid, onChanged }: Part & { readonly isOn: boolean; readonly onChanged: () => void }): JSX.Element => {
  const { t } = useWords();
  const [begun, setBegun] = useState<{ readonly secret: string; readonly uri: string } | null>(null);
  const [codes, setCodes] = useState<readonly string[]>([]);
  const run = async (e: FormEvent<HTMLFormElement>, call: (form: FormData) => Promise<void>) => {
    e.preventDefault();
    try {
      await call(new FormData(e.currentTarget));
      onSaid(null);
    } catch (thrown) {
      onSaid(errorText(thrown));
    }
  };
  const withPassword = async (form: FormData) => {
    const password = read(form, "password");
    if (!isOn) return setBegun(await rest.post(`${base}/second-factor`, { password }, token));
    await rest.post(`${base}/second-factor/remove`, { password }, token);
    setCodes([]);
    onChanged();
  };
  const confirm = async (form: FormData) => {
    const answer = await rest.post<{ readonly recoveryCodes: readonly string[] }>(`${base}/second-factor/confirm`, { code: read(form, "code") }, token);
    setCodes(answer.recoveryCodes);
    setBegun(null);
    onChanged();
  };
  return (
    <>
      <h4>{t.account.secondFactor}</h4>
      {codes.length === 0 ? null : (
        <div>
          <p>{t.account.recovery}</p>
          <pre>{codes.join("\n")}</pre>
        </div>
      )}
      {begun === null ? (
        <form className="fields" onSubmit={(e) => void run(e, withPassword)}>
          <label>
            {t.account.current}
            <input name="password" type="password" autoComplete="current-password" required />
          </label>
          <button type="submit">{isOn ? t.account.switchOff : t.account.switchOn}</button>
        </form>
      ) : (
        <form className="fields" onSubmit={(e) => void run(e, confirm)}>
          <p>
            {t.account.secret} <code>{begun.secret}</code> <a href={begun.uri}>{t.account.openApp}</a>
          </p>
          <label>
            {t.account.code}
            <input name="code" inputMode="numeric" autoComplete="one-time-code" maxLength={6} required />
          </label>
          <button type="submit">{t.account.confirm}</button>
        </form>
      )}
    </>
  );
};

const Sessions = ({ token, own, onSaid }: Part & { readonly own: string }): JSX.Element => {
  const { t, locale } = useWords();
  const [sessions, setSessions] = useState<readonly Session[]>([]);
  const load = () =>
    rest.get<{ readonly items: readonly Session[] }>(`${base}/sessions`, token).then(
      (page) => setSessions(page.items),
      (thrown: unknown) => onSaid(errorText(thrown)),
    );
  useEffect(() => void load(), [token]);
  const end = (path: string) => () =>
    void rest.remove(path, token).then(load, (thrown: unknown) => {
      onSaid(errorText(thrown));
    });
  const at = (time: string) => new Date(time).toLocaleString(locale);
  return (
    <>
      <h4>{t.account.sessions}</h4>
      <ul className="plain-list">
        {sessions.map((s) => (
          <li key={s.sessionId}>
            <bdi title={s.userAgent ?? ""}>{s.source}</bdi>, {t.account.seen(at(s.seenAt))}{" "}
            {s.sessionId === own ? (
              t.account.here
            ) : (
              <button type="button" className="link" onClick={end(`${base}/sessions/${encodeURIComponent(s.sessionId)}`)}>
                {t.account.end}
              </button>
            )}
          </li>
        ))}
      </ul>
      {sessions.length < 2 ? null : (
        <button type="button" onClick={end(`${base}/sessions`)}>
          {t.account.endOthers}
        </button>
      )}
    </>
  );
};
