import type { AgentSession } from "@conversationgrid/sdk/grid/protocol";
import { Rest } from "@conversationgrid/sdk/grid/sessions";
import { mails } from "./mails";
import { traffic } from "./traffic";
import { addressWith, locale, theme, words as t } from "./words";

/** The seats of the demo. Their password is the demo's own; where it was changed, the desk simply asks for it. */
const workspace = "demo";
const password = "demo";
const seats = [
  { seat: "agent", email: "aina@demo.test", hash: "#/inbox/mine" },
  { seat: "board", email: "siti@demo.test", hash: "#/board" },
] as const;
const paneNames = ["customer", "agent", "board"] as const;
type PaneName = (typeof paneNames)[number];

const rest = new Rest(location.origin);
const byId = (id: string): HTMLElement => document.getElementById(id) as HTMLElement;
const make = <K extends keyof HTMLElementTagNameMap>(tag: K, className: string, text = ""): HTMLElementTagNameMap[K] => {
  const el = document.createElement(tag);
  el.className = className;
  el.textContent = text;
  return el;
};

const signIn = async (seat: string, email: string): Promise<AgentSession | null> => {
  const key = `cg.desk.session.${seat}`;
  try {
    const session = await rest.agentSession({ workspace, email, password });
    sessionStorage.setItem(key, JSON.stringify(session));
    return session;
  } catch {
    sessionStorage.removeItem(key);
    return null;
  }
};

const pane = (name: PaneName, src: string): HTMLElement => {
  const { title, step } = t.panes[name];
  const section = make("section", "pane");
  section.id = `pane-${name}`;
  section.setAttribute("aria-label", title);
  const alone = make("a", "alone", "↗");
  alone.href = src;
  alone.target = "_blank";
  alone.title = t.alone;
  alone.setAttribute("aria-label", `${title}: ${t.alone}`);
  const explained = make("div", "explained");
  explained.append(make("h2", "", title), make("p", "", step));
  const head = make("div", "pane-head");
  const number = make("span", "number", String(paneNames.indexOf(name) + 1));
  number.setAttribute("aria-hidden", "true");
  head.append(number, explained, alone);
  const frame = make("iframe", "");
  frame.title = title;
  frame.src = src;
  section.append(head, frame);
  if (name === "customer") section.append(asking(frame));
  return section;
};

/** What a newcomer may say, by one press: the chat in the frame says it. */
const asking = (frame: HTMLIFrameElement): HTMLElement => {
  const row = make("div", "asking");
  for (const [label, said] of [
    [t.ask, t.ask],
    [t.person, t.personSaid],
  ] as const) {
    const button = make("button", "say", label);
    button.type = "button";
    button.addEventListener("click", () => frame.contentWindow?.postMessage({ say: said }, location.origin));
    row.append(button);
  }
  return row;
};

/** On a narrow screen one pane is shown at a time. */
const chooser = (): void => {
  const nav = byId("choose");
  nav.setAttribute("aria-label", t.intro);
  const show = (name: PaneName) => {
    document.body.dataset["pane"] = name;
    for (const b of nav.querySelectorAll("button")) b.setAttribute("aria-pressed", String(b.value === name));
  };
  for (const name of paneNames) {
    const b = make("button", "", t.panes[name].title);
    b.type = "button";
    b.value = name;
    b.addEventListener("click", () => show(name));
    nav.append(b);
  }
  show("customer");
};

const start = async (): Promise<void> => {
  document.documentElement.lang = locale;
  byId("intro").textContent = t.intro;
  const language = byId("language");
  language.textContent = t.language;
  language.lang = locale === "ms" ? "en" : "ms";
  language.addEventListener("click", () => location.assign(addressWith({ locale: locale === "ms" ? "en" : "ms" })));
  const dark = byId("theme");
  dark.textContent = theme === "dark" ? t.light : t.dark;
  dark.addEventListener("click", () => location.assign(addressWith({ theme: theme === "dark" ? "light" : "dark" })));
  chooser();
  document.documentElement.dataset["theme"] = theme;
  const wishes = `locale=${locale}&theme=${theme}`;
  byId("panes").append(pane("customer", `/shop.html?${wishes}&open=1`));
  const [, supervisor] = await Promise.all(seats.map((s) => signIn(s.seat, s.email)));
  const [agent, board] = seats;
  byId("panes").append(
    pane("agent", `/desk/?seat=${agent.seat}&email=${agent.email}&${wishes}${agent.hash}`),
    pane("board", `/desk/?seat=${board.seat}&email=${board.email}&${wishes}${board.hash}`),
  );
  if (supervisor) {
    mails(supervisor.token, byId("pane-customer"));
    await traffic(supervisor.token);
  }
};

void start();
