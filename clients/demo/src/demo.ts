import type { AgentSession } from "@conversationgrid/sdk/grid/protocol";
import { Rest } from "@conversationgrid/sdk/grid/sessions";
import { addressWith, locale, theme, words as t } from "./words";

/** The seats of the demo. Their password is the demo's own; where it was changed, the desk simply asks for it. */
const workspace = "demo";
const password = "demo";
const seats = [
  { seat: "agent", email: "aina@demo.test", hash: "#/inbox/mine" },
  { seat: "board", email: "siti@demo.test", hash: "#/board" },
] as const;

const rest = new Rest(location.origin);
const byId = (id: string): HTMLElement => document.getElementById(id) as HTMLElement;
let supervisor: AgentSession | null = null;

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

const pane = (id: "customer" | "agent" | "board", src: string): HTMLElement => {
  const section = document.createElement("section");
  section.id = `pane-${id}`;
  section.setAttribute("aria-label", t.panes[id]);
  const head = document.createElement("div");
  const title = document.createElement("h2");
  title.textContent = t.panes[id];
  const alone = document.createElement("a");
  alone.href = src;
  alone.target = "_blank";
  alone.textContent = t.alone;
  head.append(title, alone);
  const frame = document.createElement("iframe");
  frame.title = t.panes[id];
  frame.src = src;
  section.append(head, frame);
  return section;
};

/** On a narrow screen one pane is shown at a time. */
const chooser = (): void => {
  const nav = byId("choose");
  nav.setAttribute("aria-label", t.intro);
  const show = (id: string) => {
    document.body.dataset["pane"] = id;
    for (const b of nav.querySelectorAll("button")) b.setAttribute("aria-pressed", String(b.value === id));
  };
  for (const id of ["customer", "agent", "board"] as const) {
    const b = document.createElement("button");
    b.type = "button";
    b.value = id;
    b.textContent = t.panes[id];
    b.addEventListener("click", () => show(id));
    nav.append(b);
  }
  show("customer");
};

const authorised = (): Record<string, string> => (supervisor === null ? {} : { authorization: `Bearer ${supervisor.token}` });

/** Recorded traffic exists in the demo alone: where the host answers 404, there is no button. */
const traffic = async (): Promise<void> => {
  const button = byId("traffic") as HTMLButtonElement;
  const path = "/api/v1/demo/traffic";
  const probe = await fetch(path, { method: "GET", headers: authorised() }).catch(() => null);
  if (probe === null || probe.status === 404) return;
  button.hidden = false;
  button.textContent = t.traffic;
  button.addEventListener("click", () => {
    button.disabled = true;
    button.textContent = t.sending;
    void fetch(path, { method: "POST", headers: { ...authorised(), "content-type": "application/json" }, body: "{}" })
      .catch(() => null)
      .then((answer) => {
        button.disabled = false;
        button.textContent = t.traffic;
        if (answer?.status === 404) button.hidden = true;
        byId("said").textContent = answer?.ok === true ? t.sent : t.notSent;
      });
  });
};

const start = async (): Promise<void> => {
  document.documentElement.lang = locale;
  byId("intro").textContent = t.intro;
  for (const step of t.steps) {
    const li = document.createElement("li");
    li.textContent = step;
    byId("steps").append(li);
  }
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
  const [, second] = await Promise.all(seats.map((s) => signIn(s.seat, s.email)));
  supervisor = second ?? null;
  const [agent, board] = seats;
  byId("panes").append(
    pane("agent", `/desk/?seat=${agent.seat}&email=${agent.email}&${wishes}${agent.hash}`),
    pane("board", `/desk/?seat=${board.seat}&email=${board.email}&${wishes}${board.hash}`),
  );
  await traffic();
};

void start();
