// Pictures of every main view, light and dark, into docs/images: npm run screenshots.
import { mkdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openBrowser } from "./lib/browser.mjs";
import { openHost } from "./lib/host.mjs";
import { missingTopic } from "./lib/knowledge.mjs";
import { agent, chatOf, customer, until } from "./lib/people.mjs";

const folder = fileURLToPath(new URL("../../docs/images/", import.meta.url));
mkdirSync(folder, { recursive: true });
const bytesMax = 175_000;
const host = await openHost("--Grid:Assistant:Agents:LearnEvery", "00:00:00.2");
const chrome = await openBrowser();
const big = { viewport: { width: 1200, height: 680 } };
const phone = { viewport: { width: 390, height: 780 }, isMobile: true, hasTouch: true };

const shoot = async (page, name) => {
  await page.waitForTimeout(350);
  const path = `${folder}${name}.png`;
  await page.screenshot({ path, animations: "disabled", caret: "hide" });
  const { size } = statSync(path);
  console.log(`${name}.png ${(size / 1000).toFixed(0)} kB`);
  if (size > bytesMax) process.exitCode = 1;
};

const both = async (page, name, dress) => {
  for (const theme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: theme });
    await dress?.(theme);
    await shoot(page, `${name}-${theme}`);
  }
};
const dressShop = (page) => (theme) =>
  page.evaluate((t) => {
    document.documentElement.dataset.theme = t;
    document.querySelector("cg-chat").setAttribute("theme", t);
  }, theme);

/** More customers than one, so that lists look like lists: each comes by the shop's own page. */
const crowd = async () => {
  const words = [
    ["Farah", "Where is my parcel?"],
    ["Daniel", "How do I return a lamp?"],
    ["Mei Ling", "I want to talk to a person about my bill"],
    ["Arjun", "This is terrible, the cup arrived broken!!"],
  ];
  const all = [];
  for (const [name, text] of words) {
    const context = await chrome.browser.newContext();
    const page = await context.newPage();
    await page.goto(`${host.url}/widget/app.html?workspace=demo&locale=en&customer-name=${encodeURIComponent(name)}`);
    await page.locator("cg-chat .panel").waitFor();
    await chatOf(page).say(text);
    await until(
      "sent",
      () => page.locator("cg-chat .row.mine:not(.waiting)").count(),
      (n) => n === 1,
    );
    all.push({ context, page });
  }
  return all;
};

try {
  const aina = await agent(chrome.browser, host, "aina@demo.test", { theme: "auto", ...big });
  const siti = await agent(chrome.browser, host, "siti@demo.test", { theme: "auto", hash: "#/board", ...big });
  const nur = await customer(chrome.browser, host, { ...big, viewport: { width: 960, height: 720 } });
  await both(nur.page, "widget-welcome", dressShop(nur.page));
  await nur.say("Where is my order?");
  await until(
    "an answer",
    () => nur.page.locator("cg-chat .row:not(.mine) .bubble:not(.caret)").count(),
    (n) => n >= 1,
  );
  await both(nur.page, "widget-answer", dressShop(nur.page));
  const others = await crowd();
  await nur.page.locator("cg-chat #human").click();
  await aina.offerOf(nur);
  await both(aina.page, "desk-offer");
  await aina.accept(nur);
  await aina.page.locator(".conversation-head .chip.state-assigned").first().waitFor();
  await aina.say("Hello, I am Aina. Let me look at your order.");
  await nur.say("Thank you! I am a bit worried, it is a present.");
  await aina.page.locator(".bubble.customer").getByText("present").waitFor();
  await aina.page.getByRole("button", { name: "Note", exact: true }).click();
  await aina.say("Present: ask the warehouse to hurry.");
  await aina.page.getByRole("button", { name: "Reply", exact: true }).click();
  await aina.page.waitForTimeout(1_500);
  await both(aina.page, "desk-conversation");
  await both(nur.page, "widget-person", dressShop(nur.page));
  await aina.page.keyboard.press("Control+k");
  await aina.page.locator(".palette").waitFor();
  await both(aina.page, "desk-commands");
  await aina.page.keyboard.press("Escape");
  await siti.page.waitForTimeout(6_000);
  await both(siti.page, "board");
  await siti.page.goto(`${host.url}/desk/?locale=en&theme=auto#/board/wall`);
  await siti.page.reload();
  await siti.page.locator(".board.wall .figures").waitFor();
  await siti.page.waitForTimeout(5_000);
  await both(siti.page, "board-wall");
  await siti.page.goto(`${host.url}/desk/?locale=en&theme=auto#/inbox/all`);
  await siti.page.reload();
  await siti.page.locator(".row").first().waitFor();
  await both(siti.page, "desk-inbox");
  await aina.page.getByRole("button", { name: "Resolve", exact: true }).click();
  await nur.page.locator("cg-chat .rate").waitFor();
  await both(nur.page, "widget-rating", dressShop(nur.page));

  const small = await customer(chrome.browser, host, { locale: "ms", ...phone });
  await small.say("Di mana pesanan saya?");
  await until(
    "an answer",
    () => small.page.locator("cg-chat .row:not(.mine) .bubble:not(.caret)").count(),
    (n) => n >= 1,
  );
  await both(small.page, "widget-phone-malay", dressShop(small.page));
  const pocket = await agent(chrome.browser, host, "siti@demo.test", { theme: "auto", locale: "ms", hash: "#/inbox/all", ...phone });
  await pocket.page.locator(".row").first().waitFor();
  await both(pocket.page, "desk-phone-malay");

  await missingTopic(chrome.browser, host);
  const omar = await agent(chrome.browser, host, "omar@demo.test", { theme: "auto", hash: "#/knowledge/gaps", ...big });
  await omar.page.locator(".gap summary").last().click();
  await both(omar.page, "desk-missing");
  await omar.page.locator(".gap button.primary").click();
  await omar.page.locator("form.article").waitFor();
  await both(omar.page, "desk-article");

  for (const x of others)
    await x.page.evaluate(() =>
      document
        .querySelector("cg-chat")
        .client.close()
        .catch(() => undefined),
    );
  const demo = await (await chrome.browser.newContext({ viewport: { width: 1280, height: 700 } })).newPage();
  for (const theme of ["light", "dark"]) {
    await demo.goto(`${host.url}/?locale=en&theme=${theme}`);
    await demo.frameLocator("#pane-board iframe").locator(".figures").waitFor();
    const shop = demo.frameLocator("#pane-customer iframe");
    if (theme === "light") {
      await shop.locator("#draft").fill("How long does delivery take?");
      await shop.locator("#draft").press("Enter");
    }
    await shop.locator(".row:not(.mine) .bubble:not(.caret)").first().waitFor();
    await demo.waitForTimeout(2_500);
    await shoot(demo, `demo-${theme}`);
  }
  await nur.leave();
  await small.leave();
} finally {
  await chrome.close();
  await host.stop();
}
