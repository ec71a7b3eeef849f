import { useEffect, useId, useMemo, useState, type FormEvent, type JSX, type KeyboardEvent } from "react";
import type { TransferTargets } from "@conversationgrid/sdk/grid/protocol";
import { errorText, useLive } from "../../grid/live";
import { usePick } from "../../grid/ui";
import { Modal } from "../../kit/modal";
import { useWords, type Words } from "../../words/words";

type Kind = "queue" | "agent" | "assistant";
/** A queue or colleague to choose. */
type Choice = {
  readonly id: string;
  readonly name: string;
  readonly detail: string;
  /** Why it cannot be chosen. */ readonly blocked: string | null;
  readonly warning: string | null;
};

const queuesOf = (targets: TransferTargets, t: Words): readonly Choice[] =>
  targets.queues.map((q) => ({
    id: q.queueId,
    name: q.name,
    detail: t.transfer.queueDetail(q.waiting, q.agentsOnline),
    blocked: null,
    warning: q.warning == null ? null : (t.transfer.warning[q.warning] ?? q.warning),
  }));

const agentsOf = (targets: TransferTargets, t: Words): readonly Choice[] =>
  targets.agents.map((a) => ({
    id: a.agentId,
    name: a.name,
    detail: `${t.presence[a.status]} · ${t.presence.load(a.load, a.capacity)}`,
    blocked: a.canTake ? null : (t.transfer.why[a.why ?? ""] ?? t.transfer.why["absent"] ?? ""),
    warning: null,
  }));

export const Transfer = ({ conversationId }: { readonly conversationId: string }): JSX.Element => {
  const { t } = useWords();
  const live = useLive();
  const { set, toast } = usePick("set", "toast");
  const [to, setTo] = useState<Kind>("agent");
  const [targets, setTargets] = useState<TransferTargets | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const close = () => set({ panel: null });
  useEffect(() => {
    live.agent.transferTargets(conversationId).then(setTargets, (thrown: unknown) => setProblem(t.conversation.failed(errorText(thrown))));
  }, [live, conversationId, t]);
  const choices = useMemo(() => (targets === null ? [] : to === "queue" ? queuesOf(targets, t) : agentsOf(targets, t)), [targets, to, t]);
  const warning = choices.find((c) => c.id === chosen)?.warning ?? null;
  const turn = (kind: Kind) => {
    setTo(kind);
    setChosen(null);
    setProblem(null);
  };
  const submit = async (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    if (chosen === null && to !== "assistant") return setProblem(t.transfer.choose);
    const note = String(new FormData(e.currentTarget).get("note") ?? "").trim();
    try {
      await live.agent.transfer(
        conversationId,
        to === "assistant" ? { toAssistant: true } : to === "queue" ? { queue: chosen ?? "" } : { agentId: chosen ?? "" },
        note,
      );
      toast(t.conversation.transferred);
      close();
    } catch (thrown) {
      setProblem(t.conversation.failed(errorText(thrown)));
    }
  };
  return (
    <Modal title={t.transfer.title} onClose={close}>
      <form className="form" onSubmit={(e) => void submit(e)}>
        <h2>{t.transfer.title}</h2>
        <div className="tabs" role="group" aria-label={t.transfer.title}>
          <button type="button" aria-pressed={to === "agent"} onClick={() => turn("agent")}>
            {t.transfer.toAgent}
          </button>
          <button type="button" aria-pressed={to === "queue"} onClick={() => turn("queue")}>
            {t.transfer.toQueue}
          </button>
          <button type="button" aria-pressed={to === "assistant"} onClick={() => turn("assistant")}>
            {t.transfer.toAssistant}
          </button>
        </div>
        {to === "assistant" ? (
          <p className="hint">{t.transfer.assistantHint}</p>
        ) : targets === null && problem === null ? (
          <p className="empty">{t.inbox.loading}</p>
        ) : (
          <Picker key={to} label={to === "queue" ? t.transfer.queue : t.transfer.agent} choices={choices} chosen={chosen} choose={setChosen} />
        )}
        <div role="status" className="warning">
          {warning}
        </div>
        <label>
          {t.transfer.note}
          <textarea name="note" rows={3} />
        </label>
        <div role="alert" className="problem">
          {problem}
        </div>
        <div className="form-end">
          <button type="button" onClick={close}>
            {t.transfer.cancel}
          </button>
          <button type="submit" className="primary">
            {t.transfer.go}
          </button>
        </div>
      </form>
    </Modal>
  );
};

type PickerProps = {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly chosen: string | null;
  readonly choose: (id: string | null) => void;
};

/** A list that is searched by typing and walked with the arrow keys. Enter chooses; who cannot take the conversation is shown with the reason. */
const Picker = ({ label, choices, chosen, choose }: PickerProps): JSX.Element => {
  const { t } = useWords();
  const listId = useId();
  const [find, setFind] = useState("");
  const [at, setAt] = useState(0);
  const needle = find.trim().toLocaleLowerCase();
  const found = choices.filter((c) => c.name.toLocaleLowerCase().includes(needle) || c.id.toLocaleLowerCase().includes(needle));
  const take = (c: Choice | undefined) => {
    if (c !== undefined && c.blocked === null) choose(c.id);
  };
  const keys = (e: KeyboardEvent) => {
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      e.preventDefault();
      setAt((found.length + at + (e.key === "ArrowDown" ? 1 : -1)) % Math.max(1, found.length));
    } else if (e.key === "Enter" && found[at] !== undefined && found[at].id !== chosen) {
      e.preventDefault();
      take(found[at]);
    }
  };
  return (
    <div className="picker">
      <label>
        {label}
        <input
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={found[at] ? `${listId}-${at}` : undefined}
          placeholder={t.transfer.find}
          value={find}
          onChange={(e) => {
            setFind(e.target.value);
            setAt(0);
          }}
          onKeyDown={keys}
        />
      </label>
      <ul id={listId} role="listbox" aria-label={label}>
        {found.map((c, i) => (
          <li
            key={c.id}
            id={`${listId}-${i}`}
            data-target={c.id}
            role="option"
            aria-selected={c.id === chosen}
            aria-disabled={c.blocked !== null}
            className={i === at ? "at" : ""}
            onClick={() => {
              setAt(i);
              take(c);
            }}
          >
            <bdi>{c.name}</bdi>
            <span className="detail">{c.blocked ?? c.warning ?? c.detail}</span>
          </li>
        ))}
      </ul>
      {found.length === 0 ? <p className="empty">{t.transfer.none}</p> : null}
    </div>
  );
};
