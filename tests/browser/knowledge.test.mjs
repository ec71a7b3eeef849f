// The articles at the desk: what is missing, a draft of what agents wrote, an editor, what is old, and an import with its report.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { openHost, skipOwn as skip } from "./lib/host.mjs";
import { missingTopic } from "./lib/knowledge.mjs";
import { agent, axe, customer, overflow, until } from "./lib/people.mjs";
import { staff } from "./lib/rest.mjs";
import { chrome, host, onStage } from "./lib/stage.mjs";

const folder = skip ? "" : mkdtempSync(join(tmpdir(), "cg-articles-"));
onStage(skip, () => {
  writeFileSync(join(folder, "tents.md"), "# Do you lend tents?\n\nWe lend tents for RM 20 a night.\n");
  writeFileSync(join(folder, "empty.md"), "\n");
  return openHost("--Grid:Assistant:Agents:LearnEvery", "00:00:00.2", "--Grid:Assistant:Import:Folder", folder);
});
after(() => {
  if (!skip) rmSync(folder, { recursive: true, force: true });
});

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const dark = { locale: "ms", theme: "dark", colorScheme: "dark" };
const form = (page) => page.locator("form.article");

test("a topic that nobody could answer becomes an article, from a draft, and the next customer is answered from it", { skip }, async () => {
  await missingTopic(chrome.browser, host);
  const omar = await agent(chrome.browser, host, "omar@demo.test");
  const { page } = omar;
  await page.keyboard.press("Control+k");
  await page.keyboard.type("missing articles");
  await page.keyboard.press("Enter");
  const gap = page.locator(".gap");
  await gap.getByText("asked 3 times").waitFor();
  await gap.getByText("Draft from solved conversations").click();
  await gap.getByText("RM 70 a day").waitFor();
  assert.deepEqual(await axe(page), [], "what is missing");
  await gap.getByRole("button", { name: "Write this article" }).click();
  await until(
    "the caret is in the title",
    () => page.evaluate(() => document.activeElement?.closest("label")?.className),
    (name) => name === "field-title",
  );
  assert.deepEqual(await axe(page), [], "editor");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("Can I hire a trampoline?");
  await form(page).getByLabel("Id", { exact: true }).fill("trampoline hire");
  await page.keyboard.press("Control+Enter");
  assert.equal(await form(page).count(), 1, "an id with a space is not sent");
  await form(page).getByLabel("Id", { exact: true }).fill("trampoline-hire");
  await form(page).getByLabel("Valid until").fill("someday");
  await page.keyboard.press("Control+Enter");
  await page.locator(".problem").getByText("validUntil").waitFor();
  await form(page).getByLabel("Valid until").fill("");
  await form(page).getByLabel("Audience").selectOption("public");
  await form(page).getByLabel("Text").fill("You can hire a trampoline for RM 70 a day.");
  // Whoever looks after a customer meanwhile finds the text again.
  await page.getByRole("button", { name: "Inbox", exact: true }).click();
  await page.locator(".inbox").waitFor();
  await page.getByRole("button", { name: "Knowledge", exact: true }).click();
  assert.equal(await form(page).getByLabel("Text").inputValue(), "You can hire a trampoline for RM 70 a day.");
  await form(page).getByLabel("Text").press("Control+Enter");
  await page.locator("article.article").getByText("RM 70 a day").waitFor();
  await until(
    "the address names it",
    () => page.evaluate(() => location.hash),
    (hash) => hash === "#/knowledge/articles/trampoline-hire/en",
  );
  await page.getByRole("button", { name: "Missing", exact: true }).click();
  await page.getByText("No topic is missing.").waitFor();
  const raj = await customer(chrome.browser, host);
  await raj.say("can I hire a trampoline");
  await raj.sees("You can hire a trampoline for RM 70 a day.");
  assert.deepEqual(omar.bad, []);
  await raj.leave();
  await omar.leave();
});

