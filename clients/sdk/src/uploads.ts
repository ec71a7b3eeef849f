import { GridError, toGridError } from "./grid/errors";
import type { Attachment } from "./grid/events";
import { newId } from "./grid/ids";
import { Observable } from "./grid/observable";
import { errorCodes, type ErrorCode } from "./grid/protocol";

/** A file on its way to the host, or there and not posted yet. */
export type Upload = {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly stage: "sending" | "ready" | "failed";
  /** From 0 to 1. */
  readonly sent: number;
  /** The code of what went wrong. */
  readonly failed: string | null;
  /** A picture to show while it is here; null for other files. */
  readonly preview: string | null;
  readonly attachment: Attachment | null;
};

export type UploadPorts = {
  /** Address of the host. */
  readonly server: string;
  readonly token: () => Promise<string>;
  /** The conversation to which the files belong, started where there is none yet. */
  readonly conversation: () => Promise<string>;
  /** Largest file, in bytes. */
  readonly bytesMax?: number;
  /** Sends one file; resolves with what the host answers. For tests. */
  readonly send?: SendFile;
};

export type SendFile = (url: string, token: string, file: File, progress: (sent: number) => void, cancel: AbortSignal) => Promise<Attachment>;

/** What hosts take unless they are told otherwise. */
export const uploadBytesMax = 20 * 1_048_576;
export const uploadsMax = 10;

/** Files that are sent to the host while a message is being written. A post takes those that are there by their ids. */
export class Uploads {
  readonly list = new Observable<readonly Upload[]>([]);
  private readonly cancels = new Map<string, AbortController>();
  private readonly files = new Map<string, File>();

  constructor(private readonly ports: UploadPorts) {}

  /** Whether a message may go: nothing is still on its way. */
  get settled(): boolean {
    return this.list.get().every((u) => u.stage !== "sending");
  }

  get ready(): readonly Attachment[] {
    return this.list.get().flatMap((u) => (u.attachment === null ? [] : [u.attachment]));
  }

  add(files: Iterable<File>): void {
    for (const file of files) {
      if (this.list.get().length >= uploadsMax) return;
      const id = newId();
      const tooLarge = file.size > (this.ports.bytesMax ?? uploadBytesMax);
      const preview = file.type.startsWith("image/") && file.type !== "image/svg+xml" && !tooLarge ? URL.createObjectURL(file) : null;
      this.files.set(id, file);
      this.list.update((all) => [
        ...all,
        {
          id,
          name: file.name,
          size: file.size,
          stage: tooLarge ? "failed" : "sending",
          sent: 0,
          failed: tooLarge ? "too_large" : null,
          preview,
          attachment: null,
        },
      ]);
      if (!tooLarge) void this.send(id);
    }
  }

  retry(id: string): void {
    if (this.list.get().some((u) => u.id === id && u.stage === "failed")) void this.send(id);
  }

  /** Takes a file off the message; the host forgets what no message takes. */
  remove(id: string): void {
    this.cancels.get(id)?.abort();
    this.forget([id]);
  }

  /** The files that are ready, which belong to the message that is posted now. Those that failed stay. */
  take(): readonly Attachment[] {
    const taken = this.list.get().filter((u) => u.attachment !== null);
    this.forget(taken.map((u) => u.id));
    return taken.flatMap((u) => (u.attachment === null ? [] : [u.attachment]));
  }

  /** Ends all that is on its way. */
  clear(): void {
    for (const cancel of this.cancels.values()) cancel.abort();
    this.forget(this.list.get().map((u) => u.id));
  }

  private async send(id: string): Promise<void> {
    const file = this.files.get(id);
    if (file === undefined) return;
    const cancel = new AbortController();
    this.cancels.set(id, cancel);
    this.change(id, { stage: "sending", failed: null, sent: 0 });
    try {
      const conversation = await this.ports.conversation();
      const token = await this.ports.token();
      const url = `${this.ports.server}/api/v1/conversations/${conversation}/attachments`;
      const attachment = await (this.ports.send ?? sendFile)(url, token, file, (sent) => this.change(id, { sent }), cancel.signal);
      this.change(id, { stage: "ready", sent: 1, attachment });
    } catch (thrown) {
      if (!cancel.signal.aborted) this.change(id, { stage: "failed", failed: toGridError(thrown).code });
    } finally {
      this.cancels.delete(id);
    }
  }

  private change(id: string, to: Partial<Upload>): void {
    this.list.update((all) => all.map((u) => (u.id === id ? { ...u, ...to } : u)));
  }

  private forget(ids: readonly string[]): void {
    for (const u of this.list.get()) if (ids.includes(u.id) && u.preview !== null) URL.revokeObjectURL(u.preview);
    for (const id of ids) this.files.delete(id);
    this.list.update((all) => all.filter((u) => !ids.includes(u.id)));
  }
}

/** By the old interface: no other one tells how much of a file has gone. */
const sendFile: SendFile = (url, token, file, progress, cancel) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("authorization", `Bearer ${token}`);
    request.responseType = "json";
    request.upload.onprogress = (e) => progress(e.total > 0 ? e.loaded / e.total : 0);
    request.onload = () => {
      const answer = request.response as (Attachment & { code?: string; detail?: string }) | null;
      if (request.status === 201 && answer !== null) return resolve(answer);
      const code = answer?.code ?? "";
      reject(new GridError(isCode(code) ? code : request.status === 413 ? "too_large" : "unavailable", answer?.detail ?? `HTTP ${request.status}`));
    };
    request.onerror = () => reject(new GridError("unavailable", "network", true));
    cancel.addEventListener("abort", () => request.abort());
    const form = new FormData();
    form.append("file", file, file.name);
    request.send(form);
  });

const isCode = (code: string): code is ErrorCode => (errorCodes as readonly string[]).includes(code);

/** Where a file is read: the host gives addresses below its own. */
export const addressOf = (attachment: Attachment, server: string): string | null =>
  attachment.url === undefined || attachment.url === null ? null : new URL(attachment.url, server).href;

/** Whether the address that came with an attachment is over, or will be in a moment. */
export const isOver = (attachment: Attachment, now: number): boolean => {
  const until = /[?&]until=(\d+)/.exec(attachment.url ?? "")?.[1];
  return until !== undefined && Number(until) * 1000 < now + 5_000;
};

/** A picture that browsers show by themselves. */
export const isPicture = ({ type }: Attachment): boolean => /^image\/(png|jpeg|gif|webp|avif)$/.test(type);

/** A size as people read it, e.g. `2.4 MB`. */
export const sizeText = (bytes: number, locale: string): string => {
  const [value, unit] = bytes < 1_000_000 ? [Math.max(1, Math.round(bytes / 1_000)), "kilobyte"] : [bytes / 1_000_000, "megabyte"];
  return new Intl.NumberFormat(locale, { style: "unit", unit, maximumFractionDigits: 1 }).format(value);
};
