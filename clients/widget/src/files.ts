import { html, nothing, type TemplateResult } from "lit";
import { addressOf, isPicture, sizeText, type Upload } from "@conversationgrid/sdk/uploads";
import type { Attachment } from "@conversationgrid/sdk/grid/protocol";
import { closeIcon, fileIcon } from "./icons";
import type { Strings } from "./strings";

export type FileActions = {
  readonly attach: (files: Iterable<File>) => void;
  readonly detach: (id: string) => void;
  readonly retryFile: (id: string) => void;
  /** The address of a file may be over; then another one is asked for. */
  readonly openFile: (e: Event, file: Attachment) => void;
};

/** The files of a message: pictures are shown, others are there to be saved. */
export const filesView = (files: readonly Attachment[], server: string, locale: string, open: FileActions["openFile"]): TemplateResult | typeof nothing =>
  files.length === 0
    ? nothing
    : html`<ul class="files">
        ${files.map((file) => {
          const href = addressOf(file, server);
          const label = `${file.name}, ${sizeText(file.size, locale)}`;
          const words = html`${fileIcon}<bdi>${file.name}</bdi><small>${sizeText(file.size, locale)}</small>`;
          if (href === null) return html`<li><span class="file">${words}</span></li>`;
          return html`<li>
            <a class=${isPicture(file) ? "picture" : "file"} href=${href} target="_blank" rel="noopener noreferrer" aria-label=${label} @click=${(e: Event) => open(e, file)}
              >${isPicture(file) ? html`<img src=${href} alt=${file.name} loading="lazy" />` : words}</a
            >
          </li>`;
        })}
      </ul>`;

/** What was chosen for the message that is being written, with how far it is. */
export const uploadsView = (uploads: readonly Upload[], t: Strings, act: FileActions): TemplateResult | typeof nothing =>
  uploads.length === 0
    ? nothing
    : html`<ul class="uploads" aria-label=${t.files}>
        ${uploads.map(
          (u) => html`<li class=${u.stage}>
            ${u.preview === null ? fileIcon : html`<img src=${u.preview} alt="" @error=${hide} />`}
            <span class="name"
              ><bdi>${u.name}</bdi>
              ${
                u.stage === "failed"
                  ? html`<small role="alert">${t.fileFailed(u.failed ?? "")}</small>`
                  : u.stage === "sending"
                    ? html`<progress max="1" .value=${u.sent} aria-label=${t.fileSending(u.name)}></progress>`
                    : html`<small class="hidden" role="status">${t.fileReady(u.name)}</small>`
              }
            </span>
            ${u.stage === "failed" && u.failed === "unavailable" ? html`<button type="button" @click=${() => act.retryFile(u.id)}>${t.retry}</button>` : nothing}
            <button type="button" class="icon" aria-label=${t.fileRemove(u.name)} @click=${() => act.detach(u.id)}>${closeIcon}</button>
          </li>`,
        )}
      </ul>`;

/** A site's content policy may forbid pictures: the name says enough. */
const hide = (e: Event): void => (e.target as Element).remove();

/** The files of a paste or a drop; none where only text came. */
export const filesOf = (data: DataTransfer | null): readonly File[] => [...(data?.files ?? [])];
