import { errorText, type Live } from "../../grid/live";
import { useUi } from "../../grid/ui";
import type { Words } from "../../words/words";

/** What buttons, keys and the palette all do; each says what came of it, and what can be undone offers it. */
export const resolveConversation = async (live: Live, conversationId: string, t: Words): Promise<void> => {
  const { toast } = useUi.getState();
  try {
    await live.agent.resolve(conversationId);
    toast(t.conversation.resolved, { label: t.conversation.undo, run: () => void reopenConversation(live, conversationId, t) });
  } catch (thrown) {
    toast(t.conversation.failed(errorText(thrown)));
  }
};

export const reopenConversation = async (live: Live, conversationId: string, t: Words): Promise<void> => {
  const { toast } = useUi.getState();
  try {
    await live.agent.reopen(conversationId);
    toast(t.conversation.reopened);
  } catch (thrown) {
    toast(t.conversation.failed(errorText(thrown)));
  }
};

/** Puts the caret where writing happens. */
export const focusComposer = (kind: "post" | "note"): void => {
  const { selected, drafts, draft } = useUi.getState();
  if (selected === null) return;
  const before = drafts.get(selected);
  draft(selected, { text: before?.text ?? "", since: before?.since ?? 0, kind });
  window.dispatchEvent(new CustomEvent("cg-compose", { detail: kind }));
};
