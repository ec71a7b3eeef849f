import { Connection, type Link } from "./grid/connection";
import { GridError, toGridError } from "./grid/errors";
import { Feed } from "./grid/feed";
import type { OpenHub, WakePort } from "./grid/hub-port";
import { newId } from "./grid/ids";
import { Observable } from "./grid/observable";
import { Outbox, type OutboxEntry } from "./grid/outbox";
import type {
  Actor,
  AgentSession,
  AlertPush,
  AssistPush,
  Attachment,
  MacrosAnswer,
  MacroSummary,
  OfferWithdrawnPush,
  OpenAnswer,
  PartialPush,
  PresencePush,
  PresenceStatus,
  Receipt,
  SuggestAnswer,
  Summary,
  TransferTargets,
  TypingPush,
  WatchEndedPush,
  WhisperPush,
  WireEvent,
} from "./grid/protocol";
import type { KeyValueStore } from "./grid/store";
import { resumePageMax } from "./grid/protocol";
import { emptyInbox, inView, mineOf, reduceInbox, type Inbox, type InboxEvent } from "./inbox";
import { assisted, openedThread, type OpenThread } from "./open-thread";
import { postOf, queuedOf } from "./outgoing";
import { reduceThread, type ThreadEvent } from "./thread";
import { TypingSignals } from "./typing-signals";
import { hasText } from "./visible";
import { asRecord, isStanding, number, toSummary } from "./wire-shapes";

export type AgentState = { readonly link: Link; readonly inbox: Inbox; readonly open: ReadonlyMap<string, OpenThread> };

export type AgentOptions = {
  readonly hub: OpenHub;
  readonly session: AgentSession;
  readonly store: KeyValueStore;
  readonly wake: WakePort;
  readonly onSessionEnded: () => void;
  readonly random?: () => number;
};

const batchMs = 60;
/** Sorting ten thousand lines costs a frame: long lists move four times a second. */
const longBatchMs = 250;
const longList = 1_000;
const typingShownMs = 6_000;
/** An agent's own conversations are followed even when none is looked at, so that the list is live; at most this many. */
const followedMax = 30;

/** Everything an agent can do. Changes of the lists are gathered, so that 500 a second cost the screen a few updates. */
export class AgentClient {
  readonly state: Observable<AgentState>;
  readonly connection: Connection;
  readonly agentId: string;
  private readonly outbox: Outbox;
  private readonly feeds = new Map<string, Feed>();
  /** Conversations that are on screen. */
  private readonly shown = new Set<string>();
  private readonly signals = new TypingSignals((conversationId, draft) => this.sendTyping(conversationId, draft));
  private readonly typingTimers = new Map<string, ReturnType<typeof setTimeout>>();
  private changed: unknown[] = [];
  private batch: ReturnType<typeof setTimeout> | null = null;
  private answering = false;
  private refreshing: Promise<void> = Promise.resolve();
  private early: InboxEvent[] = [];
  private held: readonly Summary[] = []; // What was this agent's when the connection was lost, until the host has said what is.

  constructor(options: AgentOptions) {
    this.agentId = options.session.agentId;
    this.connection = new Connection({
      open: options.hub,
      token: () => Promise.resolve(options.session.token),
      tokenRefused: () => (options.onSessionEnded(), false),
      wake: options.wake,
      ...(options.random ? { random: options.random } : {}),
    });
    this.state = new Observable<AgentState>({ link: this.connection.link.get(), inbox: emptyInbox, open: new Map() });
    this.outbox = new Outbox({
      store: options.store,
      prefix: `cg.desk.${this.agentId}.out.`,
      ready: () => this.connection.online,
      send: (entry) => this.deliver(entry),
      failed: (entry, error) =>
        this.inThread(entry.conversationId ?? "", { type: "failed", clientId: entry.clientId, code: error.code, reason: error.message }),
      delayed: (entry, error) =>
        this.inThread(entry.conversationId ?? "", { type: "delayed", clientId: entry.clientId, code: error.code, reason: error.message }),
      ...(options.random ? { random: options.random } : {}),
    });
    this.wire();
  }

  start(): void {
    this.connection.start();
  }

  async stop(): Promise<void> {
    this.outbox.stop();
    if (this.batch !== null) clearTimeout(this.batch);
    for (const timer of this.typingTimers.values()) clearTimeout(timer);
    this.signals.stop();
    await this.connection.stop();
  }

  /** The host keeps what was chosen: after a lost connection, a reload or a restart of the host it is the presence again. */
  async setPresence(status: PresenceStatus, reason?: string): Promise<void> {
    await this.refreshing; // An inbox that was asked for earlier would be answered later, with the older status.
    this.inbox({ type: "standing", standing: await this.connection.invoke("SetPresence", { status, ...(reason === undefined ? {} : { reason }) }) });
  }

