import { expect, it } from "vitest";
import { hasText } from "./visible";

it.each([
  "",
  "  \n\t",
  "\u200b",
  "\u2800\u2800",
  "\u3164",
  "\u115f\u1160\uffa0",
  "\u00ad\u034f\ufe0f",
  "\u202e \u2066",
  "\u00a0\u3000",
  "\u{e0020}",
  "\u2065",
  "\ufff3\ufff9\ufffc",
  "\u{1bca1}\u{1d175}",
])("%j shows nothing", (text) => expect(hasText(text)).toBe(false));
it.each(["a", ".", "\u200bя", "🙂", "👨\u200d👩\u200d👧", "ٱ", "⠁", "한"])("%j shows something", (text) => expect(hasText(text)).toBe(true));
