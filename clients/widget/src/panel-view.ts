import { html, nothing, type TemplateResult } from "lit";
import type { CustomerState } from "@conversationgrid/sdk/customer-client";
import { BlockedError } from "@conversationgrid/sdk/grid/errors";
import { textLengthMax } from "@conversationgrid/sdk/grid/protocol";
import { openQuickReplies } from "@conversationgrid/sdk/thread";
import { safeHref } from "@conversationgrid/sdk/markdown";
import { hasText } from "@conversationgrid/sdk/visible";
import type { Upload } from "@conversationgrid/sdk/uploads";
import { filesOf, uploadsView } from "./files";
import { attachIcon, closeIcon, moreIcon, personIcon, sendIcon } from "./icons";
import { messagesView, partialView, type MessageActions } from "./message-view";
import { consentView, type ConsentModel } from "./consent";
import type { Strings } from "./strings";

export type PanelModel = {
  readonly t: Strings;
  readonly locale: string;
  readonly time: Intl.DateTimeFormat;
  readonly name: string;
  readonly state: CustomerState;
  readonly server: string;
  readonly workspace: string;
  readonly draft: string;
  readonly uploads: readonly Upload[];
  /** Whether files are being dragged over the panel. */
  readonly dropping: boolean;
  readonly menuOpen: boolean;
  readonly canClose: boolean;
  readonly showJump: boolean;
  /** The wire has been away long enough to be worth a word. */
  readonly away: boolean;
  /** Something that the customer wanted did not work: its code. */
  readonly problem: string | null;
  readonly rating: { readonly score: number; readonly comment: string; readonly phase: "open" | "busy" | "failed" | "done" | "skipped" };
  readonly callBack: { readonly open: boolean; readonly phase: "open" | "busy" | "failed" };
  /** Null where the site asks for none. */
  readonly consent: ConsentModel | null;
  readonly act: MessageActions & {
    readonly agree: (given: boolean) => void;
    readonly send: (text: string) => void;
    readonly draft: (text: string) => void;
    readonly dropping: (over: boolean) => void;
    readonly close: () => void;
    readonly menu: () => void;
    readonly human: () => void;
    readonly tryNow: () => void;
    readonly transcript: () => void;
    readonly language: () => void;
    readonly end: () => void;
    readonly startNew: () => void;
    readonly scrolled: (e: Event) => void;
    readonly jump: () => void;
    readonly rate: (change: { score?: number; comment?: string }) => void;
    readonly rateSend: () => void;
    readonly rateSkip: () => void;
    readonly callBackOpen: (open: boolean) => void;
    readonly callBackSend: (phone: string, when: string) => void;
  };
};

export const panelView = (m: PanelModel): TemplateResult =>
  html`<section
    class="panel ${m.dropping ? "dropping" : ""}"
    role="dialog"
    aria-label=${m.name}
    @dragover=${(e: DragEvent) => {
      if (!e.dataTransfer?.types.includes("Files")) return;
      e.preventDefault();
      m.act.dropping(true);
    }}
    @dragleave=${(e: DragEvent) => {
      if (!(e.currentTarget as Element).contains(e.relatedTarget as Node | null)) m.act.dropping(false);
    }}
    @drop=${(e: DragEvent) => {
      m.act.dropping(false);
      if (filesOf(e.dataTransfer).length === 0) return;
      e.preventDefault();
      m.act.attach(filesOf(e.dataTransfer));
    }}
  >
    ${m.dropping ? html`<div class="drop" aria-hidden="true">${m.t.drop}</div>` : nothing} ${headerView(m)} ${bannerView(m)}
    <div class="middle">
      <div class="scroll" tabindex="0" role="group" aria-label=${m.t.conversation} @scroll=${m.act.scrolled}>
        <div class="note"><span class="chip">${m.t.isAi}</span><span>${m.t.disclosure}</span></div>
        ${
          m.state.thread.items.length + m.state.thread.pending.length === 0
            ? html`<div class="row">
                <div class="bubble"><p>${m.t.greeting}</p></div>
              </div>`
            : nothing
        }
        ${messagesView({ t: m.t, time: m.time, locale: m.locale, server: m.server, workspace: m.workspace, thread: m.state.thread, offline: m.state.link.phase !== "online", act: m.act })}
        ${m.state.thread.partial === null ? nothing : partialView(m.t, m.state.thread.partial.text)} ${quickRepliesView(m)}
        <div class="typing" role="status">${typingView(m)}</div>
      </div>
      ${m.showJump ? html`<button type="button" class="jump" @click=${m.act.jump}>${m.t.newMessages}</button>` : nothing}
    </div>
    ${suggestionsView(m)} ${ratingView(m)} ${callBackView(m)} ${personView(m)}
    ${m.consent === null || m.consent.phase === "given" ? composerView(m) : consentView(m.t, m.consent, () => m.act.agree(true))}
  </section>`;

