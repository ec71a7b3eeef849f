import type { JSX } from "react";
import type { SummaryLine } from "@conversationgrid/sdk/grid/protocol";
import type { SummaryItem } from "@conversationgrid/sdk/thread";
import { useWords, type Words } from "../../words/words";

/** What a human who takes over should know, in the reader's language. Each line leads to the messages on which it rests. */
export const Summary = ({ item }: { readonly item: SummaryItem }): JSX.Element => {
  const { t } = useWords();
  if (item.text === null) return <p>{t.conversation.erased}</p>;
  if (item.lines.length === 0) return <p className="summary-text">{item.text}</p>;
  return (
    <dl className="summary">
      {item.lines.map((line, i) => (
        <div key={i}>
          <dt>{labelOf(t, line)}</dt>
          <dd>
            <span dir="auto">{line.kind === "mood" ? moodOf(t, line) : line.text}</span>
            {line.seqs.map((seq) => (
              <To key={seq} seq={seq} label={t.summary.to(seq)} />
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
};

const To = ({ seq, label }: { readonly seq: number; readonly label: string }): JSX.Element => (
  <button type="button" className="plain seq" aria-label={label} onClick={() => document.getElementById(`seq-${seq}`)?.scrollIntoView({ block: "center" })}>
    #{seq}
  </button>
);

const labelOf = (t: Words, line: SummaryLine): string =>
  line.kind === "fact" ? (t.summary.fact[line.value ?? ""] ?? line.value ?? "") : (t.summary.kind[line.kind] ?? line.kind);

const moodOf = (t: Words, line: SummaryLine): string =>
  [t.summary.mood[line.value ?? ""], t.emotion[line.emotion ?? ""], t.summary.course[line.course ?? ""]].filter((word) => word !== undefined).join(", ");
