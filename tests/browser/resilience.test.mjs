import assert from "node:assert/strict";
import { test } from "node:test";
import { openHost, skip } from "./lib/host.mjs";
import { agent, chatOf, customer, until } from "./lib/people.mjs";
import { chrome, host, onStage } from "./lib/stage.mjs";

// Cut this often, an agent could be away for longer than its work waits for it: that is not what is looked at here.
onStage(skip, () => openHost("--Grid:Gateway:AgentGrace", "00:30:00"));

const cuts = Number(process.env.CUTS ?? 12);
const minutes = Number(process.env.MINUTES ?? Infinity);
const seeded = (seed) => () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) / 0x7fffffff;

test(`nothing is lost, doubled or reordered through ${cuts} cuts and reloads`, { skip, timeout: 60_000 + cuts * 3_000 }, async (t) => {
  const seed = Number(process.env.SEED ?? Date.now() % 100_000);
  t.diagnostic(`SEED=${seed}`);
  const random = seeded(seed);
  const aina = await agent(chrome.browser, host, "aina@demo.test");
  const nur = await customer(chrome.browser, host);
  await nur.say("start");
  await nur.page.locator("cg-chat #human").click();
  await aina.accept(nur);
  await nur.sees("You are talking with Aina");
  await aina.page.locator(".composer.post").waitFor();
  const sent = ["start"];
  const answers = [];
  const done = { turns: 0, cuts: 0, reloads: 0 };
  const cut = () => {
    host.line.cut();
    done.cuts += 1;
  };
  const end = Date.now() + minutes * 60_000;
  for (let i = 1; i <= cuts && Date.now() < end; i++) {
    done.turns = i;
    sent.push(`m${i}`);
    await nur.say(`m${i}`);
    if (random() < 0.6) cut();
    answers.push(`a${i}`);
    await aina.say(`a${i}`);
    if (random() < 0.4) cut();
    if (random() < 0.3) {
      await nur.page.reload();
      await nur.page.locator("cg-chat .panel").waitFor(); // As it was.
      done.reloads += 1;
    }
    await nur.page.waitForTimeout(random() * 250);
  }
  t.diagnostic(`${done.turns} messages each way, ${done.cuts} cuts, ${done.reloads} reloads`);
  await until("all of the customer's messages", nur.mine, (all) => all.length >= sent.length, 40_000);
  assert.deepEqual(await nur.mine(), sent);
  assert.equal(await aina.page.locator(".bubble.note").count(), 0, "the agent kept the conversation");
  const people = async () => (await nur.texts()).filter((x) => /^a\d+$/.test(x));
  await until("all of the agent's messages", people, (all) => all.length >= answers.length, 40_000);
  assert.deepEqual(await people(), answers);
  const atDesk = () => aina.page.locator(".thread .bubble.customer:not(.pending)").evaluateAll((all) => all.map((x) => x.querySelector("p").textContent));
  await until("the desk has all", atDesk, (all) => all.length >= sent.length, 40_000);
  assert.deepEqual(await atDesk(), sent);
  await until(
    "nothing pending",
    () => nur.page.locator("cg-chat .row.waiting, cg-chat .row.failed").count(),
    (n) => n === 0,
  );
  await aina.page.getByRole("button", { name: "Resolve", exact: true }).click();
  await nur.sees("This was marked as solved");
  await aina.context.close();
  await nur.leave();
});

test("what is written without a network is kept, shown as kept, and sent after a reload", { skip }, async () => {
  const nur = await customer(chrome.browser, host);
  await nur.say("one");
  await until(
    "the first is there",
    () => nur.page.locator("cg-chat .row.mine:not(.waiting)").count(),
    (n) => n === 1,
  );
  host.line.down();
  await nur.say("two");
  await nur.sees("Kept here. It will be sent when the chat is connected again.");
  await nur.sees("No connection. What you write is kept and sent later.");
  await nur.say("three");
  assert.equal(await nur.page.locator("cg-chat .row.waiting").count(), 2);
  host.line.up();
  await nur.page.reload();
  await nur.page.locator("cg-chat .panel").waitFor();
  await until("all three, in order", nur.mine, (all) => all.length === 3 && all.join() === "one,two,three");
  await until(
    "none waits",
    () => nur.page.locator("cg-chat .row.waiting").count(),
    (n) => n === 0,
  );
  await nur.leave();
});

