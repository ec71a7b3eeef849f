import { afterEach, describe, expect, it } from "vitest";
import { toJson } from "./json";

const values: readonly unknown[] = [
  null,
  true,
  0,
  -1.5,
  1e21,
  "",
  'a"b\\c\n\u0000\u2028',
  "apa khabar \ud83d\ude42",
  "\ud83d alone",
  [],
  [1, [2, null], "x"],
  { a: 1, b: { c: [] }, "d e": "f", é: "ü" },
  { type: 1, invocationId: "0", target: "Post", arguments: [{ conversationId: "c1", clientId: "k", text: "hi" }] },
];

describe("toJson", () => {
  const changed: [object, string][] = [];
  const change = (on: object, name: string, value: unknown) => {
    changed.push([on, name]);
    Object.defineProperty(on, name, { value, configurable: true, writable: true, enumerable: true });
  };
  afterEach(() => {
    for (const [on, name] of changed.splice(0)) Reflect.deleteProperty(on, name);
  });

  it("is the same data as JSON.stringify gives", () => {
    for (const value of values) expect(JSON.parse(toJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    expect(toJson({ a: undefined, b: 1, c: () => 1 })).toBe('{"b":1}');
    expect(toJson([undefined, Number.NaN])).toBe("[null,null]");
  });

  it("does not ask the toJSON that a page gave to arrays, texts, numbers and objects, nor replaced methods of arrays", () => {
    const expected = values.map((x) => JSON.stringify(x)).map((x) => JSON.parse(x) as unknown);
    for (const type of [Array, String, Number, Object]) change(type.prototype, "toJSON", () => "wrong");
    const got = values.map((x) => JSON.parse(toJson(x)) as unknown);
    for (const type of [Array, String, Number, Object]) Reflect.deleteProperty(type.prototype, "toJSON");
    expect(got).toEqual(expected);
  });
});