  async accept(offerId: string): Promise<Receipt> {
    try {
      const receipt = await this.connection.invoke<Receipt>("Accept", { offerId });
      this.inbox({ type: "accepted", offerId, agentId: this.agentId });
      return receipt;
    } finally {
      this.inbox({ type: "offerEnded", offerId });
    }
  }

  async decline(offerId: string, reason?: string): Promise<void> {
    try {
      await this.connection.invoke("Decline", { offerId, ...(reason ? { reason } : {}) });
    } finally {
      this.inbox({ type: "offerEnded", offerId });
    }
  }

  /** Shows a conversation and follows it until `leave`. */
  open(conversationId: string): void {
    this.shown.add(conversationId);
    this.follow(conversationId);
    this.see(conversationId);
  }

  leave(conversationId: string): void {
    this.shown.delete(conversationId);
    this.followOwn();
  }

  private follow(conversationId: string): void {
    if (this.feeds.has(conversationId)) return;
    const feed: Feed = new Feed({
      load: (after) => this.load(conversationId, after),
      page: resumePageMax,
      apply: (events) => this.apply(conversationId, events),
      refused: (error) => this.patchOpen(conversationId, { refused: error }),
    });
    this.feeds.set(conversationId, feed);
    this.state.update((s) => ({ ...s, open: new Map(s.open).set(conversationId, openedThread(conversationId)) }));
    for (const e of this.outbox.entries().filter((x) => x.conversationId === conversationId && x.kind !== "human")) {
      this.inThread(conversationId, queuedOf(e));
    }
    if (this.connection.online) void this.catchUp(conversationId, feed);
  }

  private unfollow(conversationId: string): void {
    const feed = this.feeds.get(conversationId);
    if (feed === undefined) return;
    feed.disconnected();
    this.feeds.delete(conversationId);
    this.state.update((s) => {
      const open = new Map(s.open);
      open.delete(conversationId);
      return { ...s, open };
    });
    if (this.connection.online) this.connection.invoke("Leave", { conversationId }).catch(toGridError);
  }

  post(conversationId: string, text: string, kind: "post" | "note", attachments: readonly Attachment[] = []): void {
    const trimmed = text.trim();
    if (!hasText(trimmed) && attachments.length === 0) return;
    const files = attachments.length === 0 ? {} : { attachments };
    const entry = this.outbox.add({ clientId: newId(), kind, conversationId, text: trimmed, ...files });
    this.inThread(conversationId, queuedOf(entry));
    void this.outbox.pump();
  }

  retry(clientId: string): void {
    const e = this.outbox.retry(clientId);
    if (e?.conversationId == null || e.kind === "human") return;
    this.inThread(e.conversationId, queuedOf(e));
    void this.outbox.pump();
  }

  discard(conversationId: string, clientId: string): void {
    this.outbox.remove(clientId);
    this.inThread(conversationId, { type: "discarded", clientId });
  }

  /** Tells the customer that somebody types, and asks how the draft would sound once it rests. */
  typing(conversationId: string, draft: string): void {
    if (draft === "") this.patchOpen(conversationId, { tone: [] });
    this.signals.typed(conversationId, draft);
  }

  private sendTyping(conversationId: string, draft: string): void {
    if (this.connection.online) this.connection.invoke("Typing", draft === "" ? { conversationId } : { conversationId, draft }).catch(toGridError);
  }

  suggest(conversationId: string): Promise<SuggestAnswer> {
    return this.connection.invoke<SuggestAnswer>("Suggest", { conversationId });
  }

  /** The queues and colleagues that the conversation can go to. */
  transferTargets(conversationId: string): Promise<TransferTargets> {
    return this.connection.invoke<TransferTargets>("TransferTargets", { conversationId });
  }

  transfer(conversationId: string, to: { queue?: string; agentId?: string; toAssistant?: boolean }, note: string): Promise<Receipt> {
    return this.act("Transfer", conversationId, { ...to, note });
  }

  async resolve(conversationId: string, disposition?: string): Promise<Receipt> {
    const receipt = await this.connection.invoke<Receipt>("Resolve", { conversationId, ...(disposition ? { disposition } : {}) });
    this.refreshing = this.refresh(); // Time to finish it may have begun: only the inbox says so.
    return receipt;
  }

  async finishWrapUp(offerId: string, code: string): Promise<void> {
    this.inbox({ type: "standing", standing: await this.connection.invoke("FinishWrapUp", { offerId, ...(code === "" ? {} : { code }) }) });
    this.forgetWrapUp(offerId);
  }

