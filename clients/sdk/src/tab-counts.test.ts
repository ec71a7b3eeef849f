import { describe, expect, it } from "vitest";
import { countedOf, queriesOf, shownCount } from "./tab-counts";

describe("the number on a tab", () => {
  it("is what is loaded while the host has said nothing", () => {
    expect(shownCount(undefined, 3)).toBe("3");
    expect(shownCount(countedOf([{}], 3), 3)).toBe("3");
  });

  it("is the host's count where more is there than loaded, with a sign where even that is not all", () => {
    expect(shownCount(countedOf([{ total: 250 }], 100), 100)).toBe("250");
    expect(shownCount(countedOf([{ total: 1000, totalIsMore: true }], 100), 200)).toBe("1000+");
    expect(shownCount(countedOf([{ total: 7 }, { total: 5 }], 0), 4)).toBe("12");
  });

  it("follows the loaded rows once all were loaded: they go up and down with what is pushed", () => {
    const all = countedOf([{ total: 12 }], 12);
    expect(shownCount(all, 12)).toBe("12");
    expect(shownCount(all, 9)).toBe("9");
    expect(shownCount(all, 14)).toBe("14");
  });

  it("asks for every state that a view shows", () => {
    expect(queriesOf("waiting", "me").map((q) => q.state)).toEqual(["waiting", "offered"]);
    expect(queriesOf("mine", "me")).toEqual([{ agentId: "me", state: "assigned" }]);
  });
});
