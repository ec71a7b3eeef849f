export type Locale = "en" | "ms";

const address = new URLSearchParams(location.search);
export const locale: Locale = (address.get("locale") ?? navigator.language).toLowerCase().startsWith("ms") ? "ms" : "en";
export const theme: "light" | "dark" =
  address.get("theme") === "dark" || (address.get("theme") !== "light" && matchMedia("(prefers-color-scheme: dark)").matches) ? "dark" : "light";

/** The same page with other wishes. */
export const addressWith = (change: Readonly<Record<string, string>>): string => {
  const next = new URLSearchParams(location.search);
  for (const [key, value] of Object.entries(change)) next.set(key, value);
  return `${location.pathname}?${next.toString()}`;
};

const en = {
  intro: "One conversation, three seats, live.",
  panes: {
    customer: { title: "The customer", step: "The assistant answers at once." },
    agent: { title: "The agent", step: "When a person is asked for, an offer appears: accept it and reply." },
    board: { title: "The supervisor", step: "Queues, mood and agents, at every step." },
  },
  ask: "Where is my order?",
  person: "Ask for a person",
  personSaid: "I want to talk to a person",
  visitor: "Nur",
  alone: "Open in a window of its own",
  mail: (email: string, text: string) => `The demo sends no mail. This one would go to ${email}: ${text}`,
  traffic: {
    hint: "No customers at hand?",
    go: (n: number) => `Send in ${n} customers`,
    stop: "Send them away",
    stopping: "They are leaving…",
    under: (began: number, planned: number, over: number) => `${began} of ${planned} have come, ${over} are done`,
    over: (n: number) => `${n} conversations are done.`,
    failed: "The customers could not be sent in.",
  },
  language: "Bahasa Melayu",
  dark: "Dark",
  light: "Light",
  shop: {
    tagline: "Lamps, cups and slow evenings",
    headline: "Good things for the end of the day",
    lead: "Questions about an order, a return or a delivery? The chat in the corner answers at once.",
    goods: [
      ["Evening lamp", "RM 129"],
      ["Stoneware cup", "RM 35"],
      ["Linen throw", "RM 210"],
      ["Tea set for two", "RM 180"],
    ] as readonly (readonly [string, string])[],
    fiction: "This shop does not exist. It shows the chat on somebody's page.",
  },
};

const ms: typeof en = {
  intro: "Satu perbualan, tiga tempat duduk, secara langsung.",
  panes: {
    customer: { title: "Pelanggan", step: "Pembantu menjawab serta-merta." },
    agent: { title: "Petugas", step: "Apabila petugas diminta, tawaran muncul: terima dan balas." },
    board: { title: "Penyelia", step: "Giliran, mood dan petugas, pada setiap langkah." },
  },
  ask: "Di mana pesanan saya?",
  person: "Minta petugas",
  personSaid: "Saya mahu bercakap dengan petugas",
  visitor: "Nur",
  alone: "Buka dalam tetingkap sendiri",
  mail: (email, text) => `Demo ini tidak menghantar e-mel. E-mel ini untuk ${email}: ${text}`,
  traffic: {
    hint: "Tiada pelanggan?",
    go: (n) => `Hantar ${n} pelanggan`,
    stop: "Suruh mereka pergi",
    stopping: "Mereka sedang pergi…",
    under: (began, planned, over) => `${began} daripada ${planned} telah datang, ${over} selesai`,
    over: (n) => `${n} perbualan selesai.`,
    failed: "Pelanggan tidak dapat dihantar.",
  },
  language: "English",
  dark: "Gelap",
  light: "Cerah",
  shop: {
    tagline: "Lampu, cawan dan petang yang tenang",
    headline: "Barang elok untuk penghujung hari",
    lead: "Ada soalan tentang pesanan, pemulangan atau penghantaran? Sembang di penjuru menjawab serta-merta.",
    goods: [
      ["Lampu petang", "RM 129"],
      ["Cawan tembikar", "RM 35"],
      ["Selimut linen", "RM 210"],
      ["Set teh untuk dua", "RM 180"],
    ],
    fiction: "Kedai ini tidak wujud. Ia menunjukkan sembang di laman seseorang.",
  },
};

export const words = locale === "ms" ? ms : en;
