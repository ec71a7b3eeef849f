import { DefaultHttpClient, HttpTransportType, HubConnectionBuilder, JsonHubProtocol, LogLevel, NullLogger, type IHubProtocol } from "@microsoft/signalr";
import type { HubPort, OpenHub } from "./hub-port";
import { toJson } from "./json";

/** Made when the code is loaded: a page that replaces `fetch` later replaces it for itself. */
const http = new DefaultHttpClient(NullLogger.instance);

/** SignalR's JSON, written so that no `toJSON` of the page gets into it. */
const frame = (message: unknown): string => `${toJson(message)}\u001e`;
const read = new JsonHubProtocol();
const protocol: IHubProtocol = {
  name: read.name,
  version: read.version,
  transferFormat: read.transferFormat,
  parseMessages: (input, logger) => read.parseMessages(input as string, logger),
  writeMessage: frame,
};

/** The first message of a connection is written by a part of SignalR that has no way in but this one. */
type WithHandshake = { readonly _handshakeProtocol?: { writeHandshakeRequest: (request: unknown) => string } };

const withoutWebSockets = HttpTransportType.ServerSentEvents | HttpTransportType.LongPolling;

/**
 * A page's content policy may name a host by `https:` alone, which allows requests but no WebSocket; a browser then leaves the socket neither open
 * nor closed, and tells of it in an event.
 */
const watchSockets = (url: string, blocked: () => void): void => {
  if (typeof document === "undefined") return;
  const { host } = new URL(url, location.href);
  document.addEventListener("securitypolicyviolation", (e) => {
    if (e.effectiveDirective === "connect-src" && /^wss?:/.test(e.blockedURI) && e.blockedURI.includes(host)) blocked();
  });
};

/** Opens one SignalR connection per attempt. Reconnecting is ours: SignalR's own retry neither knows cursors nor hears wake-ups. */
export const signalrHub = (url: string): OpenHub => {
  let transport: HttpTransportType | null = null;
  let giveUp: ((reason: Error) => void) | null = null;
  watchSockets(url, () => {
    transport = withoutWebSockets;
    giveUp?.(new Error("The page's content policy allows no WebSocket."));
  });
  return (token) => {
    const port = open(url, token, transport);
    const blocked = new Promise<never>((_, reject) => (giveUp = reject));
    blocked.catch(() => undefined);
    return { ...port, start: () => Promise.race([port.start(), blocked]) };
  };
};

const open = (url: string, token: () => Promise<string>, transport: HttpTransportType | null): HubPort => {
  const connection = new HubConnectionBuilder()
    // The token says who calls: cookies have no part in it.
    .withUrl(url, { accessTokenFactory: token, withCredentials: false, httpClient: http, ...(transport === null ? {} : { transport }) })
    .withHubProtocol(protocol)
    .configureLogging(LogLevel.None)
    .build();
  const handshake = (connection as unknown as WithHandshake)._handshakeProtocol;
  if (handshake !== undefined) handshake.writeHandshakeRequest = frame;
  connection.serverTimeoutInMilliseconds = 30_000;
  connection.keepAliveIntervalInMilliseconds = 10_000;
  const port: HubPort = {
    start: () => connection.start(),
    stop: () => connection.stop(),
    invoke: (method, argument) => (argument === undefined ? connection.invoke(method) : connection.invoke(method, argument)),
    on: (push, handler) => connection.on(push, handler),
    onclose: (handler) => connection.onclose(handler),
  };
  return port;
};
