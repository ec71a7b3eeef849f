import type { GridEvent } from "@conversationgrid/sdk/grid/protocol";
import type { Locale } from "./words";

type DataOf<T extends GridEvent["type"]> = Extract<GridEvent, { type: T }>["data"];
type Notices = { readonly [T in GridEvent["type"]]?: (data: DataOf<T>) => string };

/** What the transcript says of events that change nothing else on the screen: one line for each event and language. */
export const eventNotices: Readonly<Record<Locale, Notices>> = {
  en: { offerMissed: (d) => `${d.name} did not answer the offer` },
  ms: { offerMissed: (d) => `${d.name} tidak menjawab tawaran itu` },
};
