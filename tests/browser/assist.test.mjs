// Help at the desk: suggestions with their sources, also the model's; a summary at hand-over; the tone of a draft; a foreign message translated.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { openHost, skipOwn } from "./lib/host.mjs";
import { noModel, startModel } from "./lib/model.mjs";
import { agent, axe, customer, until } from "./lib/people.mjs";
import { chrome, host, onStage } from "./lib/stage.mjs";

const skip = skipOwn || noModel;
let model;
onStage(skip, async () => {
  model = await startModel();
  return openHost(...model.settings);
});
after(() => model?.stop());

const assigned = async (person, ...said) => {
  const nur = await customer(chrome.browser, host);
  for (const text of said) await nur.say(text);
  await nur.page.locator("cg-chat #human").click();
  await person.accept(nur);
  await person.page.locator(".conversation-head .chip.state-assigned").waitFor();
  return nur;
};

test("replies are suggested with their sources, and what the model wrote comes behind them and says so", { skip }, async () => {
  const aina = await agent(chrome.browser, host, "aina@demo.test");
  const nur = await assigned(aina, "hello");
  await nur.say("How long does delivery take?");
  const suggestions = aina.page.locator(".suggestion");
  await suggestions.filter({ hasText: "article:delivery-standard" }).waitFor();
  const written = suggestions.filter({ hasText: "written by the model from “" });
  await written.waitFor();
  assert.equal(await suggestions.last().locator(".hint").textContent(), await written.locator(".hint").textContent(), "it stands behind the others");
  assert.deepEqual(await axe(aina.page), []);
  await written.getByRole("button", { name: "Insert" }).click();
  const text = await aina.page.locator("#composer").inputValue();
  assert.match(text, /working days/);
  await aina.page.locator("#composer").press("Enter");
  await nur.sees(text.slice(0, 60));
  await nur.say("thank you");
  await until(
    "what the model wrote to an older message is gone",
    () => written.count(),
    (n) => n === 0,
  );
  assert.deepEqual(aina.bad, []);
  await nur.leave();
  await aina.leave();
});

test("a summary at hand-over leads to the messages it rests on", { skip }, async () => {
  const aina = await agent(chrome.browser, host, "aina@demo.test");
  const nur = await assigned(aina, "I am very angry, my order is late, write to nur.aini@example.test", "Can you recommend a dentist on Mars?");
  const summary = aina.page.locator(".tools .summary");
  await summary.locator("div").filter({ hasText: "E-mail" }).filter({ hasText: "nur.aini@example.test" }).waitFor();
  const link = summary.locator("button.seq").first();
  const seq = (await link.textContent()).slice(1);
  await link.click();
  await until("the message is in sight", () => aina.page.locator(`#seq-${seq}`).evaluate((el) => el.getBoundingClientRect().top >= 0), Boolean);
  assert.deepEqual(aina.bad, []);
  await nur.leave();
  await aina.leave();
});

test("an agent is told how a draft sounds, until it sounds better", { skip }, async () => {
  const aina = await agent(chrome.browser, host, "aina@demo.test");
  const nur = await assigned(aina, "hello");
  const tone = aina.page.locator(".tone");
  await aina.page.locator("#composer").fill("As I already told you, READ IT!!");
  await tone.getByText("Sounds like blame").waitFor();
  assert.deepEqual(await axe(aina.page), []);
  await aina.page.locator("#composer").fill("Here is how it works.");
  await until(
    "nothing is said of it",
    () => tone.count(),
    (n) => n === 0,
  );
  assert.deepEqual(aina.bad, []);
  await nur.leave();
  await aina.leave();
});

test("a foreign message is translated when the agent wants it, and marked as a machine's", { skip }, async () => {
  for (const look of [
    { locale: "en", theme: "light" },
    { locale: "ms", theme: "dark", colorScheme: "dark" },
  ]) {
    const [english, malay] = ["Where is my parcel? I have waited for it since last week.", "Bungkusan saya belum sampai lagi, sudah seminggu saya menunggu."];
    const [own, foreign, button, mark] =
      look.locale === "en" ? [english, malay, "Translate", "Machine translation"] : [malay, english, "Terjemah", "Terjemahan mesin"];
    const aina = await agent(chrome.browser, host, "aina@demo.test", look);
    const nur = await assigned(aina, "hello");
    await nur.say(own);
    await nur.say(foreign);
    const bubble = (text) => aina.page.locator(".bubble.customer").filter({ hasText: text });
    await bubble(foreign).getByRole("button", { name: button }).waitFor();
    assert.equal(await bubble(own).getByRole("button", { name: button }).count(), 0, "one's own language is not translated");
    await bubble(foreign).getByRole("button", { name: button }).click();
    await bubble(foreign).getByText(mark).waitFor();
    await bubble(foreign)
      .getByText(`(${look.locale === "en" ? "English" : "Malay"}) ${foreign}`)
      .waitFor();
    assert.deepEqual(await axe(aina.page), []);
    assert.deepEqual(aina.bad, []);
    await nur.leave();
    await aina.leave();
  }
});
