import { describe, expect, it } from "vitest";
import { CustomerSessions } from "./customer-session";
import { Rest, personOf } from "./grid/sessions";
import { memoryStore } from "./grid/store";

const expiresAt = new Date(Date.now() + 3_600_000).toISOString();

/** A host that answers when told to, with a token that names whom it was asked for. */
const slowHost = () => {
  const waiting: (() => void)[] = [];
  const calls: { readonly path: string; readonly older: string | null }[] = [];
  const strangers = { count: 0 };
  const joined = new Set<string>();
  const fetch = async (path: string, init?: RequestInit) => {
    const older = new Headers(init?.headers).get("authorization")?.replace("Bearer ", "") ?? null;
    calls.push({ path, older });
    if (path.endsWith("/logout")) return new Response(JSON.stringify({ code: "not_found" }), { status: 404 });
    const { externalId } = JSON.parse(String(init?.body)) as { externalId?: string };
    await new Promise<void>((go) => waiting.push(go));
    const token = externalId ?? older ?? `anonymous-${++strangers.count}`;
    // A token of a visitor beside a proof: what the visitor said is the person's from now on, once.
    const joins = externalId !== undefined && older !== null && !joined.has(older);
    if (joins) joined.add(older);
    return new Response(JSON.stringify({ customerId: token, token, expiresAt, ...(joins ? { joinedCustomerId: older } : {}) }), { status: 201 });
  };
  return { rest: new Rest("", fetch), calls, answerAll: () => waiting.splice(0).forEach((go) => go()) };
};

const world = () => {
  const store = memoryStore();
  const host = slowHost();
  const sessions = (externalId?: string) =>
    new CustomerSessions(host.rest, store, { workspace: "demo", ...(externalId ? { externalId, signature: "s" } : {}) });
  const tokenOf = async (of: CustomerSessions) => {
    const token = of.token();
    await Promise.resolve();
    host.answerAll();
    return token;
  };
  return { store, host, sessions, tokenOf };
};

describe("CustomerSessions", () => {
  it("never takes an anonymous session that comes late for that of the person named meanwhile", async () => {
    const { host, sessions, tokenOf } = world();
    const early = sessions().token();
    const named = sessions("u-nur");
    host.answerAll();
    expect(await early).toBe("anonymous-1");
    expect(await tokenOf(named)).toBe("u-nur");
    expect(await tokenOf(named)).toBe("u-nur");
  });

  it("is a new, empty stranger on a page without an identity after one with it, and the named person again when named", async () => {
    const { store, host, sessions, tokenOf } = world();
    const before = sessions();
    expect(await tokenOf(before)).toBe("anonymous-1");
    before.person.writeJson("out.k1", { clientId: "k1", kind: "post", conversationId: null, text: "a visitor's text", at: 1, order: 1 });
    const nur = sessions("u-nur");
    expect(await tokenOf(nur)).toBe("u-nur");
    nur.person.set("conversation", "c1");
    const after = sessions();
    expect(after.current).toBeNull();
    expect([after.person.get("conversation"), after.person.get("out.k1")]).toEqual([null, null]);
    expect(await tokenOf(after)).toBe("anonymous-2");
    expect(await tokenOf(sessions())).toBe("anonymous-2");
    expect(sessions("u-nur").person.get("conversation")).toBe("c1");
    expect(host.calls.map((c) => c.older)).toEqual([null, "anonymous-1", null]);
    // What the visitor did not send is the person's to send, and nobody else's.
    expect(store.keys().filter((k) => k.includes("out."))).toEqual([nur.person.key("out.k1")]);
  });

  it("takes what an anonymous visitor has along to the person who signs in, once, and sends none of its texts by itself", async () => {
    const { store, host, sessions, tokenOf } = world();
    const visitor = sessions();
    await tokenOf(visitor);
    for (const [name, value] of Object.entries({ conversation: "c1", read: "7", draft: "half a", "consent.chat": "1" })) visitor.person.set(name, value);
    visitor.person.writeJson("out.k1", { clientId: "k1", kind: "post", conversationId: "c1", text: "later", at: 1, order: 1 });
    visitor.person.writeJson("out.k2", { clientId: "k2", kind: "human", conversationId: "c1", text: "", at: 1, order: 2 });
    const nur = sessions("u-nur");
    const heard: string[] = [];
    nur.onMoved(() => heard.push("moved"));
    expect(nur.hasVisitor).toBe(true);
    await tokenOf(nur);
    expect(heard).toEqual(["moved"]);
    expect([nur.hasVisitor, nur.person.get("conversation"), nur.person.get("read"), nur.person.get("draft")]).toEqual([false, "c1", "7", "half a"]);
    expect(nur.person.readJson("out.k1")).toMatchObject({ text: "later", failed: "unauthenticated" });
    expect(nur.person.get("out.k2")).toBeNull();
    expect(nur.agreed("chat", "1")).toBe(false);
    expect(store.keys().filter((k) => k.startsWith("cg.demo.") && !k.startsWith("cg.demo.u.") && k !== "cg.demo.named")).toEqual([]);
    expect(await tokenOf(nur)).toBe("u-nur");
    expect(host.calls.map((c) => c.older)).toEqual([null, "anonymous-1"]);
  });

  it("signs a person in anew for the visitor's sake though its own token is good yet, and leaves everything where the host moves nothing", async () => {
    const { host, sessions, tokenOf } = world();
    const nur = sessions("u-nur");
    await tokenOf(nur);
    const visitor = sessions();
    await tokenOf(visitor);
    visitor.person.set("conversation", "c1");
    const again = sessions("u-nur");
    again.person.set("conversation", "c0");
    await tokenOf(again);
    expect(again.person.get("conversation")).toBe("c1");
    const second = sessions();
    await tokenOf(second);
    second.person.writeJson("session", { customerId: "anonymous-1", token: "anonymous-1", expiresAt });
    second.person.set("conversation", "c2");
    const kim = sessions("u-kim");
    await tokenOf(kim);
    expect([kim.person.get("conversation"), kim.hasVisitor]).toEqual([null, false]);
    expect(host.calls.map((c) => c.older)).toEqual([null, null, "anonymous-1", null, "anonymous-1"]);
  });

  it("renews an anonymous customer with the older token, and a named one by its proof alone", async () => {
    const { host, sessions, tokenOf } = world();
    for (const id of [undefined, "u-nur"]) {
      const one = sessions(id);
      await tokenOf(one);
      one.expire();
      await tokenOf(one);
    }
    // The visitor's token comes once, beside the proof of the person who was the visitor.
    expect(host.calls.map((c) => c.older)).toEqual([null, "anonymous-1", "anonymous-1", null]);
  });

  it("leaves nothing of the person on the device after its end, touches nobody else, and takes a host that knows no logout", async () => {
    const { store, host, sessions, tokenOf } = world();
    const [nur, kim] = [sessions("u-nur"), sessions("u-nur.out.k")];
    for (const one of [nur, kim]) {
      await tokenOf(one);
      for (const name of ["conversation", "draft", "read", "start", "out.k1"]) one.person.set(name, name);
    }
    const late = nur.token();
    await nur.end();
    await late;
    expect(store.keys().some((k) => k.startsWith("cg.demo.u.u-nur."))).toBe(false);
    expect(nur.current).toBeNull();
    expect([kim.person.get("draft"), kim.current?.token]).toEqual(["draft", "u-nur.out.k"]);
    expect(host.calls.at(-1)).toEqual({ path: "/api/v1/sessions/customer/logout", older: "u-nur" });
  });

  it("keeps no session that is answered after the end", async () => {
    const { host, sessions } = world();
    const one = sessions();
    const late = one.token();
    await one.end();
    host.answerAll();
    await late;
    expect(one.current).toBeNull();
  });

  it("removes what an earlier version kept of a named person as if it were anonymous", () => {
    const { store, sessions } = world();
    store.set("cg.demo.session", JSON.stringify({ customerId: "x", token: "t", expiresAt, externalId: "u-nur" }));
    store.set("cg.demo.out.k1", JSON.stringify({ text: "of u-nur, or of somebody before" }));
    store.set("cg.demo.locale", "ms");
    sessions();
    expect(store.keys()).toEqual(["cg.demo.locale"]);
  });
});