  /** Any other thing that staff do with a conversation: `Label`, `Snooze`, `Hold`, `SetPriority`, `Macro`, ... */
  act(method: string, conversationId: string, what: Readonly<Record<string, unknown>> = {}): Promise<Receipt> {
    return this.connection.invoke<Receipt>(method, { conversationId, ...what });
  }

  async macros(conversationId: string): Promise<readonly MacroSummary[]> {
    return (await this.connection.invoke<MacrosAnswer>("Macros", { conversationId })).macros;
  }

  /** An alert that came by another way than this connection: the workspace's, to supervisors. */
  alerted(alert: AlertPush): void {
    this.inboxPush({ type: "alerted", alert, at: Date.now() });
  }

  reopen(conversationId: string): Promise<Receipt> {
    return this.act("Reopen", conversationId);
  }

  /** Conversations that were asked for over REST. */
  listed(items: readonly unknown[]): void {
    this.inbox({ type: "listed", items });
  }

  readonly forgetWrapUp = (offerId: string): void => this.inbox({ type: "wrapUpEnded", offerId });
  readonly forgetOffer = (offerId: string): void => this.inbox({ type: "offerEnded", offerId });
  readonly clearLost = (): void => this.inbox({ type: "lostRead" });
  readonly clearAlerts = (): void => this.inbox({ type: "alertsRead" });

  private wire(): void {
    this.connection.link.watch(() => this.state.update((s) => ({ ...s, link: this.connection.link.get() })));
    this.connection.onOnline(() => {
      this.refreshing = this.refresh();
      for (const [id, feed] of this.feeds) void this.catchUp(id, feed);
      void this.outbox.pump();
    });
    this.connection.onOffline(() => {
      this.answering = false;
      // Lists that are asked for afterwards may show these rows as somebody else's before the inbox has answered.
      if (this.held.length === 0) this.held = mineOf(this.state.get().inbox, this.agentId);
      for (const [id, feed] of this.feeds) {
        feed.disconnected();
        this.patchOpen(id, { caughtUp: false, typing: null, draft: null, viewers: [] });
      }
    });
    this.connection.on("event", (p) => this.onEvent(p as WireEvent));
    this.connection.on("watchEnded", (p) => this.onWatchEnded(p as WatchEndedPush));
    this.connection.on("inbox", (p) => this.onChanged(p));
    this.connection.on("offer", (p) => this.inboxPush({ type: "offered", offer: p }));
    this.connection.on("offerWithdrawn", (p) => this.inboxPush({ type: "offerEnded", offerId: (p as OfferWithdrawnPush).offerId }));
    this.connection.on("alert", (p) => this.alerted(p as AlertPush));
    this.connection.on("whisper", (p) => {
      const { conversationId, text, byName } = p as WhisperPush;
      this.alerted({ conversationId, kind: "whisper", text: byName ? `${byName}: ${text}` : text });
    });
    this.connection.on("typing", (p) => this.onTyping(p as TypingPush));
    this.connection.on("presence", (p) => {
      if (isStanding(p)) return this.inboxPush({ type: "standing", standing: p });
      const { conversationId, by, readTo, state } = p as PresencePush;
      if (by !== undefined && state !== undefined) this.onViewer(conversationId, by, state !== "left");
      if (by?.kind === "customer" && typeof readTo === "number") this.patchOpen(conversationId, { readTo });
    });
    this.connection.on("assist", (p) => this.patchOpen((p as AssistPush).conversationId, assisted(p as AssistPush)));
    this.connection.on("partial", (p) => this.onPartial(p as PartialPush));
  }

  /** Asks for the whole inbox; what is pushed before the answer is there is applied after it. */
  private async refresh(): Promise<void> {
    [this.answering, this.early] = [true, []];
    try {
      this.inbox({ type: "answered", answer: await this.connection.invoke("Inbox"), agentId: this.agentId, held: this.held });
      this.held = [];
    } catch (thrown) {
      toGridError(thrown); // A lost wire asks again when it is back; a refusal leaves the lists as they are.
    }
    this.answering = false;
    for (const e of this.early.splice(0)) this.inbox(e);
  }

  private inboxPush(e: InboxEvent): void {
    if (this.answering) this.early.push(e);
    else this.inbox(e);
  }

  private onChanged(summary: unknown): void {
    this.changed.push(summary);
    this.batch ??= setTimeout(
      () => {
        const summaries = this.changed;
        this.changed = [];
        this.batch = null;
        this.inboxPush({ type: "changed", summaries });
      },
      this.state.get().inbox.byId.size > longList ? longBatchMs : batchMs,
    );
  }

  private onEvent(e: WireEvent): void {
    const feed = this.feeds.get(e.conversationId);
    if (feed === undefined) return;
    feed.push(e);
    this.patchOpen(e.conversationId, { caughtUp: feed.caughtUp });
  }

