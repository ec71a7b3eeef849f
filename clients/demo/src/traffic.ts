import { words } from "./words";

const t = words.traffic;
const path = "/api/v1/demo/traffic";
const conversations = 20;
const lookEveryMs = 1_000;

/** How far the host says the run is. */
type Status = { readonly running: boolean; readonly planned: number; readonly started: number; readonly finished: number };

const byId = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;

/** Customers of the demo who are played by the host. Where it has none (404), nothing is shown. */
export const traffic = async (token: string): Promise<void> => {
  const call = async (method: "GET" | "POST" | "DELETE"): Promise<Status | null> => {
    const answer = await fetch(path, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(method === "POST" ? { body: JSON.stringify({ conversations }) } : {}),
    }).catch(() => null);
    return answer?.ok === true ? ((await answer.json()) as Status) : null;
  };
  const [text, bar, button] = [byId("traffic-text"), byId<HTMLProgressElement>("traffic-done"), byId<HTMLButtonElement>("traffic-go")];
  const first = await call("GET");
  if (first === null) return;
  let status = first;

  const show = (said: string): void => {
    text.textContent = said;
    bar.hidden = !status.running;
    bar.setAttribute("aria-label", said);
    bar.max = Math.max(1, status.planned);
    bar.value = status.finished;
    button.textContent = status.running ? t.stop : t.go(conversations);
    button.classList.toggle("primary", !status.running);
  };
  const follow = async (): Promise<void> => {
    while (status.running) {
      show(t.under(status.started, status.planned, status.finished));
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
      status = (await call("GET")) ?? status;
    }
    show(t.over(status.finished));
  };
  button.addEventListener("click", () => {
    const wasRunning = status.running;
    button.disabled = true;
    if (wasRunning) text.textContent = t.stopping;
    void call(wasRunning ? "DELETE" : "POST").then((answer) => {
      button.disabled = false;
      if (answer === null) return show(t.failed);
      status = answer;
      if (!wasRunning) void follow();
    });
  });
  show(t.hint);
  byId("traffic").hidden = false;
  if (status.running) void follow();
};
