import { describe, expect, it } from "vitest";
import { parseInline, parseLinks, parseText, plainText, safeHref } from "./markdown";

describe("parseText", () => {
  it("knows bold, links, bare addresses and lists", () => {
    expect(parseInline("See **this** [page](https://shop.test/a) or https://shop.test/b.")).toEqual([
      { kind: "text", text: "See " },
      { kind: "bold", text: "this" },
      { kind: "text", text: " " },
      { kind: "link", text: "page", href: "https://shop.test/a" },
      { kind: "text", text: " or " },
      { kind: "link", text: "https://shop.test/b", href: "https://shop.test/b" },
      { kind: "text", text: "." },
    ]);
    expect(
      parseText("Steps:\n1. Open\n2. Pay\n\n- a\n- b\nend").map((b) =>
        b.kind === "list" ? `${b.start > 0 ? "ol" : "ul"}${b.items.length}` : `p${b.lines.length}`,
      ),
    ).toEqual(["p1", "ol2", "ul2", "p1"]);
  });

  it("leaves everything else as text", () => {
    for (const text of ["<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "[x](data:text/html,1)", "**", "[a](b)", "# h", "&lt;"]) {
      expect(parseInline(text).every((p) => p.kind === "text")).toBe(true);
      expect(
        parseInline(text)
          .map((p) => p.text)
          .join(""),
      ).toBe(text);
    }
  });

  it("never drops a character of a text without mark-up", () => {
    expect(parseText("").length).toBe(0);
    expect(parseText("مرحبا\nhello 🎉")).toEqual([{ kind: "paragraph", lines: [[{ kind: "text", text: "مرحبا" }], [{ kind: "text", text: "hello 🎉" }]] }]);
  });
});

describe("numbers and signs at the beginning of a line", () => {
  it.each([
    "3. March is the date",
    "2 ** 3",
    "2**3**4",
    "** a **",
    "- 5 degrees",
    "* see below",
    "1) first",
    "100. anniversary",
    "2026. A good year.",
    "1. a\n1. b",
    "3. a\n\n5. c",
    "1.5 kg\n2.5 kg",
    "0. zero\n1. one",
    "-",
    "1.",
  ])("%j is shown as written", (text) => {
    expect(parseText(text).every((b) => b.kind === "paragraph" && b.lines.every((l) => l.every((p) => p.kind === "text")))).toBe(true);
    expect(
      parseText(text)
        .flatMap((b) => (b.kind === "paragraph" ? b.lines : []))
        .map((l) => l.map((p) => p.text).join(""))
        .join("\n"),
    ).toBe(text.replace("\n\n", "\n"));
  });

  it("a list keeps the numbers that it has", () => {
    expect(parseText("Then:\n3. Pay\n4. Wait\n6. Done")).toMatchObject([
      { kind: "paragraph" },
      { kind: "list", start: 3, items: [[{ text: "Pay" }], [{ text: "Wait" }]] },
      { kind: "paragraph" },
    ]);
    expect(parseText("- a\n- b")).toMatchObject([{ kind: "list", start: 0 }]);
  });

  it("bold beside letters of scripts without spaces is bold", () => {
    expect(parseInline("这是**重点**内容").map((p) => p.kind)).toEqual(["text", "bold", "text"]);
  });
});

describe("links", () => {
  it.each([
    ["https://example.test/help。谢谢", "https://example.test/help"],
    ["https://example.test/help谢谢", "https://example.test/help"],
    ["见https://example.test/help，谢谢", "https://example.test/help"],
    ["https://zh.example.test/wiki/沙发", "https://zh.example.test/wiki/沙发"],
    ["https://example.test/Sofa_(furniture)", "https://example.test/Sofa_(furniture)"],
    ["(see https://example.test/Sofa_(furniture)).", "https://example.test/Sofa_(furniture)"],
    ["(https://example.test/a)", "https://example.test/a"],
    ["[https://example.test/a]", "https://example.test/a"],
    ["https://example.test/a?b=1&c=[2]!", "https://example.test/a?b=1&c=[2]"],
    ["**https://example.test/a**", "https://example.test/a"],
    ["\u201chttps://example.test/a\u201d", "https://example.test/a"],
    ["«https://example.test/a»", "https://example.test/a"],
    ["https://example.test/a\u200b\u202eb", "https://example.test/a"],
    ["https://example.test/a😀", "https://example.test/a"],
    ["https://example.test/a…", "https://example.test/a"],
    ["https://de.example.test/München.", "https://de.example.test/München"],
    ["https://example.test/a/, then", "https://example.test/a/"],
    ["HTTPS://EXAMPLE.TEST/A;", "HTTPS://EXAMPLE.TEST/A"],
    ['https://example.test/a"onclick="x', "https://example.test/a"],
    ["https://example.test/#top?", "https://example.test/#top"],
  ])("%j ends where a person would end it", (text, link) => {
    expect(
      parseLinks(text)
        .filter((p) => p.kind === "link")
        .map((p) => p.text),
    ).toEqual([link]);
    expect(
      parseLinks(text)
        .map((p) => p.text)
        .join(""),
    ).toBe(text);
  });

  it("takes an address in a mark with brackets of its own, and no address where there is none", () => {
    expect(parseInline("[sofas](https://example.test/Sofa_(furniture)) now")).toMatchObject([
      { kind: "link", href: "https://example.test/Sofa_(furniture)" },
      { text: " now" },
    ]);
    for (const none of ["https://", "https://。", "http:/x", "https:// a"]) expect(parseLinks(none).every((p) => p.kind === "text")).toBe(true);
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
