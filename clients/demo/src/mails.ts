import { words as t } from "./words";

type SentMail = { readonly id: number; readonly email: string; readonly text: string };

const pollMs = 3_000;

/** Shows the mails that the demo would send, such as one-time codes: there is no mail server behind it. */
export const mails = (token: string, place: HTMLElement): void => {
  const list = document.createElement("div");
  list.className = "mails";
  list.setAttribute("role", "status");
  place.append(list);
  let seen: number | null = null;
  const look = async (): Promise<void> => {
    const answer = await fetch("/api/v1/demo/outbox", { headers: { authorization: `Bearer ${token}` } }).catch(() => null);
    if (answer === null || !answer.ok) return;
    const sent = (await answer.json()) as readonly SentMail[];
    const last = sent[0]?.id ?? 0;
    // What was sent before the page was opened concerns somebody else.
    const fresh = seen === null ? [] : sent.filter((mail) => mail.id > (seen ?? 0));
    seen = last;
    for (const mail of [...fresh].reverse()) {
      const line = document.createElement("p");
      line.textContent = t.mail(mail.email, mail.text);
      list.replaceChildren(line);
    }
  };
  void look();
  setInterval(() => void look(), pollMs);
};
