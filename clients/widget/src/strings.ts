/** The words of the widget. A language is one object of this shape: see `addLanguage`. */
export type Strings = {
  readonly title: string;
  readonly open: string;
  readonly close: string;
  readonly unread: (count: number) => string;
  readonly disclosure: string;
  readonly consent: string;
  readonly agree: string;
  readonly withdraw: string;
  readonly consentFailed: string;
  readonly greeting: string;
  readonly write: string;
  readonly send: string;
  readonly you: string;
  readonly assistant: string;
  readonly person: string;
  readonly isAi: string;
  readonly withAi: string;
  readonly withPerson: (name: string) => string;
  readonly waitingPerson: string;
  readonly position: (place: number) => string;
  readonly callMe: string;
  readonly phone: string;
  readonly callWhen: string;
  readonly callFailed: string;
  readonly talkToPerson: string;
  readonly asking: string;
  readonly typing: (name: string) => string;
  readonly writing: string;
  readonly sending: string;
  readonly queuedOffline: string;
  readonly sent: string;
  readonly failed: (code: string) => string;
  readonly delayed: string;
  readonly notDone: (code: string) => string;
  readonly retry: string;
  readonly remove: string;
  readonly offline: string;
  readonly reconnecting: string;
  readonly refused: string;
  readonly blocked: string;
  readonly tryNow: string;
  readonly sources: string;
  readonly suggestions: string;
  readonly quickReplies: string;
  readonly conversation: string;
  readonly newMessages: string;
  readonly rateTitle: string;
  readonly rateStar: (score: number) => string;
  readonly rateComment: string;
  readonly rateSend: string;
  readonly rateSkip: string;
  readonly rateThanks: string;
  readonly rateFailed: string;
  readonly menu: string;
  readonly transcript: string;
  readonly endConversation: string;
  readonly newConversation: string;
  readonly language: string;
  readonly erased: string;
  readonly tooLong: (over: number) => string;
  readonly attach: string;
  readonly drop: string;
  readonly files: string;
  readonly fileSending: (name: string) => string;
  readonly fileReady: (name: string) => string;
  readonly fileRemove: (name: string) => string;
  readonly fileFailed: (code: string) => string;
  readonly notice: {
    /** The customer asked for a person. */
    readonly handoff: string;
    /** The assistant passed the conversation on. */
    readonly handoffByUs: string;
    readonly assigned: (name: string) => string;
    readonly unassigned: (name: string) => string;
    readonly returned: string;
    readonly callBack: (details: string) => string;
    readonly resolved: string;
    readonly reopened: string;
    readonly closed: string;
    readonly rated: (score: string) => string;
  };
};

const reasonEn = (code: string): string => {
  switch (code) {
    case "too_large":
      return "it is too long";
    case "invalid":
      return "there is nothing to read in it";
    case "forbidden":
    case "not_found":
      return "this conversation is not open to you";
    case "unauthenticated":
      return "your session has ended";
    case "conflict":
      return "this conversation has changed";
    case "rate_limited":
    case "unavailable":
      return "there is no answer at the moment";
    default:
      return "it was not accepted";
  }
};

const reasonMs = (code: string): string => {
  switch (code) {
    case "too_large":
      return "terlalu panjang";
    case "invalid":
      return "tiada apa-apa untuk dibaca di dalamnya";
    case "forbidden":
    case "not_found":
      return "perbualan ini tidak dibuka kepada anda";
    case "unauthenticated":
      return "sesi anda telah tamat";
    case "conflict":
      return "perbualan ini telah berubah";
    case "rate_limited":
    case "unavailable":
      return "tiada jawapan buat masa ini";
    default:
      return "tidak diterima";
  }
};

