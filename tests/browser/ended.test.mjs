// What a conversation is after its end: nobody's, in the widget and at the desk; and what is said of a reply that the host refuses.
import assert from "node:assert/strict";
import { test } from "node:test";
import { skip } from "./lib/host.mjs";
import { agent, customer, until } from "./lib/people.mjs";
import { openHub, staff } from "./lib/rest.mjs";
import { chrome, host, onStage } from "./lib/stage.mjs";

onStage(skip);

const assigned = async (aina) => {
  const nur = await customer(chrome.browser, host);
  await nur.say("hello");
  await nur.page.locator("cg-chat #human").click();
  await aina.accept(nur);
  await nur.sees("You are talking with Aina");
  await aina.page.locator(".conversation-head .chip.state-assigned").first().waitFor();
  return nur;
};

test("after resolve, rating and a new message nobody has it: not in the widget, not at the desk", { skip }, async () => {
  const aina = await agent(chrome.browser, host, "aina@demo.test");
  const nur = await assigned(aina);
  await aina.page.getByRole("button", { name: "Resolve", exact: true }).click();
  await nur.sees("How did we do?");
  await nur.page.locator("cg-chat .stars label").nth(4).click();
  await nur.page.locator("cg-chat .rate .primary").click();
  await nur.sees("You rated this conversation 5 out of 5");
  await aina.page.locator(".presence-pick select").selectOption("away");
  await nur.say("I want to talk to a person again");
  await nur.page.locator("cg-chat .person[role=status], cg-chat .person [role=status], cg-chat #human").first().waitFor();
  const rest = await staff(host, "omar@demo.test");
  const id = await nur.conversationId();
  const { state, lastSeq } = await until(
    "the host has heard it",
    () => rest.get(`/api/v1/conversations/${id}`),
    (x) => x.episode === 2 && x.state !== "resolved",
  );
  await until(
    "the widget has all events",
    () => nur.page.evaluate(() => document.querySelector("cg-chat").client.state.get().thread.seq),
    (seq) => seq > 0 && seq >= lastSeq - 5,
  );
  assert.equal(await nur.page.locator("cg-chat").getByText("You are talking with").count(), 0);
  await until(
    `the desk says ${state} too`,
    () => aina.page.locator(".conversation-head .chip").allInnerTexts(),
    (chips) => chips.length > 0 && !chips.includes("Assigned") && !chips.includes("Resolved"),
  );
  await nur.leave();
  await aina.page.locator(".presence-pick select").selectOption("online");
  await aina.leave();
});

test("a reply that the host refuses stays, says why, and can be sent again or deleted", { skip }, async () => {
  const aina = await agent(chrome.browser, host, "aina@demo.test");
  const nur = await assigned(aina);
  const id = await nur.conversationId();
  await aina.context.setOffline(true);
  await aina.say("Written while the line was cut");
  await aina.page.locator(".bubble.pending").getByText("Written while the line was cut").waitFor();
  const siti = await openHub(host, "agent", (await staff(host, "siti@demo.test")).token);
  await siti.invoke("Resolve", { conversationId: id });
  await aina.context.setOffline(false);
  const failed = aina.page.locator(".bubble.pending.failed");
  await failed.getByText("Not sent").waitFor();
  assert.match(await failed.locator("[role=alert]").innerText(), /The conversation is (not assigned to you now|over, or has changed)\./);
  assert.notEqual(await failed.locator("[role=alert]").getAttribute("title"), null);
  await failed.getByRole("button", { name: "Delete" }).click();
  await until(
    "it is gone",
    () => failed.count(),
    (n) => n === 0,
  );
  assert.deepEqual(aina.bad, []);
  await siti.stop();
  await nur.leave();
  await aina.leave();
});
