import { Connection, type Link } from "./grid/connection";
import { GridError, toGridError } from "./grid/errors";
import { Feed } from "./grid/feed";
import type { OpenHub, WakePort } from "./grid/hub-port";
import { newId } from "./grid/ids";
import { Observable } from "./grid/observable";
import { Outbox, type OutboxEntry } from "./grid/outbox";
import {
  resumePageMax,
  type Actor,
  type Article,
  type Attachment,
  type PartialPush,
  type PresencePush,
  type Receipt,
  type Slice,
  type SuggestionsPush,
  type TypingPush,
  type WireEvent,
} from "./grid/protocol";
import type { CustomerSessions } from "./customer-session";
import type { PersonStore } from "./person-store";
import { postOf, queuedOf } from "./outgoing";
import { emptyThread, reduceThread, type Thread, type ThreadEvent } from "./thread";
import { hasText } from "./visible";

export type CustomerState = {
  readonly link: Link;
  readonly thread: Thread;
  /** Everything up to the host's last event is shown. */
  readonly caughtUp: boolean;
  readonly suggestions: readonly Article[];
  readonly typing: Actor | null;
  readonly readSeq: number;
  /** The person asked for a human and the host has not yet confirmed it. */
  readonly askingHuman: boolean;
  /** Why the host did not take the wish for a human; null where it was not refused. */
  readonly humanRefused: string | null;
  /** The place in the line of those who wait for a person; null where the host does not say. */
  readonly position: number | null;
};

export type CustomerOptions = {
  readonly open: OpenHub;
  readonly sessions: CustomerSessions;
  readonly wake: WakePort;
  readonly locale?: string;
  readonly topic?: string;
  readonly random?: () => number;
  readonly invokeTimeoutMs?: number;
};

const typingShownMs = 6_000;
const draftEveryMs = 700;

/** Everything a customer can do, over one connection that is cut, slept and resumed without the person noticing more than a line of text. */
export class CustomerClient {
  readonly state: Observable<CustomerState>;
  readonly connection: Connection;
  private readonly outbox: Outbox;
  private readonly person: PersonStore;
  private feed: Feed | null = null;
  private starting: Promise<string> | null = null;
  private typingTimer: ReturnType<typeof setTimeout> | null = null;
  private draftTimer: ReturnType<typeof setTimeout> | null = null;
  private draft: string | null = null;
  private stopped = false;
  private readonly unwatchStore: () => void;

  constructor(private readonly options: CustomerOptions) {
    this.person = options.sessions.person;
    this.connection = new Connection({
      open: options.open,
      token: () => options.sessions.token(),
      tokenRefused: () => (options.sessions.expire(), true),
      whyBlocked: () => options.sessions.whyBlocked(),
      wake: options.wake,
      ...(options.random ? { random: options.random } : {}),
      ...(options.invokeTimeoutMs ? { invokeTimeoutMs: options.invokeTimeoutMs } : {}),
    });
    this.state = new Observable<CustomerState>({
      link: this.connection.link.get(),
      thread: emptyThread,
      caughtUp: false,
      suggestions: [],
      typing: null,
      readSeq: Number(this.person.get("read") ?? 0),
      askingHuman: false,
      humanRefused: null,
      position: null,
    });
    this.outbox = new Outbox({
      store: this.person.device,
      prefix: this.person.key("out."),
      ready: () => this.connection.online,
      send: (entry) => this.deliver(entry),
      failed: (entry, error) => this.onFailed(entry, error),
      delayed: (entry, error) => this.dispatch({ type: "delayed", clientId: entry.clientId, code: error.code, reason: error.message }),
      ...(options.random ? { random: options.random } : {}),
    });
    this.wire();
    this.restore();
    options.sessions.onMoved(() => this.takeUp());
    this.unwatchStore = this.person.device.watch((key, value) => this.otherTab(key, value));
  }

  /** True when this person has a conversation, or a message that waits for one: then connecting at once makes sense. */
  get hasHistory(): boolean {
    return this.person.get("conversation") !== null || this.options.sessions.hasVisitor || this.outbox.entries().length > 0;
  }

