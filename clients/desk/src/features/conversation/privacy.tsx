import { useState, type FormEvent, type JSX } from "react";
import { eraseCustomer, saveExport } from "../../grid/customers";
import { useAgent, useLive } from "../../grid/live";
import { Modal } from "../../kit/modal";
import { useWords } from "../../words/words";
import { act } from "./actions";

/** What an administrator hands out about the customer, and removes. */
export const Privacy = ({ conversationId }: { readonly conversationId: string }): JSX.Element | null => {
  const { t } = useWords();
  const live = useLive();
  const customerId = useAgent((s) => s.inbox.byId.get(conversationId)?.customerId ?? null);
  const [asking, setAsking] = useState(false);
  if (customerId === null || live.session.role !== "admin") return null;
  const erase = (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const why = String(new FormData(e.currentTarget).get("why") ?? "").trim();
    if (why === "") return;
    setAsking(false);
    void act(() => eraseCustomer(live, customerId, why), t, t.privacy.started);
  };
  return (
    <section>
      <h2>{t.privacy.title}</h2>
      <button type="button" onClick={() => void act(() => saveExport(live, customerId), t, null)}>
        {t.privacy.save}
      </button>{" "}
      {live.session.role === "admin" ? (
        <button type="button" onClick={() => setAsking(true)}>
          {t.privacy.erase}
        </button>
      ) : null}
      {asking ? (
        <Modal title={t.privacy.eraseTitle} onClose={() => setAsking(false)}>
          <form className="form" onSubmit={erase}>
            <h2>{t.privacy.eraseTitle}</h2>
            <p>{t.privacy.eraseHint}</p>
            <label>
              {t.privacy.why}
              <input name="why" required autoFocus maxLength={200} />
            </label>
            <div className="form-end">
              <button type="button" onClick={() => setAsking(false)}>
                {t.transfer.cancel}
              </button>
              <button type="submit" className="primary">
                {t.privacy.eraseNow}
              </button>
            </div>
          </form>
        </Modal>
      ) : null}
    </section>
  );
};
