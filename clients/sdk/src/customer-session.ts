import { toGridError } from "./grid/errors";
import type { CustomerSession } from "./grid/protocol";
import type { CustomerSessionRequest, Rest } from "./grid/sessions";
import { readJson, writeJson, type KeyValueStore } from "./grid/store";

const earlyMs = 60_000;

/** A session as it is kept: with the person whom the site named when it was made, so that nobody else's is taken for it. */
type KeptSession = CustomerSession & { readonly externalId?: string };

/** Keeps the customer's token: the same anonymous customer over reloads, a fresh token before the old one ends. */
export class CustomerSessions {
  private pending: Promise<CustomerSession> | null = null;

  constructor(
    private readonly rest: Rest,
    private readonly store: KeyValueStore,
    private readonly key: string,
    private readonly request: CustomerSessionRequest,
  ) {}

  get current(): CustomerSession | null {
    return readJson<KeptSession>(this.store, this.key);
  }

  /** A token that is good for a while yet. Callers at the same time share one request. */
  async token(): Promise<string> {
    const kept = this.current;
    if (kept !== null && this.isMine(kept) && Date.parse(kept.expiresAt) - Date.now() > earlyMs) return kept.token;
    return (await this.renew()).token;
  }

  /** The token is not to be used again; the next session is asked for with it, so that the anonymous customer stays the same. */
  expire(): void {
    const kept = this.current;
    if (kept !== null) writeJson(this.store, this.key, { ...kept, expiresAt: new Date(0).toISOString() });
  }

  forget(): void {
    this.store.remove(this.key);
  }

  /** Whoever it was stays the same person until the site names somebody. */
  private isMine(kept: KeptSession): boolean {
    const { externalId } = this.request;
    return externalId === undefined || kept.externalId === externalId;
  }

  private renew(): Promise<CustomerSession> {
    this.pending ??= this.create().finally(() => (this.pending = null));
    return this.pending;
  }

  private async create(): Promise<CustomerSession> {
    const before = this.current;
    const session = await this.ask(before?.token ?? null);
    const now = this.current;
    // Another tab was faster with the first session of this person: both tabs must be the same customer.
    if (before === null && now !== null && this.isMine(now) && Date.parse(now.expiresAt) > Date.now()) return now;
    const { externalId } = this.request;
    writeJson(this.store, this.key, { ...session, ...(externalId === undefined ? {} : { externalId }) });
    return session;
  }

  private async ask(older: string | null): Promise<CustomerSession> {
    try {
      return await this.rest.customerSession(this.request, older);
    } catch (thrown) {
      const error = toGridError(thrown);
      if (older !== null && (error.code === "unauthenticated" || error.code === "forbidden")) return this.rest.customerSession(this.request, null);
      throw error;
    }
  }
}
