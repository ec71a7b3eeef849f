import { expect, test } from "vitest";
import { emptyArticle, idOf, readArticle, writeArticle } from "./article-text";

const source =
  "---\nid: refund-time\ntitle: Refunds: when?\nlanguage: en\naudience: public\ntags: money back, refund\nowner: returns\nvalidFrom: 2026-01-01T00:00:00.0000000+00:00\n---\n\nWithin 5 days.\n\n## By bank\n\n---\n\nWithin 7 days.\n";

test("an article is read into its lines and its text, and written as it was", () => {
  const form = readArticle(source);
  expect(form).toEqual({
    id: "refund-time",
    title: "Refunds: when?",
    language: "en",
    audience: "public",
    tags: "money back, refund",
    owner: "returns",
    validFrom: "2026-01-01",
    validUntil: "",
    body: "Within 5 days.\n\n## By bank\n\n---\n\nWithin 7 days.",
  });
  expect(writeArticle(form)).toBe(source.replace("T00:00:00.0000000+00:00", ""));
  expect(readArticle(writeArticle(form))).toEqual(form);
  expect(readArticle(source.replaceAll("\n", "\r\n"))).toEqual(form);
});

test("a text without front matter, or with one that does not end, is all text and for staff", () => {
  expect(readArticle("Just words.")).toEqual({ ...emptyArticle, body: "Just words." });
  expect(readArticle("---\naudience: public\nno end").audience).toBe("agents");
  expect(readArticle("---\naudience: everybody\n---\nx").audience).toBe("agents");
});

test("no value becomes another line", () => {
  expect(readArticle(writeArticle({ ...emptyArticle, id: "a", title: "x\naudience: public\n---\n", body: "y" }))).toMatchObject({
    audience: "agents",
    title: "x audience: public ---",
    body: "y",
  });
});

test("an id is made of a title", () => {
  expect(idOf("  Wie lange, é? 30 Tage! ")).toBe("wie-lange-e-30-tage");
  expect(idOf("x".repeat(59) + " y")).toHaveLength(59);
  expect(idOf("???")).toBe("");
});
