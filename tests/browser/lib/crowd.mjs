// Many customers at once, as hub connections without a browser: for lists that are long and move.
import { openHub, staff } from "./rest.mjs";

/** Settings of a host that lets one machine be a crowd. */
export const crowdSettings = [
  "CallsPerSecondPerConnection",
  "CallsBurstPerConnection",
  "CallsPerSecondPerUser",
  "RequestsPerSecondPerAddress",
  "SessionsPerSecondPerAddress",
].flatMap((x) => [`--Grid:Gateway:${x}`, "100000"]);

const customers = 100;

/** Counts the changes that a supervisor's desk is told of. */
export const countChanges = async (host) => {
  const hub = await openHub(host, "agent", (await staff(host, "omar@demo.test")).token);
  const count = { changes: 0, stop: () => hub.stop() };
  hub.on("inbox", () => (count.changes += 1));
  return count;
};

/** Begins conversations that wait for a person; `write` then adds a message to one of them after another. */
export const gather = async (host, wanted) => {
  const hubs = await Promise.all(
    Array.from({ length: customers }, async (_, i) => {
      const answer = await fetch(`${host.url}/api/v1/sessions/customer`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ workspace: "demo", name: `Customer ${i}` }),
      });
      return openHub(host, "customer", (await answer.json()).token);
    }),
  );
  const all = [];
  await Promise.all(
    hubs.map(async (hub) => {
      for (let i = 0; i < wanted / customers; i++) {
        const { conversationId } = await hub.invoke("Start", { clientId: `c${i}`, locale: "en" });
        await hub.invoke("RequestHuman", { conversationId });
        all.push({ hub, conversationId });
      }
    }),
  );
  let written = 0;
  return {
    write: () => {
      const { hub, conversationId } = all[(written * 7919) % all.length];
      written += 1;
      return hub.invoke("Post", { conversationId, clientId: `m${written}`, text: `Change ${written}` });
    },
    stop: () => Promise.all(hubs.map((hub) => hub.stop())),
  };
};
