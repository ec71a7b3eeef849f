// Texts as their writers meant them, alike in the widget and at the desk; and what an agent writes at a browser that two agents use.
import assert from "node:assert/strict";
import { test } from "node:test";
import { skip } from "./lib/host.mjs";
import { agent, customer, until } from "./lib/people.mjs";
import { password } from "./lib/rest.mjs";
import { chrome, host, onStage } from "./lib/stage.mjs";

onStage(skip);

const text = "3. March is the date\n2 ** 3 is 8\n- 5 degrees\nhttps://example.test/help。谢谢\n(https://example.test/Sofa_(furniture))\nThen:\n3. Pay\n4. Wait";
const links = ["https://example.test/help", "https://example.test/Sofa_(furniture)"];

const assigned = async (aina) => {
  const nur = await customer(chrome.browser, host);
  await nur.say("hello");
  await nur.page.locator("cg-chat #human").click();
  await aina.accept(nur);
  await aina.page.locator(".conversation-head .chip.state-assigned").first().waitFor();
  return nur;
};

const shown = (bubble) =>
  bubble.evaluate((e) => ({
    links: [...e.querySelectorAll("a")].map((a) => a.textContent),
    lists: [...e.querySelectorAll("ol")].map((l) => [l.start, l.children.length]),
    bold: e.querySelectorAll("strong").length,
    first: e.querySelector("p:not(.by)").textContent.slice(0, 20),
  }));

test("numbers and signs at the beginning of a line, and ends of links, are the same in the widget and at the desk", { skip }, async () => {
  const aina = await agent(chrome.browser, host, "aina@demo.test");
  const nur = await assigned(aina);
  await nur.page.evaluate((x) => document.querySelector("cg-chat").client.send(x), text);
  await aina.page.locator(".bubble.customer").getByText("March is the date").waitFor();
  await aina.page.locator("#composer").fill(text);
  await aina.page.locator("#composer").press("Enter");
  await until(
    "the customer has both",
    () => nur.page.locator("cg-chat .log .bubble").filter({ hasText: "March is the date" }).count(),
    (n) => n === 2,
  );
  const written = { links, lists: [], bold: 0, first: "3. March is the date" };
  assert.deepEqual(await shown(nur.page.locator("cg-chat .row.mine .bubble").filter({ hasText: "March" })), written);
  assert.deepEqual(await shown(aina.page.locator(".bubble.customer").filter({ hasText: "March" })), written);
  const said = { ...written, lists: [[3, 2]] };
  assert.deepEqual(await shown(nur.page.locator("cg-chat .row:not(.mine) .bubble").filter({ hasText: "March" })), said);
  assert.deepEqual(await shown(aina.page.locator(".bubble.agent").filter({ hasText: "March" })), said);
  await nur.leave();
  await aina.leave();
});

test("a draft of one agent is not another's at the same browser, and is there again for the first", { skip }, async () => {
  const aina = await agent(chrome.browser, host, "aina@demo.test");
  const nur = await assigned(aina);
  const place = `${host.url}/desk/?locale=en#/inbox/mine/${await nur.conversationId()}`;
  await aina.page.goto(place);
  await aina.page.locator("#composer").fill("Aina's half reply");
  const signIn = async (email) => {
    await aina.page.getByRole("button", { name: /^Sign out/ }).click();
    await aina.page.locator("input[name=email]").fill(email);
    await aina.page.locator("input[name=password]").fill(password);
    await aina.page.locator("button[type=submit]").click();
    await aina.page.locator(".link-sign.online").waitFor({ state: "attached" });
  };
  await signIn("siti@demo.test");
  await aina.page.locator("#composer").waitFor();
  assert.equal(await aina.page.locator("#composer").inputValue(), "");
  await signIn("aina@demo.test");
  await until(
    "Aina's draft is there",
    () => aina.page.locator("#composer").inputValue(),
    (x) => x === "Aina's half reply",
  );
  await nur.leave();
  await aina.leave();
});