  /** What was read stays on screen, with the reason; a conversation that comes back is followed anew. */
  private onWatchEnded({ conversationId, reason }: WatchEndedPush): void {
    this.feeds.get(conversationId)?.disconnected();
    this.patchOpen(conversationId, { ended: reason, caughtUp: true, typing: null, draft: null, viewers: [] });
  }

  private readonly onPartial = ({ conversationId, replyTo, text }: PartialPush): void => this.inThread(conversationId, { type: "partial", replyTo, text });

  private onTyping(p: TypingPush): void {
    if (p.by.id === this.agentId || !this.feeds.has(p.conversationId)) return;
    clearTimeout(this.typingTimers.get(p.conversationId));
    this.patchOpen(p.conversationId, { typing: p.by, ...(p.draft ? { draft: p.draft } : {}) });
    this.typingTimers.set(
      p.conversationId,
      setTimeout(() => this.patchOpen(p.conversationId, { typing: null, draft: null }), typingShownMs),
    );
  }

  private onViewer(conversationId: string, by: Actor, here: boolean): void {
    if (by.id === this.agentId) return;
    const others = (this.state.get().open.get(conversationId)?.viewers ?? []).filter((v) => v.id !== by.id);
    this.patchOpen(conversationId, { viewers: here ? [...others, by] : others });
  }

  private async catchUp(id: string, feed: Feed): Promise<void> {
    this.patchOpen(id, { refused: null, ended: null });
    await feed.connected();
    this.patchOpen(id, { caughtUp: feed.caughtUp });
  }

  private async load(conversationId: string, after: number): Promise<OpenAnswer> {
    const answer = await this.connection.invoke<OpenAnswer>("Open", { conversationId, after, limit: resumePageMax });
    if (number(asRecord(answer.conversation)["readableTo"]) !== null) this.patchOpen(conversationId, { ended: "reassigned" });
    if (toSummary(answer.conversation) !== null) this.inbox({ type: "changed", summaries: [answer.conversation] });
    return answer;
  }

  private async deliver(entry: OutboxEntry): Promise<void> {
    const { conversationId, clientId } = entry;
    if (conversationId === null) throw new GridError("invalid", "A message of an agent needs its conversation.");
    await this.connection.invoke<Receipt>(entry.kind === "note" ? "Note" : "Post", postOf(entry, conversationId));
    this.inThread(conversationId, { type: "receipt", clientId });
  }

  private apply(conversationId: string, events: readonly WireEvent[]): void {
    this.inThread(conversationId, { type: "received", events });
    const last = this.state
      .get()
      .open.get(conversationId)
      ?.thread.items.findLast((i) => i.kind === "message");
    if (last?.kind === "message") this.inbox({ type: "said", conversationId, seq: last.seq, at: last.at, text: last.text });
    if (this.shown.has(conversationId)) this.see(conversationId);
  }

  private see(conversationId: string): void {
    this.patchOpen(conversationId, { seen: this.state.get().open.get(conversationId)?.thread.seq ?? 0 });
  }

  private inbox(e: InboxEvent): void {
    this.state.update((s) => ({ ...s, inbox: reduceInbox(s.inbox, e) }));
    if (e.type === "answered" || e.type === "changed" || e.type === "listed") this.followOwn();
  }

  /** Follows what is mine and what is shown, and nothing else. */
  private followOwn(): void {
    const wanted = new Set(this.shown);
    for (const [id, x] of this.state.get().inbox.byId) if (wanted.size < followedMax && inView(x, "mine", this.agentId)) wanted.add(id);
    for (const id of [...this.feeds.keys()]) if (!wanted.has(id)) this.unfollow(id);
    for (const id of wanted) {
      const [feed, summary] = [this.feeds.get(id), this.state.get().inbox.byId.get(id)];
      const isBack = feed !== undefined && summary !== undefined && inView(summary, "mine", this.agentId) && this.state.get().open.get(id)?.ended != null;
      if (isBack && this.connection.online) void this.catchUp(id, feed);
      this.follow(id);
    }
  }

  private inThread(conversationId: string, e: ThreadEvent): void {
    this.state.update((s) => {
      const open = s.open.get(conversationId);
      if (open === undefined) return s;
      const thread = reduceThread(open.thread, e);
      return thread === open.thread ? s : { ...s, open: new Map(s.open).set(conversationId, { ...open, thread }) };
    });
  }

  private patchOpen(conversationId: string, change: Partial<OpenThread>): void {
    this.state.update((s) => {
      const open = s.open.get(conversationId);
      if (open === undefined) return s;
      const same = (Object.keys(change) as (keyof OpenThread)[]).every((k) => Object.is(open[k], change[k]));
      return same ? s : { ...s, open: new Map(s.open).set(conversationId, { ...open, ...change }) };
    });
  }
}
