// The working day at the desk: labels, macros, hold, snooze, merge, whisper, join, take-over; and what a customer reads who waits.
import assert from "node:assert/strict";
import { test } from "node:test";
import { skip } from "./lib/host.mjs";
import { agent, axe, customer, until } from "./lib/people.mjs";
import { openHub, staff } from "./lib/rest.mjs";
import { chrome, host, onStage } from "./lib/stage.mjs";

onStage(skip);

/** No field has the caret: single keys are commands. */
const blur = (person) => person.page.evaluate(() => document.activeElement?.blur());

const assigned = async (person, options) => {
  const nur = await customer(chrome.browser, host, options);
  await nur.say("hello");
  await nur.page.locator("cg-chat #human").click();
  await person.accept(nur);
  await person.page.locator(".conversation-head .chip.state-assigned").waitFor();
  return nur;
};

test("who waits while nobody is there reads its place in the line and can ask to be called", { skip }, async () => {
  const omar = await staff(host, "omar@demo.test");
  const { definition } = await omar.get("/api/v1/queues/general");
  await omar.put("/api/v1/queues/general", { ...definition, policy: { whenNobodyIsThere: "callBack" } });
  const nur = await customer(chrome.browser, host);
  await nur.say("hello");
  await nur.page.locator("cg-chat #human").click();
  await nur.sees("You are number 1 in line");
  const raj = await customer(chrome.browser, host, { locale: "ms", theme: "dark", colorScheme: "dark" });
  await raj.say("hello");
  await raj.page.locator("cg-chat #human").click();
  await raj.sees("Anda di tempat ke-2 dalam giliran");
  await raj.page.locator("cg-chat #call-back").click();
  await until(
    "the caret is in the field",
    () => raj.page.evaluate(() => document.querySelector("cg-chat").shadowRoot.activeElement?.getAttribute("name")),
    (name) => name === "phone",
  );
  assert.deepEqual(await axe(raj.page), [], "asking for a call");
  await raj.page.keyboard.type("+60 12-345 6789");
  await raj.page.keyboard.press("Enter");
  await raj.sees("Anda minta dihubungi: +60 12-345 6789");
  assert.equal(await raj.page.locator("cg-chat #call-back").count(), 0);
  await nur.leave();
  await raj.sees("Anda di tempat ke-1 dalam giliran");
  const siti = await agent(chrome.browser, host, "siti@demo.test", { hash: `#/inbox/all/${await raj.conversationId()}` });
  await siti.page.locator(".thread").getByText("Wants to be called: +60 12-345 6789").waitFor();
  await siti.leave();
  await raj.leave();
  await omar.put("/api/v1/queues/general", definition);
});

test("labels, macros, hold and snooze by keyboard, with the service level's countdown", { skip }, async () => {
  const omar = await staff(host, "omar@demo.test");
  await omar.put("/api/v1/policies/soon", { name: "Soon", firstResponse: { within: "00:04:00", warnBefore: "00:01:00" }, resolution: { within: "04:00:00" } });
  await omar.put("/api/v1/macros/sorry", {
    name: "Say sorry",
    texts: [{ language: "en", text: "I am sorry for the trouble." }],
    actions: [{ do: "addLabel", value: "apologised" }],
  });
  for (const look of [
    { locale: "en", theme: "light" },
    { locale: "ms", theme: "dark", colorScheme: "dark" },
  ]) {
    const aina = await agent(chrome.browser, host, "aina@demo.test", look);
    const nur = await assigned(aina);
    await aina.page.locator(".conversation-head .chip.clock.soon").waitFor();
    const { customerId: id } = await omar.get(`/api/v1/conversations/${await nur.conversationId()}`);
    await omar.post("/api/v1/customers/value", { id, value: 2 });
    await aina.page
      .locator(".row .selected .chip.valued")
      .getByText(look.locale === "en" ? "Highly valued" : "Sangat bernilai")
      .waitFor();
    await blur(aina);
    await aina.page.keyboard.press("l");
    await aina.page.locator(".modal input").waitFor();
    await aina.page.keyboard.type("vip, gift");
    await aina.page.keyboard.press("Enter");
    await until(
      "both labels stand in the panel",
      () => aina.page.locator(".modal .chip.label").count(),
      (n) => n === 2,
    );
    assert.deepEqual(await axe(aina.page), [], "labels");
    await aina.page.keyboard.press("Escape");
    await until(
      "the panel is closed",
      () => aina.page.locator("dialog").count(),
      (n) => n === 0,
    );
    await blur(aina);
    await aina.page.keyboard.press("m");
    await aina.page.locator("#macro-list li").waitFor();
    assert.deepEqual(await axe(aina.page), [], "macros");
    await aina.page.keyboard.press("Enter");
    await nur.sees("I am sorry for the trouble");
    await blur(aina);
    await aina.page.keyboard.press("h");
    await aina.page
      .locator(".conversation-head .chip")
      .getByText(look.locale === "en" ? "On hold" : "Ditahan")
      .waitFor();
    assert.deepEqual(await axe(aina.page), [], "conversation with labels and clock");
    await blur(aina);
    await aina.page.keyboard.press("s");
    await aina.page.locator(".choices button").first().waitFor();
    assert.deepEqual(await axe(aina.page), [], "snooze");
    await aina.page.locator(".choices button").first().press("Enter");
    await aina.page.locator(".conversation-head .chip.state-snoozed").waitFor();
    assert.deepEqual(aina.bad, []);
    await aina.context.close();
    await nur.leave();
  }
  for (const made of ["policies/soon", "macros/sorry"]) await omar.remove(`/api/v1/${made}`);
});

