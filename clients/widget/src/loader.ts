/**
 * <script src="https://care.example/widget/loader.js" data-workspace="demo" data-locale="ms" data-color="#0b6e4f" async></script>
 * Puts one element on the page and fetches the rest. Calls made before it arrives are kept: ConversationGrid.open().
 */
declare const __WIDGET__: string;

(() => {
  const script = document.currentScript as HTMLScriptElement | null;
  if (script === null || document.querySelector("cg-chat") !== null) return;
  const base = new URL(".", script.src);
  const element = document.createElement("cg-chat");
  for (const [key, value] of Object.entries(script.dataset)) {
    if (value !== undefined) element.setAttribute(key.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`), value);
  }
  if (!element.hasAttribute("server")) element.setAttribute("server", base.origin);
  const calls: [string, unknown[]][] = [];
  const later = (name: string) => (...values: unknown[]) => {
    const method = (element as unknown as Record<string, unknown>)[name];
    if (typeof method === "function") (method as (...v: unknown[]) => void).apply(element, values);
    else calls.push([name, values]);
  };
  const api = { open: later("open"), close: later("close"), say: later("say"), identify: later("identify"), on: later("on"), element };
  (window as unknown as { ConversationGrid: typeof api }).ConversationGrid = api;
  const code = document.createElement("script");
  code.type = "module";
  code.src = new URL(__WIDGET__, base).href;
  code.addEventListener("load", () => {
    for (const [name, values] of calls.splice(0)) later(name)(...values);
  });
  const put = () => {
    document.body.append(element);
    document.head.append(code);
  };
  if (document.body) put();
  else document.addEventListener("DOMContentLoaded", put);
})();
export {};
