import type { JSX } from "react";
import type { MessageItem } from "@conversationgrid/sdk/thread";
import { WrittenText } from "../../kit/rich-text";
import { problemWords } from "../../words/event-notices";
import { useWords } from "../../words/words";

/** How a message of a channel that is not live came or went: whether it was delivered, and what was cut from it. */
export const Way = ({ item }: { readonly item: MessageItem }): JSX.Element | null => {
  const { t, locale } = useWords();
  const { delivery, origin, automatic } = item;
  const c = t.conversation;
  if (delivery === null && origin === null && !automatic) return null;
  const problem = problemWords(locale, delivery?.problem ?? null);
  return (
    <div className="way">
      {delivery === null ? null : (
        <span className={`chip delivery ${delivery.state}`}>
          {c.delivery[delivery.state]}
          {problem === "" ? "" : `: ${problem}`}
        </span>
      )}
      {automatic ? <span className="chip">{c.automatic}</span> : null}
      {origin?.otherSender === true ? <span className="chip">{c.otherSender}</span> : null}
      {(origin?.leftOut ?? []).length === 0 ? null : <p className="hint">{c.leftOut((origin?.leftOut ?? []).join(", "))}</p>}
      {origin?.whole == null ? null : (
        <details>
          <summary>{c.whole}</summary>
          <WrittenText text={origin.whole} />
        </details>
      )}
    </div>
  );
};
