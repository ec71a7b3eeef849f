/** Keeps the few files of the chat page, so that it opens without a network; unsent messages are the SDK's matter. Never touches the API. */
declare const __VERSION__: string;

type Lifecycle = Event & { waitUntil(work: Promise<unknown>): void };
type Fetching = Lifecycle & { readonly request: Request; respondWith(answer: Promise<Response>): void };
type Worker = {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  location: Location;
  addEventListener(type: string, on: (e: never) => void): void;
};

const worker = globalThis as unknown as Worker;
const cacheName = `cg-chat-${__VERSION__}`;
const files = ["app.html", "app.js", "app.css", `widget.js?v=${__VERSION__}`, "manifest.webmanifest", "icon.svg"];

const install = async (): Promise<void> => {
  const cache = await caches.open(cacheName);
  await cache.addAll(files);
  await worker.skipWaiting();
};

const activate = async (): Promise<void> => {
  const names = await caches.keys();
  await Promise.all(names.filter((n) => n.startsWith("cg-chat-") && n !== cacheName).map((n) => caches.delete(n)));
  await worker.clients.claim();
};

/** The network first, so that a new version is seen at once; the kept file when there is none. */
const answer = async (request: Request): Promise<Response> => {
  try {
    return await fetch(request);
  } catch (thrown) {
    const kept = await caches.match(request, { ignoreSearch: request.mode === "navigate" });
    if (kept === undefined) throw thrown;
    return kept;
  }
};

worker.addEventListener("install", (e: Lifecycle) => e.waitUntil(install()));
worker.addEventListener("activate", (e: Lifecycle) => e.waitUntil(activate()));
worker.addEventListener("fetch", (e: Fetching) => {
  const url = new URL(e.request.url);
  if (e.request.method === "GET" && url.origin === worker.location.origin && url.pathname.includes("/widget/")) e.respondWith(answer(e.request));
});
export {};
