/// <reference types="node" />
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { errorCodes, eventTypes } from "./protocol";

const contracts = new URL("../../../../src/ConversationGrid.Contracts/", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, contracts), "utf8");

/** Names of the server's conversation events that somebody beside the grid may see. */
const publicEvents = (): readonly string[] => {
  const nameOf = new Map([...read("Json/EventNames.cs").matchAll(/\("([a-zA-Z]+)", typeof\((\w+)\)/g)].map((m) => [m[2] ?? "", m[1] ?? ""]));
  const arms = [...read("Conversations/Audience.cs").matchAll(/((?:\w+\s+or\s+)*\w+)\s*=>\s*Audience\.(Everyone|Staff)/g)];
  return arms.flatMap((arm) => (arm[1] ?? "").split(/\s+or\s+/)).map((type) => nameOf.get(type) ?? `no name for ${type}`);
};

/** The server's contract is the source of truth; this fails when the client does not know what the server says. */
describe.skipIf(!existsSync(contracts))("the server's contract", () => {
  it("names no event type that this client does not know", () => {
    const names = publicEvents();
    expect(names.length).toBeGreaterThan(12);
    expect(names.filter((n) => !eventTypes.some((t) => t === n))).toEqual([]);
  });

  it("has exactly the refusal codes that this client knows", () => {
    const codes = [...read("Refusal.cs").matchAll(/public const string \w+ = "([a-z_]+)"/g)].map((m) => m[1]);
    expect([...errorCodes].sort()).toEqual(codes.sort());
  });
});
