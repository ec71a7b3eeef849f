import assert from "node:assert/strict";
import { test } from "node:test";
import { skip } from "./lib/host.mjs";
import { agent, axe, customer, overflow, until } from "./lib/people.mjs";
import { chrome, host, onStage } from "./lib/stage.mjs";

onStage(skip);

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
const looks = [
  ["light, English", { locale: "en", theme: "light" }],
  ["dark, Malay", { locale: "ms", theme: "dark", colorScheme: "dark" }],
  ["phone, dark, Malay", { locale: "ms", theme: "dark", colorScheme: "dark", ...phone }],
  ["phone, light, English", { locale: "en", theme: "light", ...phone }],
];

for (const [name, look] of looks) {
  test(`every view is accessible and fits (${name})`, { skip }, async () => {
    const aina = await agent(chrome.browser, host, "aina@demo.test", look);
    assert.deepEqual(await axe(aina.page), [], "empty inbox");
    const nur = await customer(chrome.browser, host, { ...look, open: false });
    assert.deepEqual(await axe(nur.page), [], "launcher");
    await nur.page.locator("cg-chat .launcher").click();
    assert.deepEqual(await axe(nur.page), [], "widget, before the first message");
    await nur.say("Where is my order?");
    await until(
      "an answer",
      () => nur.page.locator("cg-chat .row:not(.mine) .bubble:not(.caret)").count(),
      (n) => n >= 1,
    );
    await nur.page.waitForTimeout(400);
    await nur.page.locator("cg-chat #human").click();
    assert.deepEqual(await axe(nur.page), [], "widget, waiting");
    await aina.offerOf(nur);
    assert.deepEqual(await axe(aina.page), [], "offer");
    await aina.accept(nur);
    await aina.page.locator(".conversation-head .chip.state-assigned").first().waitFor();
    await aina.say("Hello!");
    await nur.sees("Hello!");
    await nur.say("I am angry!! This is terrible");
    await aina.page.locator(".bubble.customer").getByText("angry").waitFor();
    await aina.page.waitForTimeout(400);
    assert.deepEqual(await axe(aina.page), [], "conversation");
    assert.ok((await overflow(aina.page)) <= 0, "the desk does not scroll sideways");
    await aina.page.keyboard.press("Escape");
    await aina.page.evaluate(() => document.activeElement?.blur());
    for (const [key, selector] of [
      ["Control+k", ".palette"],
      ["?", ".keys"],
      ["t", ".modal select, .modal input"],
    ]) {
      await aina.page.keyboard.press(key);
      await aina.page.locator(selector).first().waitFor();
      await aina.page.waitForTimeout(150);
      assert.deepEqual(await axe(aina.page), [], `panel by ${key}`);
      await aina.page.keyboard.press("Escape");
      await until(
        "the panel is closed",
        () => aina.page.locator("dialog").count(),
        (n) => n === 0,
      );
    }
    await aina.page.evaluate(() => document.activeElement?.blur());
    await aina.page.keyboard.press("e");
    await nur.page.locator("cg-chat .rate").waitFor();
    await nur.page.locator("cg-chat .stars label").nth(3).click();
    assert.deepEqual(await axe(nur.page), [], "rating");
    await nur.page.locator("cg-chat #menu").click();
    assert.deepEqual(await axe(nur.page), [], "menu");
    assert.ok((await overflow(nur.page)) <= 0, "the shop does not scroll sideways");
    assert.deepEqual([...aina.bad, ...nur.bad], []);
    await aina.context.close();
    await nur.leave();
  });

  test(`sign-in, board and demo page are accessible and fit (${name})`, { skip }, async () => {
    const siti = await agent(chrome.browser, host, "siti@demo.test", { ...look, hash: "#/board" });
    await siti.page.locator(".figures").waitFor();
    await siti.page.locator(".uplot").last().waitFor();
    assert.deepEqual(await axe(siti.page), [], "board");
    assert.ok((await overflow(siti.page)) <= 0, "the board does not scroll sideways");
    await siti.page.locator(".board-head button").click();
    await siti.page.locator(".board.wall").waitFor();
    assert.deepEqual(await axe(siti.page), [], "wall");
    const other = await siti.context.newPage();
    await other.goto(`${host.url}/desk/?locale=${look.locale}&theme=${look.theme}`);
    await other.locator("form").waitFor();
    assert.deepEqual(await axe(other), [], "sign-in");
    await other.goto(`${host.url}/?locale=${look.locale}&theme=${look.theme}`);
    await other.frameLocator("#pane-customer iframe").locator("cg-chat .panel").waitFor();
    await other.locator("#pane-board iframe").waitFor({ state: "attached" });
    await other.waitForTimeout(1_000);
    assert.deepEqual(await axe(other), [], "demo page");
    assert.ok((await overflow(other)) <= 0, "the demo page does not scroll sideways");
    assert.deepEqual(siti.bad, []);
    await siti.context.close();
  });
}

