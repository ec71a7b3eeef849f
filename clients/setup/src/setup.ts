import { plainSnippet } from "@conversationgrid/sdk/install-snippets";
import { words, type Locale, type Words } from "./words";

type Answer = {
  readonly workspace: string;
  readonly company: string;
  readonly identitySecret: string;
  readonly imported: readonly { readonly error?: string | null }[];
};

/** A field of the form: its words are those of its name, with a hint where there is one. */
type Field = { readonly name: keyof Words & string; readonly hint?: keyof Words & string } & Readonly<Record<string, unknown>>;

const main = document.querySelector<HTMLElement>("#main")!;
const other = document.querySelector<HTMLButtonElement>("#language")!;
let locale: Locale = navigator.language.toLowerCase().startsWith("ms") ? "ms" : "en";
/** What the last step shows; null while the form is filled in. */
let made: { readonly answer: Answer; readonly email: string } | null = null;

const element = <K extends keyof HTMLElementTagNameMap>(
  name: K,
  set: Readonly<Record<string, unknown>> = {},
  ...inside: (Node | string)[]
): HTMLElementTagNameMap[K] => {
  const created = document.createElement(name);
  for (const [key, value] of Object.entries(set)) {
    if (key in created) (created as unknown as Record<string, unknown>)[key] = value;
    else created.setAttribute(key, String(value));
  }
  created.append(...inside);
  return created;
};

const text = (t: Words, key: keyof Words): string => String(t[key]);

const field = (t: Words, { name, hint, ...set }: Field): HTMLLabelElement => {
  const input = element("input", { name, required: true, maxLength: 500, ...set });
  if (hint === undefined) return element("label", {}, text(t, name), input);
  input.setAttribute("aria-describedby", `${name}-hint`);
  return element("label", {}, text(t, name), input, element("span", { className: "hint", id: `${name}-hint` }, text(t, hint)));
};

const group = (legend: string, ...fields: Node[]) => element("fieldset", {}, element("legend", {}, legend), ...fields);

/** An id that looks like the company's name, until somebody writes another one. */
const idOf = (company: string): string =>
  company
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 40);

const drawForm = (t: Words, filled: ReadonlyMap<string, string>): void => {
  const problem = element("p", { className: "problem", role: "alert" });
  const button = element("button", { className: "primary", type: "submit" }, t.make);
  const form = element(
    "form",
    { noValidate: false },
    group(
      t.company,
      field(t, { name: "companyName", autocomplete: "organization" }),
      field(t, { name: "workspace", hint: "workspaceHint", pattern: "[a-z][a-z0-9\\-]{1,39}", autocomplete: "off", autocapitalize: "none", spellcheck: false }),
    ),
    group(
      t.admin,
      field(t, { name: "name", autocomplete: "name" }),
      field(t, { name: "email", type: "email", autocomplete: "username" }),
      field(t, { name: "password", hint: "passwordHint", type: "password", minLength: 8, maxLength: 200, autocomplete: "new-password" }),
    ),
    group(
      t.service,
      field(t, { name: "queue", hint: "queueHint", value: t.queueValue }),
      field(t, { name: "languages", hint: "languagesHint", value: locale === "ms" ? "ms, en" : "en" }),
      field(t, { name: "origin", hint: "originHint", type: "url", required: false }),
      field(t, { name: "importUrl", hint: "importHint", type: "url", required: false }),
    ),
    problem,
    element("div", { className: "buttons" }, button),
  );
  const input = (name: string) => form.elements.namedItem(name) as HTMLInputElement;
  for (const [name, value] of filled) input(name).value = value;
  let own = input("workspace").value !== idOf(input("companyName").value);
  input("companyName").addEventListener("input", () => {
    if (!own) input("workspace").value = idOf(input("companyName").value);
  });
  input("workspace").addEventListener("input", () => (own = input("workspace").value !== ""));
  form.addEventListener("submit", (e) => {
    e.preventDefault();
    button.disabled = true;
    button.textContent = t.making;
    problem.textContent = "";
    void send(t, new FormData(form)).then((why) => {
      if (why === null) return;
      problem.textContent = why;
      button.disabled = false;
      button.textContent = t.make;
    });
  });
  main.replaceChildren(element("h1", {}, t.title), element("p", { className: "hint" }, t.intro), form);
};

