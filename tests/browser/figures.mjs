// Figures of the clients in a real browser, one JSON line each: npm run figures [widget] [send] [list] (all without a name).
// The list has a host of its own, with limits that let one machine be a crowd. SECONDS=600 for its memory over ten minutes.
import { loadavg } from "node:os";
import { openBrowser } from "./lib/browser.mjs";
import { countChanges, crowdSettings, gather } from "./lib/crowd.mjs";
import { openHost, startHost } from "./lib/host.mjs";
import { agent, customer, until } from "./lib/people.mjs";

const seconds = Number(process.env.SECONDS ?? 30);
const percentile = (all, p) => [...all].sort((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * p))];
const round = (x) => Math.round(x * 10) / 10;
const say = (what, figures) => console.log(JSON.stringify({ what, ...figures, load1: round(loadavg()[0]) }));
const chrome = await openBrowser();

/** From the last byte of the widget's script to a launcher that can be pressed; each time in a fresh profile. */
const widgetStart = async (host) => {
  const all = [];
  for (let i = 0; i < 7; i++) {
    const context = await chrome.browser.newContext();
    const page = await context.newPage();
    await page.addInitScript(() => {
      const look = () =>
        document.querySelector("cg-chat")?.shadowRoot?.querySelector(".launcher") ? (window.__ready = performance.now()) : requestAnimationFrame(look);
      look();
    });
    await page.goto(`${host.url}/shop.html`);
    await page.waitForFunction(() => window.__ready !== undefined);
    all.push(await page.evaluate(() => window.__ready - performance.getEntriesByType("resource").find((e) => e.name.includes("widget.js")).responseEnd));
    await context.close();
  }
  say("widget interactive after its script arrived, ms", { p50: round(percentile(all, 0.5)), max: round(Math.max(...all)), n: all.length });
};

/** Runs in the page: from a key's event to the end of the frame that shows it. */
const measureKeys = () => {
  window.__keys = [];
  document.addEventListener(
    "keydown",
    () => {
      const began = performance.now();
      requestAnimationFrame(() => {
        const after = new MessageChannel();
        after.port1.onmessage = () => window.__keys.push(performance.now() - began);
        after.port2.postMessage(0);
      });
    },
    true,
  );
};

const sendToScreen = async (host) => {
  const aina = await agent(chrome.browser, host, "aina@demo.test");
  const nur = await customer(chrome.browser, host);
  await nur.say("I want to talk to a person");
  await nur.page.waitForTimeout(800);
  if (await nur.page.locator("cg-chat #human").count()) await nur.page.locator("cg-chat #human").click();
  await aina.accept(nur);
  await nur.sees("You are talking with Aina");
  await nur.page.evaluate(() => {
    window.__seen = {};
    const log = document.querySelector("cg-chat").shadowRoot.querySelector(".log");
    new MutationObserver(() =>
      requestAnimationFrame(() => {
        for (const b of log.querySelectorAll(".row:not(.mine) .bubble")) window.__seen[b.textContent.trim()] ??= Date.now();
      }),
    ).observe(log, { childList: true, subtree: true, characterData: true });
  });
  await aina.page.evaluate(() => {
    window.__sent = {};
    document.addEventListener(
      "keydown",
      (e) => {
        if (e.key === "Enter") window.__sent[document.querySelector("#composer").value] = Date.now();
      },
      true,
    );
  });
  await aina.page.evaluate(measureKeys);
  for (let i = 0; i < 40; i++) {
    await aina.page.locator("#composer").pressSequentially(`message-${i}`, { delay: 12 });
    await aina.page.locator("#composer").press("Enter");
    await aina.page.waitForTimeout(80);
  }
  await until(
    "all seen",
    () => nur.page.evaluate(() => Object.keys(window.__seen).filter((k) => k.startsWith("message-")).length),
    (n) => n === 40,
    30_000,
  );
  const [sent, seen, keys] = [
    await aina.page.evaluate(() => window.__sent),
    await nur.page.evaluate(() => window.__seen),
    await aina.page.evaluate(() => window.__keys),
  ];
  const all = Object.keys(sent)
    .map((k) => seen[k] - sent[k])
    .filter(Number.isFinite);
  say("agent's send to customer's screen, ms", { p50: percentile(all, 0.5), p95: percentile(all, 0.95), max: Math.max(...all), n: all.length });
  say("keystroke to screen at the desk, ms", { p50: round(percentile(keys, 0.5)), p95: round(percentile(keys, 0.95)), n: keys.length });
  await aina.page.getByRole("button", { name: "Resolve", exact: true }).click();
  await aina.leave();
  await nur.leave();
};

