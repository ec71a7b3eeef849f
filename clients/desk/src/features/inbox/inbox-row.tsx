import { memo, useCallback, type JSX } from "react";
import { plainText } from "@conversationgrid/sdk/markdown";
import { humanName } from "@conversationgrid/sdk/wire-shapes";
import type { Summary } from "@conversationgrid/sdk/grid/protocol";
import { unreadOf } from "@conversationgrid/sdk/open-thread";
import { useAgent } from "../../grid/live";
import { go } from "../../grid/ui";
import { MoodFace, moodKind } from "../../kit/mood";
import { Countdown } from "../../kit/countdown";
import { clock, timeOf } from "../../kit/time";
import { placeAt } from "../../kit/virtual-rows";
import { useWords } from "../../words/words";

type RowProps = {
  readonly row: Summary;
  readonly top: number;
  readonly now: number;
  readonly selected: boolean;
  readonly index: number;
  readonly total: number;
};

const Row = ({ row, top, now, selected, index, total }: RowProps): JSX.Element => {
  const { t, locale } = useWords();
  const place = useCallback(placeAt(top), [top]);
  const unread = useAgent((s) => {
    const open = s.open.get(row.conversationId);
    return open === undefined ? 0 : unreadOf(open);
  });
  const name = row.customerName ?? `${t.inbox.customer} ${row.conversationId.slice(0, 5)}`;
  const state = row.state === null ? null : (t.state[row.state] ?? row.state);
  const waits = row.waitingSince !== null && row.state !== "assigned" ? now - Date.parse(row.waitingSince) : null;
  const open = () => go({ page: "inbox", selected: row.conversationId });
  return (
    <div className="row" role="listitem" ref={place} aria-setsize={total} aria-posinset={index + 1}>
      <button type="button" className={selected ? "selected" : ""} aria-current={selected} onClick={open}>
        <MoodFace mood={row.mood} label={t.mood[moodKind(row.mood)]} />
        <span className="row-main">
          <span className="row-top">
            <strong>{name}</strong>
            {unread > 0 && !selected ? (
              <span className="badge still" title={t.inbox.unread(unread)}>
                {unread}
                <span className="hidden"> {t.inbox.unread(unread)}</span>
              </span>
            ) : null}
            <time>{row.updatedAt === null ? "" : timeOf(row.updatedAt, locale, now)}</time>
          </span>
          <span className="row-text">{plainText(row.question ?? row.lastText ?? row.subject ?? humanName(row.intent ?? "–"))}</span>
          <span className="row-chips">
            {state === null ? null : <span className={`chip state-${row.state ?? ""}`}>{state}</span>}
            {row.priority >= 2 ? <span className="chip urgent">{t.priority[row.priority] ?? row.priority}</span> : null}
            {(row.value ?? 0) > 0 ? (
              <span className="chip valued" title={t.value[row.value ?? 0]}>
                {"★".repeat(row.value ?? 0)}
                <span className="hidden"> {t.value[row.value ?? 0]}</span>
              </span>
            ) : null}
            {row.queue === null ? null : <span className="chip">{row.queue}</span>}
            {waits === null ? null : <span className="chip">{t.inbox.waited(clock(waits))}</span>}
            {row.dueAt === null ? null : <Countdown dueAt={row.dueAt} now={now} label={t.tools.due} />}
            {row.labels.map((l) => (
              <span key={l} className="chip label">
                {l}
              </span>
            ))}
          </span>
        </span>
      </button>
    </div>
  );
};

/** Rows are many and change one at a time: one that did not change is not drawn again. The clock matters to those that wait. */
export const InboxRow = memo(
  Row,
  (a, b) =>
    a.row === b.row &&
    a.top === b.top &&
    a.selected === b.selected &&
    a.index === b.index &&
    a.total === b.total &&
    (a.row.dueAt === null && (a.row.waitingSince === null || a.row.state === "assigned")
      ? Math.floor(a.now / 60_000) === Math.floor(b.now / 60_000)
      : a.now === b.now),
);
