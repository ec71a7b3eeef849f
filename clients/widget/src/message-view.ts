import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { MessageItem, NoticeItem, Pending, Thread, ThreadItem } from "@conversationgrid/sdk/thread";
import { parseLinks, parseText, safeHref, type Block, type Inline } from "@conversationgrid/sdk/markdown";
import { filesView, type FileActions } from "./files";
import type { Strings } from "./strings";

export type MessageActions = FileActions & { readonly retry: (clientId: string) => void; readonly remove: (clientId: string) => void };
export type MessagesModel = {
  readonly t: Strings;
  readonly time: Intl.DateTimeFormat;
  readonly locale: string;
  readonly server: string;
  readonly workspace: string;
  readonly thread: Thread;
  readonly offline: boolean;
  readonly act: MessageActions;
};

/** The messages, each under its own key, so that nothing on screen is built anew when one is added. */
export const messagesView = (m: MessagesModel): TemplateResult => {
  const lastMine = m.thread.items.findLast((i) => i.kind === "message" && i.by.kind === "customer");
  const rows: (ThreadItem | Pending)[] = [...m.thread.items, ...m.thread.pending.filter((p) => p.kind === "post")];
  return html`<div class="log" role="log" aria-label=${m.t.conversation}>
    ${repeat(rows, keyOf, (row, i) => ("stage" in row ? pendingRow(m, row) : itemRow(m, row, rows[i - 1], row === lastMine)))}
  </div>`;
};

/** The pending message and its event share a key: confirming it changes two words, it does not redraw it. */
const keyOf = (row: ThreadItem | Pending): string =>
  "stage" in row ? row.clientId : row.kind === "message" && row.clientId !== null ? row.clientId : `#${row.seq}`;

const itemRow = (m: MessagesModel, item: ThreadItem, before: ThreadItem | Pending | undefined, lastMine: boolean): TemplateResult | typeof nothing => {
  switch (item.kind) {
    case "message":
      return messageRow(m, item, before, lastMine);
    case "notice":
      return noticeRow(m.t, item);
    case "note":
    case "summary":
      return nothing; // Both are for agents; the host never sends them here.
  }
};

const messageRow = (m: MessagesModel, item: MessageItem, before: ThreadItem | Pending | undefined, lastMine: boolean): TemplateResult => {
  const mine = item.by.kind === "customer";
  const sameSpeaker = before !== undefined && "seq" in before && before.kind === "message" && before.by.id === item.by.id;
  const name = item.by.kind === "bot" ? m.t.assistant : (item.by.name ?? m.t.person);
  return html`<div class="row ${mine ? "mine" : ""}">
    ${
      mine
        ? html`<span class="hidden">${m.t.you}:</span>`
        : sameSpeaker
          ? html`<span class="hidden">${name}:</span>`
          : html`<div class="by"><span>${name}</span>${item.by.kind === "bot" ? html`<span class="chip">${m.t.isAi}</span>` : nothing}</div>`
    }
    <div class="bubble">
      ${
        item.text === null
          ? html`<p><em>${m.t.erased}</em></p>`
          : item.text === ""
            ? nothing
            : mine
              ? html`<p>${writtenView(item.text)}</p>`
              : parseText(item.text).map(blockView)
      }
      ${filesView(item.attachments, m.server, m.locale, m.act.openFile)} ${item.citations.length > 0 ? sourcesView(m, item) : nothing}
    </div>
    ${
      mine && lastMine
        ? html`<div class="meta">${m.t.sent} · <time datetime=${item.at}>${m.time.format(new Date(item.at))}</time></div>`
        : html`<span class="hidden">${m.time.format(new Date(item.at))}</span>`
    }
  </div>`;
};

