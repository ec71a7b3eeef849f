import type { CustomerClient } from "@conversationgrid/sdk/customer-client";
import type { CustomerSessions } from "@conversationgrid/sdk/customer-session";
import { toGridError } from "@conversationgrid/sdk/grid/errors";
import type { Attachment } from "@conversationgrid/sdk/grid/protocol";
import { Rest } from "@conversationgrid/sdk/grid/sessions";
import { addressOf, isOver, Uploads } from "@conversationgrid/sdk/uploads";
import type { FileActions } from "./files";

/** The files of one person at the widget: those that are being chosen, and those that are opened. */
export class WidgetFiles {
  readonly uploads: Uploads;

  constructor(
    private readonly server: string,
    private readonly sessions: CustomerSessions,
    private readonly client: CustomerClient,
    changed: () => void,
  ) {
    this.uploads = new Uploads({ server, token: () => sessions.token(), conversation: () => client.conversationForFiles() });
    this.uploads.list.watch(changed);
  }

  /** @param focus Where the person goes on. */
  actions(focus: () => void, problem: (code: string) => void): FileActions {
    return {
      attach: (files) => {
        this.uploads.add(files);
        focus();
      },
      detach: (id) => {
        this.uploads.remove(id);
        focus();
      },
      retryFile: (id) => this.uploads.retry(id),
      openFile: (e, file) => void this.open(e, file, problem),
    };
  }

  /** An address that is over is replaced before it is opened; else the link does it by itself. */
  private async open(e: Event, file: Attachment, problem: (code: string) => void): Promise<void> {
    const id = this.client.state.get().thread.conversationId;
    if (!isOver(file, Date.now()) || id === null) return;
    e.preventDefault();
    const page = window.open("about:blank", "_blank");
    try {
      const fresh = await new Rest(this.server).get<Attachment>(`/api/v1/conversations/${id}/attachments/${file.attachmentId}`, await this.sessions.token());
      if (page !== null) page.location.href = addressOf(fresh, this.server) ?? "about:blank";
    } catch (thrown) {
      page?.close();
      problem(toGridError(thrown).code);
    }
  }
}
