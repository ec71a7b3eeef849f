// The picker of a transfer: colleagues and queues by name, search by typing, by keyboard; who cannot take the conversation says why.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openHost, skip } from "./lib/host.mjs";
import { agent, axe, customer } from "./lib/people.mjs";
import { chrome, host, onStage } from "./lib/stage.mjs";

// A short grace: the colleagues of one test are gone when the next one begins.
onStage(skip, () => openHost("--Grid:Gateway:AgentGrace", "00:00:02"));

const looks = [
  {
    locale: "en",
    theme: "light",
    words: { absent: "Absent", online: "Online", alone: "Nobody is online there: the customer waits.", gone: "You no longer see this conversation" },
  },
  {
    locale: "ms",
    theme: "dark",
    colorScheme: "dark",
    words: {
      absent: "Tiada di sini",
      online: "Dalam talian",
      alone: "Tiada sesiapa dalam talian di sana: pelanggan menunggu.",
      gone: "Anda tidak lagi melihat perbualan ini",
    },
  },
];

for (const { words, ...look } of looks) {
  test(`an agent transfers by the picker and is told that the conversation is gone (${look.locale})`, { skip }, async () => {
    const aina = await agent(chrome.browser, host, "aina@demo.test", look);
    const { page } = aina;
    const nur = await customer(chrome.browser, host, look);
    await nur.say("hello");
    await nur.page.locator("cg-chat #human").click();
    await aina.accept(nur);
    await page.locator(".conversation-head .chip.state-assigned").waitFor();
    const openPicker = () => page.locator(".conversation-head button", { hasText: look.locale === "ms" ? "Pindahkan" : "Transfer" }).click();
    const option = (target) => page.locator(`.picker [data-target="${target}"]`);

    await openPicker();
    await option("ben").getByText(words.absent).waitFor();
    assert.equal(await option("ben").getAttribute("aria-disabled"), "true");
    await page.keyboard.press("Enter");
    assert.equal(await option("ben").getAttribute("aria-selected"), "false", "an absent colleague is not chosen");
    assert.deepEqual(await axe(page), []);
    await page.locator(".modal .tabs button").nth(1).click();
    await page.keyboard.type("bill");
    await option("general").waitFor({ state: "detached" });
    await page.keyboard.press("Enter");
    await page.locator(".modal .warning").getByText(words.alone).waitFor();
    await page.keyboard.press("Escape");

    const ben = await agent(chrome.browser, host, "ben@demo.test", look);
    await openPicker();
    await option("ben").getByText(words.online).waitFor();
    await page.keyboard.type("be");
    await page.keyboard.press("Enter");
    assert.equal(await option("ben").getAttribute("aria-selected"), "true");
    await page.keyboard.press("Enter");
    await ben.accept(nur);
    await page.locator(".ended").getByText(words.gone).waitFor();
    await nur.say("a secret for Ben");
    await ben.page.locator(".thread").getByText("a secret for Ben").waitFor();
    assert.equal(await page.getByText("a secret for Ben").count(), 0);
    for (const person of [ben, aina]) {
      assert.deepEqual(person.bad, []);
      await person.leave();
    }
    await nur.leave();
  });
}
