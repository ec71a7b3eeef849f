import { describe, expect, it } from "vitest";
import { parseInline, parseText, plainText, safeHref } from "./markdown";

describe("parseText", () => {
  it("knows bold, links, bare addresses and lists", () => {
    expect(parseInline("See **this** [page](https://shop.test/a) or https://shop.test/b.")).toEqual([
      { kind: "text", text: "See " }, { kind: "bold", text: "this" }, { kind: "text", text: " " },
      { kind: "link", text: "page", href: "https://shop.test/a" }, { kind: "text", text: " or " },
      { kind: "link", text: "https://shop.test/b", href: "https://shop.test/b" }, { kind: "text", text: "." },
    ]);
    expect(parseText("Steps:\n1. Open\n2. Pay\n\n- a\n- b\nend").map((b) => b.kind === "list" ? `${b.ordered ? "ol" : "ul"}${b.items.length}` : `p${b.lines.length}`))
      .toEqual(["p1", "ol2", "ul2", "p1"]);
  });

  it("leaves everything else as text", () => {
    for (const text of ["<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "[x](data:text/html,1)", "**", "[a](b)", "# h", "&lt;"]) {
      expect(parseInline(text).every((p) => p.kind === "text")).toBe(true);
      expect(parseInline(text).map((p) => p.text).join("")).toBe(text);
    }
  });

  it("never drops a character of a text without mark-up", () => {
    expect(parseText("").length).toBe(0);
    expect(parseText("مرحبا\nhello 🎉")).toEqual([{ kind: "paragraph", lines: [[{ kind: "text", text: "مرحبا" }], [{ kind: "text", text: "hello 🎉" }]] }]);
  });
});

it("plainText keeps the words and drops the marks", () => {
  expect(plainText("See **this**:\n- [one](https://a.test)\n- two")).toBe("See this: one two");
});

describe("safeHref", () => {
  it("takes pages and mails only", () => {
    expect(safeHref("mailto:a@b.test")).toBe("mailto:a@b.test");
    for (const bad of ["JaVaScRiPt:alert(1)", "vbscript:x", "/relative", "", "file:///etc/passwd", "java\nscript:alert(1)"]) expect(safeHref(bad)).toBeNull();
  });
});
