import assert from "node:assert/strict";
import { test } from "node:test";
import { skip } from "./lib/host.mjs";
import { openPage } from "./lib/people.mjs";
import { chrome, host, onStage } from "./lib/stage.mjs";

onStage(skip);

test("the reference of the interface shows every group, asks no other host, and keeps its policy", { skip }, async () => {
  const { page, context, bad } = await openPage(chrome.browser);
  const others = [];
  page.on("request", (request) => {
    const { protocol, host: at } = new URL(request.url());
    if (protocol.startsWith("http") && at !== new URL(host.url).host) others.push(request.url());
  });
  await page.goto(`${host.url}/api/`);
  for (const group of ["Conversations", "Settings", "Sessions", "Install"]) await page.getByText(group, { exact: true }).first().waitFor();
  await page.getByText("Opens a customer's session").first().waitFor();
  await page.waitForTimeout(1_000);
  for (const offer of ["Generate SDK", "Share", "Ask AI"]) assert.equal(await page.getByText(offer).count(), 0, offer);
  assert.deepEqual(others, []);
  assert.deepEqual(bad, []);
  await context.close();
});