const headerView = (m: PanelModel): TemplateResult => {
  const { t } = m;
  const { thread } = m.state;
  return html`<div class="head">
    <div class="who">
      <h2>${m.name}</h2>
      <p><span class="dot ${m.state.link.phase === "online" ? "" : "off"}"></span><span>${standing(m)}</span></p>
    </div>
    <div class="anchor">
      <button type="button" class="icon" id="menu" aria-haspopup="true" aria-expanded=${m.menuOpen} aria-label=${t.menu} @click=${m.act.menu}>
        ${moreIcon}
      </button>
      ${
        m.menuOpen
          ? html`<div class="menu" role="group" aria-label=${t.menu}>
              <button type="button" @click=${m.act.transcript} ?disabled=${thread.items.length === 0}>${t.transcript}</button>
              ${thread.state === "none" || thread.state === "closed" ? nothing : html`<button type="button" @click=${m.act.end}>${t.endConversation}</button>`}
              ${thread.state === "closed" || thread.state === "resolved" ? html`<button type="button" @click=${m.act.startNew}>${t.newConversation}</button>` : nothing}
              ${m.consent?.phase === "given" ? html`<button type="button" @click=${() => m.act.agree(false)}>${t.withdraw}</button>` : nothing}
              <button type="button" @click=${m.act.language} lang=${m.locale.startsWith("ms") ? "en" : "ms"}>${t.language}</button>
            </div>`
          : nothing
      }
    </div>
    ${m.canClose ? html`<button type="button" class="icon" id="close" aria-label=${t.close} @click=${m.act.close}>${closeIcon}</button>` : nothing}
  </div>`;
};

const standing = (m: PanelModel): string => {
  const { thread } = m.state;
  if (thread.assignee !== null && thread.state === "assigned") return thread.assignee.name;
  return thread.state === "waiting" || thread.state === "offered" ? m.t.waitingPerson : m.t.withAi;
};

const bannerView = (m: PanelModel): TemplateResult => {
  const { link } = m.state;
  const words = !m.away
    ? null
    : link.phase === "refused"
      ? link.reason instanceof BlockedError
        ? m.t.blocked
        : m.t.refused
      : link.phase === "connecting"
        ? m.t.reconnecting
        : link.phase === "waiting"
          ? m.t.offline
          : null;
  return html`<div role="status">
    ${words === null ? nothing : html`<div class="banner"><span>${words}</span>${link.phase === "connecting" ? nothing : html`<button type="button" @click=${m.act.tryNow}>${m.t.tryNow}</button>`}</div>`}
  </div>`;
};

