import { useEffect, useMemo, type JSX } from "react";
import type { Summary } from "@conversationgrid/sdk/grid/protocol";
import { wantsAttention } from "@conversationgrid/sdk/attention";
import { plainText } from "@conversationgrid/sdk/markdown";
import { humanName } from "@conversationgrid/sdk/wire-shapes";
import { fetchConversations, useAgent, useLive } from "../../grid/live";
import { go } from "../../grid/ui";
import { MoodFace, moodKind } from "../../kit/mood";
import { clock } from "../../kit/time";
import { useWords } from "../../words/words";

const shownMax = 6;
const openStates = ["waiting", "offered", "assigned", "bot"];

/** The conversations that a supervisor would look into first; one press watches. */
export const Attention = ({ now }: { readonly now: number }): JSX.Element => {
  const { t } = useWords();
  const live = useLive();
  const byId = useAgent((s) => s.inbox.byId);
  const online = useAgent((s) => s.link.phase === "online");
  useEffect(() => {
    // What is open already; what changes from now on is pushed.
    if (online) for (const state of openStates) void fetchConversations(live, { state, limit: "100" }).catch(() => null);
  }, [live, online]);
  const rows = useMemo(() => wantsAttention(byId.values(), now, shownMax), [byId, Math.floor(now / 5_000)]);
  return (
    <section className="card attention">
      <h2>{t.board.attention}</h2>
      {rows.length === 0 ? (
        <p className="hint">{t.board.calm}</p>
      ) : (
        <ul className="plain-list">
          {rows.map((x) => (
            <li key={x.conversationId}>
              <Row row={x} now={now} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};

const Row = ({ row, now }: { readonly row: Summary; readonly now: number }): JSX.Element => {
  const { t } = useWords();
  const waits = row.waitingSince !== null && row.state !== "assigned" ? now - Date.parse(row.waitingSince) : null;
  return (
    <button
      type="button"
      className="attention-row"
      data-conversation={row.conversationId}
      onClick={() => go({ page: "inbox", view: "all", selected: row.conversationId })}
    >
      <MoodFace mood={row.mood} label={t.mood[moodKind(row.mood)]} />
      <span className="grow">
        <strong>{row.customerName ?? `${t.inbox.customer} ${row.conversationId.slice(0, 5)}`}</strong>{" "}
        <span className="row-text">{plainText(row.question ?? row.lastText ?? humanName(row.intent ?? ""))}</span>
      </span>
      {waits === null ? (
        <span className={`chip state-${row.state ?? ""}`}>{row.agentName ?? t.state[row.state ?? ""] ?? ""}</span>
      ) : (
        <span className="chip state-waiting">{t.inbox.waited(clock(waits))}</span>
      )}
    </button>
  );
};
