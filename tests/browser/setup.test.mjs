import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { openBrowser } from "./lib/browser.mjs";
import { skipOwn as skip, startHost } from "./lib/host.mjs";
import { agent, axe, chatOf, openPage, overflow, until } from "./lib/people.mjs";

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
const looks = [
  ["light, English", { locale: "en" }],
  ["phone, dark, Malay", { locale: "ms", colorScheme: "dark", ...phone }],
];
const secret = "correct horse battery";

let host;
let chrome;
let site;
let code;
/** What the company's own site answers now. */
let page = { html: "", headers: {} };

before(async () => {
  if (skip) return;
  site = createServer((_, response) => response.writeHead(200, { "content-type": "text/html", ...page.headers }).end(page.html));
  await new Promise((resolve) => site.listen(0, "127.0.0.1", resolve));
  [host, chrome] = [
    await startHost("--Grid:Demo:Enabled", "false", "--Grid:Assistant:Import:InnerHosts:0", `127.0.0.1:${site.address().port}`),
    await openBrowser(),
  ];
  code = await until("the address of the set-up is in the log", () => /\/setup\/\?code=(\w+)/.exec(host.log())?.[1] ?? "", Boolean);
});
after(async () => {
  await chrome?.close();
  await host?.stop();
  site?.close();
});

const siteUrl = () => `http://127.0.0.1:${site.address().port}/`;
const statusOf = async (path, init) => (await fetch(host.url + path, init)).status;

test("without the code there is nothing, and the demo's pages are not there", { skip }, async () => {
  for (const path of ["/setup/", "/setup/index.html", "/setup/favicon.svg", `/setup/?code=${"a".repeat(26)}`, "/shop.html", "/index.html"])
    assert.equal(await statusOf(path), 404, path);
  assert.equal(await statusOf("/setup/api/workspace", { method: "POST", body: "{}" }), 404);
  assert.equal(await statusOf("/api/v1/demo/traffic"), 404);
});

for (const [name, look] of looks) {
  test(`the form is accessible and fits, and says what is wrong (${name})`, { skip }, async () => {
    const { page, context, bad } = await openPage(chrome.browser, look);
    await page.goto(`${host.url}/setup/?code=${code}`);
    await page.locator("form").waitFor();
    assert.ok(!page.url().includes("code"), "the code is not in the address any more");
    assert.equal(await page.locator("html").getAttribute("lang"), look.locale);
    assert.deepEqual(await axe(page), []);
    assert.ok((await overflow(page)) <= 0, "the form does not scroll sideways");
    await page.locator("[name=companyName]").fill("Acme");
    await page.locator("[name=name]").fill("Ann");
    await page.locator("[name=email]").fill("ann@acme.example");
    await page.locator("[name=password]").fill("password12");
    await page.locator("button[type=submit]").click();
    await page.locator("[role=alert]:not(:empty)").waitFor();
    assert.equal(await page.locator("[name=companyName]").inputValue(), "Acme", "what was written stays");
    await page.locator("#language").click();
    assert.equal(await page.locator("[name=companyName]").inputValue(), "Acme", "also in the other language");
    assert.deepEqual(bad, []);
    await context.close();
  });
}

test("a workspace is set up by the keyboard alone, answers a question, and the page is closed", { skip }, async () => {
  page = { html: "<html lang=en><title>Returns</title><h1>Returns</h1><p>You can return a parcel within 30 days of the delivery.</p></html>", headers: {} };
  const { page: tab, context, bad } = await openPage(chrome.browser, { locale: "en" });
  await tab.goto(`${host.url}/setup/?code=${code}`);
  await tab.locator("[name=companyName]").focus();
  const parts = ["Acme Berhad", null, "Ann Lee", "ann@acme.example", secret, null, "+, ms", siteUrl(), `${siteUrl()}returns`];
  for (const text of parts) {
    if (text !== null) {
      if (text.startsWith("+")) await tab.keyboard.press("End");
      await tab.keyboard.type(text.replace(/^\+/, ""));
    }
    await tab.keyboard.press("Tab");
  }
  assert.equal(await tab.locator("[name=workspace]").inputValue(), "acme-berhad");
  await tab.keyboard.press("Enter");
  await tab.locator("section.part").first().waitFor();
  assert.match(await tab.locator("h1").innerText(), /Acme Berhad/);
  assert.match(await tab.locator("pre").first().innerText(), /data-workspace="acme-berhad" data-name="Acme Berhad"/);
  assert.deepEqual(await axe(tab), []);

  await tab.locator("cg-chat .launcher").waitFor();
  await tab.getByRole("button", { name: "Open the chat" }).click();
  const chat = chatOf(tab);
  await chat.say("How long can I return a parcel?");
  await until(
    "the assistant answers from the imported page",
    () => chat.texts(),
    (texts) => texts.some((x) => x.includes("30 days")),
  );
  assert.deepEqual(bad, []);
  await context.close();
  for (const path of ["/setup/", `/setup/?code=${code}`]) assert.equal(await statusOf(path), 404, path);
  assert.equal(await statusOf("/setup/api/workspace", { method: "POST", body: "{}", headers: { cookie: `setup=${code}` } }), 404);
});

