import { HubConnectionBuilder, LogLevel } from "@microsoft/signalr";
import type { HubPort, OpenHub } from "./hub-port";

/** Opens one SignalR connection per attempt. Reconnecting is ours: SignalR's own retry neither knows cursors nor hears wake-ups. */
export const signalrHub = (url: string): OpenHub => (token) => {
  const connection = new HubConnectionBuilder()
    .withUrl(url, { accessTokenFactory: token })
    .configureLogging(LogLevel.None)
    .build();
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
