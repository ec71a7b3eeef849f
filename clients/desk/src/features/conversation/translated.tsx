import { useState, type JSX } from "react";
import { toGridError } from "@conversationgrid/sdk/grid/errors";
import { errorText, fetchTranslation, useLive } from "../../grid/live";
import { usePick } from "../../grid/ui";
import { useWords } from "../../words/words";

/** Who writes Indonesian is read as Malay; what no language was read in is not foreign. */
const isForeign = (language: string | null, own: string): boolean => {
  const spoken = language?.split("-")[0] ?? "und";
  return spoken !== "und" && (spoken === "id" ? "ms" : spoken) !== own;
};

/** A foreign message in the agent's language, if the agent wants it: by a machine, and marked as that. Not offered where the host has none. */
export const Translated = ({
  conversationId,
  seq,
  language,
}: {
  readonly conversationId: string;
  readonly seq: number;
  readonly language: string | null;
}): JSX.Element | null => {
  const { t, locale } = useWords();
  const live = useLive();
  const { translation, set } = usePick("translation", "set");
  const [got, setGot] = useState<{ readonly locale: string; readonly text: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  if (!translation || !isForeign(language, locale)) return null;
  const ask = async () => {
    setBusy(true);
    setProblem(null);
    try {
      setGot({ locale, text: (await fetchTranslation(live, conversationId, seq, locale)).text });
    } catch (thrown) {
      if (toGridError(thrown).code === "not_configured") set({ translation: false });
      setProblem(errorText(thrown));
    }
    setBusy(false);
  };
  return (
    <div className="translated" role="status">
      {got?.locale === locale ? (
        <>
          <p className="hint">{t.conversation.machine}</p>
          <p lang={locale} dir="auto">
            {got.text}
          </p>
        </>
      ) : (
        <button type="button" className="plain small" disabled={busy} onClick={() => void ask()}>
          {busy ? t.conversation.translating : t.conversation.translate}
        </button>
      )}
      {problem === null ? null : <p className="hint">{t.conversation.failed(problem)}</p>}
    </div>
  );
};
