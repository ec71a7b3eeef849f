import { useState, type FormEvent, type JSX } from "react";
import { errorText, rest } from "../../grid/live";
import { useWords } from "../../words/words";

/** An administrator's invitation to set a password, as it stands behind the sign of the address; null where there is none. */
export const invitationOf = (hash: string): { readonly code: string; readonly workspace: string } | null => {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const [code, workspace] = [given.get("invitation"), given.get("workspace")];
  return code === null || workspace === null ? null : { code, workspace };
};

export const Invitation = ({ code, workspace, onDone }: { readonly code: string; readonly workspace: string; readonly onDone: () => void }): JSX.Element => {
  const { t } = useWords();
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const password = String(new FormData(e.currentTarget).get("password") ?? "");
    try {
      await rest.post("/api/v1/sessions/agent/invitation", { workspace, code, password }, null);
      onDone();
    } catch (thrown) {
      setProblem(errorText(thrown));
    }
  };
  return (
    <main className="sign-in">
      <form onSubmit={(e) => void submit(e)}>
        <img src="/desk/favicon.svg" alt="" width="48" height="48" />
        <h1>{t.signIn.invited}</h1>
        <label>
          {t.account.password}
          <input name="password" type="password" autoComplete="new-password" minLength={8} maxLength={200} required autoFocus />
        </label>
        <div role="alert" className="problem">
          {problem}
        </div>
        <button type="submit" className="primary">
          {t.signIn.setPassword}
        </button>
      </form>
    </main>
  );
};
