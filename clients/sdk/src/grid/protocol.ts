/** The wire contract, version 1, as TypeScript. Events come from the server's contracts (./events); everything else that crosses the network is named here. */

import { eventTypes, type Actor, type Citation, type Envelope, type GridEvent } from "./events";

export const hubPaths = { customer: "/hubs/customer", agent: "/hubs/agent", supervisor: "/hubs/supervisor" } as const;

export type {
  Actor,
  ActorKind,
  AlertRaisedData,
  Attachment,
  Citation,
  Envelope,
  EventType,
  GridEvent,
  MessageAnalysis,
  MessagePostedData,
  SentimentReading,
  SlaClock,
  SummaryLine,
  TaskStage,
} from "./events";
export { eventTypes };

/** What arrives before we know that we understand it. A newer server may send types that this client has never heard of. */
export type WireEvent = Envelope<string, unknown>;

const known: ReadonlySet<string> = new Set(eventTypes);
export const isKnown = (e: WireEvent): e is GridEvent => known.has(e.type) && typeof e.data === "object" && e.data !== null;

export type Receipt = { readonly conversationId: string; readonly seq: number; readonly at?: string };
export type Slice = { readonly events: readonly WireEvent[]; readonly last: number };

export type Article = { readonly articleId: string; readonly title: string; readonly snippet?: string; readonly score?: number; readonly url?: string | null };
/** Who has read how far; or, to staff, which colleague looks at it too; or where it stands in the line. */
export type PresencePush = {
  readonly conversationId: string;
  readonly by?: Actor;
  readonly readTo?: number;
  readonly state?: "opened" | "viewing" | "left";
  readonly position?: number;
};
/** A supervisor's word to the agent who has the conversation. */
export type WhisperPush = { readonly conversationId: string; readonly text: string; readonly byName?: string | null };
export type TypingPush = { readonly conversationId: string; readonly by: Actor; readonly draft?: DraftReading };
/** How what the customer is typing sounds, where that matters; for staff. */
export type DraftReading = { readonly mood: string; readonly score: number; readonly priority: number };
export type PartialPush = { readonly conversationId: string; readonly replyTo: number | string; readonly text: string };
export type SuggestionsPush = { readonly conversationId: string; readonly articles: readonly Article[] };

export type PresenceStatus = "online" | "away" | "offline";
export type AgentStanding = { readonly status: PresenceStatus; readonly load: number; readonly capacity: number };

export type ConversationState = "bot" | "waiting" | "offered" | "assigned" | "snoozed" | "resolved" | "closed";

/** A conversation at one moment, as lists show it. Only the id is certain; what the host does not say is absent, never guessed. */
export type Summary = {
  readonly conversationId: string;
  readonly state: string | null;
  readonly queue: string | null;
  readonly customerId: string | null;
  readonly customerName: string | null;
  readonly agentId: string | null;
  readonly agentName: string | null;
  /** The colleague who transferred it to the queue where it waits. */
  readonly transferredBy: string | null;
  readonly subject: string | null;
  readonly lastText: string | null;
  /** What the customer asked last, greetings, thanks and wishes for a person left out; for staff. */
  readonly question: string | null;
  readonly lastSeq: number;
  readonly startedAt: string | null;
  readonly updatedAt: string | null;
  readonly waitingSince: string | null;
  /** Smoothed mood of the customer, -1 (worst) to 1 (best). */
  readonly mood: number | null;
  /** How likely the customer is to lose patience, 0 to 1. */
  readonly risk: number | null;
  /** What the customer is worth to the company, 0 (like most) to 3. */
  readonly value: number | null;
  readonly intent: string | null;
  readonly priority: number;
  readonly language: string | null;
  readonly channel: string | null;
  readonly labels: readonly string[];
  readonly snoozedUntil: string | null;
  /** When the next target of the service level ends. */
  readonly dueAt: string | null;
};

/** A conversation that is over and that its agent finishes. */
export type WrapUp = { readonly offerId: string; readonly conversationId: string; readonly until: number; readonly customerName: string | null };
/** Something the workspace prepared: texts by language, and what else it does. */
export type MacroSummary = {
  readonly macroId: string;
  readonly name: string;
  readonly texts?: readonly { readonly language?: string | null; readonly text?: string | null }[];
  readonly actions?: readonly string[];
  /** What it would say in the conversation that was named. */
  readonly preview?: string | null;
  /** Placeholders without a value there. */
  readonly missing?: readonly string[] | null;
};
export type MacrosAnswer = { readonly macros: readonly MacroSummary[] };
/** Why an offer went to whom. */
export type RoutingChoice = { readonly offerId: string; readonly queue: string; readonly at: string; readonly name: string; readonly reason: string };

export type Offer = {
  readonly offerId: string;
  readonly conversationId: string;
  readonly queue?: string | null;
  readonly summary?: unknown;
  readonly expiresAt: string;
  /** Milliseconds until it ends, at the moment of sending: right whatever the reader's clock says. */
  readonly leftMs?: number | null;
};
export type OfferWithdrawnPush = { readonly offerId: string; readonly reason?: string | null };
export type AlertPush = { readonly conversationId: string; readonly kind: string; readonly text: string };
export type InboxAnswer = { readonly assigned: readonly unknown[]; readonly offers: readonly unknown[]; readonly status: unknown };
/** The host ended a watch: nothing more comes of this conversation. */
export type WatchEndedPush = { readonly conversationId: string; readonly reason: WatchEnd };
/** It went to others, or this person's role or queues changed. */
export type WatchEnd = "reassigned" | "rightsChanged";

