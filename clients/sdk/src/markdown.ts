/** A closed little language: bold, links to http, https or mailto, and lists. Whatever else looks like mark-up stays the text that it is. */
export type Inline =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "bold"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly href: string };
export type Block =
  | { readonly kind: "paragraph"; readonly lines: readonly (readonly Inline[])[] }
  | { readonly kind: "list"; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] };

const bullet = /^\s*[-*•]\s+(.*)$/;
const numbered = /^\s*\d{1,3}[.)]\s+(.*)$/;
const mark = /\*\*([^*\n]+)\*\*|\[([^\]\n]+)\]\(([^()\s]+)\)|(https?:\/\/[^\s<>"'()]+[^\s<>"'().,;:!?])/g;

export const parseText = (text: string): readonly Block[] => {
  const blocks: Block[] = [];
  for (const line of text.replace(/\r\n?/g, "\n").split("\n")) {
    const item = bullet.exec(line) ?? numbered.exec(line);
    const last = blocks.at(-1);
    if (item !== null) {
      const ordered = !bullet.test(line);
      const content = parseInline(item[1] ?? "");
      if (last?.kind === "list" && last.ordered === ordered) blocks[blocks.length - 1] = { ...last, items: [...last.items, content] };
      else blocks.push({ kind: "list", ordered, items: [content] });
    } else if (line.trim() === "") {
      if (last?.kind === "paragraph" && last.lines.length > 0) blocks.push({ kind: "paragraph", lines: [] });
    } else if (last?.kind === "paragraph") blocks[blocks.length - 1] = { ...last, lines: [...last.lines, parseInline(line)] };
    else blocks.push({ kind: "paragraph", lines: [parseInline(line)] });
  }
  return blocks.filter((b) => b.kind === "list" || b.lines.length > 0);
};

export const parseInline = (line: string): readonly Inline[] => {
  const parts: Inline[] = [];
  let from = 0;
  for (const m of line.matchAll(mark)) {
    const part = toInline(m);
    if (part === null) continue;
    if (m.index > from) parts.push({ kind: "text", text: line.slice(from, m.index) });
    parts.push(part);
    from = m.index + m[0].length;
  }
  if (from < line.length) parts.push({ kind: "text", text: line.slice(from) });
  return parts;
};

const toInline = (m: RegExpExecArray): Inline | null => {
  if (m[1] !== undefined) return { kind: "bold", text: m[1] };
  const href = safeHref(m[3] ?? m[4] ?? "");
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
  parseText(text).flatMap((b) => (b.kind === "paragraph" ? b.lines : b.items)).map((line) => line.map((p) => p.text).join("")).join(" ");
