// Lighthouse's accessibility and best practices of every page: npm run lighthouse.
import lighthouse, { desktopConfig } from "lighthouse";
import puppeteer from "puppeteer-core";
import { chromiumPath, flags } from "./lib/browser.mjs";
import { openHost } from "./lib/host.mjs";
import { password } from "./lib/rest.mjs";

const host = await openHost();
const browser = await puppeteer.launch({ executablePath: chromiumPath, headless: true, args: flags });
const page = await browser.newPage();

const measure = async (name, address, form) => {
  const options = { onlyCategories: ["accessibility", "best-practices"], disableStorageReset: true, logLevel: "error" };
  const { lhr } = await lighthouse(`${host.url}${address}`, options, form === "desktop" ? desktopConfig : undefined, page);
  const score = (category) => Math.round(lhr.categories[category].score * 100);
  const weighted = Object.values(lhr.categories).flatMap((c) => c.auditRefs.filter((a) => a.weight > 0).map((a) => a.id));
  const failed = weighted.filter((id) => lhr.audits[id].score !== null && lhr.audits[id].score < 1);
  console.log(`| ${name}, ${form} | ${score("accessibility")} | ${score("best-practices")} | ${failed.join(", ")} |`);
};

try {
  for (const form of ["desktop", "mobile"]) {
    for (const [name, address] of [
      ["shop with widget", "/shop.html"],
      ["widget alone", "/widget/app.html"],
      ["demo", "/"],
      ["desk, sign in", "/desk/"],
    ])
      await measure(name, address, form);
  }
  // The sign-in is kept by this tab, so its inner pages are measured in it.
  await page.goto(`${host.url}/desk/?email=siti@demo.test`);
  await page.locator("input[name=password]").fill(password);
  await page.locator("button[type=submit]").click();
  const signedIn = () => page.waitForSelector(".link-sign.online", { timeout: 30_000 });
  await signedIn();
  for (const form of ["desktop", "mobile"]) {
    for (const [name, route] of [
      ["desk, inbox", "inbox/all"],
      ["board", "board"],
      ["knowledge", "knowledge"],
    ]) {
      await measure(name, `/desk/?measured=${form}#/${route}`, form);
      await signedIn();
    }
  }
} finally {
  await browser.close();
  await host.stop();
}
