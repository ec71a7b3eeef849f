import { useState, type FormEvent, type JSX } from "react";
import { toGridError } from "@conversationgrid/sdk/grid/errors";
import type { AgentSession } from "@conversationgrid/sdk/grid/protocol";
import { rest } from "../../grid/live";
import { useWords } from "../../words/words";

export const SignIn = ({ ended, onSession }: { readonly ended: boolean; readonly onSession: (session: AgentSession) => void }): JSX.Element => {
  const { t } = useWords();
  const address = new URLSearchParams(location.search);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(ended ? t.signIn.ended : null);

  const submit = async (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const form = new FormData(e.currentTarget);
    const read = (name: string) => String(form.get(name) ?? "").trim();
    setBusy(true);
    setFailure(null);
    try {
      onSession(await rest.agentSession({ workspace: read("workspace"), email: read("email"), password: String(form.get("password") ?? "") }));
    } catch (thrown) {
      const { code } = toGridError(thrown);
      setFailure(code === "unauthenticated" || code === "invalid" || code === "forbidden" ? t.signIn.wrong : t.signIn.unreachable);
      setBusy(false);
    }
  };

  return (
    <main className="sign-in">
      <form onSubmit={(e) => void submit(e)}>
        <img src="/desk/favicon.svg" alt="" width="48" height="48" />
        <h1>{t.signIn.title}</h1>
        <label>
          {t.signIn.workspace}
          <input name="workspace" defaultValue={address.get("workspace") ?? "demo"} autoComplete="organization" required />
        </label>
        <label>
          {t.signIn.email}
          <input name="email" type="email" defaultValue={address.get("email") ?? ""} autoComplete="username" required autoFocus />
        </label>
        <label>
          {t.signIn.password}
          <input name="password" type="password" autoComplete="current-password" required />
        </label>
        <div role="alert" className="problem">
          {failure}
        </div>
        <button type="submit" className="primary" disabled={busy}>
          {busy ? t.signIn.busy : t.signIn.go}
        </button>
      </form>
    </main>
  );
};
