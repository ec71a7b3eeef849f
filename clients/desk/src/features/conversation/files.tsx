import { useEffect, useMemo, useRef, type JSX, type MouseEvent } from "react";
import type { Attachment } from "@conversationgrid/sdk/grid/protocol";
import { addressOf, isOver, isPicture, sizeText, Uploads, type Upload } from "@conversationgrid/sdk/uploads";
import { rest, useLive, useObservable } from "../../grid/live";
import { AttachIcon, CloseIcon, FileIcon } from "../../kit/icons";
import { useWords } from "../../words/words";

/** The files that an agent adds to a reply in a conversation; they go when another one is shown. */
export const useUploads = (conversationId: string): Uploads => {
  const live = useLive();
  const uploads = useMemo(
    () => new Uploads({ server: location.origin, token: () => Promise.resolve(live.session.token), conversation: () => Promise.resolve(conversationId) }),
    [live, conversationId],
  );
  useEffect(() => () => uploads.clear(), [uploads]);
  return uploads;
};

export const useUploadList = (uploads: Uploads): readonly Upload[] => useObservable(uploads.list, (all) => all);

/** What was chosen, with how far it is. */
export const UploadList = ({ uploads }: { readonly uploads: Uploads }): JSX.Element | null => {
  const { t } = useWords();
  const list = useUploadList(uploads);
  return list.length === 0 ? null : (
    <ul className="uploads" aria-label={t.files.chosen}>
      {list.map((u) => (
        <li key={u.id} className={u.stage}>
          {u.preview === null ? <FileIcon /> : <img src={u.preview} alt="" />}
          <span className="name">
            <bdi>{u.name}</bdi>
            {u.stage === "failed" ? (
              <small role="alert">{t.files.failed[u.failed ?? ""] ?? t.files.notSent}</small>
            ) : u.stage === "sending" ? (
              <progress max={1} value={u.sent} aria-label={t.files.sending(u.name)} />
            ) : (
              <small className="hidden" role="status">
                {t.files.ready(u.name)}
              </small>
            )}
          </span>
          {u.stage === "failed" && u.failed === "unavailable" ? (
            <button type="button" onClick={() => uploads.retry(u.id)}>
              {t.conversation.retry}
            </button>
          ) : null}
          <button type="button" className="plain" aria-label={t.files.remove(u.name)} onClick={() => uploads.remove(u.id)}>
            <CloseIcon />
          </button>
        </li>
      ))}
    </ul>
  );
};

export const AttachButton = ({ uploads }: { readonly uploads: Uploads }): JSX.Element => {
  const { t } = useWords();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        id="files"
        multiple
        hidden
        onChange={(e) => {
          uploads.add(e.target.files ?? []);
          e.target.value = "";
        }}
      />
      <button type="button" aria-label={t.files.attach} title={t.files.attach} onClick={() => input.current?.click()}>
        <AttachIcon />
      </button>
    </>
  );
};

/** The files of a message: pictures are shown, others are there to be saved. */
export const Files = ({ files, conversationId }: { readonly files: readonly Attachment[]; readonly conversationId: string }): JSX.Element | null => {
  const { locale } = useWords();
  const live = useLive();
  const open = async (e: MouseEvent, file: Attachment) => {
    // An address that is over is replaced before it is opened; else the link does it by itself.
    if (!isOver(file, Date.now())) return;
    e.preventDefault();
    const page = window.open("about:blank", "_blank");
    try {
      const fresh = await rest.get<Attachment>(`/api/v1/conversations/${conversationId}/attachments/${file.attachmentId}`, live.session.token);
      if (page !== null) page.location.href = addressOf(fresh, location.origin) ?? "about:blank";
    } catch {
      page?.close();
    }
  };
  return files.length === 0 ? null : (
    <ul className="files">
      {files.map((file) => {
        const href = addressOf(file, location.origin);
        const size = sizeText(file.size, locale);
        const words = (
          <>
            <FileIcon />
            <bdi>{file.name}</bdi> <small>{size}</small>
          </>
        );
        return (
          <li key={file.attachmentId}>
            {href === null ? (
              <span className="file">{words}</span>
            ) : (
              <a
                className={isPicture(file) ? "picture" : "file"}
                href={href}
                target="_blank"
                rel="noopener noreferrer"
                aria-label={`${file.name}, ${size}`}
                onClick={(e) => void open(e, file)}
              >
                {isPicture(file) ? <img src={href} alt={file.name} loading="lazy" /> : words}
              </a>
            )}
          </li>
        );
      })}
    </ul>
  );
};
