import { useEffect, useState, type FormEvent, type JSX } from "react";
import { toGridError } from "@conversationgrid/sdk/grid/errors";
import type { AgentSession } from "@conversationgrid/sdk/grid/protocol";
import { rest } from "../../grid/live";
import { useWords } from "../../words/words";
import { Invitation, invitationOf } from "./invitation";

export const SignIn = ({ ended, onSession }: { readonly ended: boolean; readonly onSession: (session: AgentSession) => void }): JSX.Element => {
  const { t } = useWords();
  const address = new URLSearchParams(location.search);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(ended ? t.signIn.ended : null);
  const [needsCode, setNeedsCode] = useState(false);
  const [invitation, setInvitation] = useState(() => invitationOf(location.hash));

  const [workspace, setWorkspace] = useState(address.get("workspace") ?? "demo");
  const [company, setCompany] = useState(false);
  useEffect(() => {
    let current = true;
    setCompany(false);
    rest.signInWays(workspace).then(
      (ways) => current && setCompany(ways.company),
      () => undefined,
    );
    return () => void (current = false);
  }, [workspace]);
  useEffect(() => {
    const returned = new URLSearchParams(location.hash.replace(/^#/, ""));
    const [code, refused, of] = [returned.get("signedIn"), returned.get("refused"), returned.get("workspace")];
    if (code === null && refused === null) return;
    history.replaceState(null, "", location.pathname + location.search);
    if (refused !== null) setFailure(refused);
    if (code !== null && of !== null)
      rest.companySession({ workspace: of, code }).then(onSession, (thrown: unknown) => setFailure(toGridError(thrown).message));
  }, [onSession]);

  const submit = async (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const form = new FormData(e.currentTarget);
    const read = (name: string) => String(form.get(name) ?? "").trim();
    setBusy(true);
    setFailure(null);
    try {
      onSession(
        await rest.agentSession({ workspace: read("workspace"), email: read("email"), password: String(form.get("password") ?? ""), code: read("code") }),
      );
    } catch (thrown) {
      const { code, needsSecondFactor } = toGridError(thrown);
      if (needsSecondFactor) setNeedsCode(true);
      setFailure(
        needsSecondFactor
          ? t.signIn.codeNeeded
          : code === "unauthenticated" || code === "invalid" || code === "forbidden"
            ? t.signIn.wrong
            : t.signIn.unreachable,
      );
      setBusy(false);
    }
  };

  if (invitation !== null) {
    const done = () => {
      history.replaceState(null, "", location.pathname + location.search);
      setFailure(t.signIn.passwordSet);
      setInvitation(null);
    };
    return <Invitation {...invitation} onDone={done} />;
  }
  return (
    <main className="sign-in">
      <form onSubmit={(e) => void submit(e)}>
        <img src="/desk/favicon.svg" alt="" width="48" height="48" />
        <h1>{t.signIn.title}</h1>
        <label>
          {t.signIn.workspace}
          <input name="workspace" value={workspace} onChange={(e) => setWorkspace(e.target.value)} autoComplete="organization" required />
        </label>
        <label>
          {t.signIn.email}
          <input name="email" type="email" defaultValue={address.get("email") ?? ""} autoComplete="username" required autoFocus />
        </label>
        <label>
          {t.signIn.password}
          <input name="password" type="password" autoComplete="current-password" required />
        </label>
        {needsCode ? (
          <label>
            {t.signIn.code}
            <input name="code" autoComplete="one-time-code" maxLength={40} required autoFocus />
          </label>
        ) : null}
        <div role="alert" className="problem">
          {failure}
        </div>
        <button type="submit" className="primary" disabled={busy}>
          {busy ? t.signIn.busy : t.signIn.go}
        </button>
        {company ? <a href={`/api/v1/sessions/agent/openid?workspace=${encodeURIComponent(workspace)}`}>{t.signIn.company}</a> : null}
      </form>
    </main>
  );
};
