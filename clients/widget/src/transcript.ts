import type { Thread } from "@conversationgrid/sdk/thread";
import type { Strings } from "./strings";

/** The conversation as plain text, for the customer to keep. */
export const transcriptOf = (thread: Thread, t: Strings, locale: string): string => {
  const time = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  const lines = thread.items.flatMap((i) => {
    if (i.kind !== "message") return [];
    const who = i.by.kind === "customer" ? t.you : i.by.kind === "bot" ? `${t.assistant} (${t.isAi})` : (i.by.name ?? t.person);
    const sources = i.citations.map((c) => `    ${t.sources}: ${c.title}${c.url ? ` ${c.url}` : ""}`);
    const files = i.attachments.map((file) => `    [${file.name}]`);
    return [`[${time.format(new Date(i.at))}] ${who}: ${i.text ?? t.erased}`, ...files, ...sources];
  });
  return `${lines.join("\n")}\n`;
};

export const download = (name: string, text: string): void => {
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
};
