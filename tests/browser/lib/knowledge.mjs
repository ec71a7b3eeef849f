// Customers who ask what no article answers, and an agent who solves one of them.
import { agent, customer, until } from "./people.mjs";
import { openHub } from "./rest.mjs";

/** Asks as a customer without a page, waits until the assistant gave it away, and goes. */
const askInVain = async (host, text) => {
  const answer = await fetch(`${host.url}/api/v1/sessions/customer`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ workspace: "demo", name: "Somebody" }),
  });
  const hub = await openHub(host, "customer", (await answer.json()).token);
  const { conversationId } = await hub.invoke("Start", { clientId: "start", locale: "en" });
  await hub.invoke("Post", { conversationId, clientId: "ask", text });
  await until(
    `"${text}" is handed over`,
    async () => (await hub.invoke("Resume", { conversationId, after: 0 })).events.map((e) => e.type),
    (types) => types.includes("handoffRequested"),
  );
  await hub.invoke("Close", { conversationId });
  await hub.stop();
};

/** A topic without an article, with a draft: three ask for it, one of them is helped by a person. */
export const missingTopic = async (browser, host) => {
  await askInVain(host, "do you hire out trampolines");
  await askInVain(host, "can I hire a trampoline");
  const aina = await agent(browser, host, "aina@demo.test");
  const nur = await customer(browser, host);
  await nur.say("hire of a trampoline");
  await aina.accept(nur);
  await aina.page.locator(".conversation-head .chip.state-assigned").waitFor();
  await aina.say("You can hire a trampoline for RM 70 a day.");
  await nur.sees("You can hire a trampoline for RM 70 a day.");
  await aina.page.getByRole("button", { name: "Resolve", exact: true }).click();
  await nur.sees("This was marked as solved");
  await aina.leave();
  await nur.leave();
};