test("the demo page sends customers in, shows how far they are, and says by one press what a newcomer would ask", { skip }, async () => {
  const context = await chrome.browser.newContext({ viewport: { width: 1280, height: 760 } });
  const page = await context.newPage();
  await page.goto(`${host.url}/?locale=en&theme=light`);
  await page.locator("#pane-board iframe").waitFor();
  await page.locator(".say").first().click();
  const shop = page.frameLocator("#pane-customer iframe");
  await shop.locator("cg-chat .row.mine").getByText("Where is my order?").waitFor();
  await shop.locator("cg-chat .row:not(.mine) .bubble:not(.caret)").first().waitFor();
  await page.locator("#traffic-go").click();
  await page
    .locator("#traffic-text")
    .getByText(/of \d+ have come/)
    .waitFor();
  assert.deepEqual(await axe(page), []);
  await page.locator("#traffic-go").click();
  await page
    .locator("#traffic-text")
    .getByText(/conversations are done/)
    .waitFor();
  await until(
    "it can be pressed again",
    () => page.locator("#traffic-go").innerText(),
    (x) => x === "Send in 20 customers",
  );
  await context.close();
});

test("a supervisor sees who needs help and watches by one press", { skip }, async () => {
  const siti = await agent(chrome.browser, host, "siti@demo.test", { hash: "#/board" });
  const nur = await customer(chrome.browser, host);
  await nur.say("This is terrible, I am very angry!! The worst service, I hate it");
  await nur.page
    .locator("cg-chat #human")
    .click({ timeout: 3_000 })
    .catch(() => undefined); // The assistant may have asked for a person already.
  const id = await nur.conversationId();
  const row = siti.page.locator(`.attention-row[data-conversation="${id}"]`);
  await row.waitFor();
  await siti.page.setViewportSize({ width: 600, height: 800 });
  assert.ok(
    await row.evaluate((el) => el.getBoundingClientRect().right <= el.closest(".card").getBoundingClientRect().right),
    "what was said is cut to the card",
  );
  await siti.page.setViewportSize({ width: 1280, height: 800 });
  await row.click();
  await siti.page.locator(".bubble.customer").getByText("I am very angry").waitFor();
  assert.match(siti.page.url(), new RegExp(`/${id}$`));
  await siti.leave();
  await nur.leave();
});

/** The key takes the first offer: whoever stands before this customer is declined. */
const firstOfferIs = async (atDesk, who) => {
  const id = await who.conversationId();
  const other = atDesk.page.locator(`.offer:not([data-conversation="${id}"])`).first().getByRole("button", { name: "Decline" });
  await until(
    "the customer's offer is the first",
    async () => {
      const first = await atDesk.page.locator(".offer").first().getAttribute("data-conversation");
      if (first !== id) await other.click({ timeout: 1_000 }).catch(() => undefined); // It may be gone by itself meanwhile.
      return first;
    },
    (first) => first === id,
  );
};

