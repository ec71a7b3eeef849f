import { useEffect, useState } from "react";
import { errorText, useLive, type Live } from "./live";

export type Loaded<T> = { readonly value: T | null; readonly problem: string | null; readonly again: () => void };

/** Asks when it is first shown, when what it asks for changes, and when told to; an answer that came too late is dropped. */
export const useLoaded = <T>(load: (live: Live) => Promise<T>, what: string): Loaded<T> => {
  const live = useLive();
  const [round, setRound] = useState(0);
  const [got, setGot] = useState<{ readonly what: string; readonly value: T | null; readonly problem: string | null } | null>(null);
  useEffect(() => {
    let current = true;
    load(live).then(
      (value) => {
        if (current) setGot({ what, value, problem: null });
      },
      (thrown: unknown) => {
        if (current) setGot({ what, value: null, problem: errorText(thrown) });
      },
    );
    return () => {
      current = false;
    };
  }, [live, what, round]);
  const mine = got?.what === what ? got : null;
  return { value: mine?.value ?? null, problem: mine?.problem ?? null, again: () => setRound((n) => n + 1) };
};
