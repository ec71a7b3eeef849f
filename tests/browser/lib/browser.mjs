import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

export const chromiumPath = process.env.CHROMIUM ?? "/usr/bin/chromium";
export const noChromium = existsSync(chromiumPath) ? false : `there is no ${chromiumPath} (apt-get install chromium)`;
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-lcd-text"];

/** One browser with a profile of its own that is deleted afterwards. Contexts are separate people. */
export const openBrowser = async () => {
  const profile = mkdtempSync(join(tmpdir(), "cg-browser-"));
  const browser = await chromium.launch({ executablePath: chromiumPath, headless: true, args: flags });
  return {
    browser,
    close: async () => {
      await browser.close();
      rmSync(profile, { recursive: true, force: true });
    },
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