test("a supervisor whispers to the agent and takes the conversation over", { skip }, async () => {
  const aina = await agent(chrome.browser, host, "aina@demo.test");
  const nur = await assigned(aina);
  const id = await nur.conversationId();
  const siti = await agent(chrome.browser, host, "siti@demo.test", { hash: `#/inbox/all/${id}` });
  await siti.page.locator(".conversation-head .chip.state-assigned").first().waitFor();
  await blur(siti);
  await siti.page.keyboard.press("w");
  await siti.page.locator(".modal textarea").waitFor();
  assert.deepEqual(await axe(siti.page), [], "whisper");
  await siti.page.locator(".modal textarea").fill("Offer a credit");
  await siti.page.locator(".modal .primary").click();
  await aina.page.locator(".alerts [role=status]").getByText("Siti: Offer a credit").waitFor({ state: "attached" });
  await aina.page.locator("#composer").fill("Half a reply");
  await siti.page.getByRole("button", { name: "Take over", exact: true }).click();
  await nur.sees("You are talking with Siti");
  // What was begun as a reply is not sent as something else.
  await aina.page.locator(".composer [role=status]").getByText("not assigned to you any more").waitFor();
  await aina.page.locator("#composer").press("Enter");
  assert.equal(await aina.page.locator("#composer").inputValue(), "Half a reply");
  await aina.page.getByRole("button", { name: "Note", exact: true }).click();
  await aina.page.locator("#composer").press("Enter");
  await aina.page.locator(".thread-log").getByText("Half a reply").waitFor();
  await siti.say("I am Siti, I take care of this myself.");
  await nur.sees("I take care of this myself");
  assert.equal(/credit|Half a reply/.test(await nur.page.locator("cg-chat").innerText()), false);
  await siti.page.getByRole("button", { name: "Resolve", exact: true }).click();
  await aina.context.close();
  await siti.leave();
  await nur.leave();
});

test("what is put aside comes back when the customer writes, and at its time", { skip }, async () => {
  const aina = await agent(chrome.browser, host, "aina@demo.test");
  const nur = await assigned(aina);
  await blur(aina);
  await aina.page.keyboard.press("s");
  await aina.page.locator(".choices button").first().press("Enter");
  await aina.page.locator(".conversation-head .chip.state-snoozed").waitFor();
  await nur.say("I have found my order number");
  await aina.accept(nur);
  await aina.page.locator(".conversation-head .chip.state-assigned").waitFor();
  const hub = await openHub(host, "agent", (await staff(host, "aina@demo.test")).token);
  await hub.invoke("Snooze", { conversationId: await nur.conversationId(), until: new Date(Date.now() + 3_000).toISOString() });
  await aina.page.locator(".conversation-head .chip.state-snoozed").waitFor();
  await aina.accept(nur);
  await aina.page.locator(".conversation-head .chip.state-assigned").waitFor();
  await aina.say("I am back");
  await nur.sees("I am back");
  await hub.stop();
  assert.deepEqual(aina.bad, []);
  await aina.leave();
  await nur.leave();
});

