import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { skip } from "./lib/host.mjs";
import { agent, axe, overflow, until } from "./lib/people.mjs";
import { chrome, host, onStage } from "./lib/stage.mjs";

onStage(skip);

const kinds = ["staff", "roles", "queues", "skills", "calendars", "policies", "rules", "macros", "objectives", "sites"];
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
const looks = [
  ["light, English", { locale: "en", theme: "light" }],
  ["phone, dark, Malay", { locale: "ms", theme: "dark", colorScheme: "dark", ...phone }],
];

const open = async (page, section, setting = null) => {
  await page.evaluate((hash) => (location.hash = hash), `#/admin/${section}${setting === null ? "" : `/${setting}`}`);
  await page.locator(".admin").waitFor();
};
/** A control of the form by its label; the star of what is required is for the eye. */
const field = (page, label) =>
  page
    .locator(".admin form")
    .getByLabel(new RegExp(`^${label}( \\*)?$`))
    .first();
const save = async (page) => {
  await page.locator(".admin form button[type=submit]").click();
  await page.waitForFunction(() => !location.hash.endsWith("/+"));
  await page.locator(".toast").first().waitFor();
};

for (const [name, look] of looks) {
  test(`every page of the administration is accessible and fits (${name})`, { skip }, async () => {
    const omar = await agent(chrome.browser, host, "omar@demo.test", { ...look, hash: "#/admin" });
    for (const kind of kinds) {
      await open(omar.page, kind);
      assert.deepEqual(await axe(omar.page), [], kind);
      await open(omar.page, kind, "+");
      await omar.page.locator(".admin form").waitFor();
      assert.deepEqual(await axe(omar.page), [], `new ${kind}`);
      assert.ok((await overflow(omar.page)) <= 0, `${kind} does not scroll sideways`);
    }
    for (const section of ["install", "keys", "webhooks", "privacy", "audit", "whole"]) {
      await open(omar.page, section);
      await omar.page.waitForTimeout(150);
      assert.deepEqual(await axe(omar.page), [], section);
      assert.ok((await overflow(omar.page)) <= 0, `${section} does not scroll sideways`);
    }
  });
}

test("an administrator makes hours, a queue, a service level, a rule, a reply and a person without JSON", { skip }, async () => {
  const omar = await agent(chrome.browser, host, "omar@demo.test", { hash: "#/admin/calendars/+" });
  const { page } = omar;
  await field(page, "Name").fill("Office");
  await field(page, "Time zone").fill("Asia/Kuala_Lumpur");
  await save(page);
  await open(page, "skills", "+");
  await field(page, "Name").fill("Repairs");
  await save(page);
  await open(page, "queues", "+");
  await field(page, "Name").fill("Workshop");
  await field(page, "Calendar").selectOption("office");
  await page.locator(".admin fieldset", { hasText: "Who is asked" }).last().getByRole("button", { name: /^Add/ }).click();
  await field(page, "Repairs").fill("3");
  await save(page);
  await open(page, "policies", "+");
  await field(page, "Name").fill("Quick");
  await page.locator(".admin form").getByLabel("Workshop").check();
  await save(page);
  await open(page, "rules", "+");
  await field(page, "Name").fill("Late ones");
  await field(page, "Label").fill("urgent");
  await save(page);
  await open(page, "macros", "+");
  await field(page, "Name").fill("Hello");
  await field(page, "Text").fill("Hello {{customer|there}}!");
  await save(page);
  await open(page, "staff", "+");
  await field(page, "Name").fill("Devi");
  await field(page, "E-mail").fill("devi@demo.test");
  await page.locator(".admin form").getByLabel("Workshop").check();
  await save(page);
  await page.getByRole("button", { name: "Make an invitation link" }).click();
  await page.locator(".admin-link").waitFor();
  assert.match(await page.locator(".admin-link").innerText(), /^https?:\/\/.+/);

  await open(page, "audit");
  await page.locator(".admin .cards li").first().waitFor();
  assert.match(await page.locator(".admin .cards").innerText(), /devi/i);
  // What was saved is what the form shows again.
  await open(page, "queues", "workshop");
  assert.equal(await field(page, "Calendar").inputValue(), "office");
  assert.equal(await field(page, "Repairs").inputValue(), "3");
});

