/** An address in a text, from where it begins to where a person would end it. */
export type FoundLink = { readonly from: number; readonly to: number };

const begin = /https?:\/\//gi;
/**
 * What an address is made of: letters and digits of any script, and the marks of ASCII that addresses use. Full-width marks, emoji and invisible
 * characters end it.
 */
const part = /[\p{L}\p{N}\p{M}\-._~:/?#[\]@!$&'()*+,;=%]/u;
/** Scripts that are written without spaces: after a Latin letter they are the sentence that goes on, after a mark of the address they belong to it. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const joins = /[/=\-_%&?#.]/;
const closers: Readonly<Record<string, string>> = { ")": "(", "]": "[" };

export const findLinks = (text: string): readonly FoundLink[] => {
  const found: FoundLink[] = [];
  for (const m of text.matchAll(begin)) {
    if (m.index < (found.at(-1)?.to ?? 0)) continue;
    const start = m.index + m[0].length;
    const to = trimmed(text, start, endOf(text, start));
    if (to > start) found.push({ from: m.index, to });
  }
  return found;
};

const endOf = (text: string, start: number): number => {
  let at = start;
  let before = "/";
  while (at < text.length) {
    const c = String.fromCodePoint(text.codePointAt(at) ?? 0);
    if (!part.test(c) || (unspaced.test(c) && !unspaced.test(before) && !joins.test(before))) break;
    at += c.length;
    before = c;
  }
  return at;
};

/** Marks at the end are the sentence's; a bracket is the address's own when it was opened in it. */
const trimmed = (text: string, start: number, end: number): number => {
  let to = end;
  while (to > start) {
    const last = text[to - 1] ?? "";
    const opener = closers[last];
    const inside = text.slice(start, to);
    if (/[.,;:!?'*_~]/.test(last) || (opener !== undefined && inside.split(opener).length < inside.split(last).length) || last === "(" || last === "[") to--;
    else break;
  }
  return to;
};