export type TransferQueue = {
  readonly queueId: string;
  readonly name: string;
  readonly waiting: number;
  readonly agentsOnline: number;
  readonly open: boolean;
  readonly warning?: "closed" | "nobodyOnline" | null;
};
export type TransferAgent = {
  readonly agentId: string;
  readonly name: string;
  readonly status: PresenceStatus;
  readonly load: number;
  readonly capacity: number;
  readonly canTake: boolean;
  readonly why?: "absent" | "noRoom" | "otherQueue" | null;
};
/** Where a conversation can go. */
export type TransferTargets = { readonly queues: readonly TransferQueue[]; readonly agents: readonly TransferAgent[] };

export type OpenAnswer = Slice & { readonly conversation: unknown };

/** Its source: `article:ID`, `conversation:ID#SEQ`, `small talk`, or `model:ID` with the articles that the model wrote it from. */
export type SuggestedReply = {
  readonly text: string;
  readonly source?: string | null;
  readonly confidence?: number | null;
  readonly citations?: readonly Citation[] | null;
};
/** A reply that the model wrote to a message; it comes behind the other suggestions, or not at all. */
export type WrittenReply = SuggestedReply & { readonly replyTo: number };
export type SuggestedAction =
  string | { readonly name?: string; readonly title?: string; readonly text?: string; readonly reason?: string; readonly action?: string };
export type ToneIssue = { readonly kind: string; readonly detail?: string | null };
export type AssistPush = {
  readonly conversationId: string;
  readonly reply?: WrittenReply | null;
  readonly tone?: { readonly label: string; readonly score: number; readonly issues?: readonly ToneIssue[] };
};
/** A message as a machine translated it. */
export type Translation = { readonly conversationId: string; readonly seq: number; readonly language: string; readonly text: string; readonly machine: true };
export type SuggestAnswer = {
  readonly replies?: readonly SuggestedReply[];
  readonly articles?: readonly Article[];
  readonly nextActions?: readonly SuggestedAction[];
};

/** The shape of every list over REST; `next` is the cursor of the next page, and left out on the last one. */
export type Page<T> = { readonly items: readonly T[]; readonly next?: string | null };

/** What a workspace knows: an article in the list, and with its Markdown. Staff read, administrators change. */
export type ArticleAudience = "public" | "agents";
export type ArticleEntry = {
  readonly id: string;
  readonly language: string;
  readonly title: string;
  readonly audience: ArticleAudience;
  readonly owner: string;
  readonly tags: readonly string[];
  readonly validFrom?: string | null;
  readonly validUntil?: string | null;
  /** 0 for one that came with the product. */
  readonly version: number;
};
export type ArticleText = { readonly article: ArticleEntry; readonly source: string };
/** A topic that customers asked about and no article answers; the draft is made of what agents wrote in solved conversations. */
export type ArticleGap = { readonly topic: string; readonly asked: number; readonly questions: readonly string[]; readonly draft?: string | null };
/** `unit` is `money`, `%`, `working days`, `days`, ...: a code, not a word to show. */
export type ArticleFigure = { readonly value: string; readonly unit: string };
/** Something about an article; `other` is the other one's `id/language`, where there is one. Which values it has depends on `kind`; `detail` says the same in English. */
export type ArticleIssue = {
  readonly kind: string;
  readonly articleId: string;
  readonly language: string;
  readonly detail: string;
  readonly other?: string | null;
  readonly validUntil?: string | null;
  readonly unusedDays?: number | null;
  readonly sentence?: string | null;
  readonly otherSentence?: string | null;
  readonly figures?: readonly ArticleFigure[] | null;
  readonly otherFigures?: readonly ArticleFigure[] | null;
};
/** What became of one source of an import. */
export type ImportedArticle = {
  readonly source: string;
  readonly articleId?: string | null;
  readonly language?: string | null;
  readonly error?: string | null;
};
export type ImportRequest = { readonly urls?: readonly string[]; readonly folder?: string; readonly audience: ArticleAudience };

export type CustomerSession = {
  readonly customerId: string;
  readonly token: string;
  readonly expiresAt: string;
  /** The anonymous customer whose token came along with the proof: its conversations are this one's now. */
  readonly joinedCustomerId?: string | null;
};
export type AgentRole = "agent" | "supervisor" | "admin";
export type AgentSession = { readonly agentId: string; readonly name: string; readonly role: AgentRole; readonly token: string; readonly expiresAt: string };

export const errorCodes = [
  "invalid",
  "unauthenticated",
  "forbidden",
  "not_found",
  "conflict",
  "too_large",
  "rate_limited",
  "unavailable",
  "not_configured",
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** A message text is 1..8,000 characters after trimming. */
export const textLengthMax = 8000;
/** Most events that we ask for in one answer. */
export const resumePageMax = 200;
