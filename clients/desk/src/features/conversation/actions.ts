import { errorText, type Live } from "../../grid/live";
import { useUi } from "../../grid/ui";
import type { Words } from "../../words/words";

/** Does something, says that it was done and offers to take it back; or says why it was not done. */
export const act = async (run: () => Promise<unknown>, t: Words, said: string | null, undo?: () => Promise<unknown>): Promise<void> => {
  const { toast } = useUi.getState();
  try {
    await run();
    if (said !== null) toast(said, undo === undefined ? undefined : { label: t.conversation.undo, run: () => void act(undo, t, null) });
  } catch (thrown) {
    toast(t.conversation.failed(errorText(thrown)));
  }
};

/** What buttons, keys and the palette all do. */
export const resolveConversation = (live: Live, conversationId: string, t: Words): Promise<void> =>
  act(
    () => live.agent.resolve(conversationId),
    t,
    t.conversation.resolved,
    () => live.agent.reopen(conversationId),
  );

export const reopenConversation = (live: Live, conversationId: string, t: Words): Promise<void> =>
  act(() => live.agent.reopen(conversationId), t, t.conversation.reopened);

export const takeOver = (live: Live, conversationId: string, t: Words): Promise<void> =>
  act(() => live.supervisor?.act("TakeOver", conversationId) ?? Promise.resolve(), t, t.work.tookOver);

/** A supervisor writes beside whoever has the conversation, until it steps out. */
export const join = (live: Live, conversationId: string, inside: boolean, t: Words): Promise<void> =>
  act(() => live.supervisor?.act(inside ? "Join" : "StepOut", conversationId) ?? Promise.resolve(), t, inside ? t.work.joined : t.work.steppedOut);

export const hold = (live: Live, conversationId: string, onHold: boolean, t: Words): Promise<void> =>
  act(
    () => live.agent.act("Hold", conversationId, { onHold }),
    t,
    onHold ? t.work.held : t.work.unheld,
    () => live.agent.act("Hold", conversationId, { onHold: !onHold }),
  );

export const setPriority = (live: Live, conversationId: string, priority: number, t: Words): Promise<void> =>
  act(() => live.agent.act("SetPriority", conversationId, { priority }), t, t.work.prioritySet(t.priority[priority] ?? ""));

/** Puts the caret where writing happens. */
export const focusComposer = (kind: "post" | "note"): void => {
  const { selected, drafts, draft } = useUi.getState();
  if (selected === null) return;
  const before = drafts.get(selected);
  draft(selected, { text: before?.text ?? "", since: before?.since ?? 0, kind });
  window.dispatchEvent(new CustomEvent("cg-compose", { detail: kind }));
};