  connect(): void {
    this.connection.start();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.unwatchStore();
    this.outbox.stop();
    if (this.draftTimer !== null) clearTimeout(this.draftTimer);
    if (this.typingTimer !== null) clearTimeout(this.typingTimer);
    await this.connection.stop();
  }

  /** Removes what this device keeps of the person, unsent texts too, and ends the session. The client is of no use after it. */
  async logout(): Promise<void> {
    const stopped = this.stop();
    await this.options.sessions.end();
    await stopped;
  }

  /** Shows the message at once, writes it down, sends it when it can. Answers its clientId. */
  send(text: string, attachments: readonly Attachment[] = []): string {
    const trimmed = text.trim();
    const clientId = newId();
    if (!hasText(trimmed) && attachments.length === 0) return clientId;
    if (this.thread.state === "closed") this.forgetConversation();
    const files = attachments.length === 0 ? {} : { attachments };
    const entry = this.outbox.add({ clientId, kind: "post", conversationId: this.thread.conversationId, text: trimmed, ...files });
    this.draft = null;
    this.patch({ suggestions: [], humanRefused: null });
    this.dispatch(queuedOf(entry));
    this.connect();
    void this.outbox.pump();
    return clientId;
  }

  retry(clientId: string): void {
    const entry = this.outbox.retry(clientId);
    if (entry === null) return;
    if (entry.kind === "post") this.dispatch(queuedOf(entry));
    this.connection.retryNow();
    void this.outbox.pump();
  }

  discard(clientId: string): void {
    this.outbox.remove(clientId);
    this.dispatch({ type: "discarded", clientId });
  }

  requestHuman(reason: string): void {
    if (this.state.get().askingHuman) return;
    if (this.thread.state === "closed") this.forgetConversation();
    this.outbox.add({ clientId: newId(), kind: "human", conversationId: this.thread.conversationId, text: reason });
    this.patch({ askingHuman: true, humanRefused: null });
    this.connect();
    void this.outbox.pump();
  }

  /** The conversation to which files belong that are sent now: the open one, or a new one as soon as there is a wire. */
  async conversationForFiles(): Promise<string> {
    if (this.thread.state === "closed") this.forgetConversation();
    this.connect();
    if (!this.connection.online)
      await new Promise<void>((resolve) => {
        const unwatch = this.connection.link.watch(() => {
          if (!this.connection.online) return;
          unwatch();
          resolve();
        });
      });
    return this.ensureConversation();
  }

  /** Tells the host what is being written, at most every 700 ms; the host may answer with articles. */
  typing(draft: string): void {
    this.draft = draft;
    if (draft.trim() === "") this.patch({ suggestions: [] });
    if (this.draftTimer !== null) return;
    this.draftTimer = setTimeout(() => {
      this.draftTimer = null;
      const conversationId = this.thread.conversationId;
      if (this.draft === null || conversationId === null || !this.connection.online) return;
      this.connection.invoke("Typing", { conversationId, draft: this.draft.slice(0, 2000) }).catch(ignoreLost);
    }, draftEveryMs);
  }

  /** Everything shown has been seen. */
  read(): void {
    const { conversationId, seq } = this.thread;
    if (conversationId === null || seq <= this.state.get().readSeq) return;
    this.person.set("read", String(seq));
    this.patch({ readSeq: seq });
    if (this.connection.online) this.connection.invoke("Read", { conversationId, seq }).catch(ignoreLost);
  }

  async rate(score: number, comment: string): Promise<void> {
    await this.connection.invoke<Receipt>("Rate", { conversationId: this.known(), score, ...(comment.trim() === "" ? {} : { comment: comment.trim() }) });
  }

  async requestCallBack(phone: string, when: string): Promise<void> {
    await this.connection.invoke<Receipt>("RequestCallBack", {
      conversationId: this.known(),
      phone: phone.trim(),
      ...(when.trim() === "" ? {} : { when: when.trim() }),
    });
  }

  async close(): Promise<void> {
    await this.connection.invoke<Receipt>("Close", { conversationId: this.known() });
  }

  /** Leaves the finished conversation behind; the next message starts a new one. */
  startNew(): void {
    this.forgetConversation();
  }

