import { useEffect, type JSX } from "react";
import { useAgent, useConversationState, useLive, useOpen } from "../../grid/live";
import { humanName } from "@conversationgrid/sdk/wire-shapes";
import { nextDue } from "@conversationgrid/sdk/workflow";
import { go, usePick, useUi } from "../../grid/ui";
import { BackIcon, InfoIcon } from "../../kit/icons";
import { Countdown } from "../../kit/countdown";
import { MoodFace, moodKind } from "../../kit/mood";
import { useNow } from "../../kit/time";
import { useWords } from "../../words/words";
import { act, reopenConversation, resolveConversation, takeOver } from "./actions";
import { Composer } from "./composer";
import { ThreadView } from "./thread-view";
import { Tools } from "./tools";

export const Conversation = ({ conversationId }: { readonly conversationId: string | null }): JSX.Element => {
  const { t } = useWords();
  if (conversationId === null) {
    return (
      <section className="conversation none" id="conversation" tabIndex={-1} aria-label={t.conversation.log}>
        <div>
          <h2>{t.conversation.none}</h2>
          <p>{t.conversation.noneHint}</p>
        </div>
      </section>
    );
  }
  return <Opened key={conversationId} conversationId={conversationId} />;
};

const Opened = ({ conversationId }: { readonly conversationId: string }): JSX.Element => {
  const { t } = useWords();
  const live = useLive();
  const tools = useUi((s) => s.tools);
  const open = useOpen(conversationId);
  useEffect(() => {
    live.agent.open(conversationId);
    return () => live.agent.leave(conversationId);
  }, [live, conversationId]);
  if (open?.refused) {
    return (
      <section className="conversation none" id="conversation" tabIndex={-1} aria-label={t.conversation.log}>
        <div>
          <h2>{t.conversation.refused}</h2>
          <button type="button" className="primary" onClick={() => go({ selected: null })}>
            {t.conversation.back}
          </button>
        </div>
      </section>
    );
  }
  return (
    <>
      <section className="conversation" id="conversation" tabIndex={-1} aria-label={t.conversation.log}>
        <Header conversationId={conversationId} />
        {open === null ? <p className="empty">{t.inbox.loading}</p> : <ThreadView open={open} conversationId={conversationId} />}
        <div role="status">{open?.ended == null ? null : <p className="ended">{t.conversation.ended[open.ended]}</p>}</div>
        {open === null ? null : <Composer conversationId={conversationId} open={open} />}
      </section>
      <Tools conversationId={conversationId} shown={tools} />
    </>
  );
};

const Header = ({ conversationId }: { readonly conversationId: string }): JSX.Element => {
  const { t } = useWords();
  const live = useLive();
  const { set, tools, workflow } = usePick("set", "tools", "workflow");
  const summary = useAgent((s) => s.inbox.byId.get(conversationId) ?? null);
  const online = useAgent((s) => s.link.phase === "online");
  const state = useConversationState(conversationId);
  const mine = useAgent((s) => s.open.get(conversationId)?.thread.assignee?.id) === live.session.agentId;
  const done = state === "resolved" || state === "closed";
  const mood = summary?.mood ?? null;
  return (
    <header className="conversation-head">
      <button type="button" className="plain back" aria-label={t.conversation.back} onClick={() => go({ selected: null })}>
        <BackIcon />
      </button>
      <MoodFace mood={mood} label={t.mood[moodKind(mood)]} />
      <div className="grow">
        <h2>{summary?.customerName ?? `${t.inbox.customer} ${conversationId.slice(0, 5)}`}</h2>
        <p className="row-chips">
          {state === null ? null : <span className={`chip state-${state}`}>{t.state[state] ?? state}</span>}
          {summary?.queue ? <span className="chip">{summary.queue}</span> : null}
          {summary?.agentName && state === "assigned" ? <span className="chip">{summary.agentName}</span> : null}
          <Workings conversationId={conversationId} />
        </p>
      </div>
      {done ? (
        <button type="button" disabled={!online} onClick={() => void reopenConversation(live, conversationId, t)}>
          {t.conversation.reopen}
        </button>
      ) : (
        <>
          {live.supervisor !== null && workflow && !mine ? (
            <button type="button" disabled={!online} onClick={() => void takeOver(live, conversationId, t)}>
              {t.work.takeOver}
            </button>
          ) : null}
          {state === "snoozed" ? (
            <button type="button" disabled={!online} onClick={() => void act(() => live.agent.act("Unsnooze", conversationId), t, t.work.awake)}>
              {t.work.unsnooze}
            </button>
          ) : null}
          <button type="button" disabled={!online} onClick={() => set({ panel: "transfer" })}>
            {t.conversation.transfer}
          </button>
          <button type="button" className="primary" disabled={!online} onClick={() => void resolveConversation(live, conversationId, t)}>
            {t.conversation.resolve}
          </button>
        </>
      )}
      <button
        type="button"
        className="plain tools-toggle"
        aria-expanded={tools}
        aria-label={tools ? t.conversation.closeTools : t.conversation.showTools}
        onClick={() => set({ tools: !tools })}
      >
        <InfoIcon />
      </button>
    </header>
  );
};

/** The service level's countdown, labels, hold, and colleagues who look at it too. */
const Workings = ({ conversationId }: { readonly conversationId: string }): JSX.Element | null => {
  const { t } = useWords();
  const now = useNow();
  const open = useOpen(conversationId);
  if (open === null) return null;
  const { workflow } = open.thread;
  const due = nextDue(workflow.clocks);
  const names = [...new Set(open.viewers.map((v) => v.name ?? v.id))];
  return (
    <>
      {due === null ? null : <Countdown dueAt={due.dueAt} now={now} label={`${t.tools.due}: ${humanName(due.metric)}`} />}
      {workflow.onHold ? <span className="chip">{t.work.onHold}</span> : null}
      {workflow.blocked ? <span className="chip urgent">{t.work.blocked}</span> : null}
      {workflow.labels.map((l) => (
        <span key={l} className="chip label">
          {l}
        </span>
      ))}
      <span role="status">{names.length === 0 ? null : <span className="chip viewers">{t.work.alsoHere(names.join(", "))}</span>}</span>
    </>
  );
};
