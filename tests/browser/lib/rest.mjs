// What the tests ask of the host beside the pages: as staff over REST, and as anybody over a hub.
import { HttpTransportType, HubConnectionBuilder, LogLevel } from "@microsoft/signalr";

export const password = process.env.GRID_PASSWORD ?? "demo";

/** Calls the host as a member of staff; throws what the host refused. */
export const staff = async (host, email) => {
  const call = async (method, path, body, token) => {
    const answer = await fetch(host.url + path, {
      method,
      headers: { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === "" ? null : JSON.parse(text);
  };
  const { token } = await call("POST", "/api/v1/sessions/agent", { workspace: "demo", email, password });
  return {
    token,
    get: (path) => call("GET", path, null, token),
    post: (path, body) => call("POST", path, body, token),
    put: (path, body) => call("PUT", path, body, token),
    remove: (path) => call("DELETE", path, null, token),
  };
};

/** A hub's connection without a page. */
export const openHub = async (host, name, token) => {
  const hub = new HubConnectionBuilder()
    .withUrl(`${host.url}/hubs/${name}`, { accessTokenFactory: () => token, transport: HttpTransportType.WebSockets })
    .configureLogging(LogLevel.None)
    .build();
  await hub.start();
  return hub;
};
