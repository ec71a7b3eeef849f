import { useEffect, useState, type FormEvent, type JSX } from "react";
import { errorText, fetchNamed, useLive, type Named } from "../../grid/live";
import { usePick } from "../../grid/ui";
import { Modal } from "../../kit/modal";
import { useWords } from "../../words/words";

export const Transfer = ({ conversationId }: { readonly conversationId: string }): JSX.Element => {
  const { t } = useWords();
  const live = useLive();
  const { set, toast } = usePick("set", "toast");
  const [to, setTo] = useState<"queue" | "agent" | "assistant">("queue");
  const [queues, setQueues] = useState<readonly Named[]>([]);
  const [agents, setAgents] = useState<readonly Named[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const close = () => set({ panel: null });
  useEffect(() => {
    const none: readonly Named[] = [];
    const seen = new Set([...live.agent.state.get().inbox.byId.values()].flatMap((x) => (x.queue === null ? [] : [x.queue])));
    const known = [...seen].sort().map((q): Named => ({ id: q, name: q }));
    void fetchNamed(live, "queues").catch(() => none).then((all) => setQueues(all.length > 0 ? all : known));
    void fetchNamed(live, "agents").catch(() => none).then((all) => setAgents(all.filter((a) => a.id !== live.session.agentId)));
  }, [live]);
  const submit = async (e: FormEvent<HTMLFormElement>) => {
    e.preventDefault();
    const form = new FormData(e.currentTarget);
    const target = String(form.get("target") ?? "").trim();
    if (target === "" && to !== "assistant") return;
    try {
      await live.agent.transfer(conversationId, to === "queue" ? { queue: target } : to === "agent" ? { agentId: target } : { toAssistant: true }, String(form.get("note") ?? "").trim());
      toast(t.conversation.transferred);
      close();
    } catch (thrown) {
      setProblem(t.conversation.failed(errorText(thrown)));
    }
  };
  const choices = to === "queue" ? queues : agents;
  const label = to === "queue" ? t.transfer.queue : t.transfer.agent;
  return (
    <Modal title={t.transfer.title} onClose={close}>
      <form className="form" onSubmit={(e) => void submit(e)}>
        <h2>{t.transfer.title}</h2>
        <div className="tabs" role="group" aria-label={t.transfer.title}>
          <button type="button" aria-pressed={to === "queue"} onClick={() => setTo("queue")}>{t.transfer.toQueue}</button>
          <button type="button" aria-pressed={to === "agent"} onClick={() => setTo("agent")}>{t.transfer.toAgent}</button>
          <button type="button" aria-pressed={to === "assistant"} onClick={() => setTo("assistant")}>{t.transfer.toAssistant}</button>
        </div>
        {to === "assistant" ? <p className="hint">{t.transfer.assistantHint}</p> : <label>{label}
          {choices.length > 0
            ? <select name="target" key={to} required>{choices.map((c) => <option key={c.id} value={c.id}>{c.name}</option>)}</select>
            : <input name="target" key={to} required />}
        </label>}
        <label>{t.transfer.note}<textarea name="note" rows={3} /></label>
        <div role="alert" className="problem">{problem}</div>
        <div className="form-end"><button type="button" onClick={close}>{t.transfer.cancel}</button><button type="submit" className="primary">{t.transfer.go}</button></div>
      </form>
    </Modal>
  );
};
