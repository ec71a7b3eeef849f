import { memo, useEffect, useLayoutEffect, useRef, useState, type JSX } from "react";
import type { OpenThread } from "@conversationgrid/sdk/open-thread";
import type { Pending, ThreadItem } from "@conversationgrid/sdk/thread";
import { humanName } from "@conversationgrid/sdk/wire-shapes";
import { useAgent, useLive } from "../../grid/live";
import { MoodFace, moodKind } from "../../kit/mood";
import { RichText, WrittenText } from "../../kit/rich-text";
import { timeOf } from "../../kit/time";
import { eventNotices } from "../../words/event-notices";
import { useWords, type Locale, type Words } from "../../words/words";
import { Files } from "./files";
import { RemoveText } from "./remove-text";
import { Summary } from "./summary";
import { Translated } from "./translated";

export const ThreadView = ({ open, conversationId }: { readonly open: OpenThread; readonly conversationId: string }): JSX.Element => {
  const { t } = useWords();
  const live = useLive();
  const scroll = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [jump, setJump] = useState(false);
  const { thread } = open;
  const count = thread.items.length + thread.pending.length;
  useLayoutEffect(() => {
    const el = scroll.current;
    if (el !== null && atEnd.current) el.scrollTop = el.scrollHeight;
    else if (el !== null) setJump(true);
  }, [count, thread.partial, open.typing]);
  useEffect(() => {
    const el = scroll.current;
    if (el === null) return undefined;
    const resized = new ResizeObserver(() => {
      if (atEnd.current) el.scrollTop = el.scrollHeight;
    });
    resized.observe(el);
    return () => resized.disconnect();
  }, []);
  const scrolled = () => {
    const el = scroll.current;
    if (el === null) return;
    atEnd.current = el.scrollHeight - el.scrollTop - el.clientHeight < 60;
    if (atEnd.current) setJump(false);
  };
  const toEnd = () => {
    atEnd.current = true;
    setJump(false);
    if (scroll.current !== null) scroll.current.scrollTop = scroll.current.scrollHeight;
  };
  return (
    <div className="thread-holder">
      <div className="thread" ref={scroll} onScroll={scrolled} tabIndex={0} role="group" aria-label={t.conversation.log}>
        <div className="thread-log" role="log" aria-label={t.conversation.log}>
          {thread.items.map((item) => (
            <Item key={item.seq} item={item} conversationId={conversationId} />
          ))}
          {readMark(open, live.session.agentId) ? <p className="read-mark">{t.conversation.read}</p> : null}
          {thread.pending.map((p) => (
            <PendingItem key={p.clientId} p={p} conversationId={conversationId} />
          ))}
        </div>
        {thread.partial === null ? null : (
          <div className="bubble bot partial" aria-hidden="true">
            <div className="by">{t.conversation.assistant}</div>
            <RichText text={thread.partial.text} />
          </div>
        )}
        <p className="typing" role="status">
          {open.typing !== null
            ? t.conversation.typing(
                open.typing.kind === "customer" ? (open.typing.name ?? t.conversation.customer) : (open.typing.name ?? t.conversation.assistant),
              )
            : open.caughtUp
              ? ""
              : t.conversation.catchingUp}
          {open.typing === null || open.draft === null ? null : (
            <span className={`chip ${open.draft.priority >= 3 ? "urgent" : ""}`}>
              {open.draft.priority >= 2 ? t.priority[open.draft.priority] : t.mood[moodKind(open.draft.score)]}
            </span>
          )}
        </p>
      </div>
      {jump ? (
        <button type="button" className="jump" onClick={toEnd}>
          {t.conversation.jump}
        </button>
      ) : null}
    </div>
  );
};

/** True when the last message is this agent's and the customer has read it. */
const readMark = (open: OpenThread, agentId: string): boolean => {
  const last = open.thread.items.findLast((i) => i.kind === "message");
  return last !== undefined && last.by.id === agentId && open.readTo >= last.seq;
};

/** Below this confidence an intent is a guess that would mislead more than help; the facts beside the conversation still have it. */
const intentShownFrom = 0.4;

