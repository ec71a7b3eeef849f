import { expect, it } from "vitest";
import { brandOf, contrastOfHex } from "./colour";

it("gives readable text on any brand colour", () => {
  for (const colour of ["#0b6e4f", "#ffd400", "#f00", "#00bcd4", "#777777", "#abcdef", "#8a8a8a", "#000", "#fff", "#ff8800"]) {
    const brand = brandOf(colour);
    expect(brand === null ? 0 : contrastOfHex(brand.background, brand.text)).toBeGreaterThanOrEqual(4.5);
  }
  expect(brandOf("red; background: url(x)")).toBeNull();
});
