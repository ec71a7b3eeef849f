import { useEffect, type FormEvent, type JSX } from "react";
import type { WrapUp } from "@conversationgrid/sdk/grid/protocol";
import { errorText, useAgent, useLive } from "../../grid/live";
import { useUi } from "../../grid/ui";
import { clock, useNow } from "../../kit/time";
import { useWords } from "../../words/words";

/** Conversations that are over and not yet finished: while one is, no new work comes. */
export const WrapUps = (): JSX.Element => {
  const wrapUps = useAgent((s) => s.inbox.wrapUps);
  return (
    <>
      {wrapUps.map((w) => (
        <Card key={w.offerId} wrapUp={w} />
      ))}
    </>
  );
};

const Card = ({ wrapUp }: { readonly wrapUp: WrapUp }): JSX.Element | null => {
  const { t } = useWords();
  const live = useLive();
  const left = wrapUp.until - useNow();
  const over = left < 0;
  useEffect(() => {
    if (over) live.agent.forgetWrapUp(wrapUp.offerId); // The host ends it at the same moment.
  }, [over, live, wrapUp.offerId]);
  const done = (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const code = String(new FormData(e.currentTarget).get("code") ?? "").trim();
    live.agent.finishWrapUp(wrapUp.offerId, code).catch((thrown: unknown) => useUi.getState().toast(t.conversation.failed(errorText(thrown))));
  };
  return over ? null : (
    <form className="offer wrap-up" aria-label={t.work.wrapUp} onSubmit={done}>
      <h2>
        <span className="grow">
          {t.work.wrapUp}: {wrapUp.customerName ?? wrapUp.conversationId.slice(0, 5)}
        </span>
        <span className="hint" aria-live="off">
          {clock(left)}
        </span>
      </h2>
      <div className="offer-end">
        <input name="code" list="wrap-up-codes" aria-label={t.work.code} placeholder={t.work.code} maxLength={64} />
        <button type="submit" className="primary">
          {t.work.done}
        </button>
      </div>
      <datalist id="wrap-up-codes">
        {t.work.codes.map((c) => (
          <option key={c} value={c} />
        ))}
      </datalist>
    </form>
  );
};
