import { useState, type JSX } from "react";
import { removeText } from "../../grid/customers";
import { useLive } from "../../grid/live";
import { Modal } from "../../kit/modal";
import { useWords } from "../../words/words";
import { act } from "./actions";

/** Removes the text of one message or note for everybody, after a second question: it never comes back. */
export const RemoveText = ({ conversationId, seq }: { readonly conversationId: string; readonly seq: number }): JSX.Element | null => {
  const { t } = useWords();
  const live = useLive();
  const [asking, setAsking] = useState(false);
  if (live.session.role === "agent") return null;
  const remove = () => {
    setAsking(false);
    void act(() => removeText(live, conversationId, seq), t, t.redact.started);
  };
  return (
    <>
      <button type="button" className="plain small remove-text" onClick={() => setAsking(true)}>
        {t.redact.open}
      </button>
      {asking ? (
        <Modal title={t.redact.title} onClose={() => setAsking(false)}>
          <h2>{t.redact.title}</h2>
          <p>{t.redact.hint}</p>
          <div className="form-end">
            <button type="button" onClick={() => setAsking(false)}>
              {t.transfer.cancel}
            </button>
            <button type="button" className="primary" autoFocus onClick={remove}>
              {t.redact.now}
            </button>
          </div>
        </Modal>
      ) : null}
    </>
  );
};
