import { locale, theme, words } from "./words";

const t = words.shop;
const put = (id: string, text: string): void => {
  const el = document.getElementById(id);
  if (el !== null) el.textContent = text;
};

document.documentElement.lang = locale;
put("tagline", t.tagline);
put("headline", t.headline);
put("lead", t.lead);
put("fiction", t.fiction);
for (const [i, [name, price]] of t.goods.entries()) {
  const li = document.createElement("li");
  const picture = document.createElement("div");
  picture.className = `picture p${i}`;
  const title = document.createElement("h2");
  title.textContent = name;
  const cost = document.createElement("p");
  cost.textContent = price;
  li.append(picture, title, cost);
  document.getElementById("goods")?.append(li);
}

/** Shown only when it is whole: nothing moves after the first sight. */
document.documentElement.dataset["theme"] = theme;

/** What a site would write as one tag: <script src="…/widget/loader.js" data-workspace="demo" async></script> */
const loader = document.createElement("script");
loader.src = "/widget/loader.js";
loader.async = true;
loader.dataset["workspace"] = "demo";
loader.dataset["name"] = "Kelindan";
loader.dataset["color"] = "#0b6e4f";
loader.dataset["locale"] = locale;
loader.dataset["theme"] = theme;
if (new URLSearchParams(location.search).has("open")) {
  loader.dataset["opened"] = "";
  loader.dataset["customerName"] = words.visitor;
}
document.head.append(loader);

/** The demo page around this one lets a newcomer speak by one press. */
window.addEventListener("message", (e: MessageEvent<{ readonly say?: unknown }>) => {
  if (e.origin !== location.origin || typeof e.data?.say !== "string") return;
  (window as unknown as { readonly ConversationGrid?: { say(text: string): void } }).ConversationGrid?.say(e.data.say);
});
