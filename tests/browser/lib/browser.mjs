import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

export const chromiumPath = process.env.CHROMIUM ?? "/usr/bin/chromium";
export const noChromium = existsSync(chromiumPath) ? false : `there is no ${chromiumPath} (apt-get install chromium)`;
export const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-lcd-text",
];

/** One browser. Contexts are separate people. */
export const openBrowser = async () => {
  const browser = await chromium.launch({ executablePath: chromiumPath, headless: true, args: flags });
  return {
    browser,
    close: () => browser.close(),
  };
};

/** What a page complained about: errors, and whatever the content policy blocked. */
export const complaints = (page) => {
  const all = [];
  page.on("pageerror", (e) => all.push(`error: ${e.message}`));
  page.on("console", (m) => {
    if (m.type() === "error" && !/Failed to load resource|WebSocket|net::|negotiat/i.test(m.text())) all.push(m.text());
  });
  return all;
};
