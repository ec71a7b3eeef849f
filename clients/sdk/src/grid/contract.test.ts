/// <reference types="node" />
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { errorCodes, eventTypes } from "./protocol";

const contracts = new URL("../../../../src/ConversationGrid.Contracts/", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, contracts), "utf8");

/** The server's contract is the source of truth; this fails when the two lists drift apart. */
describe.skipIf(!existsSync(contracts))("the server's contract", () => {
  it("names exactly the event types that this client knows, but for the grid's own bookkeeping", () => {
    const conversation = read("Json/EventNames.cs").split("agentConfigured")[0] ?? "";
    const names = [...conversation.matchAll(/\("([a-zA-Z]+)", typeof\(/g)].map((m) => m[1]).filter((n) => n !== "effectSettled");
    // The protocol page allows the analysis to come as its own event; this host sends it inside messagePosted.
    expect([...eventTypes].filter((t) => t !== "messageAnalysed").sort()).toEqual(names.sort());
  });

  it("has exactly the refusal codes that this client knows", () => {
    const codes = [...read("Refusal.cs").matchAll(/public const string \w+ = "([a-z_]+)"/g)].map((m) => m[1]);
    expect([...errorCodes].sort()).toEqual(codes.sort());
  });
});
