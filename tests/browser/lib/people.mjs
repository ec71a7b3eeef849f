// The people of the tests, each in a browser context of its own.
import { AxeBuilder } from "@axe-core/playwright";
import { complaints } from "./browser.mjs";
import { password } from "./rest.mjs";

export const waitMs = 15_000;

export const openPage = async (browser, options) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(waitMs);
  const page = await context.newPage();
  return { context, page, bad: complaints(page) };
};

export const customer = async (browser, host, { locale = "en", theme = "light", open = true, ...options } = {}) => {
  const person = await openPage(browser, options);
  await person.page.goto(`${host.url}/shop.html?locale=${locale}&theme=${theme}`);
  await person.page.locator("cg-chat .launcher").waitFor();
  if (open) await person.page.locator("cg-chat .launcher").click();
  const leave = async () => {
    // Whoever goes ends the conversation, so that it does not stand in a real host's queue for the next test.
    await person.page
      .evaluate(() =>
        document
          .querySelector("cg-chat")
          ?.client.close()
          .catch(() => undefined),
      )
      .catch(() => undefined);
    await person.context.close();
  };
  return { ...person, ...chatOf(person.page), leave };
};

/** What a customer can do and see in the widget. */
export const chatOf = (page) => ({
  say: async (text) => {
    await page.locator("cg-chat #draft").fill(text);
    await page.locator("cg-chat #draft").press("Enter");
  },
  /** The messages on screen, in order, without the words around them. */
  texts: () =>
    page.locator("cg-chat .log .row .bubble").evaluateAll((all) =>
      all.map((x) =>
        [...x.querySelectorAll("p, li")]
          .filter((p) => !p.closest(".sources"))
          .map((p) => p.textContent.trim())
          .join(" "),
      ),
    ),
  mine: () => page.locator("cg-chat .log .row.mine .bubble").evaluateAll((all) => all.map((x) => x.textContent.trim())),
  /** The conversation, once it has begun. */
  conversationId: () =>
    until(
      "the conversation has begun",
      () => page.evaluate(() => document.querySelector("cg-chat").client.state.get().thread.conversationId),
      (x) => x !== null,
    ),
  sees: (text) => page.locator("cg-chat").getByText(text).first().waitFor(),
});

export const agent = async (
  browser,
  host,
  email,
  { locale = "en", theme = "light", hash = "#/inbox/mine", workspace = null, secret = password, ...options } = {},
) => {
  const person = await openPage(browser, options);
  const { page } = person;
  await page.goto(`${host.url}/desk/?locale=${locale}&theme=${theme}&email=${encodeURIComponent(email)}${hash}`);
  if (workspace !== null) await page.locator("input[name=workspace]").fill(workspace);
  await page.locator("input[name=password]").fill(secret);
  await page.locator("button[type=submit]").click();
  await page.locator(".link-sign.online").waitFor({ state: "attached" });
  /** The offer of one customer's conversation; on a shared host there may be others. */
  const offerOf = async (who) => {
    const offer = page.locator(`.offer[data-conversation="${await who.conversationId()}"]`);
    await offer.waitFor({ timeout: 45_000 });
    return offer;
  };
  return {
    ...person,
    offerOf,
    accept: async (who) => (await offerOf(who)).locator("button.primary").click(),
    leave: () => person.context.close(),
    say: async (text) => {
      await page.locator("#composer").fill(text);
      await page.locator("#composer").press("Enter");
    },
  };
};

/** Violations of any level, in words that say where. Of the page at rest: what is fading in has no contrast yet. */
export const axe = async (page) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const { violations } = await new AxeBuilder({ page }).analyze();
  await page.emulateMedia({ reducedMotion: null });
  return violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.flat().join(" ")} ${n.failureSummary?.split("\n")[1]?.trim() ?? ""}`));
};

export const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Waits until a reading is right; says what it was when it never became so. */
export const until = async (what, read, right, limitMs = waitMs) => {
  const end = Date.now() + limitMs;
  let last;
  for (;;) {
    last = await read();
    if (right(last)) return last;
    if (Date.now() > end) throw new Error(`${what}: still ${JSON.stringify(last)} after ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