  private get thread(): Thread {
    return this.state.get().thread;
  }

  private known(): string {
    const id = this.thread.conversationId;
    if (id === null) throw new GridError("not_found", "There is no conversation yet.");
    return id;
  }

  private wire(): void {
    this.connection.link.watch(() => this.patch({ link: this.connection.link.get(), caughtUp: this.feed?.caughtUp ?? this.connection.online }));
    this.connection.onOnline(() => {
      void this.feed?.connected().then(() => this.patch({ caughtUp: this.feed?.caughtUp ?? true }));
      void this.outbox.pump();
    });
    this.connection.onOffline(() => {
      this.feed?.disconnected();
      this.patch({ typing: null, caughtUp: false });
      this.dispatch({ type: "partial", replyTo: 0, text: "" }); // What is left of it would stand there for good if its writer died.
    });
    this.connection.on("event", (payload) => this.onEvent(payload as WireEvent));
    this.connection.on("partial", (payload) => {
      const p = payload as PartialPush;
      if (p.conversationId === this.thread.conversationId) this.dispatch({ type: "partial", replyTo: p.replyTo, text: p.text });
    });
    this.connection.on("typing", (payload) => this.onTyping(payload as TypingPush));
    this.connection.on("suggestions", (payload) => {
      const p = payload as SuggestionsPush;
      if (p.conversationId === this.thread.conversationId && this.draft !== null && this.draft.trim() !== "") this.patch({ suggestions: p.articles });
    });
    this.connection.on("presence", (payload) => {
      const { conversationId, position } = payload as PresencePush;
      if (conversationId === this.thread.conversationId && position !== undefined) this.patch({ position });
    });
  }

  private restore(): void {
    const id = this.person.get("conversation");
    if (id !== null) this.follow(id);
    for (const e of this.outbox.entries()) {
      if (e.kind === "post") this.dispatch(queuedOf(e));
      else this.patch({ askingHuman: true });
    }
  }

  /** What the visitor of this device had before the person signed in is the person's now. */
  private takeUp(): void {
    if (this.stopped) return;
    for (const p of this.thread.pending) this.dispatch({ type: "discarded", clientId: p.clientId });
    this.leave();
    this.patch({ readSeq: Number(this.person.get("read") ?? 0) });
    this.restore();
  }

  private follow(conversationId: string): void {
    this.feed?.disconnected();
    const feed: Feed = new Feed({
      load: (after) => this.connection.invoke<Slice>("Resume", { conversationId, after, limit: resumePageMax }),
      page: resumePageMax,
      apply: (events) => this.apply(events),
      refused: (error) => {
        if (error.code === "not_found" && this.feed === feed) this.forgetConversation();
      },
    });
    this.feed = feed;
    this.dispatch({ type: "opened", conversationId });
    if (this.connection.online) void feed.connected().then(() => this.patch({ caughtUp: feed.caughtUp }));
  }

  private apply(events: readonly WireEvent[]): void {
    this.dispatch({ type: "received", events });
    if (events.some((e) => e.by.kind !== "customer" && e.type === "messagePosted")) this.patch({ typing: null });
    if (this.state.get().askingHuman && (this.thread.state === "waiting" || this.thread.state === "assigned")) this.patch({ askingHuman: false });
    if (this.thread.state !== "waiting") this.patch({ position: null });
    if (this.thread.mergedInto !== null) this.goOnIn(this.thread.mergedInto);
  }

  /** Staff go on in another conversation of this customer: so does the customer, or it would miss what they say there. */
  private goOnIn(conversationId: string): void {
    this.forgetConversation();
    this.person.set("conversation", conversationId);
    this.follow(conversationId);
  }

  private onEvent(e: WireEvent): void {
    if (e.conversationId !== this.thread.conversationId) return;
    this.feed?.push(e);
    this.patch({ caughtUp: this.feed?.caughtUp ?? true });
  }

  private onTyping(p: TypingPush): void {
    if (p.conversationId !== this.thread.conversationId || p.by.kind === "customer") return;
    if (this.typingTimer !== null) clearTimeout(this.typingTimer);
    this.patch({ typing: p.by });
    this.typingTimer = setTimeout(() => this.patch({ typing: null }), typingShownMs);
  }

