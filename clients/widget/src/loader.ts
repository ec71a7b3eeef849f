/**
 * <script src="https://care.example/widget/loader.js" data-workspace="demo" data-locale="ms" data-color="#0b6e4f" async></script>
 * Puts one element on the page and fetches the rest. Calls made before it arrives are kept: ConversationGrid.open().
 */
declare const __WIDGET__: string;

type ScriptPolicy = { createScriptURL(url: string): string };
type TrustedTypes = { createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy };

/** A page that removes the element again and again does so on purpose, or its code and this one would never end. */
const returnsMax = 20;
const returnsForgottenAfterMs = 10_000;

(() => {
  const script = document.currentScript as HTMLScriptElement | null;
  if (script === null || document.querySelector("cg-chat") !== null) return;
  const base = new URL(".", script.src);
  const element = document.createElement("cg-chat");
  for (const key of Object.keys(script.dataset))
    element.setAttribute(
      key.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`),
      script.dataset[key] ?? "",
    );
  if (!element.hasAttribute("server")) element.setAttribute("server", base.origin);
  let wanted = true;
  let returns = 0;
  const calls: [string, unknown[]][] = [];
  const later =
    (name: string) =>
    (...values: unknown[]) => {
      const method = (element as unknown as Record<string, unknown>)[name];
      if (typeof method === "function") (method as (...v: unknown[]) => void).apply(element, values);
      else calls.push([name, values]);
    };
  const remove = () => {
    wanted = false;
    element.remove();
  };
  const api = {
    open: later("open"),
    close: later("close"),
    say: later("say"),
    identify: later("identify"),
    logout: later("logout"),
    on: later("on"),
    remove,
    element,
  };
  (window as unknown as { ConversationGrid: typeof api }).ConversationGrid = api;

  /** On the page, and back on it after the page replaced its body. */
  const put = () => {
    if (!wanted || element.isConnected) return;
    if (returns === 1) setTimeout(() => (returns = 0), returnsForgottenAfterMs);
    if (returns++ < returnsMax) (document.body ?? document.documentElement).append(element);
    else console.error("ConversationGrid: this page removes the chat again and again; it stays away.");
  };
  element.addEventListener("cg-removed", () => setTimeout(put, 0));

  const code = document.createElement("script");
  code.async = true;
  code.addEventListener("load", () => {
    put();
    if (typeof (element as unknown as Record<string, unknown>)["open"] !== "function") {
      console.error("ConversationGrid: the chat did not start; this page may have an element of its own that is called cg-chat.");
    }
    for (const call of calls.splice(0)) later(call[0])(...call[1]);
  });
  code.addEventListener("error", () =>
    console.error(`ConversationGrid: ${code.src} could not be loaded. The page's content policy must allow it in script-src.`),
  );
  const start = () => {
    put();
    code.src = trusted(new URL(__WIDGET__, base).href);
    document.head.append(code);
  };
  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start);
})();

/** Pages that require trusted types want an address of code to come from a policy: `trusted-types conversationgrid lit-html`. */
function trusted(url: string): string {
  const types = (window as unknown as { trustedTypes?: TrustedTypes }).trustedTypes;
  if (types === undefined) return url;
  try {
    return types.createPolicy("conversationgrid", { createScriptURL: (x) => x }).createScriptURL(url);
  } catch {
    return url; // The page allows no such policy: the assignment below fails and says so.
  }
}
export {};