test("the keyboard alone is enough, at the desk and in the widget", { skip }, async () => {
  const aina = await agent(chrome.browser, host, "aina@demo.test");
  const nur = await customer(chrome.browser, host, { open: false });
  const keys = async (person, ...all) => {
    for (const key of all) await person.page.keyboard.press(key);
  };
  await nur.page.locator("cg-chat .launcher").focus();
  await keys(nur, "Enter");
  await until(
    "the caret is in the message field",
    () => nur.page.evaluate(() => document.querySelector("cg-chat").shadowRoot.activeElement?.id),
    (id) => id === "draft",
  );
  await nur.page.keyboard.type("Where is my order?");
  await keys(nur, "Enter");
  await until(
    "an answer",
    () => nur.page.locator("cg-chat .row:not(.mine) .bubble:not(.caret)").count(),
    (n) => n >= 1,
  );
  for (const id of ["files", "human"]) {
    await keys(nur, "Shift+Tab");
    assert.equal(await nur.page.evaluate(() => document.querySelector("cg-chat").shadowRoot.activeElement?.id), id);
  }
  await keys(nur, "Enter");
  await aina.offerOf(nur);
  await firstOfferIs(aina, nur);
  await keys(aina, "a");
  await aina.page.locator(".conversation-head .chip.state-assigned").first().waitFor();
  await keys(aina, "r");
  await aina.page.keyboard.type("/hel");
  await aina.page.locator(".canned li").first().waitFor();
  await keys(aina, "Enter");
  await until(
    "the canned reply stands in the composer",
    () => aina.page.locator("#composer").inputValue(),
    (v) => v.includes("thank you for waiting"),
  );
  await keys(aina, "Enter");
  await nur.sees("thank you for waiting");
  await keys(aina, "Escape", "n");
  await aina.page.keyboard.type("e and a in a note are letters");
  await keys(aina, "Enter", "Escape", "e");
  await nur.sees("This was marked as solved");
  await keys(aina, "Control+k");
  await aina.page.keyboard.type("dark");
  await keys(aina, "Enter");
  await until(
    "dark",
    () => aina.page.evaluate(() => document.documentElement.dataset.theme),
    (v) => v === "dark",
  );
  await keys(nur, "Escape");
  await until(
    "the focus is back on the launcher",
    () => nur.page.evaluate(() => document.querySelector("cg-chat").shadowRoot.activeElement?.className),
    (c) => c === "launcher",
  );
  await aina.context.close();
  await nur.leave();
});

test("Malay is Malay, right-to-left is mirrored, and the widget moves nothing on the page", { skip }, async () => {
  const nur = await customer(chrome.browser, host, { locale: "ms", theme: "dark", colorScheme: "dark" });
  await nur.sees("Anda sedang bersembang dengan pembantu AI");
  await nur.sees("Bercakap dengan petugas");
  const shift = await nur.page.evaluate(
    () =>
      new Promise((resolve) => {
        const all = [];
        new PerformanceObserver((l) =>
          l.getEntries().forEach((e) => all.push(...e.sources.map((s) => `${s.node?.nodeName}.${s.node?.className}: ${e.value}`))),
        ).observe({ type: "layout-shift", buffered: true });
        setTimeout(() => resolve(all), 300);
      }),
  );
  assert.deepEqual(shift, []);
  await nur.page.evaluate(() => (document.querySelector("cg-chat").locale = "ar"));
  await until(
    "right to left",
    () => nur.page.locator("cg-chat").getAttribute("dir"),
    (d) => d === "rtl",
  );
  const close = await nur.page.locator("cg-chat #close").boundingBox();
  const panel = await nur.page.locator("cg-chat .panel").boundingBox();
  assert.ok(close.x - panel.x < 80, "the close button is on the left");
  await nur.leave();
});

test("unread messages show on the launcher and in the title, and are read by opening", { skip }, async () => {
  const nur = await customer(chrome.browser, host);
  await nur.say("hello");
  await until(
    "an answer",
    () => nur.page.locator("cg-chat .row:not(.mine) .bubble:not(.caret)").count(),
    (n) => n >= 1,
  );
  await nur.page.locator("cg-chat #close").click();
  await nur.page.evaluate(() => document.querySelector("cg-chat").client.send("Where is my order?"));
  await nur.page.locator("cg-chat .badge").waitFor();
  assert.match(await nur.page.title(), /^\(\d+\) Kelindan$/);
  await nur.page.locator("cg-chat .launcher").click();
  await until(
    "the title",
    () => nur.page.title(),
    (x) => x === "Kelindan",
  );
  await nur.page.locator("cg-chat #close").click();
  await nur.page.waitForTimeout(300);
  assert.equal(await nur.page.locator("cg-chat .badge").count(), 0);
  await nur.leave();
});

test("the chat as a page of its own opens without a network once it was opened with one", { skip }, async () => {
  const context = await chrome.browser.newContext(phone);
  const page = await context.newPage();
  await page.goto(`${host.url}/widget/app.html?workspace=demo&locale=en`);
  await page.locator("cg-chat .panel").waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  await page.locator("cg-chat .panel").waitFor();
  assert.deepEqual(await axe(page), []);
  host.line.down();
  await page.reload();
  await page.locator("cg-chat .panel").waitFor();
  host.line.up();
  await context.close();
});