const typingView = (m: PanelModel): TemplateResult | typeof nothing => {
  const { typing, thread } = m.state;
  const words =
    thread.partial !== null ? m.t.writing : typing === null ? null : m.t.typing(typing.kind === "bot" ? m.t.assistant : (typing.name ?? m.t.person));
  return words === null ? nothing : html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span><span>${words}</span>`;
};

const quickRepliesView = (m: PanelModel): TemplateResult | typeof nothing => {
  const replies = openQuickReplies(m.state.thread);
  return replies.length === 0
    ? nothing
    : html`<div class="chips" role="group" aria-label=${m.t.quickReplies}>
        ${replies.map((r) => html`<button type="button" @click=${() => m.act.send(r)}>${r}</button>`)}
      </div>`;
};

const suggestionsView = (m: PanelModel): TemplateResult | typeof nothing => {
  const articles = m.draft.trim() === "" ? [] : m.state.suggestions.slice(0, 3);
  return articles.length === 0
    ? nothing
    : html`<div class="suggestions" role="region" aria-label=${m.t.suggestions}>
        <h3>${m.t.suggestions}</h3>
        ${articles.map((a) => {
          const href = a.url ? safeHref(a.url) : null;
          return html`<details>
            <summary>${a.title}</summary>
            <p>${a.snippet ?? ""}${href === null ? nothing : html` <a href=${href} target="_blank" rel="noopener noreferrer">${a.title}</a>`}</p>
          </details>`;
        })}
      </div>`;
};

const ratingView = (m: PanelModel): TemplateResult | typeof nothing => {
  const { t, rating } = m;
  const asked = m.state.thread.survey === "offered" && rating.phase !== "skipped" && rating.phase !== "done";
  if (!asked) return nothing;
  return html`<div class="rate" role="region" aria-labelledby="rate-title">
    <h3 id="rate-title">${t.rateTitle}</h3>
    <fieldset class="stars" aria-labelledby="rate-title">
      ${[1, 2, 3, 4, 5].map((n) => html`<label title=${t.rateStar(n)}><input type="radio" name="score" .checked=${rating.score === n} aria-label=${t.rateStar(n)} @change=${() => m.act.rate({ score: n })} /><span aria-hidden="true">${n <= rating.score ? "★" : "☆"}</span></label>`)}
    </fieldset>
    ${
      rating.score === 0
        ? nothing
        : html`<textarea
            rows="1"
            maxlength="1000"
            aria-label=${t.rateComment}
            placeholder=${t.rateComment}
            .value=${rating.comment}
            @input=${(e: Event) => m.act.rate({ comment: (e.target as HTMLTextAreaElement).value })}
          ></textarea>`
    }
    ${rating.phase === "failed" ? html`<div class="meta bad" role="alert">${t.rateFailed}</div>` : nothing}
    <div class="row2">
      <button type="button" class="primary" ?disabled=${rating.score === 0 || rating.phase === "busy"} @click=${m.act.rateSend}>${t.rateSend}</button>
      <button type="button" class="quiet" @click=${m.act.rateSkip}>${t.rateSkip}</button>
    </div>
  </div>`;
};

const callBackView = (m: PanelModel): TemplateResult | typeof nothing => {
  const { t, callBack } = m;
  if (!callBack.open || m.state.thread.callBack !== "offered") return nothing;
  const submit = (e: Event) => {
    e.preventDefault();
    const form = new FormData(e.currentTarget as HTMLFormElement);
    m.act.callBackSend(String(form.get("phone") ?? ""), String(form.get("when") ?? ""));
  };
  return html`<form class="call" aria-label=${t.callMe} @submit=${submit}>
    <label>${t.phone}<input type="tel" name="phone" autocomplete="tel" required minlength="3" maxlength="32" /></label>
    <label>${t.callWhen}<input name="when" maxlength="200" /></label>
    ${callBack.phase === "failed" ? html`<div class="meta bad" role="alert">${t.callFailed}</div>` : nothing}
    <div class="row2">
      <button type="submit" class="primary" ?disabled=${callBack.phase === "busy"}>${t.callMe}</button>
      <button type="button" class="quiet" @click=${() => m.act.callBackOpen(false)}>${t.rateSkip}</button>
    </div>
  </form>`;
};

const personView = (m: PanelModel): TemplateResult => {
  const { t } = m;
  const { thread, askingHuman, position } = m.state;
  if (thread.state === "assigned" && thread.assignee !== null)
    return html`<div class="person" role="status">${personIcon}<span>${t.withPerson(thread.assignee.name)}</span></div>`;
  if (thread.state === "waiting" || thread.state === "offered") {
    const offered = thread.callBack === "offered" && !m.callBack.open;
    return html`<div class="person">
      ${personIcon}<span role="status">${position === null ? t.waitingPerson : t.position(position)}</span>
      ${offered ? html`<button type="button" id="call-back" @click=${() => m.act.callBackOpen(true)}>${t.callMe}</button>` : nothing}
    </div>`;
  }
  return html`<div class="person">
    <button type="button" id="human" ?disabled=${askingHuman} @click=${m.act.human}>
      ${personIcon}<span>${askingHuman ? t.asking : t.talkToPerson}</span>
    </button>
  </div>`;
};

const composerView = (m: PanelModel): TemplateResult => {
  const over = m.draft.trim().length - textLengthMax;
  const settled = m.uploads.every((u) => u.stage !== "sending");
  const empty = !hasText(m.draft) && !m.uploads.some((u) => u.stage === "ready");
  const submit = (e: Event) => {
    e.preventDefault();
    if (over <= 0 && settled) m.act.send(m.draft);
  };
  const keys = (e: KeyboardEvent) => {
    // Some browsers tell of an input method's own Enter only by this code, after the composition has ended.
    if (e.key === "Enter" && !e.shiftKey && !e.isComposing && e.keyCode !== 229) submit(e);
  };
  return html`${over > 0 ? html`<div class="over" role="alert">${m.t.tooLong(over)}</div>` : nothing}
    ${m.problem === null ? nothing : html`<div class="over" role="alert">${m.t.notDone(m.problem)}</div>`} ${uploadsView(m.uploads, m.t, m.act)}
    <form @submit=${submit}>
      <label class="icon attach" title=${m.t.attach}
        >${attachIcon}<input
          type="file"
          id="files"
          multiple
          aria-label=${m.t.attach}
          @change=${(e: Event) => {
            const input = e.target as HTMLInputElement;
            m.act.attach(input.files ?? []);
            input.value = "";
          }}
      /></label>
      <textarea
        id="draft"
        rows="1"
        enterkeyhint="send"
        aria-label=${m.t.write}
        placeholder=${m.t.write}
        .value=${m.draft}
        @input=${(e: Event) => m.act.draft((e.target as HTMLTextAreaElement).value)}
        @keydown=${keys}
        @paste=${(e: ClipboardEvent) => {
          if (filesOf(e.clipboardData).length === 0) return;
          e.preventDefault();
          m.act.attach(filesOf(e.clipboardData));
        }}
      ></textarea>
      <button type="submit" class="primary" aria-label=${m.t.send} ?disabled=${empty || over > 0 || !settled}>${sendIcon}</button>
    </form>`;
};