const Item = memo(({ item, conversationId }: { readonly item: ThreadItem; readonly conversationId: string }): JSX.Element | null => {
  const { t, locale } = useWords();
  const live = useLive();
  const at = <time dateTime={item.at}>{timeOf(item.at, locale, Date.now())}</time>;
  if (item.kind === "notice") {
    const words = noticeWords(t, item.what, item.detail) ?? eventWords(locale, item.what, item.data);
    return words === null ? null : (
      <p className={`notice ${item.what}`}>
        {words} · {at}
      </p>
    );
  }
  if (item.kind === "summary")
    return (
      <div className="handover">
        <div className="by">
          {t.conversation.summarised} · {at}
        </div>
        <Summary item={item} />
      </div>
    );
  const mine = item.by.kind === "agent" && item.by.id === live.session.agentId;
  const who =
    item.by.kind === "customer"
      ? (item.by.name ?? t.conversation.customer)
      : item.by.kind === "bot"
        ? t.conversation.assistant
        : mine
          ? t.conversation.you
          : (item.by.name ?? t.conversation.system);
  if (item.kind === "note")
    return (
      <div className="bubble note">
        <div className="by">
          <span className="chip">{t.conversation.note}</span> {who} · {at}
        </div>
        {item.text === null ? <p>{t.conversation.erased}</p> : <WrittenText text={item.text} />}
        {item.text === null ? null : <RemoveText conversationId={conversationId} seq={item.seq} />}
      </div>
    );
  const { analysis } = item;
  return (
    <div className={`bubble ${item.by.kind}`} id={`seq-${item.seq}`}>
      <div className="by">
        {who} · {at}
        {item.viaAssistant === true ? <span className="chip">{t.conversation.viaAssistant}</span> : null}
        {analysis?.sentiment ? <MoodFace mood={analysis.sentiment.score} label={t.mood[moodKind(analysis.sentiment.score)]} /> : null}
        {analysis?.intent && analysis.intent.name !== "none" && analysis.intent.confidence >= intentShownFrom ? (
          <span className="chip">{humanName(analysis.intent.name)}</span>
        ) : null}
        {(analysis?.priority ?? 0) >= 2 ? <span className="chip urgent">{t.priority[analysis?.priority ?? 0]}</span> : null}
      </div>
      {item.text === null ? (
        <p>{t.conversation.erased}</p>
      ) : item.text === "" ? null : item.by.kind === "customer" ? (
        <WrittenText text={item.text} />
      ) : (
        <RichText text={item.text} />
      )}
      <Files files={item.attachments} conversationId={conversationId} />
      {item.by.kind === "customer" && item.text !== null && item.text !== "" ? (
        <Translated conversationId={conversationId} seq={item.seq} language={analysis?.language ?? null} />
      ) : null}
      {item.text === null ? null : <RemoveText conversationId={conversationId} seq={item.seq} />}
      {item.citations.length === 0 ? null : (
        <ul className="citations">
          {item.citations.map((c) => (
            <li key={c.articleId}>{c.title}</li>
          ))}
        </ul>
      )}
    </div>
  );
});

const PendingItem = ({ p, conversationId }: { readonly p: Pending; readonly conversationId: string }): JSX.Element => {
  const { t } = useWords();
  const live = useLive();
  const online = useAgent((s) => s.link.phase === "online");
  return (
    <div className={`bubble ${p.kind === "note" ? "note" : "agent"} pending ${p.stage}`}>
      <div className="by">
        {t.conversation.you} ·{" "}
        {p.stage === "failed"
          ? t.conversation.notSent
          : p.failed !== null && online
            ? t.conversation.delayed
            : p.stage === "sent"
              ? t.conversation.sent
              : online
                ? t.conversation.sending
                : t.conversation.waits}
      </div>
      {p.text === "" ? null : <p dir="auto">{p.text}</p>}
      <Files files={p.attachments} conversationId={conversationId} />
      {p.failed === null ? null : (
        <p className="hint" role="alert" title={p.reason ?? undefined}>
          {t.conversation.whyNot[p.failed] ?? p.reason ?? p.failed}
        </p>
      )}
      {p.failed === null ? null : (
        <div className="pending-actions">
          <button type="button" onClick={() => live.agent.retry(p.clientId)}>
            {t.conversation.retry}
          </button>
          <button type="button" onClick={() => live.agent.discard(conversationId, p.clientId)}>
            {t.conversation.remove}
          </button>
        </div>
      )}
    </div>
  );
};

/** The words of an event that says all by its data. */
const eventWords = (locale: Locale, what: string, data: object): string | null => {
  const words: Readonly<Record<string, ((data: never) => string) | undefined>> = eventNotices[locale];
  return words[what]?.(data as never) ?? null;
};

const noticeWords = (t: Words, what: string, detail: string | null): string | null => {
  const c = t.conversation;
  const d = detail ?? "";
  switch (what) {
    case "started":
      return c.startedBy(d || "web");
    case "handoff":
      return c.handoff(d);
    case "assigned":
      return c.assigned(d);
    case "unassigned":
      return c.unassigned(d);
    case "offered":
      return c.offered(d);
    case "offerWithdrawn":
      return c.offerWithdrawn(d);
    case "alert":
      return c.alert(d);
    case "resolved":
      return c.nResolved;
    case "reopened":
      return c.nReopened;
    case "closed":
      return c.closed;
    case "rated":
      return c.rated(d);
    default:
      return workWords(t, what, d);
  }
};

const workWords = (t: Words, what: string, d: string): string | null => {
  const w = t.work.notice;
  switch (what) {
    case "labelled":
      return w.labelled(d);
    case "priorityChanged":
      return w.priority(t.priority[Number(d)] ?? d);
    case "valueChanged":
      return w.value(d);
    case "handoffExplained":
      return w.explained(d);
    case "snoozed":
      return w.snoozed;
    case "unsnoozed":
      return w.unsnoozed;
    case "holdChanged":
      return d === "on" ? t.work.held : t.work.unheld;
    case "blockChanged":
      return d === "on" ? w.blocked : w.unblocked;
    case "merged":
      return w.merged;
    case "absorbed":
      return w.absorbed;
    case "markedSpam":
      return w.spam;
    case "macroApplied":
      return w.macro(d);
    case "ruleApplied":
      return w.rule(d);
    case "slaWarned":
      return w.slaWarned(humanName(d));
    case "slaBreached":
      return w.slaBreached(humanName(d));
    case "joined":
      return w.joined(d);
    case "left":
      return w.left(d);
    case "returnedToAssistant":
      return w.returned;
    case "callBackRequested":
      return w.callBack(d);
    case "taskEnded":
      return w.task(humanName(d));
    case "customerVerified":
      return w.verified;
    default:
      return null;
  }
};
