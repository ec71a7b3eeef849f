// A site of its own origin, as a shop's is: pages that carry the widget of a host elsewhere.
import { createServer } from "node:http";
import { freePort } from "./host.mjs";

/** Serves each path what `pages` says: `{body, head?, policy?, tag?}`; the widget's tag comes last in the body unless `tag` is false. */
export const openSite = async (host, pages, port = null) => {
  const at = port ?? (await freePort());
  const tag = (attributes = "") => `<script src="${host.url}/widget/loader.js" data-workspace="demo" data-locale="en" ${attributes} async></script>`;
  const server = createServer((request, response) => {
    const page = pages[new URL(request.url, "http://x").pathname];
    if (page === undefined) return void response.writeHead(404).end();
    const { head = "", body = "", policy, attributes, early = false, tagged = true } = typeof page === "function" ? page(request) : page;
    const script = tagged ? tag(attributes) : "";
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...(policy ? { "content-security-policy": policy } : {}) });
    response.end(
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>${head}${early ? script : ""}</head><body><h1>Shop</h1>${body}${early ? "" : script}</body></html>`,
    );
  });
  await new Promise((resolve) => server.listen(at, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${at}`,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  };
};
