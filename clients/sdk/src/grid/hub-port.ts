/** The little that we need of a hub. The real one is SignalR's, the one of the tests is a small world of its own. */
export type HubPort = {
  start(): Promise<void>;
  stop(): Promise<void>;
  invoke(method: string, argument?: unknown): Promise<unknown>;
  on(push: string, handler: (payload: unknown) => void): void;
  onclose(handler: (reason: unknown) => void): void;
};

export type OpenHub = (token: () => Promise<string>) => HubPort;

/** Something that wakes a sleeping connection: the page became visible, the network came back or went away. */
export type WakePort = { watch(on: { wake: () => void; lost: () => void }): () => void };
