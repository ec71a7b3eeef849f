import { backoffMs, reconnectBackoff, type BackoffOptions } from "./backoff";
import { BlockedError, GridError, toGridError } from "./errors";
import type { HubPort, OpenHub, WakePort } from "./hub-port";
import { Observable } from "./observable";

/** What a person may be told about the wire. `waiting` knows when the next attempt comes. */
export type Link =
  | { readonly phase: "idle" }
  | { readonly phase: "connecting"; readonly attempt: number }
  | { readonly phase: "online" }
  | { readonly phase: "waiting"; readonly attempt: number; readonly retryAt: number; readonly reason: GridError }
  | { readonly phase: "refused"; readonly reason: GridError };

export type ConnectionOptions = {
  readonly open: OpenHub;
  readonly token: () => Promise<string>;
  /** The server did not take the token: get rid of it. Answers whether another one may be had. */
  readonly tokenRefused: () => boolean;
  /** Asked after an attempt that reached nobody: why the page may not call the host at all; null where that is not so. */
  readonly whyBlocked?: () => Promise<GridError | null>;
  readonly wake: WakePort;
  readonly random?: () => number;
  readonly backoff?: BackoffOptions;
  readonly invokeTimeoutMs?: number;
};

const startTimeoutMs = 15_000;
/** A page hidden for longer than this may sit on a dead socket without knowing it. */
const staleAfterMs = 20_000;
/** A wire that held this long was a good one: the next loss starts counting anew. */
const settledAfterMs = 5_000;

/** The one owner of a hub connection: opens it, keeps it, reopens it with back-off, and answers each call or fails it. */
export class Connection {
  readonly link = new Observable<Link>({ phase: "idle" });
  private hub: HubPort | null = null;
  private generation = 0;
  private attempt = 0;
  private refusals = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private settle: ReturnType<typeof setTimeout> | null = null;
  private unwatch: (() => void) | null = null;
  private lastSeenAt = 0;
  private readonly pushes = new Map<string, ((payload: unknown) => void)[]>();
  private readonly onlineHandlers: (() => void)[] = [];
  private readonly offlineHandlers: (() => void)[] = [];

  constructor(private readonly options: ConnectionOptions) {}

  get online(): boolean {
    return this.link.get().phase === "online";
  }

  start(): void {
    const { phase } = this.link.get();
    if (phase !== "idle" && phase !== "refused") return;
    this.unwatch ??= this.options.wake.watch({ wake: () => this.wake(), lost: () => this.drop(new GridError("unavailable", "offline", true)) });
    this.refusals = 0;
    void this.connect();
  }

  async stop(): Promise<void> {
    this.unwatch?.();
    this.unwatch = null;
    this.clearTimers();
    this.generation++;
    const hub = this.hub;
    this.hub = null;
    const wasOnline = this.online;
    this.link.set({ phase: "idle" });
    if (wasOnline) this.offlineHandlers.forEach((f) => f());
    await hub?.stop().catch(() => undefined);
  }

  /** Does not wait for the back-off: the person, the network or the page says that now is the time. */
  retryNow(): void {
    if (this.link.get().phase !== "waiting") return;
    this.clearTimers();
    void this.connect();
  }

  /** The wire looks dead (an answer never came): closes it and opens a new one. */
  restart(reason: GridError): void {
    this.drop(reason);
  }

  on(push: string, handler: (payload: unknown) => void): void {
    const handlers = this.pushes.get(push) ?? [];
    handlers.push(handler);
    this.pushes.set(push, handlers);
  }

  onOnline(handler: () => void): void {
    this.onlineHandlers.push(handler);
  }

  onOffline(handler: () => void): void {
    this.offlineHandlers.push(handler);
  }

  /** One call. Throws a GridError; `lost` when nobody knows whether it arrived. */
  async invoke<T>(method: string, argument?: unknown): Promise<T> {
    const hub = this.hub;
    if (hub === null || !this.online) throw new GridError("unavailable", "offline", true);
    const generation = this.generation;
    const limitMs = this.options.invokeTimeoutMs ?? 15_000;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new GridError("unavailable", `${method}: no answer in ${limitMs} ms`, true)), limitMs);
    });
    try {
      const answer = await Promise.race([hub.invoke(method, argument), late]);
      this.lastSeenAt = Date.now();
      return answer as T;
    } catch (thrown) {
      const error = toGridError(thrown);
      if (error.lost && generation === this.generation) this.drop(error);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  private async connect(): Promise<void> {
    const generation = ++this.generation;
    this.link.set({ phase: "connecting", attempt: this.attempt });
    let hub: HubPort | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let noToken: GridError | null = null; // SignalR wraps what the token throws and loses its code.
    try {
      hub = this.options.open(async () => {
        try {
          return await this.options.token();
        } catch (thrown) {
          noToken = toGridError(thrown);
          throw thrown;
        }
      });
      for (const [push, handlers] of this.pushes) {
        hub.on(push, (payload) => {
          if (generation !== this.generation) return;
          this.lastSeenAt = Date.now();
          for (const handler of handlers) handler(payload);
        });
      }
      hub.onclose((reason) => {
        if (generation === this.generation) this.drop(toGridError(reason ?? new Error("closed")));
      });
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new GridError("unavailable", "the connection did not open in time", true)), startTimeoutMs);
      });
      await Promise.race([hub.start(), late]);
      if (generation !== this.generation) return void hub.stop().catch(() => undefined);
      this.hub = hub;
      this.lastSeenAt = Date.now();
      this.refusals = 0;
      this.settle = setTimeout(() => (this.attempt = 0), settledAfterMs);
      this.link.set({ phase: "online" });
      this.onlineHandlers.forEach((f) => f());
    } catch (thrown) {
      void hub?.stop().catch(() => undefined);
      const error = noToken ?? toGridError(thrown);
      const blocked = error.lost && generation === this.generation ? ((await this.options.whyBlocked?.().catch(() => null)) ?? null) : null;
      if (generation === this.generation) this.failed(blocked ?? error);
    } finally {
      clearTimeout(timer);
    }
  }

  private failed(error: GridError): void {
    if (!error.retryable) {
      const another = !(error instanceof BlockedError) && this.options.tokenRefused();
      if (!another || ++this.refusals > 3) {
        this.generation++;
        this.link.set({ phase: "refused", reason: error });
        return;
      }
    }
    this.schedule(error);
  }

  private drop(reason: GridError): void {
    const { phase } = this.link.get();
    if (phase !== "online" && phase !== "connecting") return;
    this.clearTimers();
    this.generation++;
    const hub = this.hub;
    this.hub = null;
    this.schedule(reason);
    if (phase === "online") this.offlineHandlers.forEach((f) => f());
    void hub?.stop().catch(() => undefined);
  }

  private schedule(reason: GridError): void {
    this.generation++;
    const delay = backoffMs(this.attempt++, this.options.random ?? Math.random, this.options.backoff ?? reconnectBackoff);
    this.link.set({ phase: "waiting", attempt: this.attempt, retryAt: Date.now() + delay, reason });
    this.timer = setTimeout(() => void this.connect(), delay);
  }

  private wake(): void {
    if (this.online && Date.now() - this.lastSeenAt > staleAfterMs) this.onlineHandlers.forEach((f) => f());
    this.retryNow();
  }

  private clearTimers(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    if (this.settle !== null) clearTimeout(this.settle);
    this.timer = null;
    this.settle = null;
  }
}
