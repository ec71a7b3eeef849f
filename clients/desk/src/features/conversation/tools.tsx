import { useCallback, useEffect, useRef, useState, type JSX } from "react";
import type { RoutingChoice, SuggestAnswer, SuggestedAction, SuggestedReply } from "@conversationgrid/sdk/grid/protocol";
import { humanName } from "@conversationgrid/sdk/wire-shapes";
import { fetchRouting, useAgent, useLive, useOpen } from "../../grid/live";
import { useUi } from "../../grid/ui";
import { CloseIcon } from "../../kit/icons";
import { MoodLine } from "../../kit/mood";
import { timeOf } from "../../kit/time";
import { useWords } from "../../words/words";
import { Privacy } from "./privacy";
import { Summary } from "./summary";

/** Beside the conversation: facts, mood over time, what the assistant would say. */
export const Tools = ({ conversationId, shown }: { readonly conversationId: string; readonly shown: boolean }): JSX.Element => {
  const { t } = useWords();
  const set = useUi((s) => s.set);
  return (
    <aside className={`tools ${shown ? "shown" : ""}`} aria-label={t.tools.title}>
      <button type="button" className="plain tools-close" aria-label={t.conversation.closeTools} onClick={() => set({ tools: false })}>
        <CloseIcon />
      </button>
      <Suggestions conversationId={conversationId} />
      <Mood conversationId={conversationId} />
      <Facts conversationId={conversationId} />
      <Routing conversationId={conversationId} />
      <Privacy conversationId={conversationId} />
    </aside>
  );
};

const Facts = ({ conversationId }: { readonly conversationId: string }): JSX.Element => {
  const { t } = useWords();
  const s = useAgent((x) => x.inbox.byId.get(conversationId) ?? null);
  const open = useOpen(conversationId);
  const last = open?.thread.items.findLast((i) => i.kind === "message" && i.analysis !== null);
  const analysis = last?.kind === "message" ? last.analysis : null;
  const summary = open?.thread.items.findLast((i) => i.kind === "summary");
  const percent = (x: number) => `${Math.round(x * 100)} %`;
  const rows: readonly (readonly [string, string | null | undefined])[] = [
    [t.tools.customer, s?.customerName ?? s?.customerId?.slice(0, 8)],
    [t.tools.agent, s?.agentName ?? open?.thread.assignee?.name],
    [t.tools.queue, s?.queue ?? open?.thread.queue],
    [t.tools.channel, s?.channel],
    [t.tools.language, s?.language ?? analysis?.language],
    [
      t.tools.intent,
      analysis?.intent ? `${humanName(analysis.intent.name)} (${t.tools.sure(percent(analysis.intent.confidence))})` : humanName(s?.intent ?? ""),
    ],
    [t.tools.emotion, t.emotion[analysis?.emotion ?? ""] ?? analysis?.emotion],
    [t.tools.priority, t.priority[s?.priority ?? analysis?.priority ?? -1]],
    [t.tools.value, (s?.value ?? 0) > 0 ? t.value[s?.value ?? 0] : null],
    [t.tools.why, analysis?.reasons?.join(", ")],
    ...Object.entries(open?.thread.workflow.fields ?? {}),
  ];
  return (
    <section>
      <h2>{t.tools.facts}</h2>
      <dl>
        {rows
          .filter(([, v]) => v !== null && v !== undefined && v !== "")
          .map(([k, v]) => (
            <div key={k}>
              <dt>{k}</dt>
              <dd>{v}</dd>
            </div>
          ))}
      </dl>
      {summary?.kind === "summary" ? (
        <>
          <h3>{t.tools.summary}</h3>
          <Summary item={summary} />
        </>
      ) : null}
    </section>
  );
};

/** Why the offers of this conversation went to whom: asked for when somebody wants to know. */
const Routing = ({ conversationId }: { readonly conversationId: string }): JSX.Element => {
  const { t, locale } = useWords();
  const live = useLive();
  const [choices, setChoices] = useState<readonly RoutingChoice[] | null>(null);
  const ask = (opened: boolean) => {
    if (opened) fetchRouting(live, conversationId).then(setChoices, () => setChoices([]));
  };
  return (
    <section>
      <details onToggle={(e) => ask(e.currentTarget.open)}>
        <summary>{t.tools.routing}</summary>
        {choices === null ? null : choices.length === 0 ? (
          <p className="hint">{t.tools.noRouting}</p>
        ) : (
          <ul className="plain-list">
            {choices.map((c) => (
              <li key={c.offerId}>
                <strong>{c.name}</strong>{" "}
                <span className="hint">
                  {c.queue}, {timeOf(c.at, locale, Date.now())}
                </span>
                <br />
                {c.reason}
              </li>
            ))}
          </ul>
        )}
      </details>
    </section>
  );
};

