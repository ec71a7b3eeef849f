import assert from "node:assert/strict";
import { test } from "node:test";
import { openHost, skip } from "./lib/host.mjs";
import { openLine } from "./lib/proxy.mjs";
import { agent, axe, customer, until } from "./lib/people.mjs";
import { chrome, host, onStage } from "./lib/stage.mjs";

// Short times, so that a cut of seconds is as long for the host as one of minutes.
const times = ["--Grid:Gateway:AgentGrace", "00:00:01", "--Grid:Conversations:OfferTimeout", "00:00:03", "--Grid:Queues:ExcludeAfterOffer", "00:00:00"];
onStage(skip, () => openHost(...times));

const status = (page) => page.locator(".presence-pick select").inputValue();
const banner = (page) => page.locator(".no-work");
/** What supervisors see of Aina. */
const seenBy = async (siti, word) => {
  const row = siti.page.getByRole("row", { name: /Aina/ }).first();
  await until(
    `the board shows Aina as ${word}`,
    () => row.textContent(),
    (text) => text.includes(word),
    60_000,
  );
};
const wantsPerson = async () => {
  const nur = await customer(chrome.browser, host);
  await nur.say("hello");
  await nur.page.locator("cg-chat #human").click();
  return nur;
};
const reloaded = async (page) => {
  await page.reload();
  await page.locator(".link-sign.online").waitFor({ state: "attached" });
};

test("the presence that was chosen is back after a reload and after a cut that the host took for a departure", { skip }, async () => {
  const siti = await agent(chrome.browser, host, "siti@demo.test", { hash: "#/board" });
  const line = await openLine(host.url);
  const aina = await agent(chrome.browser, line, "aina@demo.test");
  for (const [choice, shown] of [
    ["online", "Online"],
    ["away:lunch", "Away"],
  ]) {
    await aina.page.locator(".presence-pick select").selectOption(choice);
    await seenBy(siti, shown);
    await reloaded(aina.page);
    await until(
      "the presence after a reload",
      () => status(aina.page),
      (x) => x === choice,
    );
    line.down();
    await seenBy(siti, "Offline");
    line.up();
    await until(
      "the presence after the cut",
      () => status(aina.page),
      (x) => x === choice,
      60_000,
    );
    await seenBy(siti, shown);
    assert.equal(await banner(aina.page).count(), 0);
  }
  await aina.page.locator(".presence-pick select").selectOption("online");
  const nur = await wantsPerson();
  await aina.accept(nur);
  await nur.sees("You are talking with Aina");
  await aina.page.getByRole("button", { name: "Resolve", exact: true }).click();
  for (const who of [nur, aina, siti]) await who.leave();
  await line.stop();
});

test("a cut is said loudly while it lasts, and so is the work that left meanwhile", { skip }, async () => {
  const line = await openLine(host.url);
  const aina = await agent(chrome.browser, line, "aina@demo.test");
  const nur = await wantsPerson();
  await aina.accept(nur);
  await nur.sees("You are talking with Aina");
  line.down();
  await banner(aina.page)
    .getByText(/No connection for \d+ s/)
    .waitFor({ timeout: 60_000 });
  assert.equal(await status(aina.page), "cut");
  await nur.sees("Aina left");
  line.up();
  await banner(aina.page).getByText("a conversation left you").waitFor({ timeout: 60_000 });
  assert.deepEqual(await axe(aina.page), []);
  await banner(aina.page).getByRole("button", { name: "OK" }).click();
  await until(
    "the word is read",
    () => banner(aina.page).getByText("left you").count(),
    (n) => n === 0,
  );
  await until(
    "the presence is back",
    () => status(aina.page),
    (x) => x === "online",
    60_000,
  );
  for (const who of [nur, aina]) await who.leave();
  await line.stop();
});

test("offline by choice lasts over a reload, is said plainly, and one click ends it", { skip }, async () => {
  const aina = await agent(chrome.browser, host, "aina@demo.test");
  await until(
    "online at the first sign-in",
    () => status(aina.page),
    (x) => x === "online",
  );
  await aina.page.locator(".presence-pick select").selectOption("offline");
  await banner(aina.page).getByText("You are offline").waitFor();
  await reloaded(aina.page);
  await banner(aina.page).getByText("You are offline").waitFor();
  assert.equal(await status(aina.page), "offline");
  assert.deepEqual(await axe(aina.page), []);
  await banner(aina.page).getByRole("button", { name: "Go online" }).click();
  await until(
    "online again",
    () => status(aina.page),
    (x) => x === "online",
  );
  await until(
    "the banner is gone",
    () => banner(aina.page).count(),
    (n) => n === 0,
  );
  await aina.leave();
});

test("who lets two offers run out is away, reads why in every tab, and is back with one click", { skip }, async () => {
  const aina = await agent(chrome.browser, host, "aina@demo.test");
  await until(
    "online",
    () => status(aina.page),
    (x) => x === "online",
  );
  const second = await aina.context.newPage();
  const session = await aina.page.evaluate(() => sessionStorage.getItem("cg.desk.session.desk"));
  await second.addInitScript((kept) => sessionStorage.setItem("cg.desk.session.desk", kept), session);
  await second.goto(aina.page.url());
  await second.locator(".link-sign.online").waitFor({ state: "attached" });
  const nur = await wantsPerson();
  for (const page of [aina.page, second]) await banner(page).getByText("You were set to away because your last offers ran out.").waitFor({ timeout: 30_000 });
  assert.equal(await status(aina.page), "away");
  await banner(aina.page).getByRole("button", { name: "Go online" }).click();
  await until(
    "the banner is gone in the other tab too",
    () => banner(second).count(),
    (n) => n === 0,
  );
  await aina.accept(nur);
  await nur.sees("You are talking with Aina");
  await second.close();
  await aina.page.waitForTimeout(3_000); // Longer than the grace.
  assert.equal(await status(aina.page), "online");
  await aina.say("still here");
  await nur.sees("still here");
  for (const who of [nur, aina]) await who.leave();
});
