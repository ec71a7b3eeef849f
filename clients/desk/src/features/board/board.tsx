import { lazy, Suspense, type JSX } from "react";
import type { Board as BoardPicture, BoardAgent, BoardQueue } from "@conversationgrid/sdk/board";
import type { SupervisorClient } from "@conversationgrid/sdk/supervisor-client";
import { useLive, useObservable } from "../../grid/live";
import { go, useUi } from "../../grid/ui";
import { WallIcon } from "../../kit/icons";
import { MoodFace, moodKind } from "../../kit/mood";
import { clock, useNow } from "../../kit/time";
import { useWords } from "../../words/words";
import { Attention } from "./attention";

const Charts = lazy(async () => ({ default: (await import("./charts")).Charts }));
const staleAfterMs = 10_000;

export const Board = (): JSX.Element => {
  const { t } = useWords();
  const { supervisor } = useLive();
  return supervisor === null ? (
    <section className="board" id="conversation" tabIndex={-1}>
      <p className="empty">{t.board.forbidden}</p>
    </section>
  ) : (
    <Picture supervisor={supervisor} />
  );
};

const Picture = ({ supervisor }: { readonly supervisor: SupervisorClient }): JSX.Element => {
  const { t } = useWords();
  const wall = useUi((s) => s.wall);
  const board = useObservable(supervisor.state, (s) => s.board);
  const history = useObservable(supervisor.state, (s) => s.history);
  const online = useObservable(supervisor.state, (s) => s.link.phase === "online");
  const now = useNow();
  const age = board === null ? 0 : Math.max(0, now - board.at);
  const stale = board !== null && !online && age > staleAfterMs;
  return (
    <section aria-label={t.board.title} className={`board ${wall ? "wall" : ""}`} id="conversation" tabIndex={-1}>
      <div className="board-head">
        <h1>{t.board.title}</h1>
        <p className={stale ? "stale" : "hint"} role={stale ? "alert" : undefined}>
          {board === null ? t.board.noData : stale ? t.board.stale : t.board.updated(Math.floor(age / 1000))}
        </p>
        <button type="button" onClick={() => go({ page: "board", wall: !wall })}>
          <WallIcon /> {wall ? t.board.leaveWall : t.board.wall}
        </button>
      </div>
      {board === null ? null : (
        <>
          <Figures board={board} age={age} />
          <div className="board-grid">
            <Queues queues={board.queues} age={age} />
            <Agents agents={board.agents} />
            <Attention now={now} />
            <Suspense
              fallback={
                <section className="card chart-card">
                  <div className="chart" />
                </section>
              }
            >
              <Charts history={history} />
            </Suspense>
          </div>
        </>
      )}
    </section>
  );
};

const percent = (x: number | null): string => (x === null ? "–" : `${Math.round(x * 100)} %`);

const Figures = ({ board, age }: { readonly board: BoardPicture; readonly age: number }): JSX.Element => {
  const { t } = useWords();
  const waiting = board.inFlight.waiting ?? board.queues.reduce((n, q) => n + q.waiting, 0);
  const longest = board.queues.reduce<number | null>(
    (most, q) => (q.waiting > 0 && q.longestWaitMs !== null && q.longestWaitMs > (most ?? -1) ? q.longestWaitMs : most),
    null,
  );
  const parts = [
    board.inFlight.bot === null ? null : `${board.inFlight.bot} ${t.board.bot}`,
    board.inFlight.assigned === null ? null : `${board.inFlight.assigned} ${t.board.withAgents}`,
  ]
    .filter((x) => x !== null)
    .join(", ");
  const total = board.inFlight.total ?? sum(board.inFlight.bot, waiting, board.inFlight.assigned);
  const h = t.board.help;
  return (
    <div className="figures">
      <Figure
        label={t.board.waiting}
        help={h.waiting}
        value={String(waiting)}
        tone={waiting > 0 ? "warn" : "good"}
        onOpen={() => go({ page: "inbox", view: "waiting", selected: null, find: "" })}
      />
      <Figure
        label={t.board.longest}
        help={h.longest}
        value={longest === null ? "–" : clock(longest + age)}
        tone={(longest ?? 0) > 120_000 ? "bad" : "plain"}
        detail={board.medianWaitMs === null ? "" : t.board.median(clock(board.medianWaitMs))}
      />
      <Figure
        label={t.board.inFlight}
        help={h.inFlight}
        value={total === null ? "–" : String(total)}
        detail={parts}
        onOpen={() => go({ page: "inbox", view: "all", selected: null, find: "" })}
      />
      <Figure
        label={t.board.serviceLevel}
        help={h.serviceLevel}
        value={percent(board.serviceLevel)}
        tone={board.serviceLevel === null ? "plain" : board.serviceLevel >= 0.8 ? "good" : "bad"}
      />
      <Figure
        label={t.board.automation}
        help={h.automation}
        value={percent(board.automation)}
        detail={board.startedToday === null ? "" : t.board.today(board.startedToday)}
      />
      <Figure
        label={t.board.mood}
        help={h.mood}
        value={board.mood === null ? "–" : String(Math.round(board.mood * 100))}
        face={board.mood}
        detail={
          board.unhappy !== null
            ? t.board.unhappy(board.unhappy)
            : board.moods === null
              ? ""
              : `+${board.moods.positive}  ±${board.moods.neutral}  −${board.moods.negative}`
        }
      />
    </div>
  );
};