test("articles are searched, edited and withdrawn, and a withdrawal is taken back", { skip }, async () => {
  const omar = await agent(chrome.browser, host, "omar@demo.test", { hash: "#/knowledge/articles" });
  const { page } = omar;
  const rows = page.locator(".article-row");
  await rows.first().waitFor();
  const all = Number(await rows.first().getAttribute("aria-setsize"));
  assert.ok(all > 100 && (await rows.count()) < 40, "a long list is drawn in part");
  await page.getByLabel("Search articles").fill("money refund en");
  await until(
    "fewer rows",
    () => rows.count(),
    (n) => n > 0 && n < 15,
  );
  const title = await rows.first().locator("strong").textContent();
  await rows.first().locator("button").click();
  await page.locator("article.article h2").getByText(title).waitFor();
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await form(page).getByLabel("Tags").fill("refund, quokka");
  await form(page).getByRole("button", { name: "Publish" }).click();
  await page.getByText(`Published: ${title}`).waitFor();
  await page.getByLabel("Search articles").fill("quokka");
  await until(
    "the tag finds it",
    () => rows.count(),
    (n) => n === 1,
  );
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await form(page).getByRole("button", { name: "Withdraw" }).click();
  await page.locator(".article-list").getByText("Nothing matches.").waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await until(
    "it is back",
    () => rows.count(),
    (n) => n === 1,
  );
  assert.deepEqual(omar.bad, []);
  await omar.leave();
});

test("an import says of each source what became of it", { skip }, async () => {
  const omar = await agent(chrome.browser, host, "omar@demo.test", { hash: "#/knowledge/import" });
  const { page } = omar;
  await page.getByRole("textbox", { name: "Addresses, one a line" }).fill("http://127.0.0.1/secret\nhttps://10.0.0.1/");
  await page.getByRole("button", { name: "Import", exact: true }).last().click();
  await page.getByText("0 of 2 imported.").waitFor();
  await page.getByLabel("From").selectOption("folder");
  await page.getByLabel("Audience").selectOption("public");
  await page.getByRole("button", { name: "Import", exact: true }).last().click();
  await page.getByText("1 of 2 imported.").waitFor();
  await page.locator("td .stale").getByText("There is no text in it.").waitFor();
  assert.deepEqual(await axe(page), [], "report");
  await page.locator("td button.link").click();
  await page.locator("article.article").getByText("RM 20 a night").waitFor();
  await page.getByRole("button", { name: "Articles", exact: true }).click();
  await page.getByLabel("Search articles").fill("tents");
  await page.locator(".article-row").getByText("Do you lend tents?").waitFor();
  assert.deepEqual(omar.bad, []);
  await omar.leave();
});

test("who may not write reads, on a phone, dark and in Malay too", { skip }, async () => {
  const admin = await staff(host, "omar@demo.test");
  const article = (id, text, more = "") =>
    admin.post("/api/v1/articles", {
      source: `---\nid: ${id}\ntitle: Hire of a snowmobile\nlanguage: en\naudience: agents\nowner: rental\n${more}---\n\n${text}\n`,
    });
  await article("snow-one", "You hire a snowmobile for RM 90 a day.");
  await article("snow-two", "You hire a snowmobile for RM 120 a day.", "validUntil: 2020-01-01\n");
  for (const look of [
    { locale: "en", theme: "light" },
    { ...dark, ...phone },
  ]) {
    const malay = look.locale === "ms";
    const siti = await agent(chrome.browser, host, "siti@demo.test", { ...look, hash: "#/knowledge/issues" });
    const { page } = siti;
    await page
      .locator(".issue")
      .getByText(malay ? "Sudah tamat" : "Over", { exact: true })
      .waitFor();
    await page
      .locator(".issue")
      .getByText(malay ? "Sah hingga 1 Januari 2020." : "Valid until January 1, 2020.")
      .waitFor();
    assert.deepEqual(await axe(page), [], "issues");
    assert.ok((await overflow(page)) <= 0, "the page does not scroll sideways");
    await page
      .locator(".issue")
      .filter({ hasText: malay ? "Sudah tamat" : "Over" })
      .getByRole("button", { name: "snow-two/en" })
      .click();
    await page.locator("article.article").getByText("RM 120 a day").waitFor();
    assert.equal(
      await page
        .locator("article.article")
        .getByRole("button", { name: malay ? "Sunting" : "Edit" })
        .count(),
      0,
    );
    assert.deepEqual(await axe(page), [], "article");
    if (malay) {
      assert.equal(await page.locator(".article-list").isVisible(), false);
      await page.getByRole("button", { name: "Kembali ke senarai" }).click();
      await page.locator(".article-list").waitFor();
      assert.deepEqual(await axe(page), [], "list");
      assert.ok((await overflow(page)) <= 0, "the list does not scroll sideways");
    }
    assert.equal(await page.getByRole("button", { name: "Import", exact: true }).count(), 0);
    assert.deepEqual(siti.bad, []);
    await siti.leave();
  }
  const aina = await agent(chrome.browser, host, "aina@demo.test", { hash: "#/knowledge/gaps" });
  await aina.page.locator(".article-row").first().waitFor();
  assert.equal(await aina.page.locator(".knowledge .tabs").count(), 0);
  assert.deepEqual(aina.bad, []);
  await aina.leave();
});