/** Each source opens: at its own address, else as the host's page of the article. */
const sourcesView = (m: MessagesModel, item: MessageItem): TemplateResult =>
  html`<ul class="sources" aria-label=${m.t.sources}>
    ${item.citations.map((c, i) => {
      const href = safeHref(c.url ?? `${m.server}/help/${m.workspace}/articles/${encodeURIComponent(c.articleId)}?language=${m.locale.slice(0, 2)}`);
      return html`<li>
        <span aria-hidden="true">[${i + 1}]</span
        >${href === null ? html`<span>${c.title}</span>` : html`<a href=${href} target="_blank" rel="noopener noreferrer">${c.title}</a>`}
      </li>`;
    })}
  </ul>`;

const pendingRow = (m: MessagesModel, p: Pending): TemplateResult =>
  html`<div class="row mine ${p.stage === "failed" ? "failed" : "waiting"}">
    <span class="hidden">${m.t.you}:</span>
    <div class="bubble">${p.text === "" ? nothing : html`<p>${linesOf(p.text)}</p>`} ${filesView(p.attachments, m.server, m.locale, m.act.openFile)}</div>
    ${
      p.stage === "failed"
        ? html`<div class="meta bad">
            <span>${m.t.failed(p.failed ?? "")}</span>
            <button type="button" @click=${() => m.act.retry(p.clientId)}>${m.t.retry}</button>
            <button type="button" @click=${() => m.act.remove(p.clientId)}>${m.t.remove}</button>
          </div>`
        : p.failed !== null && !m.offline
          ? html`<div class="meta"><span>${m.t.delayed}</span><button type="button" @click=${() => m.act.retry(p.clientId)}>${m.t.retry}</button></div>`
          : html`<div class="meta">${m.offline ? m.t.queuedOffline : p.stage === "sent" ? m.t.sent : m.t.sending}</div>`
    }
  </div>`;

const noticeRow = (t: Strings, n: NoticeItem): TemplateResult | typeof nothing => {
  const words = noticeWords(t, n);
  return words === null ? nothing : html`<div class="notice">${words}</div>`;
};

const noticeWords = (t: Strings, n: NoticeItem): string | null => {
  switch (n.what) {
    case "handoff":
      return n.by.kind === "customer" ? t.notice.handoff : t.notice.handoffByUs;
    case "callBackRequested":
      return t.notice.callBack(n.detail ?? "");
    case "joined":
    case "assigned":
      return t.notice.assigned(n.detail ?? t.person);
    case "unassigned":
      return t.notice.unassigned(n.detail ?? t.person);
    case "returnedToAssistant":
      return t.notice.returned;
    case "resolved":
      return t.notice.resolved;
    case "reopened":
      return t.notice.reopened;
    case "closed":
      return t.notice.closed;
    case "rated":
      return t.notice.rated(n.detail ?? "");
    default:
      return null;
  }
};

/** What the customer wrote, as it is, with its addresses as links. */
const writtenView = (text: string): unknown[] => text.split("\n").flatMap((line, i) => [i === 0 ? nothing : html`<br />`, ...parseLinks(line).map(inlineView)]);

const linesOf = (text: string): (string | TemplateResult)[] => text.split("\n").flatMap((line, i) => (i === 0 ? [line] : [html`<br />`, line]));

const blockView = (b: Block): TemplateResult => {
  if (b.kind === "paragraph") return html`<p>${b.lines.map((line, i) => html`${i > 0 ? html`<br />` : nothing}${line.map(inlineView)}`)}</p>`;
  const items = b.items.map((item) => html`<li>${item.map(inlineView)}</li>`);
  return b.start > 0
    ? html`<ol start=${b.start}>
        ${items}
      </ol>`
    : html`<ul>
        ${items}
      </ul>`;
};

const inlineView = (p: Inline): TemplateResult | string => {
  switch (p.kind) {
    case "text":
      return p.text;
    case "bold":
      return html`<strong>${p.text}</strong>`;
    case "link":
      return html`<a href=${p.href} target="_blank" rel="noopener noreferrer">${p.text}</a>`;
  }
};

export const partialView = (t: Strings, text: string): TemplateResult =>
  html`<div class="row" aria-hidden="true">
    <div class="by"><span>${t.assistant}</span><span class="chip">${t.isAi}</span></div>
    <div class="bubble caret">${parseText(text).map(blockView)}</div>
  </div>`;