test("what is wrong is said beside the button, and what was written stays", { skip }, async () => {
  const { page } = await agent(chrome.browser, host, "omar@demo.test", { hash: "#/admin/calendars/+" });
  await field(page, "Name").fill("Moon");
  await field(page, "Time zone").fill("Moon/Base");
  await page.locator(".admin form button[type=submit]").click();
  await until(
    "the problem is said",
    () => page.locator(".admin form [role=alert]").innerText(),
    (text) => text.includes("Moon/Base"),
  );
  assert.equal(await field(page, "Name").inputValue(), "Moon");
});

test("two administrators do not write over one another", { skip }, async () => {
  const first = await agent(chrome.browser, host, "omar@demo.test", { hash: "#/admin/skills/+" });
  await field(first.page, "Name").fill("Plumbing");
  await save(first.page);
  const second = await agent(chrome.browser, host, "omar@demo.test", { hash: "#/admin/skills/plumbing" });
  await field(second.page, "Description").fill("pipes");
  await save(second.page);
  await field(first.page, "Description").fill("taps");
  await first.page.locator(".admin form button[type=submit]").click();
  await until(
    "the conflict is said",
    () => first.page.locator(".admin form [role=alert]").innerText(),
    (text) => text.includes("Somebody else"),
  );
});

test("a supervisor reads the settings and an agent has no such page", { skip }, async () => {
  const siti = await agent(chrome.browser, host, "siti@demo.test", { hash: "#/admin/queues" });
  await siti.page.locator(".admin-item").first().click();
  await siti.page.locator(".admin form").waitFor();
  assert.equal(await siti.page.locator(".admin form button[type=submit]").count(), 0);
  const aina = await agent(chrome.browser, host, "aina@demo.test", { hash: "#/admin/queues" });
  await aina.page.locator("#search").waitFor();
  assert.equal(await aina.page.locator(".admin").count(), 0);
});

test("a setting is made by the keyboard alone", { skip }, async () => {
  const { page } = await agent(chrome.browser, host, "omar@demo.test", { hash: "#/admin/skills" });
  await page.getByRole("button", { name: "New skill" }).focus();
  await page.keyboard.press("Enter");
  await page.locator(".admin form").waitFor();
  await field(page, "Name").focus();
  await page.keyboard.type("Welding");
  await page.keyboard.press("Enter");
  await page.locator(".admin-item", { hasText: "Welding" }).waitFor();
});

test("an administrator makes a webhook, tries it, looks at what was sent and deletes it", { skip }, async () => {
  const heard = [];
  const receiver = createServer((request, answer) => {
    heard.push(request.headers["webhook-signature"]);
    request.resume().on("end", () => answer.writeHead(heard.length === 1 ? 500 : 204).end());
  });
  await new Promise((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  const { page } = await agent(chrome.browser, host, "omar@demo.test", { hash: "#/admin/webhooks" });
  await page.getByLabel("Address").fill(`http://127.0.0.1:${receiver.address().port}/hook`);
  await page.getByRole("button", { name: "Make a webhook" }).click();
  await page.getByText(/whsec_/).waitFor();
  const hook = page.locator(".admin .cards li", { hasText: `:${receiver.address().port}/hook` });
  await hook.getByRole("button", { name: "Send a test" }).click();
  await hook.getByText("It answered 500.").waitFor();
  await hook.getByRole("button", { name: "Send a test" }).click();
  await hook.getByText("The test was delivered.").waitFor();
  assert.match(heard.at(-1), /^v1,/);
  await hook.getByRole("button", { name: "Latest deliveries" }).click();
  await hook
    .getByText(/webhook\.test · given up/)
    .first()
    .waitFor();
  assert.deepEqual(await axe(page), []);
  await hook.getByRole("button", { name: "Switch off" }).click();
  await hook.getByText("switched off").waitFor();
  await hook.getByRole("button", { name: "Delete" }).click();
  await until(
    "it is gone",
    () => hook.count(),
    (n) => n === 0,
  );
  receiver.close();
});
