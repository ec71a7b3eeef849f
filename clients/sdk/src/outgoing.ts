import type { OutboxEntry } from "./grid/outbox";
import type { ThreadEvent } from "./thread";

/** A written-down message as the thread shows it until its event comes. */
export const queuedOf = (e: OutboxEntry): ThreadEvent => ({
  type: "queued",
  clientId: e.clientId,
  kind: e.kind === "note" ? "note" : "post",
  text: e.text,
  attachments: e.attachments,
  at: e.at,
  failed: e.failed,
  reason: e.reason,
});

/** The argument of the hub's call. */
export const postOf = (e: OutboxEntry, conversationId: string): object => ({
  conversationId,
  clientId: e.clientId,
  text: e.text,
  ...(e.attachments === undefined ? {} : { attachments: e.attachments.map((a) => a.attachmentId) }),
});