const Mood = ({ conversationId }: { readonly conversationId: string }): JSX.Element | null => {
  const { t } = useWords();
  const mood = useOpen(conversationId)?.thread.mood ?? [];
  if (mood.length === 0) return null;
  return (
    <section>
      <h2>{t.mood.over}</h2>
      <MoodLine points={mood.map((m) => m.score)} label={`${t.mood.over}: ${mood.map((m) => Math.round(m.score * 100)).join(", ")}`} />
    </section>
  );
};

const actionText = (a: SuggestedAction, words: Readonly<Record<string, string>>): string =>
  typeof a === "string" ? a : (words[a.action ?? ""] ?? a.reason ?? a.title ?? a.text ?? a.name ?? a.action ?? "");

const Suggestions = ({ conversationId }: { readonly conversationId: string }): JSX.Element => {
  const { t } = useWords();
  const live = useLive();
  const open = useOpen(conversationId);
  const draft = useUi((s) => s.draft);
  const mine = open?.thread.state === "assigned" && open.thread.assignee?.id === live.session.agentId;
  const lastCustomer = open?.thread.items.findLast((i) => i.kind === "message" && i.by.kind === "customer")?.seq ?? 0;
  const [answer, setAnswer] = useState<SuggestAnswer | null>(null);
  const [failed, setFailed] = useState(false);
  const asked = useRef(0);
  const ask = useCallback(async () => {
    const mineNow = ++asked.current;
    try {
      const got = await live.agent.suggest(conversationId);
      if (mineNow === asked.current) {
        setAnswer(got);
        setFailed(false);
      }
    } catch {
      if (mineNow === asked.current) setFailed(true);
    }
  }, [live, conversationId]);
  useEffect(() => {
    if (!mine) return undefined;
    const timer = setTimeout(() => void ask(), 250);
    return () => clearTimeout(timer);
  }, [mine, lastCustomer, ask]);
  const insert = (text: string) => {
    draft(conversationId, { text, kind: "post", since: useUi.getState().drafts.get(conversationId)?.since ?? open?.thread.seq ?? 0 });
    window.dispatchEvent(new CustomEvent("cg-compose", { detail: "post" }));
  };
  // What the model wrote comes behind the rest, and only counts while it answers what was said last.
  const written = open?.written?.replyTo === lastCustomer ? open.written : null;
  const replies = written === null ? (answer?.replies ?? []) : [...(answer?.replies ?? []), written];
  const sourceOf = (r: SuggestedReply): string | null | undefined =>
    r.source?.startsWith("model:")
      ? t.tools.fromModel((r.citations ?? []).map((c) => c.title).join(", "))
      : r.source?.startsWith("conversation:")
        ? t.tools.fromSolved
        : r.source;
  return (
    <section>
      <div className="section-head">
        <h2>{t.tools.suggestions}</h2>
        {mine ? (
          <button type="button" className="plain small" onClick={() => void ask()}>
            {t.tools.refresh}
          </button>
        ) : null}
      </div>
      {!mine ? <p className="hint">{t.tools.notAssigned}</p> : failed ? <p className="hint">{t.tools.failed}</p> : null}
      {mine && !failed && answer !== null && replies.length === 0 ? <p className="hint">{t.tools.none}</p> : null}
      {mine
        ? replies.map((r, i) => (
            <div className="suggestion" key={`${i}${r.text}`}>
              <p dir="auto">{r.text}</p>
              <div>
                <span className="hint">
                  {[sourceOf(r), typeof r.confidence === "number" ? t.tools.sure(`${Math.round(r.confidence * 100)} %`) : null].filter(Boolean).join(" · ")}
                </span>
                <button type="button" onClick={() => insert(r.text)}>
                  {t.tools.insert}
                </button>
              </div>
            </div>
          ))
        : null}
      {mine && (answer?.articles?.length ?? 0) > 0 ? (
        <>
          <h3>{t.tools.articles}</h3>
          <ul className="plain-list">
            {answer?.articles?.map((a) => (
              <li key={a.articleId}>
                <details>
                  <summary>{a.title}</summary>
                  <p>{a.snippet}</p>
                </details>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {mine && (answer?.nextActions?.length ?? 0) > 0 ? (
        <>
          <h3>{t.tools.actions}</h3>
          <ul className="plain-list">
            {answer?.nextActions?.map((a) => (
              <li key={actionText(a, t.tools.action)}>{actionText(a, t.tools.action)}</li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  );
};
