export type Locale = "en" | "ms";

const address = new URLSearchParams(location.search);
export const locale: Locale = (address.get("locale") ?? navigator.language).toLowerCase().startsWith("ms") ? "ms" : "en";
export const theme: "light" | "dark" = address.get("theme") === "dark" || (address.get("theme") !== "light" && matchMedia("(prefers-color-scheme: dark)").matches) ? "dark" : "light";

/** The same page with other wishes. */
export const addressWith = (change: Readonly<Record<string, string>>): string => {
  const next = new URLSearchParams(location.search);
  for (const [key, value] of Object.entries(change)) next.set(key, value);
  return `${location.pathname}?${next.toString()}`;
};

const en = {
  intro: "A customer, an agent and the supervisors' board, live and side by side.",
  steps: [
    "Ask something in the chat on the left, for example: “Where is my order?” The assistant answers and names its sources.",
    "Press “Talk to a person”. The agent in the middle gets an offer: accept it and reply.",
    "Watch the board on the right follow every step.",
  ],
  panes: { customer: "The customer", agent: "The agent", board: "The supervisor" },
  alone: "Open in a window of its own",
  traffic: "Send recorded traffic", sending: "Sending…", sent: "Recorded conversations are on their way. Watch the board.", notSent: "The traffic could not be started.",
  language: "Bahasa Melayu", dark: "Dark", light: "Light",
  shop: {
    tagline: "Lamps, cups and slow evenings", headline: "Good things for the end of the day",
    lead: "Questions about an order, a return or a delivery? The chat in the corner answers at once.",
    goods: [["Evening lamp", "RM 129"], ["Stoneware cup", "RM 35"], ["Linen throw", "RM 210"], ["Tea set for two", "RM 180"]] as readonly (readonly [string, string])[],
    fiction: "This shop does not exist. It shows the chat on somebody's page.",
  },
};

const ms: typeof en = {
  intro: "Pelanggan, petugas dan papan penyelia, secara langsung dan sebelah-menyebelah.",
  steps: [
    "Tanya sesuatu dalam sembang di kiri, contohnya: “Di mana pesanan saya?” Pembantu menjawab dan menyatakan sumbernya.",
    "Tekan “Bercakap dengan petugas”. Petugas di tengah menerima tawaran: terima dan balas.",
    "Lihat papan di kanan mengikuti setiap langkah.",
  ],
  panes: { customer: "Pelanggan", agent: "Petugas", board: "Penyelia" },
  alone: "Buka dalam tetingkap sendiri",
  traffic: "Hantar trafik rakaman", sending: "Menghantar…", sent: "Perbualan rakaman sedang dihantar. Lihat papan.", notSent: "Trafik tidak dapat dimulakan.",
  language: "English", dark: "Gelap", light: "Cerah",
  shop: {
    tagline: "Lampu, cawan dan petang yang tenang", headline: "Barang elok untuk penghujung hari",
    lead: "Ada soalan tentang pesanan, pemulangan atau penghantaran? Sembang di penjuru menjawab serta-merta.",
    goods: [["Lampu petang", "RM 129"], ["Cawan tembikar", "RM 35"], ["Selimut linen", "RM 210"], ["Set teh untuk dua", "RM 180"]],
    fiction: "Kedai ini tidak wujud. Ia menunjukkan sembang di laman seseorang.",
  },
};

export const words = locale === "ms" ? ms : en;