const en: Strings = {
  title: "Help",
  open: "Open chat",
  close: "Close chat",
  unread: (n) => (n === 1 ? "1 unread message" : `${n} unread messages`),
  consent: "Before you write",
  agree: "I agree",
  withdraw: "Take back my consent",
  consentFailed: "That could not be saved. Please try again.",
  disclosure: "You are chatting with an AI assistant. It can make mistakes. You can ask for a person at any time.",
  greeting: "Hello! How can we help you today?",
  write: "Write a message",
  send: "Send",
  you: "You",
  assistant: "Assistant",
  person: "Support",
  isAi: "AI",
  withAi: "AI assistant",
  withPerson: (name) => `You are talking with ${name}`,
  waitingPerson: "Looking for a person for you",
  position: (n) => `You are number ${n} in line`,
  callMe: "Call me back",
  phone: "Your phone number",
  callWhen: "When suits you? (optional)",
  callFailed: "That did not reach us. Please check the number and try again.",
  talkToPerson: "Talk to a person",
  asking: "Asking for a person…",
  typing: (name) => `${name} is typing`,
  writing: "The assistant is writing",
  sending: "Sending…",
  queuedOffline: "Kept here. It will be sent when the chat is connected again.",
  sent: "Sent",
  failed: (code) => `Not sent: ${reasonEn(code)}.`,
  delayed: "Not sent yet: too busy. We keep trying.",
  notDone: (code) => `That did not work: ${reasonEn(code)}.`,
  retry: "Try again",
  remove: "Delete",
  offline: "No connection. What you write is kept and sent later.",
  reconnecting: "Connecting…",
  refused: "We cannot sign you in to the chat at the moment. Your messages are kept.",
  blocked: "The chat cannot connect from this page. What you write is kept.",
  tryNow: "Try now",
  sources: "Sources",
  suggestions: "These may help",
  quickReplies: "Suggested replies",
  conversation: "Conversation",
  newMessages: "New messages",
  rateTitle: "How did we do?",
  rateStar: (n) => (n === 1 ? "1 star out of 5" : `${n} stars out of 5`),
  rateComment: "Anything you would like to add? (optional)",
  rateSend: "Send rating",
  rateSkip: "Not now",
  rateThanks: "Thank you for your rating.",
  rateFailed: "The rating could not be sent. Please try again.",
  menu: "More options",
  transcript: "Download transcript",
  endConversation: "End conversation",
  newConversation: "Start a new conversation",
  language: "Bahasa Melayu",
  erased: "This message was removed.",
  tooLong: (n) => (n === 1 ? "1 character too long" : `${n} characters too long`),
  attach: "Attach a file",
  drop: "Drop files here",
  files: "Files to send",
  fileSending: (name) => `${name} is being sent`,
  fileReady: (name) => `${name} is attached`,
  fileRemove: (name) => `Remove ${name}`,
  fileFailed: (code) =>
    code === "too_large"
      ? "Too large"
      : code === "invalid"
        ? "This kind of file is not taken"
        : code === "rate_limited"
          ? "Too many files for today"
          : "Not sent",
  notice: {
    handoff: "You asked for a person. Someone will be with you as soon as possible.",
    handoffByUs: "We are passing you to a person. Someone will be with you as soon as possible.",
    assigned: (name) => `${name} joined. You are now talking with a person.`,
    unassigned: (name) => `${name} left the conversation.`,
    returned: "The assistant goes on.",
    callBack: (details) => `You asked to be called: ${details}`,
    resolved: "This was marked as solved. Just write again if it is not.",
    reopened: "The conversation goes on.",
    closed: "This conversation has ended.",
    rated: (score) => `You rated this conversation ${score} out of 5.`,
  },
};

