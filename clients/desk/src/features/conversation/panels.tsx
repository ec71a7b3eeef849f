import { useEffect, useState, type FormEvent, type JSX } from "react";
import { newId } from "@conversationgrid/sdk/grid/ids";
import type { MacroSummary } from "@conversationgrid/sdk/grid/protocol";
import { errorText, useLive, useOpen } from "../../grid/live";
import { useUi } from "../../grid/ui";
import { Modal } from "../../kit/modal";
import { useWords } from "../../words/words";
import { act } from "./actions";

type PanelProps = { readonly conversationId: string };
const close = (): void => useUi.getState().set({ panel: null });

/** When a conversation comes back: a few usual times, or any. */
export const SnoozePanel = ({ conversationId }: PanelProps): JSX.Element => {
  const { t, locale } = useWords();
  const live = useLive();
  const shown = new Intl.DateTimeFormat(locale, { weekday: "short", hour: "numeric", minute: "2-digit" });
  const until = (at: Date) => {
    close();
    void act(
      () => live.agent.act("Snooze", conversationId, { until: at.toISOString() }),
      t,
      t.work.snoozed(shown.format(at)),
      () => live.agent.act("Unsnooze", conversationId),
    );
  };
  const custom = (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const at = new Date(String(new FormData(e.currentTarget).get("at") ?? ""));
    if (!Number.isNaN(at.getTime()) && at.getTime() > Date.now()) until(at);
  };
  return (
    <Modal title={t.work.snooze} onClose={close}>
      <h2>{t.work.snooze}</h2>
      <ul className="plain-list choices">
        {times(new Date()).map(([name, at]) => (
          <li key={name}>
            <button type="button" onClick={() => until(at)}>
              <span>{t.work.times[name]}</span> <span className="hint">{shown.format(at)}</span>
            </button>
          </li>
        ))}
      </ul>
      <form className="form" onSubmit={custom}>
        <label>
          {t.work.at}
          <input type="datetime-local" name="at" required />
        </label>
        <div className="form-end">
          <button type="button" onClick={close}>
            {t.transfer.cancel}
          </button>
          <button type="submit" className="primary">
            {t.work.snooze}
          </button>
        </div>
      </form>
    </Modal>
  );
};

const morningHour = 9;
type TimeName = "hour" | "tomorrow" | "monday";

const times = (now: Date): readonly (readonly [TimeName, Date])[] => {
  const morning = (days: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, morningHour);
  return [
    ["hour", new Date(now.getTime() + 3_600_000)],
    ["tomorrow", morning(1)],
    ["monday", morning((8 - now.getDay()) % 7 || 7)],
  ];
};

/** Labels as words with a press to take each away, and a line to add more. */
export const LabelsPanel = ({ conversationId }: PanelProps): JSX.Element => {
  const { t } = useWords();
  const live = useLive();
  const labels = useOpen(conversationId)?.thread.workflow.labels ?? [];
  const label = (change: { add?: readonly string[]; remove?: readonly string[] }) => act(() => live.agent.act("Label", conversationId, change), t, null);
  const add = (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const words = String(new FormData(e.currentTarget).get("labels") ?? "")
      .split(",")
      .map((l) => l.trim())
      .filter((l) => l !== "");
    e.currentTarget.reset();
    if (words.length > 0) void label({ add: words });
  };
  return (
    <Modal title={t.work.labels} onClose={close}>
      <form className="form" onSubmit={add}>
        <h2>{t.work.labels}</h2>
        <p className="row-chips wrap">
          {labels.map((l) => (
            <button key={l} type="button" className="chip label" aria-label={t.work.removeLabel(l)} onClick={() => void label({ remove: [l] })}>
              {l} ×
            </button>
          ))}
        </p>
        <label>
          {t.work.addLabels}
          <input name="labels" autoFocus maxLength={200} />
        </label>
        <div className="form-end">
          <button type="button" onClick={close}>
            {t.settings.close}
          </button>
          <button type="submit" className="primary">
            {t.work.add}
          </button>
        </div>
      </form>
    </Modal>
  );
};

/** What the workspace prepared: found by typing, run by Enter. */
export const MacrosPanel = ({ conversationId }: PanelProps): JSX.Element => {
  const { t, locale } = useWords();
  const live = useLive();
  const [macros, setMacros] = useState<readonly MacroSummary[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [find, setFind] = useState("");
  const [at, setAt] = useState(0);
  useEffect(() => {
    live.agent.macros(conversationId).then(setMacros, (thrown: unknown) => setProblem(t.conversation.failed(errorText(thrown))));
  }, [live, conversationId, t]);
  const found = (macros ?? []).filter((m) => m.name.toLowerCase().includes(find.trim().toLowerCase()));
  const run = (m: MacroSummary | undefined) => {
    if (m === undefined) return;
    close();
    void act(() => live.agent.act("Macro", conversationId, { macroId: m.macroId, clientId: newId() }), t, t.work.ran(m.name));
  };
  return (
    <Modal title={t.work.macros} onClose={close} className="palette">
      <input
        autoFocus
        role="combobox"
        aria-expanded="true"
        aria-controls="macro-list"
        aria-activedescendant={found[at] ? `macro-${at}` : undefined}
        aria-label={t.work.macros}
        placeholder={t.work.findMacro}
        value={find}
        onChange={(e) => {
          setFind(e.target.value);
          setAt(0);
        }}
        onKeyDown={(e) => {
          if (e.key === "Enter") run(found[at]);
          if (e.key === "ArrowDown" || e.key === "ArrowUp") {
            e.preventDefault();
            setAt((found.length + at + (e.key === "ArrowDown" ? 1 : -1)) % Math.max(1, found.length));
          }
        }}
      />
      <ul id="macro-list" role="listbox" aria-label={t.work.macros}>
        {found.map((m, i) => (
          <li key={m.macroId} id={`macro-${i}`} role="option" aria-selected={i === at} onClick={() => run(m)}>
            <span>
              <strong>{m.name}</strong> {textOf(m, locale)}
            </span>
            <span className="hint">{m.actions?.join(", ")}</span>
          </li>
        ))}
      </ul>
      {problem !== null ? (
        <p className="problem" role="alert">
          {problem}
        </p>
      ) : macros !== null && found.length === 0 ? (
        <p className="empty">{macros.length === 0 ? t.work.noMacros : t.palette.none}</p>
      ) : null}
    </Modal>
  );
};

const textOf = (m: MacroSummary, locale: string): string => (m.texts?.find((x) => x.language === locale) ?? m.texts?.[0])?.text ?? "";

/** A supervisor's word that only the agent hears. */
export const WhisperPanel = ({ conversationId }: PanelProps): JSX.Element => {
  const { t } = useWords();
  const { supervisor } = useLive();
  const submit = (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const text = String(new FormData(e.currentTarget).get("text") ?? "").trim();
    if (text === "" || supervisor === null) return;
    close();
    void act(() => supervisor.act("Whisper", conversationId, { clientId: newId(), text }), t, t.work.whispered);
  };
  return (
    <Modal title={t.work.whisper} onClose={close}>
      <form className="form" onSubmit={submit}>
        <h2>{t.work.whisper}</h2>
        <label>
          {t.work.whisperHint}
          <textarea name="text" rows={3} required autoFocus />
        </label>
        <div className="form-end">
          <button type="button" onClick={close}>
            {t.transfer.cancel}
          </button>
          <button type="submit" className="primary">
            {t.work.whisper}
          </button>
        </div>
      </form>
    </Modal>
  );
};
