/// <reference types="node" />
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { errorCodes } from "./protocol";

const contracts = new URL("../../../../src/ConversationGrid.Contracts/", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, contracts), "utf8");

/** The server's contract is the source of truth. Events are generated from it (./grid types); this compares what is not. */
describe.skipIf(!existsSync(contracts))("the server's contract", () => {
  it("has exactly the refusal codes that this client knows", () => {
    const codes = [...read("Kernel/Refusal.cs").matchAll(/public const string \w+ = "([a-z_]+)"/g)].map((m) => m[1]);
    expect([...errorCodes].sort()).toEqual(codes.sort());
  });
});