/** Sets the workspace up and shows the last step; answers what is wrong. */
const send = async (t: Words, form: FormData): Promise<string | null> => {
  const of = (name: string) => String(form.get(name) ?? "").trim();
  try {
    const answer = await fetch("/setup/api/workspace", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        workspace: of("workspace"),
        company: of("companyName"),
        name: of("name"),
        email: of("email"),
        password: String(form.get("password") ?? ""),
        queue: of("queue"),
        languages: of("languages")
          .split(",")
          .map((x) => x.trim())
          .filter((x) => x !== ""),
        origin: of("origin") || null,
        importUrl: of("importUrl") || null,
      }),
    });
    if (!answer.ok) return ((await answer.json()) as { readonly detail?: string }).detail ?? t.failed;
    made = { answer: (await answer.json()) as Answer, email: of("email") };
    draw();
    main.focus();
    return null;
  } catch {
    return t.failed;
  }
};

const copyable = (t: Words, code: string): Node[] => {
  const said = element("span", { className: "good", role: "status" });
  const copy = element("button", { type: "button", onclick: () => void navigator.clipboard.writeText(code).then(() => (said.textContent = t.copied)) }, t.copy);
  return [element("pre", { tabIndex: 0 }, element("code", {}, code)), element("div", { className: "buttons" }, copy, said)];
};

const part = (title: string, ...inside: Node[]) => element("section", { className: "part" }, element("h2", {}, title), ...inside);
const hint = (words: string) => element("p", { className: "hint" }, words);

const drawDone = (t: Words, { answer, email }: NonNullable<typeof made>): void => {
  const failed = answer.imported.find((x) => x.error != null)?.error;
  const imported = answer.imported.length === 0 ? [] : [hint(failed == null ? t.imported : t.notImported(failed))];
  const api = () => (window as unknown as { ConversationGrid?: { open(): void } }).ConversationGrid;
  main.replaceChildren(
    element("h1", {}, t.doneTitle(answer.company)),
    element("p", { className: "hint" }, t.doneIntro),
    part(t.snippet, ...copyable(t, plainSnippet({ host: location.origin, workspace: answer.workspace, name: answer.company }))),
    part(
      t.ask,
      hint(t.askHint),
      ...imported,
      element("div", { className: "buttons" }, element("button", { type: "button", onclick: () => api()?.open() }, t.askButton)),
    ),
    part(t.secret, hint(t.secretHint), ...copyable(t, answer.identitySecret)),
    part(
      t.next,
      hint(t.nextHint(answer.workspace, email)),
      element(
        "div",
        { className: "buttons" },
        element(
          "a",
          { className: "button primary", href: `/desk/?workspace=${encodeURIComponent(answer.workspace)}&email=${encodeURIComponent(email)}` },
          t.next,
        ),
      ),
    ),
  );
  if (document.querySelector("cg-chat") === null && document.querySelector("script[data-workspace]") === null) {
    const script = element("script", { src: "/widget/loader.js", async: true });
    Object.assign(script.dataset, { workspace: answer.workspace, name: answer.company, locale });
    document.body.append(script);
  }
};

const draw = (): void => {
  const t = words[locale];
  document.documentElement.lang = locale;
  other.textContent = t.other;
  other.lang = locale === "en" ? "ms" : "en";
  if (made !== null) return drawDone(t, made);
  const form = document.querySelector("form");
  const filled = form === null ? [] : [...new FormData(form)].map(([name, value]): [string, string] => [name, String(value)]);
  drawForm(t, new Map(filled));
};

other.addEventListener("click", () => {
  locale = locale === "en" ? "ms" : "en";
  draw();
});
draw();