test("two conversations of one customer become one, and the customer goes on there", { skip }, async () => {
  const siti = await agent(chrome.browser, host, "siti@demo.test");
  const nur = await customer(chrome.browser, host);
  await nur.say("hello");
  const id = await nur.conversationId();
  const customerId = await nur.page.evaluate(() => JSON.parse(localStorage.getItem("cg.demo.session")).customerId);
  const form = await (
    await staff(host, "siti@demo.test")
  ).post("/api/v1/conversations", { channel: "form", customer: { id: customerId }, subject: "Lamp", text: "My lamp came without a plug", clientId: "form-1" });
  await siti.page.goto(`${host.url}/desk/?locale=en#/inbox/all/${id}`);
  await siti.page.locator(".bubble.customer").getByText("hello").waitFor();
  await blur(siti);
  await siti.page.keyboard.press("g");
  await siti.page.locator(`.choices button[data-conversation="${form.conversationId}"]`).waitFor();
  assert.deepEqual(await axe(siti.page), [], "merge");
  await siti.page.locator(`.choices button[data-conversation="${form.conversationId}"]`).press("Enter");
  await siti.page.locator(".bubble.customer").getByText("My lamp came without a plug").waitFor();
  await siti.page.locator(".thread").getByText("Another conversation was merged into this one").waitFor();
  await nur.sees("My lamp came without a plug");
  await siti.page.getByRole("button", { name: "Take over", exact: true }).click();
  await nur.sees("You are talking with Siti");
  await siti.say("I send you a plug");
  await nur.sees("I send you a plug");
  await nur.say("thank you so much");
  await siti.page.locator(".bubble.customer").getByText("thank you so much").waitFor();
  assert.deepEqual([...siti.bad, ...nur.bad], []);
  await siti.page.getByRole("button", { name: "Resolve", exact: true }).click();
  await siti.leave();
  await nur.leave();
});

test("a supervisor writes beside the agent, and steps out", { skip }, async () => {
  const aina = await agent(chrome.browser, host, "aina@demo.test");
  const nur = await assigned(aina);
  const siti = await agent(chrome.browser, host, "siti@demo.test", { hash: `#/inbox/all/${await nur.conversationId()}` });
  await siti.page.locator(".conversation-head .chip.state-assigned").waitFor();
  await blur(siti);
  await siti.page.keyboard.press("p");
  await nur.sees("Siti joined");
  await siti.page.getByRole("button", { name: "Reply", exact: true }).click();
  await siti.say("I help Aina");
  await nur.sees("I help Aina");
  await aina.say("and I am here too");
  await nur.sees("and I am here too");
  await siti.page.keyboard.press("Escape");
  await siti.page.keyboard.press("p");
  await aina.page.locator(".thread").getByText("Siti left").waitFor();
  assert.equal(await siti.page.getByRole("button", { name: "Reply", exact: true }).isDisabled(), true);
  await aina.page.getByRole("button", { name: "Resolve", exact: true }).click();
  await nur.sees("This was marked as solved");
  for (const person of [aina, siti, nur]) await person.leave();
});

test("the workspace's own replies are at hand in the composer, filled in and in the customer's language", { skip }, async () => {
  const omar = await staff(host, "omar@demo.test");
  await omar.put("/api/v1/macros/welcome", {
    name: "Warm welcome",
    texts: [
      { language: "en", text: "Welcome {{customer|dear customer}}, I am {{agent}}." },
      { language: "ms", text: "Selamat datang {{customer|pelanggan}}, saya {{agent}}." },
    ],
  });
  await omar.put("/api/v1/macros/hole", { name: "Welcome with a hole", texts: [{ language: "en", text: "Your order {{field.order}} left." }] });
  const aina = await agent(chrome.browser, host, "aina@demo.test");
  const nur = await assigned(aina);
  await aina.page.locator("#composer").fill("/welcome");
  await aina.page.locator(".canned li").getByText("Warm welcome").waitFor();
  assert.equal(await aina.page.locator(".canned li").count(), 1, "the one with a hole is not offered");
  assert.deepEqual(await axe(aina.page), [], "with replies at hand");
  await aina.page.keyboard.press("Enter");
  await until(
    "the reply is filled in",
    () => aina.page.locator("#composer").inputValue(),
    (text) => text === "Welcome dear customer, I am Aina.",
  );
  await aina.page.keyboard.press("Enter");
  await nur.sees("Welcome dear customer, I am Aina.");
  await nur.leave();
  await aina.leave();
  for (const id of ["welcome", "hole"]) await omar.remove(`/api/v1/macros/${id}`);
});
