import type { HubPort, OpenHub } from "../grid/hub-port";
import type { Actor, WireEvent } from "../grid/protocol";

export type FakeOptions = {
  readonly random: () => number;
  /** Chance that a call cuts the wire: half of them before the host hears it, half after. */
  readonly cutChance?: number;
  /** Chances for each push to be lost, doubled or late. A real wire does none of these; a feed must survive all. */
  readonly loseChance?: number;
  readonly doubleChance?: number;
  readonly lateChance?: number;
  readonly resumePage?: number;
};

type Stored = Omit<WireEvent, "prev"> & { readonly staff: boolean };
type Wire = {
  readonly customer: string;
  readonly deliver: (push: string, payload: unknown) => void;
  readonly cut: () => void;
  readonly following: Set<string>;
};

const bot: Actor = { kind: "bot", id: "assistant", name: "Assistant" };

/** A host of the customer hub in memory: one journal per conversation, idempotent calls, and a wire as bad as the test wants it. */
export class FakeHost {
  readonly journals = new Map<string, Stored[]>();
  readonly starts = new Map<string, string>();
  private readonly receipts = new Map<string, { conversationId: string; seq: number; at: string }>();
  private readonly wires = new Set<Wire>();
  cuts = 0;
  calls = 0;
  refuse: ((method: string, argument: Record<string, unknown>) => string | null) | null = null;

  constructor(readonly options: FakeOptions) {}

  readonly open: OpenHub = (token) => this.hub(token);

  cutAll(): void {
    for (const wire of [...this.wires]) wire.cut();
  }

  post(conversationId: string, by: Actor, text: string, clientId: string | null = null): Stored {
    return this.append(conversationId, "messagePosted", by, { text, ...(clientId ? { clientId } : {}) });
  }

  append(conversationId: string, type: string, by: Actor, data: unknown, staff = false): Stored {
    const journal = this.journals.get(conversationId);
    if (journal === undefined) throw new Error(`no conversation ${conversationId}`);
    const e: Stored = { conversationId, seq: journal.length + 1, type, at: new Date(Date.now()).toISOString(), by, data, staff };
    journal.push(e);
    if (!staff) for (const wire of this.wires) if (wire.following.has(conversationId)) this.push(wire, "event", this.seen(conversationId, e));
    return e;
  }

  /** What the customer may see, each with the seq before it that the customer saw. */
  visible(conversationId: string): readonly WireEvent[] {
    let prev = 0;
    return (this.journals.get(conversationId) ?? [])
      .filter((e) => !e.staff)
      .map(({ staff: _, ...e }) => {
        const whole = { ...e, prev };
        prev = e.seq;
        return whole;
      });
  }

  pushToAll(push: string, payload: unknown): void {
    for (const wire of this.wires) this.push(wire, push, payload);
  }

  private seen(conversationId: string, e: Stored): WireEvent {
    const all = this.visible(conversationId);
    return all.find((x) => x.seq === e.seq) as WireEvent;
  }

  private push(wire: Wire, push: string, payload: unknown): void {
    const { random, loseChance = 0, doubleChance = 0, lateChance = 0 } = this.options;
    if (random() < loseChance) return;
    const ms = random() < lateChance ? 5 + random() * 60 : 2;
    setTimeout(() => wire.deliver(push, payload), ms);
    if (random() < doubleChance) setTimeout(() => wire.deliver(push, payload), ms + random() * 40);
  }

  private hub(token: () => Promise<string>): HubPort {
    const handlers = new Map<string, (payload: unknown) => void>();
    const waiting = new Set<(error: Error) => void>();
    let closed: ((reason: unknown) => void) | null = null;
    let alive = false;
    let wire: Wire | null = null;
    const end = (reason: Error | undefined) => {
      if (!alive) return;
      alive = false;
      if (wire) this.wires.delete(wire);
      for (const fail of [...waiting]) fail(new Error("Invocation canceled due to the underlying connection being closed."));
      closed?.(reason);
    };
    return {
      start: async () => {
        const customer = await token();
        await pause(3);
        alive = true;
        wire = {
          customer,
          following: new Set(),
          cut: () => (this.cuts++, end(new Error("cut"))),
          deliver: (push, payload) => {
            if (alive) handlers.get(push)?.(payload);
          },
        };
        this.wires.add(wire);
      },
      stop: async () => end(undefined),
      on: (push, handler) => void handlers.set(push, handler),
      onclose: (handler) => (closed = handler),
      invoke: (method, argument) =>
        new Promise((resolve, reject) => {
          waiting.add(reject);
          const done = () => waiting.delete(reject);
          if (!alive || wire === null) return reject(new Error("not connected"));
          const { random, cutChance = 0 } = this.options;
          const fate = random() < cutChance ? (random() < 0.5 ? "before" : "after") : "well";
          const mine = wire;
          setTimeout(
            () => {
              if (!alive) return;
              if (fate === "before") return mine.cut();
              let answer: unknown;
              try {
                answer = this.call(mine, method, (argument ?? {}) as Record<string, unknown>);
              } catch (thrown) {
                done();
                return reject(thrown);
              }
              if (fate === "after") return mine.cut();
              setTimeout(() => (done(), resolve(answer)), random() * 6);
            },
            1 + random() * 6,
          );
        }),
    };
  }

  private call(wire: Wire, method: string, a: Record<string, unknown>): unknown {
    this.calls++;
    const refusal = this.refuse?.(method, a) ?? null;
    if (refusal !== null) throw new Error(`An unexpected error occurred invoking '${method}' on the server. HubException: ${refusal}`);
    const id = String(a["conversationId"] ?? "");
    const me: Actor = { kind: "customer", id: wire.customer, name: "Nur" };
    switch (method) {
      case "Start": {
        const key = `${wire.customer}/${String(a["clientId"])}`;
        const known = this.starts.get(key);
        if (known !== undefined) {
          wire.following.add(known);
          return { conversationId: known, seq: 1 };
        }
        const conversationId = `c${this.starts.size + 1}`;
        this.starts.set(key, conversationId);
        this.journals.set(conversationId, []);
        wire.following.add(conversationId);
        this.append(conversationId, "conversationStarted", me, { channel: "web", locale: "en", aiDisclosure: true });
        return { conversationId, seq: 1 };
      }
      case "Post": {
        this.must(id);
        const key = `${id}/${wire.customer}/${String(a["clientId"])}`;
        const known = this.receipts.get(key);
        if (known !== undefined) return known;
        const e = this.post(id, me, String(a["text"]), String(a["clientId"]));
        const receipt = { conversationId: id, seq: e.seq, at: e.at };
        this.receipts.set(key, receipt);
        return receipt;
      }
      case "Resume": {
        this.must(id);
        wire.following.add(id);
        const page = this.options.resumePage ?? 1000;
        const all = this.visible(id);
        return { events: all.filter((e) => e.seq > Number(a["after"])).slice(0, page), last: all.at(-1)?.seq ?? 0 };
      }
      case "RequestHuman": {
        this.must(id);
        const journal = this.journals.get(id) ?? [];
        const asked = journal.find((e) => e.type === "handoffRequested");
        if (asked) return { conversationId: id, seq: asked.seq };
        return { conversationId: id, seq: this.append(id, "handoffRequested", me, { queue: "general" }).seq };
      }
      default:
        return null;
    }
  }

  private must(id: string): void {
    if (!this.journals.has(id)) throw new Error("HubException: not_found: There is no such conversation.");
  }

  answer(conversationId: string, text: string): void {
    this.post(conversationId, bot, text);
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
