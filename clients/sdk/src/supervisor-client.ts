import { remember, toBoard, type Board, type BoardPoint } from "./board";
import { Connection, type Link } from "./grid/connection";
import { toGridError } from "./grid/errors";
import type { OpenHub, WakePort } from "./grid/hub-port";
import { Observable } from "./grid/observable";
import type { AgentSession, AlertPush, Receipt } from "./grid/protocol";

export type SupervisorState = { readonly link: Link; readonly board: Board | null; readonly history: readonly BoardPoint[] };

export type SupervisorOptions = {
  readonly hub: OpenHub;
  readonly session: AgentSession;
  readonly wake: WakePort;
  /** The workspace's alerts. */
  readonly onAlert?: (alert: AlertPush) => void;
  readonly onSessionEnded: () => void;
};

/** The live board: asked for once a connection, pushed at most once a second after that. */
export class SupervisorClient {
  readonly connection: Connection;
  readonly state: Observable<SupervisorState>;

  constructor(options: SupervisorOptions) {
    this.connection = new Connection({
      open: options.hub,
      token: () => Promise.resolve(options.session.token),
      tokenRefused: () => (options.onSessionEnded(), false),
      wake: options.wake,
    });
    this.state = new Observable<SupervisorState>({ link: this.connection.link.get(), board: null, history: [] });
    this.connection.link.watch(() => this.state.update((s) => ({ ...s, link: this.connection.link.get() })));
    this.connection.on("board", (payload) => this.take(payload));
    this.connection.on("alert", (payload) => options.onAlert?.(payload as AlertPush));
    this.connection.onOnline(() => void this.ask());
  }

  start(): void {
    this.connection.start();
  }

  stop(): Promise<void> {
    return this.connection.stop();
  }

  /** What a supervisor does with somebody's conversation: `TakeOver`, `Join`, `StepOut`, `Whisper`, `Post`. */
  act(method: string, conversationId: string, what: Readonly<Record<string, unknown>> = {}): Promise<Receipt> {
    return this.connection.invoke<Receipt>(method, { conversationId, ...what });
  }

  private async ask(): Promise<void> {
    try {
      this.take(await this.connection.invoke("Board"));
    } catch (thrown) {
      toGridError(thrown); // The next push or the next connection brings it.
    }
  }

  private take(payload: unknown): void {
    const board = toBoard(payload, Date.now());
    this.state.update((s) => ({ ...s, board, history: remember(s.history, board) }));
  }
}
