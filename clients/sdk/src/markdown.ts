import { findLinks } from "./links";

/** A closed little language: bold, links to http, https or mailto, and lists. Whatever else looks like mark-up stays the text that it is. */
export type Inline =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "bold"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly href: string };
export type Block =
  | { readonly kind: "paragraph"; readonly lines: readonly (readonly Inline[])[] }
  /** `start` is the number that its writer gave to the first item; 0 for a list without numbers. */
  | { readonly kind: "list"; readonly start: number; readonly items: readonly (readonly Inline[])[] };

type Item = { readonly number: number; readonly text: string };

const bullet = /^\s*[-*•]\s+(\S.*)$/;
const numbered = /^\s*(\d{1,3})\.\s+(\S.*)$/;
/** Stars between words or numbers are what they are: "2 ** 3", "2**3**4". */
const mark = /(?<![\w*])\*\*(?=[^\s*])([^*\n]*[^*\s])\*\*(?![\w*])|\[([^\]\n]+)\]\(((?:[^()\s]|\([^()\s]*\))+)\)/g;

export const parseText = (text: string): readonly Block[] => {
  const blocks: Block[] = [];
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? "";
    const items = listAt(lines, i);
    const last = blocks.at(-1);
    if (items.length > 1) {
      blocks.push({ kind: "list", start: items[0]?.number ?? 0, items: items.map((x) => parseInline(x.text)) });
      i += items.length - 1;
    } else if (line.trim() === "") {
      if (last?.kind === "paragraph" && last.lines.length > 0) blocks.push({ kind: "paragraph", lines: [] });
    } else if (last?.kind === "paragraph") blocks[blocks.length - 1] = { ...last, lines: [...last.lines, parseInline(line)] };
    else blocks.push({ kind: "paragraph", lines: [parseInline(line)] });
  }
  return blocks.filter((b) => b.kind === "list" || b.lines.length > 0);
};

/** Two lines or more that go on one after the other; one alone is a sentence that begins with a number or a sign. */
const listAt = (lines: readonly string[], from: number): readonly Item[] => {
  const items: Item[] = [];
  for (let i = from; i < lines.length; i++) {
    const item = itemOf(lines[i] ?? "");
    const before = items.at(-1);
    if (item === null || (before !== undefined && item.number !== (before.number === 0 ? 0 : before.number + 1))) break;
    items.push(item);
  }
  return items;
};

const itemOf = (line: string): Item | null => {
  const dotted = bullet.exec(line);
  if (dotted !== null) return { number: 0, text: dotted[1] ?? "" };
  const counted = numbered.exec(line);
  return counted === null || Number(counted[1]) === 0 ? null : { number: Number(counted[1]), text: counted[2] ?? "" };
};

export const parseInline = (line: string): readonly Inline[] => {
  const parts: Inline[] = [];
  let from = 0;
  for (const m of line.matchAll(mark)) {
    const part = toInline(m);
    if (part === null) continue;
    parts.push(...parseLinks(line.slice(from, m.index)), part);
    from = m.index + m[0].length;
  }
  return joined([...parts, ...parseLinks(line.slice(from))]);
};

/** Addresses alone: for what people write, whose stars and dashes are theirs. */
export const parseLinks = (text: string): readonly Inline[] => {
  const parts: Inline[] = [];
  let from = 0;
  for (const link of findLinks(text)) {
    const href = safeHref(text.slice(link.from, link.to));
    if (href === null) continue;
    if (link.from > from) parts.push({ kind: "text", text: text.slice(from, link.from) });
    parts.push({ kind: "link", text: text.slice(link.from, link.to), href });
    from = link.to;
  }
  if (from < text.length) parts.push({ kind: "text", text: text.slice(from) });
  return parts;
};

const joined = (parts: readonly Inline[]): readonly Inline[] => {
  const all: Inline[] = [];
  for (const part of parts) {
    const last = all.at(-1);
    if (part.kind === "text" && last?.kind === "text") all[all.length - 1] = { kind: "text", text: last.text + part.text };
    else all.push(part);
  }
  return all;
};

const toInline = (m: RegExpExecArray): Inline | null => {
  if (m[1] !== undefined) return { kind: "bold", text: m[1] };
  const href = safeHref(m[3] ?? "");
  return href === null ? null : { kind: "link", text: m[2] ?? m[0], href };
};

/** Only what leads to a page or a mail; no script, no data, no other app. */
export const safeHref = (href: string): string | null => {
  try {
    const url = new URL(href);
    return url.protocol === "http:" || url.protocol === "https:" || url.protocol === "mailto:" ? url.href : null;
  } catch {
    return null;
  }
};

/** The words alone, for one line of a list. */
export const plainText = (text: string): string =>
  parseText(text)
    .flatMap((b) => (b.kind === "paragraph" ? b.lines : b.items))
    .map((line) => line.map((p) => p.text).join(""))
    .join(" ");
