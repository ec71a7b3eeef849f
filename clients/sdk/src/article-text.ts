import type { ArticleAudience } from "./grid/protocol";

/** An article as a form shows it: the lines above the text by name, and the text. */
export type ArticleForm = {
  readonly id: string;
  readonly title: string;
  readonly language: string;
  readonly audience: ArticleAudience;
  readonly tags: string;
  readonly owner: string;
  readonly validFrom: string;
  readonly validUntil: string;
  readonly body: string;
};

export const emptyArticle: ArticleForm = {
  id: "",
  title: "",
  language: "en",
  audience: "agents",
  tags: "",
  owner: "",
  validFrom: "",
  validUntil: "",
  body: "",
};
const keys = ["id", "title", "language", "audience", "tags", "owner", "validFrom", "validUntil"] as const;
const midnight = /^(\d{4}-\d\d-\d\d)T00:00:00(?:\.0+)?(?:\+00:00|Z)$/;

/** Reads Markdown with front matter; what is missing stays empty. For staff only, unless the text says otherwise itself. */
export const readArticle = (source: string): ArticleForm => {
  const lines = source.replace(/\r\n?/g, "\n").split("\n");
  const end = lines[0]?.trim() === "---" ? lines.findIndex((line, i) => i > 0 && line.trim() === "---") : -1;
  if (end < 0) return { ...emptyArticle, body: source.trim() };
  const found = new Map(
    lines.slice(1, end).map((line): [string, string] => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    }),
  );
  const of = (key: (typeof keys)[number]): string => (found.get(key) ?? "").replace(midnight, "$1");
  return {
    id: of("id"),
    title: of("title"),
    language: of("language"),
    audience: of("audience") === "public" ? "public" : "agents",
    tags: of("tags"),
    owner: of("owner"),
    validFrom: of("validFrom"),
    validUntil: of("validUntil"),
    body: lines
      .slice(end + 1)
      .join("\n")
      .trim(),
  };
};

/** Writes what `readArticle` reads. A value is one line, so that none becomes another key. */
export const writeArticle = (form: ArticleForm): string => {
  const head = keys.flatMap((key) => {
    const value = form[key].replace(/\s+/g, " ").trim();
    return value === "" ? [] : [`${key}: ${value}`];
  });
  return `---\n${head.join("\n")}\n---\n\n${form.body.trim()}\n`;
};

/** An id of a title: at most 60 of a-z, 0-9 and hyphens. */
export const idOf = (title: string): string =>
  title
    .normalize("NFD")
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, "")
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .join("-")
    .slice(0, 60)
    .replace(/-$/, "");
