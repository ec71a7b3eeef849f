import { useMemo, useState, type JSX, type KeyboardEvent } from "react";
import { listView } from "@conversationgrid/sdk/list-view";
import { useAgent, useLive } from "../../grid/live";
import { go, useUi } from "../../grid/ui";
import { Modal } from "../../kit/modal";
import { useWords } from "../../words/words";

export type Command = {
  readonly id: string;
  readonly label: string;
  readonly key?: string;
  /** Null: it cannot be done now. */ readonly run: (() => void) | null;
};

export const Palette = ({ commands }: { readonly commands: readonly Command[] }): JSX.Element => {
  const { t } = useWords();
  const live = useLive();
  const set = useUi((s) => s.set);
  const inbox = useAgent((s) => s.inbox);
  const [find, setFind] = useState("");
  const [at, setAt] = useState(0);
  const close = () => set({ panel: null });
  const found = useMemo(() => {
    const needle = find.trim().toLowerCase();
    const own = commands.filter((c) => c.run !== null && c.label.toLowerCase().includes(needle));
    if (needle === "") return own;
    const people = listView(inbox, "all", live.session.agentId, needle)
      .rows.slice(0, 8)
      .map((s): Command => ({
        id: s.conversationId,
        label: `${t.commands.open}: ${s.customerName ?? s.conversationId} ${s.lastText ?? ""}`.slice(0, 90),
        run: () => go({ page: "inbox", selected: s.conversationId }),
      }));
    return [...own, ...people];
  }, [commands, find, inbox, live.session.agentId, t]);
  const run = (c: Command | undefined) => {
    if (c?.run == null) return;
    close();
    c.run();
  };
  const keys = (e: KeyboardEvent) => {
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      e.preventDefault();
      setAt((found.length + at + (e.key === "ArrowDown" ? 1 : -1)) % Math.max(1, found.length));
    } else if (e.key === "Enter") {
      e.preventDefault();
      run(found[at]);
    }
  };
  return (
    <Modal title={t.palette.title} onClose={close} className="palette">
      <input
        autoFocus
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={found[at] ? `cmd-${at}` : undefined}
        aria-label={t.palette.hint}
        placeholder={t.palette.hint}
        value={find}
        onChange={(e) => {
          setFind(e.target.value);
          setAt(0);
        }}
        onKeyDown={keys}
      />
      <ul id="palette-list" role="listbox" aria-label={t.palette.title}>
        {found.map((c, i) => (
          <li key={c.id} id={`cmd-${i}`} role="option" aria-selected={i === at} onClick={() => run(c)}>
            <span>{c.label}</span>
            {c.key === undefined ? null : <kbd>{c.key}</kbd>}
          </li>
        ))}
      </ul>
      {found.length === 0 ? <p className="empty">{t.palette.none}</p> : null}
    </Modal>
  );
};