const sum = (...xs: readonly (number | null)[]): number | null => (xs.every((x) => x === null) ? null : xs.reduce<number>((a, b) => a + (b ?? 0), 0));

const Figure = ({
  label,
  help,
  value,
  detail = "",
  tone = "plain",
  face,
  onOpen,
}: {
  readonly label: string;
  readonly help: string;
  readonly value: string;
  readonly detail?: string;
  readonly tone?: string;
  readonly face?: number | null;
  readonly onOpen?: () => void;
}): JSX.Element => {
  const { t } = useWords();
  const inside = (
    <>
      <span className="figure-label">{label}</span>
      <span className={`figure-value ${tone}`}>
        {face === undefined ? null : <MoodFace mood={face} label={t.mood[moodKind(face)]} />}
        {value}
      </span>
      <span className="figure-detail">{detail}</span>
    </>
  );
  return onOpen === undefined ? (
    <div className="card figure" title={help}>
      {inside}
    </div>
  ) : (
    <button type="button" className="card figure" title={help} onClick={onOpen}>
      {inside}
    </button>
  );
};

const Queues = ({ queues, age }: { readonly queues: readonly BoardQueue[]; readonly age: number }): JSX.Element => {
  const { t } = useWords();
  return (
    <section className="card">
      <h2>{t.board.queues}</h2>
      {queues.length === 0 ? (
        <p className="hint">{t.board.noQueues}</p>
      ) : (
        <div className="scroll-x" tabIndex={0} role="group" aria-label={t.board.queues}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t.board.queue}</th>
                <th scope="col" className="num">
                  {t.board.waiting}
                </th>
                <th scope="col" className="num">
                  {t.board.longest}
                </th>
                <th scope="col" className="num">
                  {t.board.serviceLevel}
                </th>
              </tr>
            </thead>
            <tbody>
              {queues.map((q) => (
                <tr key={q.id}>
                  <th scope="row">
                    <button type="button" className="link" onClick={() => go({ page: "inbox", view: "waiting", selected: null, find: q.id })}>
                      {q.name}
                    </button>
                  </th>
                  <td className="num">{q.waiting}</td>
                  <td className="num">{q.longestWaitMs === null || q.waiting === 0 ? "–" : clock(q.longestWaitMs + age)}</td>
                  <td className="num">{percent(q.serviceLevel)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
};

const order = ["online", "away", "offline"];

const Agents = ({ agents }: { readonly agents: readonly BoardAgent[] }): JSX.Element => {
  const { t } = useWords();
  const sorted = [...agents].sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status) || a.name.localeCompare(b.name));
  return (
    <section className="card">
      <h2>{t.board.agents}</h2>
      {sorted.length === 0 ? (
        <p className="hint">{t.board.noAgents}</p>
      ) : (
        <div className="scroll-x" tabIndex={0} role="group" aria-label={t.board.agents}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t.board.agent}</th>
                <th scope="col">{t.board.status}</th>
                <th scope="col">{t.board.load}</th>
              </tr>
            </thead>
            <tbody>
              {sorted.map((a) => (
                <tr key={a.id}>
                  <th scope="row">
                    <button type="button" className="link" onClick={() => go({ page: "inbox", view: "all", selected: null, find: a.name })}>
                      {a.name}
                    </button>
                  </th>
                  <td>
                    <span className={`presence ${a.status}`}>{statusWord(t.presence, a.status)}</span>
                  </td>
                  <td>
                    {a.capacity === null || a.capacity === 0 ? (
                      "–"
                    ) : (
                      <span className="load">
                        <progress max={Math.max(1, a.capacity)} value={a.load} aria-label={t.presence.load(a.load, a.capacity)} /> {a.load}/{a.capacity}
                      </span>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
};

const statusWord = (words: { readonly online: string; readonly away: string; readonly offline: string }, status: string): string =>
  status === "online" || status === "away" || status === "offline" ? words[status] : status;
