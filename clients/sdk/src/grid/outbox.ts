import { backoffMs } from "./backoff";
import type { Attachment } from "./events";
import { toGridError, type GridError } from "./errors";
import { readJson, writeJson, type KeyValueStore } from "./store";

/** Something the person did that the host has not yet confirmed. It is written down before it is sent. */
export type OutboxEntry = {
  readonly clientId: string;
  readonly kind: "post" | "note" | "human";
  /** Null until the conversation exists. */
  readonly conversationId: string | null;
  readonly text: string;
  /** Files that are at the host already. */
  readonly attachments?: readonly Attachment[];
  readonly at: number;
  /** Place in the queue of this person; grows. */
  readonly order: number;
  readonly failed?: string;
  /** The host's explanation of the refusal. */
  readonly reason?: string;
};

export type OutboxPorts = {
  readonly store: KeyValueStore;
  readonly prefix: string;
  readonly send: (entry: OutboxEntry) => Promise<void>;
  /** May sending be tried now? */
  readonly ready: () => boolean;
  readonly failed: (entry: OutboxEntry, error: GridError) => void;
  /** The host could not take it now; it is tried again. A broken wire is not told of: the connection says so. */
  readonly delayed?: (entry: OutboxEntry, error: GridError) => void;
  readonly random?: () => number;
};

/**
 * The queue of unconfirmed messages: survives a reload, sends one at a time in order, and never drops a text on its own.
 * Two tabs may send the same entry; the host answers both with the same receipt.
 */
export class Outbox {
  private running = false;
  private attempt = 0;
  private stopped = false;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly ports: OutboxPorts) {}

  entries(): readonly OutboxEntry[] {
    const { store, prefix } = this.ports;
    return store
      .keys()
      .filter((key) => key.startsWith(prefix))
      .map((key) => readJson<OutboxEntry>(store, key))
      .filter((e): e is OutboxEntry => e !== null)
      .sort((a, b) => a.order - b.order || (a.clientId < b.clientId ? -1 : 1));
  }

  add(entry: Omit<OutboxEntry, "order" | "at">): OutboxEntry {
    const last = this.entries().at(-1);
    const whole: OutboxEntry = { ...entry, at: Date.now(), order: (last?.order ?? 0) + 1 };
    this.write(whole);
    return whole;
  }

  /** A failed entry is tried once more, at the end of the queue. */
  retry(clientId: string): OutboxEntry | null {
    const entry = this.entries().find((e) => e.clientId === clientId);
    if (entry === undefined) return null;
    const { failed: _, reason: __, ...rest } = entry;
    const whole: OutboxEntry = { ...rest, order: (this.entries().at(-1)?.order ?? 0) + 1 };
    this.write(whole);
    this.attempt = 0;
    return whole;
  }

  remove(clientId: string): void {
    this.ports.store.remove(this.ports.prefix + clientId);
  }

  stop(): void {
    this.stopped = true;
    if (this.timer !== null) clearTimeout(this.timer);
  }

  /** Sends what waits. Safe to call at any time; a second call while one runs does nothing. */
  async pump(): Promise<void> {
    if (this.running || this.stopped) return;
    this.running = true;
    try {
      for (;;) {
        const head = this.entries().find((e) => e.failed === undefined);
        if (head === undefined || !this.ports.ready() || this.stopped) return;
        if (!(await this.trySend(head))) return;
      }
    } finally {
      this.running = false;
    }
  }

  private async trySend(head: OutboxEntry): Promise<boolean> {
    try {
      await this.ports.send(head);
      this.attempt = 0;
      this.remove(head.clientId);
      return true;
    } catch (thrown) {
      const error = toGridError(thrown);
      if (error.retryable) {
        if (!error.lost) this.ports.delayed?.(head, error);
        this.again(error);
        return false;
      }
      const failed: OutboxEntry = { ...head, failed: error.code, reason: error.message };
      this.write(failed);
      this.ports.failed(failed, error);
      return true;
    }
  }

  private again(error: GridError): void {
    const delay = error.retryAfterMs ?? backoffMs(this.attempt++, this.ports.random ?? Math.random);
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.pump(), delay);
  }

  private write(entry: OutboxEntry): void {
    writeJson(this.ports.store, this.ports.prefix + entry.clientId, entry);
  }
}
