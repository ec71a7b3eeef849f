import { toGridError, type GridError } from "./errors";
import type { Slice, WireEvent } from "./protocol";

export type FeedPorts = {
  /** Asks for what comes after a seq, and subscribes. */
  readonly load: (after: number) => Promise<Slice>;
  /** How many events one answer of `load` holds at most: a full one asks for more. */
  readonly page?: number;
  /** Takes each event exactly once, in order. */
  readonly apply: (events: readonly WireEvent[]) => void;
  /** The host refused (not found, forbidden): this feed is over until it is opened again. */
  readonly refused: (error: GridError) => void;
  /** Starts a call later; answers how to call it off. */
  readonly later?: (run: () => void, ms: number) => () => void;
};

const bufferMax = 10_000;
const gapRetryMs = 250;
const gapRetryMaxMs = 10_000;

/**
 * Turns the pushes of one conversation into each event exactly once and in order.
 * A push may come before the answer of the call that subscribed, twice, late, or never: what does not continue the last
 * event (`prev`) waits in a buffer, and the feed asks for the missing part.
 */
export class Feed {
  private buffer = new Map<number, WireEvent>();
  private loading = false;
  private again = false;
  private generation = 0;
  private live = false;
  private cancelRetry: (() => void) | null = null;
  /** Gaps met so far: a figure for tests and for the curious. */
  gaps = 0;
  private retries = 0;

  constructor(
    private readonly ports: FeedPorts,
    public last = 0,
  ) {}

  /** True when everything up to the host's last event is on screen. */
  get caughtUp(): boolean {
    return this.live && !this.loading && this.buffer.size === 0;
  }

  /** The wire is there (again): catch up from the last event applied. */
  async connected(): Promise<void> {
    this.generation++;
    this.loading = false;
    this.again = false;
    await this.resume();
  }

  /** The wire is gone: what comes from it now is old news. */
  disconnected(): void {
    this.generation++;
    this.loading = false;
    this.live = false;
    this.again = false;
    this.buffer.clear();
    this.cancelRetry?.();
    this.cancelRetry = null;
  }

  push(event: WireEvent): void {
    if (event.seq <= this.last) return;
    if (this.live && !this.loading && event.prev === this.last) {
      this.take([event]);
      this.drain();
      return;
    }
    if (this.buffer.size < bufferMax) this.buffer.set(event.seq, event);
    if (this.loading || !this.live) return;
    this.gaps++;
    void this.resume();
  }

  private async resume(): Promise<void> {
    if (this.loading) {
      this.again = true;
      return;
    }
    this.cancelRetry?.();
    this.cancelRetry = null;
    this.loading = true;
    const generation = this.generation;
    try {
      for (;;) {
        const slice = await this.ports.load(this.last);
        if (generation !== this.generation) return;
        const fresh = slice.events.filter((e) => e.seq > this.last);
        if (fresh.length > 0) this.take(fresh);
        if (fresh.length === 0 || (this.last >= slice.last && slice.events.length < (this.ports.page ?? Number.POSITIVE_INFINITY))) break;
      }
      this.loading = false;
      this.live = true;
      this.drain();
      if (this.buffer.size > 0 || this.again) this.retrySoon();
      this.again = false;
    } catch (thrown) {
      if (generation !== this.generation) return;
      this.loading = false;
      const error = toGridError(thrown);
      if (error.retryable)
        this.retrySoon(); // A broken wire comes back through connected(), which forgets this retry.
      else this.ports.refused(error);
    }
  }

  private drain(): void {
    const next: WireEvent[] = [];
    let last = this.last;
    for (const seq of [...this.buffer.keys()].sort((a, b) => a - b)) {
      const event = this.buffer.get(seq) as WireEvent;
      if (seq <= last) this.buffer.delete(seq);
      else if (event.prev === last) {
        this.buffer.delete(seq);
        next.push(event);
        last = seq;
      } else break;
    }
    if (next.length > 0) this.take(next);
  }

  private take(events: readonly WireEvent[]): void {
    const sorted = [...events].sort((a, b) => a.seq - b.seq).filter((e, i, all) => i === 0 || e.seq !== all[i - 1]?.seq);
    this.last = sorted.at(-1)?.seq ?? this.last;
    this.retries = 0;
    for (const e of sorted) this.buffer.delete(e.seq);
    this.ports.apply(sorted);
  }

  private retrySoon(): void {
    const generation = this.generation;
    const run = () => {
      this.cancelRetry = null;
      if (generation === this.generation) void this.resume();
    };
    this.cancelRetry?.();
    const later = this.ports.later ?? defaultLater;
    this.cancelRetry = later(run, Math.min(gapRetryMaxMs, gapRetryMs * 2 ** this.retries++));
  }
}

const defaultLater = (run: () => void, ms: number): (() => void) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};