const ann = (look = {}) => agent(chrome.browser, host, "ann@acme.example", { workspace: "acme-berhad", secret, hash: "#/admin/install", ...look });

for (const [name, look] of looks) {
  test(`the page of the installation and the list of steps are accessible and fit (${name})`, { skip }, async () => {
    const { page: tab, leave } = await ann({ ...look, theme: look.colorScheme ?? "light" });
    await tab.locator(".install pre").first().waitFor();
    await tab.locator(".checklist li").first().waitFor();
    assert.deepEqual(await axe(tab), []);
    assert.ok((await overflow(tab)) <= 0, "it does not scroll sideways");
    await tab.evaluate(() => (location.hash = "#/board"));
    await tab.locator(".board .checklist, .checklist").first().waitFor();
    assert.deepEqual(await axe(tab), [], "board");
    await leave();
  });
}

test("a site's page is checked: the code, the workspace, the content policy", { skip }, async () => {
  const { page: tab, leave } = await ann();
  const look = async () => {
    await tab.locator("input[name=url]").fill(siteUrl());
    await tab.getByRole("button", { name: "Check a page" }).click();
    return until(
      "there are findings",
      () => tab.locator(".install-findings").allInnerTexts(),
      (x) => x.length > 0,
    );
  };
  page = { html: "<p>nothing</p>", headers: {} };
  assert.match((await look()).join(), /not in the page's HTML.*among the allowed sites.*does not block/s);
  page = {
    html: `<script src="${host.url}/widget/loader.js" data-workspace="other" async></script>`,
    headers: { "content-security-policy": "default-src 'self'; img-src *" },
  };
  assert.match((await look()).join(), /is on the page.*another workspace: other.*blocks the chat.*script-src.*connect-src|blocks the chat.*script-src/s);
  await leave();
});

test("a signature is tested, and told what is wrong with it", { skip }, async () => {
  const { page: tab, leave } = await ann();
  await tab.getByRole("button", { name: "Show the identity secret" }).click();
  const key = await until(
    "the secret is shown",
    () => tab.locator(".install-code code").allInnerTexts(),
    (x) => x.some((y) => /^[0-9a-f]{64}$/.test(y)),
  ).then((all) => all.find((x) => /^[0-9a-f]{64}$/.test(x)));
  const right = createHmac("sha256", key).update("c-1").digest("hex");
  const said = async (signature, expected) => {
    await tab.locator("input[name=externalId]").fill("c-1");
    await tab.locator("input[name=signature]").fill(signature);
    await tab.getByRole("button", { name: "Test", exact: true }).click();
    await until(
      "the answer is said",
      () => tab.locator("form [role=status]").allInnerTexts(),
      (x) => expected.test(x.join()),
    );
  };
  await said(right, /right, and proves c-1/);
  await said(right.toUpperCase(), /capitals/);
  await said(createHmac("sha256", key).update("c-1").digest("base64"), /Base64/);
  await said(createHmac("sha256", "another secret").update("c-1").digest("hex"), /another secret/);
  await leave();
});

test("a site that an administrator allows may use the widget, others may not; the list says that it was seen", { skip }, async () => {
  const { page: tab, leave } = await ann();
  const open = (origin) =>
    statusOf("/api/v1/sessions/customer", {
      method: "POST",
      headers: { "content-type": "application/json", origin },
      body: JSON.stringify({ workspace: "acme-berhad" }),
    });
  assert.equal(await open("https://www.acme.example"), 403);
  await tab.evaluate(() => (location.hash = "#/admin/sites/+"));
  await tab.locator(".admin form").getByLabel(/^Name/).fill("Shop");
  await tab
    .locator(".admin form")
    .getByLabel(/^Addresses of its pages/)
    .fill("https://www.acme.example");
  await tab.locator(".admin form button[type=submit]").click();
  await tab.locator(".admin-item", { hasText: "Shop" }).waitFor();
  assert.equal(await open("https://www.acme.example"), 201);
  assert.equal(await open("https://www.other.example"), 403);
  await tab.evaluate(() => (location.hash = "#/board"));
  await until(
    "the site is done",
    () => tab.locator(".checklist li.done").allInnerTexts(),
    (x) => x.some((y) => y.includes("chat on your site")),
  );
  await leave();
});
