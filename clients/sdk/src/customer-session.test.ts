import { describe, expect, it } from "vitest";
import { CustomerSessions } from "./customer-session";
import { Rest } from "./grid/sessions";
import { memoryStore } from "./grid/store";

const key = "cg.demo.session";
const expiresAt = new Date(Date.now() + 3_600_000).toISOString();

/** A host that answers when told to, with a token that names whom it was asked for. */
const slowHost = () => {
  const waiting: (() => void)[] = [];
  const fetch = async (_url: string, init?: RequestInit) => {
    const { externalId } = JSON.parse(String(init?.body)) as { externalId?: string };
    await new Promise<void>((go) => waiting.push(go));
    const token = externalId ?? "anonymous";
    return new Response(JSON.stringify({ customerId: token, token, expiresAt }), { status: 201 });
  };
  return { rest: new Rest("", fetch), answerAll: () => waiting.splice(0).forEach((go) => go()) };
};

describe("CustomerSessions", () => {
  it("never takes an anonymous session that comes late for that of the person named meanwhile", async () => {
    const store = memoryStore();
    const host = slowHost();
    const anonymous = new CustomerSessions(host.rest, store, key, { workspace: "demo" });
    const early = anonymous.token();
    anonymous.expire();
    const named = new CustomerSessions(host.rest, store, key, { workspace: "demo", externalId: "u-nur", signature: "s" });
    host.answerAll();
    expect(await early).toBe("anonymous");
    const token = named.token();
    await Promise.resolve();
    host.answerAll();
    expect(await token).toBe("u-nur");
    expect(await named.token()).toBe("u-nur");
  });

  it("stays the named person over a reload, until the site names another", async () => {
    const store = memoryStore();
    const host = slowHost();
    const first = new CustomerSessions(host.rest, store, key, { workspace: "demo", externalId: "u-nur", signature: "s" }).token();
    host.answerAll();
    await first;
    expect(await new CustomerSessions(host.rest, store, key, { workspace: "demo" }).token()).toBe("u-nur");
    const other = new CustomerSessions(host.rest, store, key, { workspace: "demo", externalId: "u-kim", signature: "s" }).token();
    await Promise.resolve();
    host.answerAll();
    expect(await other).toBe("u-kim");
  });
});