test("the browser's own offline mode is noticed and left at once", { skip }, async () => {
  const nur = await customer(chrome.browser, host);
  await nur.say("one");
  await until(
    "sent",
    () => nur.page.locator("cg-chat .row.mine:not(.waiting)").count(),
    (n) => n === 1,
  );
  await nur.context.setOffline(true);
  await nur.say("two");
  await nur.sees("No connection. What you write is kept and sent later.");
  await nur.context.setOffline(false);
  await until(
    "sent",
    () => nur.page.locator("cg-chat .row.mine:not(.waiting)").count(),
    (n) => n === 2,
    5_000,
  );
  assert.deepEqual(await nur.mine(), ["one", "two"]);
  await nur.leave();
});

test("a second tab is the same person in the same conversation", { skip }, async () => {
  const nur = await customer(chrome.browser, host);
  await nur.say("from the first tab");
  await until(
    "sent",
    () => nur.page.locator("cg-chat .row.mine:not(.waiting)").count(),
    (n) => n === 1,
  );
  const second = await nur.context.newPage();
  await second.goto(nur.page.url());
  await second.locator("cg-chat .launcher").click();
  const tab = chatOf(second);
  await tab.sees("from the first tab");
  await tab.say("from the second tab");
  await until("both tabs agree", nur.mine, (all) => all.length === 2);
  assert.deepEqual(await nur.mine(), ["from the first tab", "from the second tab"]);
  assert.deepEqual(await tab.mine(), await nur.mine());
  await nur.leave();
});

test("a tab that is opened before the first message follows the other into the conversation", { skip }, async () => {
  const nur = await customer(chrome.browser, host);
  const second = await nur.context.newPage();
  await second.goto(nur.page.url());
  await second.locator("cg-chat .launcher").click();
  await nur.say("hello from one");
  await chatOf(second).sees("hello from one");
  await nur.leave();
});

test("the desk comes back by itself with its draft and its place", { skip }, async () => {
  const aina = await agent(chrome.browser, host, "aina@demo.test");
  const nur = await customer(chrome.browser, host);
  await nur.say("hello");
  await nur.page.locator("cg-chat #human").click();
  await aina.accept(nur);
  await nur.sees("You are talking with Aina");
  await aina.page.locator("#composer").fill("half a sen");
  await aina.page.reload();
  await aina.page.locator(".link-sign.online").waitFor({ state: "attached" });
  assert.equal(await aina.page.locator("#composer").inputValue(), "half a sen");
  await aina.page.locator(".thread").getByText("hello").first().waitFor();
  await aina.say("whole sentence");
  await nur.sees("whole sentence");
  await aina.page.getByRole("button", { name: "Resolve", exact: true }).click();
  await nur.sees("This was marked as solved");
  await aina.context.close();
  await nur.leave();
});

test("a token that the host does not take: the customer gets another, the agent is asked to sign in", { skip }, async () => {
  const nur = await customer(chrome.browser, host, { open: false });
  await nur.page.evaluate(() =>
    localStorage.setItem("cg.demo.session", JSON.stringify({ customerId: "x", token: "eyJhbGciOiJIUzI1NiJ9.e30.nonsense", expiresAt: "2099-01-01T00:00:00Z" })),
  );
  await nur.page.reload();
  await nur.page.locator("cg-chat .launcher").click();
  await nur.say("hello again");
  await until(
    "sent",
    () => nur.page.locator("cg-chat .row.mine:not(.waiting)").count(),
    (n) => n === 1,
  );
  await nur.leave();
  const aina = await agent(chrome.browser, host, "aina@demo.test");
  await aina.page.evaluate(() => {
    const kept = JSON.parse(sessionStorage.getItem("cg.desk.session.desk"));
    sessionStorage.setItem("cg.desk.session.desk", JSON.stringify({ ...kept, token: "eyJhbGciOiJIUzI1NiJ9.e30.nonsense" }));
  });
  await aina.page.reload();
  await aina.page.getByText("Your session has ended. Please sign in again.").waitFor();
  await aina.leave();
});

test("a signed-in customer whose signature is wrong is told the truth, and nothing is lost", { skip }, async () => {
  const nur = await customer(chrome.browser, host);
  await nur.page.evaluate(() => window.ConversationGrid.identify({ externalId: "someone-else", signature: "00" }));
  await nur.say("am I who I say I am?");
  await nur.sees("We cannot sign you in to the chat at the moment. Your messages are kept.");
  assert.equal(await nur.page.locator("cg-chat .row.waiting").count(), 1);
  await nur.leave();
});