it("personOf reads the subject of an assertion", () => {
  const part = (x: unknown) => Buffer.from(JSON.stringify(x)).toString("base64url");
  expect(personOf({ assertion: `${part({ alg: "RS256" })}.${part({ sub: "ü-nur" })}.x` })).toBe("ü-nur");
  expect([personOf({}), personOf({ externalId: "u-nur" }), personOf({ externalId: "" })]).toEqual([null, "u-nur", null]);
  expect(personOf({ assertion: "nonsense" })).toBe("nonsense");
});

it("counts a consent only once the host has it, takes it back, and asks again for another version or another person", async () => {
  const sent: unknown[] = [];
  let works = false;
  const fetch = async (path: string, init?: RequestInit) => {
    if (path.endsWith("/sessions/customer")) return new Response(JSON.stringify({ customerId: "c1", token: "t", expiresAt }), { status: 201 });
    if (!works) return new Response(JSON.stringify({ code: "unavailable" }), { status: 503 });
    sent.push([path, JSON.parse(String(init?.body)) as unknown]);
    return new Response(JSON.stringify({}), { status: 200 });
  };
  const store = memoryStore();
  const sessions = new CustomerSessions(new Rest("", fetch), store, { workspace: "demo" });
  const wish = { purpose: "chat", version: "2", language: "en", text: "We keep what you write." };
  await expect(sessions.consent({ ...wish, given: true })).rejects.toMatchObject({ code: "unavailable" });
  expect(sessions.agreed("chat", "2")).toBe(false);
  works = true;
  await sessions.consent({ ...wish, given: true });
  expect([sessions.agreed("chat", "2"), sessions.agreed("chat", "3")]).toEqual([true, false]);
  expect(sent).toEqual([["/api/v1/customers/c1/consents", { ...wish, given: true }]]);
  expect(new CustomerSessions(new Rest("", fetch), store, { workspace: "demo", externalId: "u-nur" }).agreed("chat", "2")).toBe(false);
  await sessions.consent({ ...wish, given: false });
  expect(sessions.agreed("chat", "2")).toBe(false);
});
