import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { skip } from "./lib/host.mjs";
import { agent, axe, customer, until } from "./lib/people.mjs";
import { chrome, host, onStage } from "./lib/stage.mjs";

onStage(skip);

test("a first conversation: assistant, hand-over, person, note, rating, transcript, board", { skip }, async () => {
  const board = await agent(chrome.browser, host, "siti@demo.test", { hash: "#/board" });
  await board.page.locator(".figures").waitFor();
  const aina = await agent(chrome.browser, host, "aina@demo.test");
  await until(
    "Aina is online",
    () => aina.page.locator(".presence-pick select").inputValue(),
    (v) => v === "online",
  );
  const nur = await customer(chrome.browser, host);
  await nur.sees("You are chatting with an AI assistant");

  await nur.say("Where is my order?");
  await until("the assistant's answer", nur.texts, (all) => all.length >= 2);
  assert.equal((await nur.texts())[0], "Where is my order?");
  await nur.page.locator("cg-chat .sources").getByText("Track your order").waitFor();

  await nur.page.locator("cg-chat #human").click();
  await nur.sees("You asked for a person");
  await aina.accept(nur);
  await nur.sees("You are talking with Aina");
  await aina.page.locator(".thread").getByText("Where is my order?").first().waitFor();
  assert.equal(await aina.page.locator(".conversation-head .chip.state-assigned").first().innerText(), "Assigned");

  await aina.say("Hello, I am **Aina**. <b>One</b> moment.");
  await nur.sees("Hello, I am");
  await nur.say("Thank you!");
  await aina.page.locator(".bubble.customer").getByText("Thank you!").waitFor();
  await nur.page.locator("cg-chat #draft").pressSequentially("more");
  await aina.page.locator(".typing").getByText("typing").waitFor();
  await nur.page.locator("cg-chat #draft").fill("");

  await aina.page.getByRole("button", { name: "Note", exact: true }).click();
  await aina.say("Customer is friendly; secret-note");
  await aina.page.locator(".bubble.note").getByText("secret-note").waitFor();
  assert.equal((await nur.page.locator("cg-chat").innerText()).includes("secret-note"), false);

  await aina.page.getByRole("button", { name: "Resolve", exact: true }).click();
  await nur.sees("How did we do?");
  await nur.page.locator("cg-chat .stars label").nth(4).click();
  await nur.page.locator("cg-chat .rate .primary").click();
  await nur.sees("You rated this conversation 5 out of 5");

  await nur.page.locator("cg-chat #menu").click();
  const [download] = await Promise.all([nur.page.waitForEvent("download"), nur.page.locator("cg-chat .menu button").first().click()]);
  const transcript = await readFile(await download.path(), "utf8");
  assert.match(transcript, /You: Where is my order\?/);
  assert.match(transcript, /Aina: Hello, I am/);
  assert.equal(transcript.includes("secret-note"), false);

  await until(
    "the board knows Aina",
    () => board.page.locator(".board").innerText(),
    (t) => t.includes("Aina"),
  );
  for (const person of [board, aina, nur]) {
    assert.deepEqual(person.bad, []);
    await person.leave();
  }
});

test("a task shows what it will change and does it after a yes", { skip }, async () => {
  const nur = await customer(chrome.browser, host);
  const signature = createHmac("sha256", "demo-identity-secret").update("u-nur").digest("hex");
  await nur.page.evaluate((who) => window.ConversationGrid.identify(who), { externalId: "u-nur", signature });
  const day = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
  await nur.say(`Please move booking B-2001 to ${day}`);
  await nur.sees(/Booking B-2001 \(assembly of the teak side table\) moves from .+ to .+\. Shall I do this\?/);
  assert.deepEqual(await nur.page.locator("cg-chat .chips button").allInnerTexts(), ["Yes", "No"]);
  assert.deepEqual(await axe(nur.page), []);
  await nur.page.locator("cg-chat .chips button").first().click();
  await nur.page.locator("cg-chat .chips button").getByText("Undo").waitFor();
  assert.equal((await nur.mine()).at(-1), "Yes");
  await nur.leave();
});

test("mark-up in a message is never anything but text", { skip }, async () => {
  const nur = await customer(chrome.browser, host);
  const evil = '<img src=x onerror="window.__evil=1"><script>window.__evil=1</script>[x](javascript:window.__evil=1)';
  await nur.say(evil);
  await until("the message", nur.mine, (all) => all.length === 1);
  assert.equal((await nur.mine())[0], evil);
  assert.equal(await nur.page.evaluate(() => window.__evil), undefined);
  assert.equal(await nur.page.locator("cg-chat .log img, cg-chat .log script").count(), 0);
  await nur.leave();
});

test("an offer that is declined goes away and says so to nobody else", { skip }, async () => {
  const aina = await agent(chrome.browser, host, "aina@demo.test");
  const nur = await customer(chrome.browser, host);
  await nur.say("hello");
  await nur.page.locator("cg-chat #human").click();
  const offer = await aina.offerOf(nur);
  await offer.getByRole("button", { name: "Decline" }).click();
  await until(
    "no offer",
    () => offer.count(),
    (n) => n === 0,
  );
  await nur.sees("Looking for a person for you");
  await aina.context.close();
  await nur.leave();
});

test("two customers, two agents and a supervisor at once: everyone sees theirs and nothing else", { skip }, async () => {
  const [aina, ben] = await Promise.all(["aina@demo.test", "ben@demo.test"].map((email) => agent(chrome.browser, host, email)));
  const siti = await agent(chrome.browser, host, "siti@demo.test", { hash: "#/inbox/all" });
  const [nur, raj] = [await customer(chrome.browser, host), await customer(chrome.browser, host, { locale: "ms" })];
  await Promise.all([nur.say("nur asks"), raj.say("raj bertanya")]);
  const agents = new Map();
  for (const who of [nur, raj]) {
    await who.page.waitForTimeout(500);
    const button = who.page.locator("cg-chat #human");
    if (await button.count()) await button.click();
    const taken = await Promise.any(
      [aina, ben].map(async (a) => {
        await a.accept(who);
        return a;
      }),
    );
    agents.set(who, taken);
    await who.page
      .locator("cg-chat .person[role=status]")
      .getByText(/Aina|Ben/)
      .waitFor();
  }
  for (const [who, a] of agents) {
    const id = await who.conversationId();
    await a.page.goto(`${host.url}/desk/?locale=en#/inbox/mine/${id}`);
    await a.page
      .locator(".bubble.customer")
      .getByText(who === nur ? "nur asks" : "raj bertanya")
      .waitFor();
    await a.say(`only for ${who === nur ? "nur" : "raj"}`);
  }
  await nur.sees("only for nur");
  await raj.sees("only for raj");
  assert.equal(
    (await nur.texts()).some((x) => x.includes("raj")),
    false,
  );
  assert.equal(
    (await raj.texts()).some((x) => x.includes("nur")),
    false,
  );
  const id = await nur.conversationId();
  await siti.page.goto(`${host.url}/desk/?locale=en#/inbox/all/${id}`);
  await siti.page.locator(".thread").getByText("only for nur").waitFor();
  for (const person of [aina, ben, siti, nur, raj]) {
    assert.deepEqual(person.bad, []);
    await person.leave();
  }
});
