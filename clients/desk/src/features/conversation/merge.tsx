import { useEffect, useState, type JSX } from "react";
import type { Summary } from "@conversationgrid/sdk/grid/protocol";
import { plainText } from "@conversationgrid/sdk/markdown";
import { humanName } from "@conversationgrid/sdk/wire-shapes";
import { errorText, fetchOpenOf, useAgent, useLive } from "../../grid/live";
import { go, useUi } from "../../grid/ui";
import { Modal } from "../../kit/modal";
import { timeOf } from "../../kit/time";
import { useWords } from "../../words/words";
import { act } from "./actions";

const close = (): void => useUi.getState().set({ panel: null });

/** Where this conversation goes on: one of its customer's other open ones. */
export const MergePanel = ({ conversationId }: { readonly conversationId: string }): JSX.Element => {
  const { t, locale } = useWords();
  const live = useLive();
  const customerId = useAgent((s) => s.inbox.byId.get(conversationId)?.customerId ?? null);
  const [others, setOthers] = useState<readonly Summary[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    if (customerId === null) return;
    fetchOpenOf(live, customerId).then(
      (all) => setOthers(all.filter((x) => x.conversationId !== conversationId)),
      (thrown: unknown) => setProblem(t.conversation.failed(errorText(thrown))),
    );
  }, [live, customerId, conversationId, t]);
  const into = (x: Summary) => {
    close();
    void act(
      async () => {
        await live.agent.act("Merge", conversationId, { into: x.conversationId });
        go({ page: "inbox", selected: x.conversationId });
      },
      t,
      t.work.mergedInto,
    );
  };
  return (
    <Modal title={t.work.merge} onClose={close}>
      <div className="form">
        <h2>{t.work.merge}</h2>
        <p className="hint">{t.work.mergeHint}</p>
        <ul className="plain-list choices">
          {others?.map((x) => (
            <li key={x.conversationId}>
              <button type="button" data-conversation={x.conversationId} onClick={() => into(x)}>
                <span className="start">{plainText(x.lastText ?? x.subject ?? humanName(x.intent ?? ""))}</span>{" "}
                <span className="hint">
                  {[x.channel, t.state[x.state ?? ""], x.updatedAt === null ? null : timeOf(x.updatedAt, locale, Date.now())].filter(Boolean).join(" · ")}
                </span>
              </button>
            </li>
          ))}
        </ul>
        {problem !== null ? (
          <p className="problem" role="alert">
            {problem}
          </p>
        ) : others?.length === 0 ? (
          <p className="empty">{t.work.noOther}</p>
        ) : null}
        <div className="form-end">
          <button type="button" onClick={close}>
            {t.transfer.cancel}
          </button>
        </div>
      </div>
    </Modal>
  );
};
