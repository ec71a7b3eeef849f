// The public help pages: readable without scripts, in each language, found by a search, and where the sources of an answer lead.
import assert from "node:assert/strict";
import { test } from "node:test";
import { complaints } from "./lib/browser.mjs";
import { skip } from "./lib/host.mjs";
import { axe, customer, overflow } from "./lib/people.mjs";
import { staff } from "./lib/rest.mjs";
import { chrome, host, onStage } from "./lib/stage.mjs";

onStage(skip);

for (const look of [
  { language: "en", words: "return", title: "Return an item", colorScheme: "light", viewport: { width: 1200, height: 800 } },
  { language: "ms", words: "pulang", title: "Pulangkan barang", colorScheme: "dark", viewport: { width: 390, height: 780 } },
])
  test(`articles are listed, found and read without scripts (${look.language}, ${look.colorScheme})`, { skip }, async () => {
    const context = await chrome.browser.newContext({ locale: look.language, colorScheme: look.colorScheme, viewport: look.viewport });
    const page = await context.newPage();
    const bad = complaints(page);
    await page.goto(`${host.url}/help/demo`);
    assert.equal(new URL(page.url()).pathname, `/help/demo/${look.language}`);
    assert.deepEqual(await axe(page), [], "the list");
    assert.ok((await overflow(page)) <= 0, "the list is not cut off");
    await page.locator("input[type=search]").focus();
    await page.keyboard.type(look.words);
    await page.keyboard.press("Enter");
    await page.locator(".list strong").getByText(look.title, { exact: true }).click();
    await page.locator("h1").getByText(look.title).waitFor();
    assert.deepEqual(await axe(page), [], "an article");
    assert.ok((await overflow(page)) <= 0, "the article is not cut off");
    assert.equal(await page.locator("link[rel=canonical]").getAttribute("href"), `${host.url}/help/demo/${look.language}/returns`);
    // The chat stands beside the article.
    await page.locator("cg-chat .launcher").waitFor();
    assert.deepEqual(bad, []);
    await context.close();
  });

test("a source of an answer opens as the page of its article; what is for agents is no page", { skip }, async () => {
  const nur = await customer(chrome.browser, host);
  await nur.say("How do I return an item?");
  const source = nur.page.locator("cg-chat .sources a");
  await source.waitFor();
  const opened = nur.context.waitForEvent("page");
  await source.click();
  const page = await opened;
  await page.locator("h1").getByText("Return an item").waitFor();
  assert.equal((await fetch(`${host.url}/help/demo/en/goodwill-credit`)).status, 404);
  await nur.leave();
});

test("whoever writes an article writes no script into its page", { skip }, async () => {
  const omar = await staff(host, "omar@demo.test");
  const text = [
    "<script>alert(1)</script>",
    "[a](javascript:alert(1)) ![x](https://evil.example/x.png) [good](https://good.example/)",
    '<img src=x onerror="alert(1)">',
    "[d](data:text/html,x) <javascript:alert(1)>",
  ].join("\n\n");
  const front = "---\nid: hostile\ntitle: A <b>hostile</b> title\nlanguage: en\naudience: public\nowner: x\n---\n\n";
  await omar.post("/api/v1/articles", { source: front + text });
  const html = await (await fetch(`${host.url}/help/demo/en/hostile`)).text();
  assert.ok(html.includes("https://good.example/"));
  for (const never of ["<script>alert", 'href="javascript', "<img", 'onerror="', 'href="data:', "<b>hostile"]) assert.ok(!html.includes(never), never);
  await omar.remove("/api/v1/articles/hostile/en");
});
