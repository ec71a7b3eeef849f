import { useEffect, useRef, useState, type JSX, type KeyboardEvent } from "react";
import type { OpenThread } from "@conversationgrid/sdk/open-thread";
import { textLengthMax } from "@conversationgrid/sdk/grid/protocol";
import { hasText } from "@conversationgrid/sdk/visible";
import { useAgent, useLive } from "../../grid/live";
import { useUi } from "../../grid/ui";
import { useWords } from "../../words/words";
import { CannedList, useCanned } from "./canned";
import { AttachButton, UploadList, useUploadList, useUploads } from "./files";

/** Where an agent writes. The draft belongs to the conversation, survives a reload, and knows what it has not seen yet. */
export const Composer = ({ conversationId, open }: { readonly conversationId: string; readonly open: OpenThread }): JSX.Element => {
  const { t } = useWords();
  const live = useLive();
  const draft = useUi((s) => s.drafts.get(conversationId));
  const setDraft = useUi((s) => s.draft);
  const summary = useAgent((s) => s.inbox.byId.get(conversationId) ?? null);
  const area = useRef<HTMLTextAreaElement>(null);
  const { thread } = open;
  const me = live.session.agentId;
  // Until it is read whose conversation this is, what is written is a reply: the host refuses one that may not be sent, but nobody misses a reply that was kept as a note.
  const unread = !open.caughtUp && (thread.state === "none" || summary?.agentId === me);
  const mine = unread || (thread.state === "assigned" && ((thread.assignee?.id ?? summary?.agentId) === me || thread.workflow.joined.includes(me)));
  const [chosen, setChosen] = useState<"post" | "note">("post");
  const text = draft?.text ?? "";
  const kind = draft?.kind ?? chosen;
  // A reply that was begun never becomes a note by itself: its writer may believe that the customer has read it.
  const lost = !mine && text !== "" && kind === "post";
  const actual = mine || lost ? kind : "note";
  const canned = useCanned(conversationId, text);
  const [pick, setPick] = useState(0);
  const moved =
    text !== "" && (draft?.since ?? 0) > 0 && thread.items.some((i) => i.seq > (draft?.since ?? 0) && i.kind === "message" && i.by.kind !== "agent");
  const over = text.trim().length - textLengthMax;
  const uploads = useUploads(conversationId);
  const picked = useUploadList(uploads);
  const takesFiles = actual === "post" && mine;
  const files = takesFiles && picked.some((u) => u.stage === "ready");
  const waits = takesFiles && picked.some((u) => u.stage === "sending");
  const idle = (!hasText(text) && !files) || waits || over > 0 || lost;

  const choose = (next: "post" | "note") => {
    setChosen(next);
    if (draft !== undefined) setDraft(conversationId, { ...draft, kind: next });
  };
  useEffect(() => {
    const heard = (e: Event) => {
      choose((e as CustomEvent<"post" | "note">).detail);
      area.current?.focus();
    };
    window.addEventListener("cg-compose", heard);
    return () => window.removeEventListener("cg-compose", heard);
  });

  const change = (value: string) => {
    setPick(0);
    setDraft(conversationId, { text: value, kind: actual, since: text === "" ? thread.seq : (draft?.since ?? thread.seq) });
    if (actual === "post") live.agent.typing(conversationId, value.startsWith("/") ? "" : value);
  };
  const insert = (i: number) => {
    const reply = canned[i];
    if (reply !== undefined)
      change(
        reply.text
          .replace("{name}", () => summary?.customerName ?? "")
          .replace(" ,", ",")
          .replace(", .", ".")
          .replace(", !", "!"),
      );
    area.current?.focus();
  };
  const send = () => {
    if (idle) return;
    live.agent.post(conversationId, text, actual, takesFiles ? uploads.take() : []);
    live.agent.typing(conversationId, "");
    setDraft(conversationId, null);
  };
  const keys = (e: KeyboardEvent) => {
    // Some browsers tell of an input method's own Enter only by this code, after the composition has ended.
    if (e.nativeEvent.isComposing || e.keyCode === 229) return;
    if (canned.length > 0 && (e.key === "ArrowDown" || e.key === "ArrowUp")) {
      e.preventDefault();
      setPick((pick + (e.key === "ArrowDown" ? 1 : canned.length - 1)) % canned.length);
    } else if (e.key === "Enter" && !e.shiftKey) {
      e.preventDefault();
      if (canned.length > 0) insert(pick);
      else send();
    } else if (e.key === "Escape") {
      area.current?.blur();
      document.getElementById("conversation")?.focus();
    }
  };
  return (
    <div
      className={`composer ${actual}`}
      onDragOver={(e) => {
        if (takesFiles && e.dataTransfer.types.includes("Files")) e.preventDefault();
      }}
      onDrop={(e) => {
        if (!takesFiles || e.dataTransfer.files.length === 0) return;
        e.preventDefault();
        uploads.add(e.dataTransfer.files);
      }}
    >
      <div className="composer-tabs" role="group" aria-label={t.conversation.reply}>
        <button type="button" aria-pressed={actual === "post"} disabled={!mine} onClick={() => choose("post")}>
          {t.conversation.reply}
        </button>
        <button type="button" aria-pressed={actual === "note"} onClick={() => choose("note")}>
          {t.conversation.note}
        </button>
        <span className="hint" role="status">
          {lost
            ? t.conversation.lost
            : moved
              ? t.conversation.moved
              : !mine && thread.state !== "none"
                ? t.conversation.readOnly
                : actual === "note"
                  ? t.conversation.noteHint
                  : t.conversation.cannedHint}
        </span>
      </div>
      <CannedList canned={canned} pick={pick} choose={insert} />
      {actual !== "post" || text === "" || open.tone.length === 0 ? null : (
        <p className="hint tone" role="status">
          {open.tone.map((i) => (t.tools.tone[i.kind] ?? i.kind) + (i.detail ? ` (${i.detail})` : "")).join(" · ")}
        </p>
      )}
      {takesFiles ? <UploadList uploads={uploads} /> : null}
      <div className="composer-row">
        {takesFiles ? <AttachButton uploads={uploads} /> : null}
        <textarea
          ref={area}
          id="composer"
          rows={2}
          value={text}
          dir="auto"
          placeholder={actual === "note" ? t.conversation.noteHint : t.conversation.replyHint}
          aria-label={actual === "note" ? t.conversation.noteHint : t.conversation.replyHint}
          aria-autocomplete="list"
          aria-controls={canned.length > 0 ? "canned" : undefined}
          aria-activedescendant={canned.length > 0 ? `canned-${pick}` : undefined}
          onChange={(e) => change(e.target.value)}
          onKeyDown={keys}
          onPaste={(e) => {
            if (!takesFiles || e.clipboardData.files.length === 0) return;
            e.preventDefault();
            uploads.add(e.clipboardData.files);
          }}
        />
        <button type="button" className="primary" disabled={idle} onClick={send}>
          {actual === "note" ? t.conversation.addNote : t.conversation.send}
        </button>
      </div>
    </div>
  );
};