const listed = 10_000;
const changesPerSecond = 500;

/** A long list at a desk, and messages in all of it. */
const bigList = async () => {
  const host = await startHost(...crowdSettings);
  const crowd = await gather(host, listed);
  const told = await countChanges(host);
  const count = { sent: 0, refused: 0, changes: () => told.changes };
  const startedAt = Date.now();
  const timer = setInterval(() => {
    for (const due = Math.floor(((Date.now() - startedAt) * changesPerSecond) / 1000); count.sent < due; count.sent++)
      crowd.write().catch(() => (count.refused += 1));
  }, 10);
  try {
    await measureList(host, count);
  } finally {
    clearInterval(timer);
    await crowd.stop();
    await told.stop();
    await host.stop();
  }
};

/** What the list costs while it is scrolled and j is pressed. */
const measureList = async (host, count) => {
  const siti = await agent(chrome.browser, host, "siti@demo.test", { hash: "#/inbox/all" });
  // A desk that asks gets a page; of all others it hears when something is written there.
  await until(
    "the list is long",
    () => siti.page.locator(".tabs button", { hasText: "All" }).innerText(),
    (x) => Number(x.replace(/\D/g, "")) >= listed,
    120_000,
  );
  await siti.page.evaluate(() => {
    window.__frames = [];
    let last = performance.now();
    const tick = (t) => {
      window.__frames.push(t - last);
      last = t;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  const client = await siti.context.newCDPSession(siti.page);
  const heap = async () => {
    await client.send("HeapProfiler.collectGarbage");
    return (await client.send("Runtime.getHeapUsage")).usedSize / 1e6;
  };
  const before = await heap();
  const [from, began] = [{ ...count, changes: count.changes() }, Date.now()];
  await siti.page.evaluate(() => (window.__frames.length = 0));
  const heaps = [before];
  const typed = [];
  for (let turn = 0; Date.now() - began < seconds * 1000; turn++) {
    await siti.page.keyboard.press("j");
    await siti.page.locator(".rows").evaluate((el) => el.scrollBy(0, 300));
    await siti.page.waitForTimeout(250);
    // Collecting by hand stops the page: its frames are not counted.
    if (turn % 240 === 239) {
      const counted = await siti.page.evaluate(() => window.__frames.length);
      heaps.push(await heap());
      await siti.page.evaluate((n) => (window.__frames.length = n), counted);
    }
  }
  const [sent, refused, changes, took] = [count.sent - from.sent, count.refused - from.refused, count.changes() - from.changes, Date.now() - began];
  const frames = await siti.page.evaluate(() => window.__frames);
  // Writing in a search field above the moving list: the slowest place to write at the desk.
  await siti.page.evaluate(measureKeys);
  await siti.page.locator("#search").focus();
  for (const key of "customer 12") {
    await siti.page.keyboard.press(key === " " ? "Space" : key);
    await siti.page.waitForTimeout(120);
  }
  typed.push(...(await siti.page.evaluate(() => window.__keys)));
  await siti.page.locator("#search").fill("");
  const after = await heap();
  const rows = await siti.page.locator(".row").count();
  const total = frames.reduce((a, b) => a + b, 0);
  say(`desk with ${listed} conversations and ${changesPerSecond} messages a second`, {
    seconds,
    sent,
    refused,
    changesAtDeskPerSecond: round((changes * 1000) / took),
    framesPerSecond: round((frames.length * 1000) / total),
    frameMsP50: round(percentile(frames, 0.5)),
    frameMsP95: round(percentile(frames, 0.95)),
    frameMsP99: round(percentile(frames, 0.99)),
    framesOver20Ms: frames.filter((f) => f > 20).length,
    rowsInPage: rows,
    searchKeyMsP50: round(percentile(typed, 0.5)),
    searchKeyMsP95: round(percentile(typed, 0.95)),
    heapMBBefore: round(before),
    heapMBMost: round(Math.max(...heaps, after)),
    heapMBAfter: round(after),
  });
  await siti.leave();
};

const all = { widget: widgetStart, send: sendToScreen, list: bigList };
const wanted = process.argv.slice(2);
const host = await openHost();
try {
  for (const [name, measure] of Object.entries(all)) if (wanted.length === 0 || wanted.includes(name)) await measure(host);
} finally {
  await chrome.close();
  await host.stop();
}
