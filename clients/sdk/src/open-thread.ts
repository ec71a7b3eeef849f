import type { GridError } from "./grid/errors";
import type { Actor, AssistPush, DraftReading, ToneIssue, WatchEnd, WrittenReply } from "./grid/protocol";
import { emptyThread, type Thread } from "./thread";

/** One conversation that the agent has open. */
export type OpenThread = {
  readonly thread: Thread;
  readonly caughtUp: boolean;
  readonly typing: Actor | null;
  /** How what is being typed sounds; null where it says nothing that matters. */
  readonly draft: DraftReading | null;
  readonly refused: GridError | null;
  /** Why nothing more comes of it: this agent may read what was, not what comes; null while it follows. */
  readonly ended: WatchEnd | null;
  /** How far the customer has read, as far as the host says. */
  readonly readTo: number;
  /** The last event that this agent had before its eyes. */
  readonly seen: number;
  /** Colleagues who look at it too. */
  readonly viewers: readonly Actor[];
  /** What to look at in the agent's draft before it is sent. */
  readonly tone: readonly ToneIssue[];
  /** What the model wrote for the agent to send. */
  readonly written: WrittenReply | null;
};

export const openedThread = (conversationId: string): OpenThread => ({
  thread: { ...emptyThread, conversationId },
  caughtUp: false,
  typing: null,
  draft: null,
  refused: null,
  ended: null,
  readTo: 0,
  seen: 0,
  viewers: [],
  tone: [],
  written: null,
});

/** What a push of help changes: only what is in it. */
export const assisted = ({ tone, reply }: AssistPush): Partial<OpenThread> => ({
  ...(tone ? { tone: tone.issues ?? [] } : {}),
  ...(reply ? { written: reply } : {}),
});

/** Messages of the customer that this agent has neither had on screen nor answered. */
export const unreadOf = (open: OpenThread): number => {
  const { items } = open.thread;
  const after = Math.max(open.seen, items.findLast((i) => i.kind === "message" && i.by.kind === "agent")?.seq ?? 0);
  return items.filter((i) => i.kind === "message" && i.by.kind === "customer" && i.seq > after).length;
};
