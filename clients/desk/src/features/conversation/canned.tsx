import { useEffect, useState, type JSX } from "react";
import type { MacroSummary } from "@conversationgrid/sdk/grid/protocol";
import { useLive } from "../../grid/live";
import { useWords } from "../../words/words";

/** A reply at hand: its text as it would be said in this conversation. */
export type Canned = { readonly key: string; readonly text: string };

/** The workspace's replies, which are macros that only speak; those of the product while the workspace has none. Asked for when somebody wants one. */
export const useCanned = (conversationId: string, draft: string): readonly Canned[] => {
  const { t } = useWords();
  const live = useLive();
  const [own, setOwn] = useState<readonly Canned[] | null>(null);
  const wanted = draft.startsWith("/");
  useEffect(() => {
    if (!wanted) return undefined;
    let current = true;
    live.agent.macros(conversationId).then(
      (macros) => (current ? setOwn(macros.flatMap(replyOf)) : undefined),
      () => undefined, // The product's own are there all the same.
    );
    return () => {
      current = false;
    };
  }, [wanted, conversationId, live]);
  if (!wanted) return [];
  const find = draft.slice(1).toLowerCase();
  const all = own === null || own.length === 0 ? t.canned : own;
  return all.filter((c) => c.key.toLowerCase().includes(find));
};

/** A reply whose placeholders have no value here is not offered: it would be sent with a hole in it. */
const replyOf = (m: MacroSummary): Canned[] =>
  (m.actions?.length ?? 0) > 0 || !m.preview || (m.missing?.length ?? 0) > 0 ? [] : [{ key: m.name, text: m.preview }];

export const CannedList = ({
  canned,
  pick,
  choose,
}: {
  readonly canned: readonly Canned[];
  readonly pick: number;
  readonly choose: (i: number) => void;
}): JSX.Element | null => {
  const { t } = useWords();
  return canned.length === 0 ? null : (
    <ul className="canned" id="canned" role="listbox" aria-label={t.conversation.canned}>
      {canned.map((c, i) => (
        <li
          key={c.key}
          id={`canned-${i}`}
          role="option"
          aria-selected={i === pick}
          onMouseDown={(e) => {
            e.preventDefault();
            choose(i);
          }}
        >
          <strong>/{c.key}</strong> {c.text}
        </li>
      ))}
    </ul>
  );
};
