import { describe, expect, it } from "vitest";
import { changesOf, durationOf, inUnit, pruned, secondsOfDuration, wordsOf } from "./fields";

describe("what a form makes of a definition", () => {
  it("leaves out what says nothing, however deep", () => {
    expect(pruned({ name: "Support", description: "", policy: { calendar: undefined, rings: [] }, order: 0, on: false })).toEqual({
      name: "Support",
      order: 0,
      on: false,
    });
    expect(pruned({ texts: [{ language: "en", text: "" }, {}] })).toEqual({ texts: [{ language: "en" }] });
  });

  it("reads and writes durations as the host does", () => {
    for (const text of ["00:00:30", "00:05:00", "01:30:00", "3.00:00:00", "1.02:03:04"]) {
      const seconds = secondsOfDuration(text);
      expect(seconds).not.toBeNull();
      const { amount, unit } = inUnit(seconds ?? 0);
      expect(durationOf(amount, unit)).toBe(text);
    }
    expect(inUnit(secondsOfDuration("1.02:00:00") ?? 0)).toEqual({ amount: 26, unit: "hours" });
    expect(durationOf(1.5, "hours")).toBe("01:30:00");
    expect(secondsOfDuration("soon")).toBeNull();
  });

  it("takes words with commas once each", () => expect(wordsOf(" en, ms,,en\nzh ")).toEqual(["en", "ms", "zh"]));

  it("says what differs between two versions", () => {
    expect(changesOf({ name: "A", order: 1, on: ["x"] }, { name: "B", order: 1, then: ["y"] })).toEqual([
      { name: "name", was: "A", is: "B" },
      { name: "on", was: '["x"]', is: "" },
      { name: "then", was: "", is: '["y"]' },
    ]);
    expect(changesOf(null, { name: "A" })).toEqual([{ name: "name", was: "", is: "A" }]);
  });
});
