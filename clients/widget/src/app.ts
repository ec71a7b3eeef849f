/** The chat as a page of its own, to be installed on a phone: app.html. Workspace, language and name come from its address. */
declare const __WIDGET__: string;

const wanted = new URLSearchParams(location.search);
const chat = document.createElement("cg-chat");
chat.setAttribute("mode", "page");
chat.setAttribute("server", location.origin);
for (const key of ["workspace", "locale", "name", "color", "theme", "customer-name"]) {
  const value = wanted.get(key);
  if (value !== null) chat.setAttribute(key, value);
}
document.body.append(chat);
const code = document.createElement("script");
code.type = "module";
code.src = __WIDGET__;
document.head.append(code);
if ("serviceWorker" in navigator && window.isSecureContext) void navigator.serviceWorker.register("service-worker.js");
export {};