const ms: Strings = {
  title: "Bantuan",
  open: "Buka sembang",
  close: "Tutup sembang",
  unread: (n) => `${n} mesej belum dibaca`,
  consent: "Sebelum anda menulis",
  agree: "Saya bersetuju",
  withdraw: "Tarik balik persetujuan saya",
  consentFailed: "Itu tidak dapat disimpan. Sila cuba lagi.",
  disclosure: "Anda sedang bersembang dengan pembantu AI. Ia boleh tersilap. Anda boleh meminta bantuan manusia pada bila-bila masa.",
  greeting: "Helo! Apa yang boleh kami bantu hari ini?",
  write: "Tulis mesej",
  send: "Hantar",
  you: "Anda",
  assistant: "Pembantu",
  person: "Khidmat pelanggan",
  isAi: "AI",
  withAi: "Pembantu AI",
  withPerson: (name) => `Anda sedang bercakap dengan ${name}`,
  waitingPerson: "Kami sedang mencari petugas untuk anda",
  position: (n) => `Anda di tempat ke-${n} dalam giliran`,
  callMe: "Hubungi saya semula",
  phone: "Nombor telefon anda",
  callWhen: "Bila masa yang sesuai? (pilihan)",
  callFailed: "Permintaan tidak sampai. Sila semak nombor itu dan cuba lagi.",
  talkToPerson: "Bercakap dengan petugas",
  asking: "Sedang meminta petugas…",
  typing: (name) => `${name} sedang menaip`,
  writing: "Pembantu sedang menulis",
  sending: "Menghantar…",
  queuedOffline: "Disimpan di sini. Akan dihantar apabila sembang bersambung semula.",
  sent: "Dihantar",
  failed: (code) => `Tidak dihantar: ${reasonMs(code)}.`,
  delayed: "Belum dihantar: terlalu sibuk. Kami terus mencuba.",
  notDone: (code) => `Tidak berjaya: ${reasonMs(code)}.`,
  retry: "Cuba lagi",
  remove: "Padam",
  offline: "Tiada sambungan. Apa yang anda tulis disimpan dan dihantar kemudian.",
  reconnecting: "Menyambung…",
  refused: "Kami tidak dapat memulakan sembang buat masa ini. Mesej anda disimpan.",
  blocked: "Sembang tidak dapat disambungkan dari halaman ini. Apa yang anda tulis disimpan.",
  tryNow: "Cuba sekarang",
  sources: "Sumber",
  suggestions: "Mungkin ini membantu",
  quickReplies: "Cadangan balasan",
  conversation: "Perbualan",
  newMessages: "Mesej baharu",
  rateTitle: "Bagaimanakah layanan kami?",
  rateStar: (n) => `${n} bintang daripada 5`,
  rateComment: "Ada apa-apa yang ingin ditambah? (pilihan)",
  rateSend: "Hantar penilaian",
  rateSkip: "Bukan sekarang",
  rateThanks: "Terima kasih atas penilaian anda.",
  rateFailed: "Penilaian tidak dapat dihantar. Sila cuba lagi.",
  menu: "Pilihan lain",
  transcript: "Muat turun transkrip",
  endConversation: "Tamatkan perbualan",
  newConversation: "Mulakan perbualan baharu",
  language: "English",
  erased: "Mesej ini telah dipadamkan.",
  tooLong: (n) => `${n} aksara terlalu panjang`,
  attach: "Lampirkan fail",
  drop: "Lepaskan fail di sini",
  files: "Fail untuk dihantar",
  fileSending: (name) => `${name} sedang dihantar`,
  fileReady: (name) => `${name} dilampirkan`,
  fileRemove: (name) => `Buang ${name}`,
  fileFailed: (code) =>
    code === "too_large"
      ? "Terlalu besar"
      : code === "invalid"
        ? "Jenis fail ini tidak diterima"
        : code === "rate_limited"
          ? "Terlalu banyak fail hari ini"
          : "Tidak dihantar",
  notice: {
    handoff: "Anda meminta bantuan petugas. Seseorang akan membantu anda secepat mungkin.",
    handoffByUs: "Kami menghubungkan anda dengan petugas. Seseorang akan membantu anda secepat mungkin.",
    assigned: (name) => `${name} telah menyertai. Anda kini bercakap dengan petugas.`,
    unassigned: (name) => `${name} telah keluar daripada perbualan.`,
    returned: "Pembantu AI meneruskan perbualan.",
    callBack: (details) => `Anda minta dihubungi: ${details}`,
    resolved: "Perkara ini ditanda selesai. Tulis semula jika belum selesai.",
    reopened: "Perbualan diteruskan.",
    closed: "Perbualan ini telah tamat.",
    rated: (score) => `Anda menilai perbualan ini ${score} daripada 5.`,
  },
};

const languages = new Map<string, Strings>([
  ["en", en],
  ["ms", ms],
]);
const rightToLeft = new Set(["ar", "he", "fa", "ur"]);

/** Adds or replaces a language, for example from the site: `customElements.get("cg-chat").addLanguage("ta", {...})`. */
export const addLanguage = (tag: string, strings: Strings): void => void languages.set(base(tag), strings);
export const base = (tag: string): string => tag.toLowerCase().split("-")[0] ?? "en";
export const stringsFor = (tag: string): Strings => languages.get(base(tag)) ?? en;
export const directionOf = (tag: string): "ltr" | "rtl" => (rightToLeft.has(base(tag)) ? "rtl" : "ltr");
