import type { GridEvent } from "@conversationgrid/sdk/grid/protocol";
import type { Locale } from "./words";

type DataOf<T extends GridEvent["type"]> = Extract<GridEvent, { type: T }>["data"];
type Notices = { readonly [T in GridEvent["type"]]?: (data: DataOf<T>) => string };

/** What the transcript says of events that change nothing else on the screen: one line for each event and language. */
export const eventNotices: Readonly<Record<Locale, Notices>> = {
  en: {
    offerMissed: (d) => `${d.name} did not answer the offer`,
    erased: (d) => (d.why === "retention" ? "The texts were kept long enough and were removed" : "The customer's data were removed"),
    customerIdentified: () => "The customer signed in; what it said before is not proven",
    messageRedacted: () => "The text of a message was removed",
    noteRedacted: () => "The text of a note was removed",
  },
  ms: {
    offerMissed: (d) => `${d.name} tidak menjawab tawaran itu`,
    erased: (d) => (d.why === "retention" ? "Teks telah disimpan cukup lama dan telah dipadamkan" : "Data pelanggan telah dipadamkan"),
    customerIdentified: () => "Pelanggan telah log masuk; apa yang dikatakan sebelum ini tidak terbukti",
    messageRedacted: () => "Teks satu mesej telah dipadamkan",
    noteRedacted: () => "Teks satu nota telah dipadamkan",
  },
};
