// Files along with messages: by the button, by paste and by drop, at the widget on a foreign site and at the desk, in two looks.
import assert from "node:assert/strict";
import { test } from "node:test";
import { skip } from "./lib/host.mjs";
import { agent, axe, customer, overflow, until } from "./lib/people.mjs";
import { chrome, host, onStage } from "./lib/stage.mjs";

onStage(skip);

/** A picture of one red pixel. */
const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==", "base64");

const shown = (page, selector) =>
  page.locator(selector).evaluate((image) => (image.complete && image.naturalWidth > 0 ? "shown" : `${image.complete} ${image.naturalWidth}`));

for (const look of [
  { locale: "en", theme: "light" },
  { locale: "ms", theme: "dark", colorScheme: "dark", viewport: { width: 390, height: 780 } },
])
  test(`a photo goes to the agent, and instructions come back (${look.locale}, ${look.theme})`, { skip }, async () => {
    const aina = await agent(chrome.browser, host, "aina@demo.test", { ...look, viewport: { width: 1280, height: 800 } });
    const nur = await customer(chrome.browser, host, look);
    await nur.page.locator("cg-chat #files").setInputFiles({ name: "lamp.png", mimeType: "image/png", buffer: png });
    await nur.page.locator("cg-chat .uploads li.ready").waitFor();
    assert.deepEqual(await axe(nur.page), [], "with a chosen file");
    assert.ok((await overflow(nur.page)) <= 0, "nothing is cut off");
    await nur.say("It came broken");
    await until(
      "the photo is shown",
      () => shown(nur.page, "cg-chat .files img"),
      (is) => is === "shown",
    );
    await nur.page.locator("cg-chat #human").click();
    await aina.accept(nur);
    await until(
      "the agent sees it",
      () => shown(aina.page, ".bubble.customer .files img"),
      (is) => is === "shown",
    );

    await aina.page.locator("#files").setInputFiles({ name: "how to return.txt", mimeType: "text/plain", buffer: Buffer.from("1. Pack it.") });
    await aina.page.locator(".composer .uploads li.ready").waitFor();
    assert.deepEqual(await axe(aina.page), [], "the desk with a chosen file");
    await aina.page.locator("#composer").press("Enter");
    const link = nur.page.locator("cg-chat .files a.file").getByText("how to return.txt");
    await link.waitFor();
    const href = await nur.page.locator("cg-chat .files a.file").getAttribute("href");
    assert.equal(await (await fetch(href)).text(), "1. Pack it.");
    await nur.leave();
    await aina.leave();
  });

test("a file is pasted and dropped, one that is not taken says why and can be taken off", { skip }, async () => {
  const nur = await customer(chrome.browser, host);
  const give = (selector, kind, name, bytes) =>
    nur.page.locator(selector).evaluate(
      (element, [kind, name, bytes]) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], name));
        element.dispatchEvent(
          kind === "paste"
            ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
            : new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }),
        );
      },
      [kind, name, [...bytes]],
    );
  await give("cg-chat #draft", "paste", "pasted.png", png);
  await give("cg-chat .panel", "drop", "page.html", Buffer.from("<script>alert(1)</script>"));
  await nur.page.locator("cg-chat .uploads li.ready").waitFor();
  const refused = nur.page.locator("cg-chat .uploads li.failed");
  await refused.getByText("This kind of file is not taken").waitFor();
  await refused.getByRole("button", { name: "Remove page.html" }).click();
  await nur.page.locator("cg-chat form button[type=submit]").click();
  await until(
    "the picture is posted",
    () => nur.page.locator("cg-chat .mine .files img").count(),
    (count) => count === 1,
  );
  await nur.sees("I cannot look at pictures and files myself");
  await nur.leave();
});
