import { toGridError, type GridError } from "./grid/errors";
import type { OutboxEntry } from "./grid/outbox";
import type { CustomerSession } from "./grid/protocol";
import { personOf, type CustomerSessionRequest, type Rest } from "./grid/sessions";
import type { KeyValueStore } from "./grid/store";
import { PersonStore } from "./person-store";

const earlyMs = 60_000;

/** What a customer agrees to, with the text that was shown in its language. */
export type ConsentGiven = { readonly purpose: string; readonly version: string; readonly given: boolean; readonly language: string; readonly text: string };

/** Keeps one person's token: the same anonymous customer over reloads, a fresh token before the old one ends. */
export class CustomerSessions {
  readonly person: PersonStore;
  private pending: Promise<CustomerSession> | null = null;
  private ended = false;
  private readonly moved = new Set<() => void>();

  constructor(
    private readonly rest: Rest,
    store: KeyValueStore,
    private readonly request: CustomerSessionRequest,
  ) {
    this.person = new PersonStore(store, request.workspace, personOf(request));
  }

  get current(): CustomerSession | null {
    return this.person.readJson<CustomerSession>("session");
  }

  /** Whether an anonymous visitor was here before this person: what it said goes along with the next session, as the visitor's token and the proof come together. */
  get hasVisitor(): boolean {
    return this.visitorSession !== null;
  }

  /** Hears when what the anonymous visitor had became this person's. */
  onMoved(listener: () => void): void {
    this.moved.add(listener);
  }

  /** A token that is good for a while yet. Callers at the same time share one request. */
  async token(): Promise<string> {
    const kept = this.current;
    if (kept !== null && !this.hasVisitor && Date.parse(kept.expiresAt) - Date.now() > earlyMs) return kept.token;
    return (await this.renew()).token;
  }

  /** The token is not to be used again; an anonymous customer's next session is asked for with it, so that the customer stays the same. */
  expire(): void {
    const kept = this.current;
    if (kept !== null) this.person.writeJson("session", { ...kept, expiresAt: new Date(0).toISOString() });
  }

  /**
   * Removes what is kept of the person and ends the session at the host; a host that does not know of that, or cannot be reached, forgets it when its
   * time is over.
   */
  async end(): Promise<void> {
    const kept = this.current;
    this.ended = true;
    this.person.clear();
    if (kept !== null) await this.rest.customerLogout(kept.token).catch(toGridError);
  }

  /** Whether this person agreed on this device to a version of a purpose. */
  agreed(purpose: string, version: string): boolean {
    return this.person.get(`consent.${purpose}`) === version;
  }

  /** Writes at the host whether the customer agrees; only then it counts here. */
  async consent({ purpose, version, given, language, text }: ConsentGiven): Promise<void> {
    const token = await this.token();
    const id = this.current?.customerId ?? "";
    await this.rest.post(`/api/v1/customers/${id}/consents`, { purpose, version, given, language, text }, token);
    if (given) this.person.set(`consent.${purpose}`, version);
    else this.person.remove(`consent.${purpose}`);
  }

  /** Why this page cannot call the host at all; null where that is not so. */
  whyBlocked(): Promise<GridError | null> {
    return this.rest.whyBlocked();
  }

  private renew(): Promise<CustomerSession> {
    this.pending ??= this.create().finally(() => (this.pending = null));
    return this.pending;
  }

  private async create(): Promise<CustomerSession> {
    const before = this.current;
    const visitor = this.visitorSession;
    const session = await this.ask(this.isAnonymous ? (before?.token ?? null) : (visitor?.token ?? null));
    if (this.ended) return session;
    if (visitor !== null) this.leaveVisitor(visitor, session);
    const now = this.current;
    // Another tab was faster with the first session of this person: both tabs must be the same customer.
    if (before === null && now !== null && Date.parse(now.expiresAt) > Date.now()) return now;
    this.person.writeJson("session", session);
    return session;
  }

  private get visitorSession(): CustomerSession | null {
    return this.person.visitor?.readJson<CustomerSession>("session") ?? null;
  }

  /**
   * The conversation is this person's now. A text that the visitor did not send yet never leaves by itself as this person's: it waits until the person
   * sends or discards it. What the visitor agreed to is asked anew.
   */
  private leaveVisitor(visitor: CustomerSession, session: CustomerSession): void {
    const from = this.person.visitor;
    if (from === null || from.readJson<CustomerSession>("session")?.token !== visitor.token) return; // Another tab did it, or another visitor is here.
    from.remove("session");
    if (session.joinedCustomerId !== visitor.customerId) return;
    const conversation = from.get("conversation");
    if (conversation !== null) {
      this.person.set("conversation", conversation);
      this.person.set("read", from.get("read") ?? "0");
      this.person.remove("start");
    } else if (from.get("start") !== null && this.person.get("conversation") === null) this.person.set("start", from.get("start") ?? "");
    const draft = from.get("draft");
    if (draft !== null && this.person.get("draft") === null) this.person.set("draft", draft);
    for (const name of from.names().filter((n) => n.startsWith("out."))) {
      const entry = from.readJson<OutboxEntry>(name);
      if (entry?.kind === "post") this.person.writeJson(name, { ...entry, failed: entry.failed ?? "unauthenticated" });
    }
    from.clear();
    for (const listener of this.moved) listener();
  }

  private get isAnonymous(): boolean {
    return personOf(this.request) === null;
  }

  private async ask(older: string | null): Promise<CustomerSession> {
    try {
      return await this.rest.customerSession(this.request, older);
    } catch (thrown) {
      const error = toGridError(thrown);
      // A proof counts once: it is not tried again.
      if (older !== null && this.isAnonymous && (error.code === "unauthenticated" || error.code === "forbidden"))
        return this.rest.customerSession(this.request, null);
      throw error;
    }
  }
}
