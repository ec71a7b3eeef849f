/// <reference types="node" />
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const root = new URL("../../", import.meta.url).pathname;
const sources = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((e) =>
    e.isDirectory() ? sources(join(folder, e.name)) : /\.tsx?$/.test(e.name) ? [join(folder, e.name)] : [],
  );
const imports = (file: string) => [...readFileSync(file, "utf8").matchAll(/from "([^"]+)"/g)].map((m) => m[1] ?? "");

/** The arrows of the house: who may import whom. */
describe("imports", () => {
  it("the wire knows nothing of what is built on it", () => {
    const bad = sources(join(root, "sdk/src/grid"))
      .filter((f) => !f.endsWith(".test.ts"))
      .flatMap((f) =>
        imports(f)
          .filter((i) => i.startsWith("../"))
          .map((i) => `${relative(root, f)} -> ${i}`),
      );
    expect(bad).toEqual([]);
  });

  it("features of the desk do not import one another, and the kit knows nobody", () => {
    const bad = sources(join(root, "desk/src")).flatMap((f) => {
      const at = relative(join(root, "desk/src"), f).split("/");
      return imports(f).flatMap((i) => {
        if (!i.startsWith(".")) return [];
        const to = relative(join(root, "desk/src"), join(f, "..", i)).split("/");
        const feature = at[0] === "features" && to[0] === "features" && at[1] !== to[1];
        const kit = at[0] === "kit" && to[0] !== "kit";
        const up = at[0] === "features" && to[0] === "app";
        return feature || kit || up ? [`${at.join("/")} -> ${to.join("/")}`] : [];
      });
    });
    expect(bad).toEqual([]);
  });

  it("files stay short, have no default export and no any", () => {
    const bad = ["sdk", "widget", "desk", "demo"]
      .flatMap((p) => sources(join(root, p, "src")))
      .flatMap((f) => {
        const text = readFileSync(f, "utf8");
        const name = relative(root, f);
        if (name.endsWith("arrows.test.ts")) return [];
        return [
          ...(text.split("\n").length > 440 && !name.includes("/words/") && name !== "sdk/src/grid/events.ts" ? [`${name}: over 440 lines`] : []),
          ...(/^export default /m.test(text) ? [`${name}: default export`] : []),
          ...(/(: any\b|as any\b|<any>)/.test(text) ? [`${name}: any`] : []),
          ...(/\.innerHTML|dangerouslySetInnerHTML|unsafeHTML/.test(text) ? [`${name}: HTML from text`] : []),
        ];
      });
    expect(bad).toEqual([]);
  });
});