  private async deliver(entry: OutboxEntry, mayMove = true): Promise<void> {
    const conversationId = await this.ensureConversation();
    try {
      if (entry.kind === "human") await this.askHuman(conversationId, entry.text);
      else await this.connection.invoke<Receipt>("Post", postOf(entry, conversationId));
    } catch (thrown) {
      const error = toGridError(thrown);
      const over =
        error.code === "not_found" || (error.code === "conflict" && (this.thread.state === "closed" || this.thread.conversationId !== conversationId));
      if (!over || !mayMove) throw error;
      // The conversation is gone or closed: the text goes into a new one rather than into the void.
      if (this.thread.conversationId === conversationId) this.forgetConversation();
      return this.deliver(entry, false);
    }
    if (entry.kind === "post") this.dispatch({ type: "receipt", clientId: entry.clientId });
    else this.patch({ askingHuman: false });
  }

  private async askHuman(conversationId: string, reason: string): Promise<void> {
    try {
      await this.connection.invoke<Receipt>("RequestHuman", { conversationId, ...(reason === "" ? {} : { reason }) });
    } catch (thrown) {
      const error = toGridError(thrown);
      if (error.code !== "conflict" || this.thread.state === "closed") throw error; // A conflict: it has been asked for already.
    }
  }

  private ensureConversation(): Promise<string> {
    const id = this.thread.conversationId;
    if (id !== null) return Promise.resolve(id);
    this.starting ??= this.startConversation().finally(() => (this.starting = null));
    return this.starting;
  }

  private async startConversation(): Promise<string> {
    const { locale, topic } = this.options;
    const clientId = this.person.get("start") ?? newId();
    this.person.set("start", clientId);
    const started = await this.connection.invoke<Receipt>("Start", { clientId, ...(locale ? { locale } : {}), ...(topic ? { topic } : {}) });
    if (this.stopped) throw new GridError("unavailable", "stopped", true);
    const id = this.person.get("conversation") ?? started.conversationId;
    this.person.set("conversation", id);
    this.person.remove("start");
    this.follow(id);
    return id;
  }

  private leave(): void {
    this.feed?.disconnected();
    this.feed = null;
    this.dispatch({ type: "opened", conversationId: null });
  }

  private forgetConversation(): void {
    for (const name of ["conversation", "start", "read"]) this.person.remove(name);
    this.patch({ readSeq: 0, suggestions: [], typing: null, position: null });
    this.leave();
  }

  private onFailed(entry: OutboxEntry, error: GridError): void {
    if (entry.kind === "post") return this.dispatch({ type: "failed", clientId: entry.clientId, code: error.code, reason: error.message });
    this.outbox.remove(entry.clientId);
    this.patch({ askingHuman: false, humanRefused: error.code });
  }

  /** Another tab started or left a conversation, or ended the session: this one goes along. */
  private otherTab(key: string, value: string | null): void {
    if (key === this.person.key("session") && value === null) {
      void this.connection.stop();
      for (const p of this.thread.pending) this.dispatch({ type: "discarded", clientId: p.clientId });
    }
    if (key === this.person.key("conversation") && value !== this.thread.conversationId) {
      if (value === null) this.leave();
      else {
        this.follow(value);
        this.connect();
      }
    }
    if (key === this.person.key("read") && value !== null) this.patch({ readSeq: Math.max(this.state.get().readSeq, Number(value)) });
  }

  private dispatch(e: ThreadEvent): void {
    this.state.update((s) => {
      const thread = reduceThread(s.thread, e);
      return thread === s.thread ? s : { ...s, thread };
    });
  }

  private patch(change: Partial<CustomerState>): void {
    this.state.update((s) => {
      const same = (Object.keys(change) as (keyof CustomerState)[]).every((k) => Object.is(s[k], change[k]));
      return same ? s : { ...s, ...change };
    });
  }
}

/** Typing and read marks are worth nothing late: a refusal or a lost one is no event for the person. */
const ignoreLost = (thrown: unknown): void => void toGridError(thrown);
