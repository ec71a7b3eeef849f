// Serves clients/dist and the fake world: node fake/serve.mjs [port]. With the strict content policy that the clients promise to live under.
import { createServer } from "node:http";
import { existsSync, readFileSync, statSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { accept } from "./websocket.mjs";
import { Refused, whoOf, World } from "./world.mjs";

const dist = fileURLToPath(new URL("../../../clients/dist/", import.meta.url));
const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".webmanifest": "application/manifest+json" };
/** As the real host: the desk, besides, may make no script of a text. */
const pagePolicy = "default-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; object-src 'none'";
const deskPolicy = `${pagePolicy}; require-trusted-types-for 'script'; trusted-types 'none'`;
const end = "\u001e";

export const serve = async (port = 0) => {
  const world = new World();
  const sockets = new Set();
  const server = createServer((request, response) => void answer(world, request, response));
  server.on("upgrade", (request, socket) => {
    const url = new URL(request.url, "http://x");
    const hub = /^\/hubs\/(customer|agent|supervisor)$/.exec(url.pathname)?.[1];
    const who = whoOf(url.searchParams.get("access_token"));
    if (hub === undefined || who === null) return void socket.destroy();
    const connection = { hub, who, push: (name, payload) => wire.send(JSON.stringify({ type: 1, target: name, arguments: [payload] }) + end) };
    let greeted = false;
    const ping = setInterval(() => wire.send(`{"type":6}${end}`), 10_000);
    const wire = accept(request, socket, {
      onText: (text) => {
        for (const part of text.split(end).filter((x) => x !== "")) {
          const m = JSON.parse(part);
          if (!greeted) {
            greeted = true;
            wire.send(`{}${end}`);
            world.connect(connection);
          } else if (m.type === 1) invoke(world, connection, wire, m);
        }
      },
      onClose: () => {
        clearInterval(ping);
        sockets.delete(wire);
        world.disconnect(connection);
      },
    });
    sockets.add(wire);
  });
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`, world,
    cutAll: () => [...sockets].forEach((s) => s.close()),
    stop: async () => {
      [...sockets].forEach((s) => s.close());
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const invoke = (world, connection, wire, m) => {
  let reply;
  try {
    reply = { result: world.call(connection, m.target, m.arguments?.[0]) ?? null };
  } catch (thrown) {
    reply = { error: thrown instanceof Refused ? `An unexpected error occurred invoking '${m.target}' on the server. HubException: ${thrown.message}` : `fake failed: ${thrown.stack}` };
  }
  if (m.invocationId !== undefined) wire.send(JSON.stringify({ type: 3, invocationId: m.invocationId, ...reply }) + end);
};

const answer = async (world, request, response) => {
  const url = new URL(request.url, "http://x");
  const send = (status, body, type = "application/json") => {
    response.writeHead(status, { "content-type": type, "content-security-policy": url.pathname.startsWith("/desk") ? deskPolicy : pagePolicy, "cache-control": "no-cache" });
    response.end(typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body));
  };
  const who = whoOf(request.headers.authorization?.replace("Bearer ", ""));
  if (url.pathname.endsWith("/negotiate")) return send(200, { negotiateVersion: 1, connectionId: "1", connectionToken: Math.random().toString(36).slice(2), availableTransports: [{ transport: "WebSockets", transferFormats: ["Text"] }] });
  if (url.pathname === "/api/v1/sessions/customer") return send(201, world.customerSession(await bodyOf(request), who));
  if (url.pathname === "/api/v1/sessions/agent") {
    const session = world.agentSession(await bodyOf(request));
    return session === null ? send(401, { title: "Unauthorized", code: "unauthenticated" }) : send(201, session);
  }
  if (url.pathname === "/api/v1/demo/traffic") return send(request.method === "POST" ? 202 : 200, world.traffic(request.method));
  if (url.pathname === "/api/v1/conversations") {
    const wanted = url.searchParams.get("state");
    const agentId = url.searchParams.get("agentId");
    const items = [...world.conversations.values()].map((c) => world.summary(c)).filter((s) => (wanted === null || s.state === wanted) && (agentId === null || s.agent?.id === agentId));
    return send(200, { items, nextCursor: null });
  }
  if (url.pathname === "/api/v1/queues") return send(200, { items: [{ id: "general", name: "General" }, { id: "billing", name: "Billing" }] });
  if (url.pathname === "/api/v1/agents") return send(200, { items: [{ agentId: "aina", name: "Aina" }, { agentId: "ben", name: "Ben" }] });
  const file = fileOf(url.pathname);
  return file === null ? send(404, { title: "Not Found", code: "not_found" }) : send(200, readFileSync(file), types[extname(file)] ?? "application/octet-stream");
};

const fileOf = (path) => {
  const clean = normalize(decodeURIComponent(path)).replace(/^(\.\.[/\\])+/, "");
  const inside = /^\/(widget|desk)(\/|$)/.test(clean) ? clean : join("/demo", clean);
  const file = join(dist, inside.endsWith("/") ? `${inside}index.html` : inside);
  return file.startsWith(dist) && existsSync(file) && statSync(file).isFile() ? file : null;
};

const bodyOf = async (request) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  return JSON.parse(Buffer.concat(parts).toString("utf8") || "{}");
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await serve(Number(process.argv[2] ?? 7100));
  console.log(`A fake host serves clients/dist at ${url}`);
}
