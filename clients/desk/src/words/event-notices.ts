import type { GridEvent } from "@conversationgrid/sdk/grid/protocol";
import type { Locale } from "./words";

type DataOf<T extends GridEvent["type"]> = Extract<GridEvent, { type: T }>["data"];
/** Why a message did not reach its customer. */
const problems: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  en: {
    noAddress: "there is no address",
    notConfigured: "the channel is not set up",
    unreachable: "the other side did not answer",
    refused: "the other side refused it",
    addressUnknown: "there is no such address",
    mailboxFull: "the mailbox is full",
    tooLarge: "it is too large",
    tooMany: "too many automatic messages went to this address",
    expired: "it was tried long enough",
    textRemoved: "its text was removed",
  },
  ms: {
    noAddress: "tiada alamat",
    notConfigured: "saluran belum disediakan",
    unreachable: "pihak penerima tidak menjawab",
    refused: "pihak penerima menolaknya",
    addressUnknown: "alamat itu tidak wujud",
    mailboxFull: "peti mel penuh",
    tooLarge: "terlalu besar",
    tooMany: "terlalu banyak mesej automatik ke alamat ini",
    expired: "sudah cukup lama dicuba",
    textRemoved: "teksnya telah dipadamkan",
  },
};

export const problemWords = (locale: Locale, problem: string | null): string => problems[locale][problem ?? ""] ?? problem ?? "";

type Notices = { readonly [T in GridEvent["type"]]?: (data: DataOf<T>) => string };

/** What the transcript says of events that change nothing else on the screen: one line for each event and language. */
export const eventNotices: Readonly<Record<Locale, Notices>> = {
  en: {
    offerMissed: (d) => `${d.name} did not answer the offer`,
    erased: (d) => (d.why === "retention" ? "The texts were kept long enough and were removed" : "The customer's data were removed"),
    customerIdentified: () => "The customer signed in; what it said before is not proven",
    messageRedacted: () => "The text of a message was removed",
    noteRedacted: () => "The text of a note was removed",
    deliveryDeferred: (d) => `A message could not be delivered now, and is tried again: ${problemWords("en", d.problem)}`,
    deliveryFailed: (d) => `A message was not delivered: ${problemWords("en", d.problem)}`,
  },
  ms: {
    offerMissed: (d) => `${d.name} tidak menjawab tawaran itu`,
    erased: (d) => (d.why === "retention" ? "Teks telah disimpan cukup lama dan telah dipadamkan" : "Data pelanggan telah dipadamkan"),
    customerIdentified: () => "Pelanggan telah log masuk; apa yang dikatakan sebelum ini tidak terbukti",
    messageRedacted: () => "Teks satu mesej telah dipadamkan",
    noteRedacted: () => "Teks satu nota telah dipadamkan",
    deliveryDeferred: (d) => `Satu mesej belum dapat dihantar dan akan dicuba lagi: ${problemWords("ms", d.problem)}`,
    deliveryFailed: (d) => `Satu mesej tidak dapat dihantar: ${problemWords("ms", d.problem)}`,
  },
};
