// The widget on a site of another origin than the host's, as every shop is: strict pages, pages that change the built-ins or style everything, pages that replace their body.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, test } from "node:test";
import { complaints, openBrowser } from "./lib/browser.mjs";
import { freePort, skipOwn as skip, startHost } from "./lib/host.mjs";
import { chatOf, until } from "./lib/people.mjs";
import { openSite } from "./lib/site.mjs";

let chrome, host, site, stranger;
const bar = "position:fixed;inset:auto 0 0 0;height:120px;background:#222;color:#fff;z-index:2147483647";

/** What prototype.js and others of its time do to the built-ins. */
const prototypeJs = `
  Array.prototype.toJSON = function () { return "[" + this.map((x) => JSON.stringify(x)).join(", ") + "]"; };
  String.prototype.toJSON = function () { return "'" + this + "'"; };
  Number.prototype.toJSON = function () { return this + ""; };
  Array.prototype.entries = Array.prototype.toArray = function () { return [].concat(this); };
  Array.from = window.$A = function (x) { const all = []; for (let i = 0; i < (x ? x.length : 0); i++) all.push(x[i]); return all; };
  Array.prototype.each = Array.prototype.include = Array.prototype.inspect = function () { return this; };
  Function.prototype.bind = ((old) => function () { return old.apply(this, arguments); })(Function.prototype.bind);`;

const pages = () => ({
  "/": {},
  "/other": { body: "<p>Other goods</p>" },
  "/early": { early: true },
  "/link": { body: '<a href="/other" id="link">Other goods</a>' },
  "/policy": { policy: `default-src 'none'; script-src ${host.url}; connect-src ${host.url} ${host.url.replace("http", "ws")}` },
  "/policy-without-ws": { policy: `default-src 'none'; script-src ${host.url}; connect-src ${host.url}` },
  "/trusted": {
    policy: `default-src 'none'; script-src ${host.url}; connect-src ${host.url} ${host.url.replace("http", "ws")}; require-trusted-types-for 'script'; trusted-types conversationgrid lit-html`,
  },
  "/no-connect": { policy: `default-src 'none'; script-src ${host.url}; connect-src 'self'` },
  "/prototype": { head: `<script>${prototypeJs}</script>` },
  "/stringify": { head: "<script>const real = JSON.stringify; JSON.stringify = (x, ...more) => real({ wrapped: x }, ...more);</script>" },
  "/unset": { head: "<style>* { all: unset } *, *::before { direction: rtl }</style>" },
  "/inherited": {
    head: "<style>body, body * { text-transform: uppercase; white-space: nowrap; letter-spacing: 9px; word-spacing: 20px; direction: rtl; font: italic bold 40px/3 serif; color: red; text-align: right; text-indent: 90px; visibility: hidden; cursor: none; pointer-events: none; user-select: none; opacity: 0.1; filter: blur(3px); transform: scale(2); }</style>",
  },
  "/important": {
    head: "<style>button, textarea, p, div, * { background: red !important; font-size: 44px !important; text-transform: uppercase !important } html { font-size: 40px } body { transform: rotate(3deg); filter: grayscale(1); overflow: hidden }</style>",
  },
  "/bar": { body: `<div id="bar" style="${bar}">Cookies</div>` },
  "/base": { head: '<base href="https://elsewhere.example/deep/">' },
  "/element": {
    head: "<script>customElements.define('my-thing', class extends HTMLElement {}); customElements.define('cg-chat', class extends HTMLElement {});</script>",
  },
  "/title": { head: "<script>Object.defineProperty(document, 'title', { get: () => 'Frozen', set: () => { throw new Error('frozen'); } });</script>" },
  "/framed": { body: '<iframe id="frame" src="/" width="600" height="700"></iframe>', tagged: false },
  "/storage": {
    head: "<script>for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get: () => { throw new DOMException('no', 'SecurityError'); } });</script>",
  },
});

before(async () => {
  if (skip) return;
  const port = await freePort();
  // The site is known to the host before it stands: with a slash at the end, as people write it.
  [host, chrome] = [await startHost("--Grid:Gateway:AllowedOrigins:0", `http://127.0.0.1:${port}/`), await openBrowser()];
  site = await openSite(host, pages(), port);
  stranger = await openSite(host, { "/": {} });
});
after(async () => {
  await chrome?.close();
  for (const one of [site, stranger, host]) await one?.stop();
});

const visit = async (path, { on = site, scripts = "", context = null } = {}) => {
  const own = context ?? (await chrome.browser.newContext({ viewport: { width: 1200, height: 800 } }));
  own.setDefaultTimeout(15_000);
  const page = await own.newPage();
  if (scripts) await page.addInitScript(scripts);
  const [bad, said] = [complaints(page), []];
  page.on("console", (m) => said.push(m.text()));
  await page.goto(on.url + path);
  return { page, context: own, bad, said, ...chatOf(page), open: () => page.locator("cg-chat .launcher").click() };
};

/** The answer of the assistant to a question that the demo's articles answer. */
const asks = async (who, text = "Where is my order?") => {
  const before = (await who.texts()).length;
  await who.say(text);
  await until(`an answer to "${text}"`, who.texts, (all) => all.length >= before + 2);
  assert.ok((await who.mine()).includes(text));
};

for (const path of [
  "/",
  "/early",
  "/policy",
  "/policy-without-ws",
  "/trusted",
  "/prototype",
  "/stringify",
  "/unset",
  "/inherited",
  "/important",
  "/bar",
  "/base",
  "/title",
  "/storage",
]) {
  test(`connects, shows and is answered on ${path}`, { skip }, async () => {
    const nur = await visit(path);
    await nur.open();
    await asks(nur);
    const box = await nur.page.locator("cg-chat .panel").boundingBox();
    assert.ok(box.width > 300 && box.width < 420 && box.x > 700 && box.x + box.width <= 1200 && box.y >= 0 && box.y + box.height <= 800, JSON.stringify(box));
    assert.deepEqual(
      nur.bad.filter((x) => !x.includes("elsewhere.example") && !/websocket|content security/i.test(x)),
      [],
    );
    await nur.context.close();
  });
}

test("built-ins that are changed after the widget has come, and while it talks, break nothing", { skip }, async () => {
  const nur = await visit("/");
  await nur.open();
  await asks(nur);
  await nur.page.addScriptTag({ content: prototypeJs });
  await asks(nur, "What are your opening hours?");
  await nur.page.evaluate(() => {
    window.fetch = () => Promise.reject(new Error("replaced"));
    JSON.stringify = () => "replaced";
  });
  await nur.page.evaluate(() => document.querySelector("cg-chat").client.connection.restart(new Error("cut")));
  await asks(nur, "How long does delivery take?");
  await nur.context.close();
});

test("no style of the page reaches the texts, and no bar of the page lies over the launcher", { skip }, async () => {
  for (const path of ["/unset", "/inherited", "/important"]) {
    const nur = await visit(path);
    await nur.open();
    await nur.sees("You are chatting with an AI assistant");
    const style = await nur.page
      .locator("cg-chat .bubble p")
      .first()
      .evaluate((e) => {
        const s = getComputedStyle(e);
        return [
          s.textTransform,
          s.whiteSpace,
          s.letterSpacing,
          s.wordSpacing,
          s.direction,
          s.fontSize,
          s.fontStyle,
          s.fontWeight,
          s.lineHeight,
          s.textAlign,
          s.textIndent,
          s.visibility,
          s.pointerEvents,
        ];
      });
    assert.deepEqual(style, ["none", "normal", "normal", "0px", "ltr", "15px", "normal", "400", "21.75px", "start", "0px", "visible", "auto"], path);
    await nur.context.close();
  }
  const nur = await visit("/bar");
  await nur.page.evaluate((style) => {
    const late = document.createElement("div");
    late.style = style;
    document.body.append(late);
  }, bar);
  await nur.open();
  await nur.page.locator("cg-chat .panel").waitFor();
  await nur.context.close();
});

test(
  "comes back with its draft and its conversation after the page replaced its body, and stays away when it is removed by its own call",
  { skip },
  async () => {
    const nur = await visit("/");
    await nur.open();
    await asks(nur);
    await nur.page.locator("cg-chat #draft").fill("half a thought");
    await nur.page.evaluate(() => (document.body.innerHTML = "<h1>A new page</h1>"));
    await nur.page.locator("cg-chat .panel").waitFor();
    assert.equal(await nur.page.locator("cg-chat #draft").inputValue(), "half a thought");
    await nur.page.locator("cg-chat #draft").fill("");
    await nur.page.evaluate(() => document.documentElement.replaceChild(document.createElement("body"), document.body));
    await asks(nur, "What are your opening hours?");
    await nur.page.evaluate(() => window.ConversationGrid.remove());
    await nur.page.waitForTimeout(300);
    assert.equal(await nur.page.locator("cg-chat").count(), 0);
    await nur.context.close();
  },
);

test("a page that removes it again and again is told so, and is not fought for ever", { skip }, async () => {
  const nur = await visit("/");
  await nur.page.locator("cg-chat .launcher").waitFor();
  await nur.page.evaluate(() => new MutationObserver(() => document.querySelector("cg-chat")?.remove()).observe(document.body, { childList: true }));
  await nur.page.evaluate(() => document.querySelector("cg-chat").remove());
  await until(
    "the console says it",
    () => nur.said.join("\n"),
    (x) => x.includes("removes the chat again and again"),
  );
  await nur.context.close();
});

test("works in a frame of the site", { skip }, async () => {
  const nur = await visit("/framed");
  const frame = nur.page.frameLocator("#frame");
  await frame.locator("cg-chat .launcher").click();
  await frame.locator("cg-chat #draft").fill("Where is my order?");
  await frame.locator("cg-chat #draft").press("Enter");
  await frame.locator("cg-chat .sources").getByText("Track your order").waitFor();
  await nur.context.close();
});

test("an element of the page that has the chat's name is told of in the console", { skip }, async () => {
  const nur = await visit("/element");
  await until(
    "the console says it",
    () => nur.said.join("\n"),
    (x) => x.includes("an element of its own that is called cg-chat"),
  );
  await nur.context.close();
});

test("on an origin that is not allowed the panel says so at once, and the console names the setting", { skip }, async () => {
  const nur = await visit("/", { on: stranger });
  await nur.open();
  await nur.say("hello");
  await nur.sees("The chat cannot connect from this page");
  const told = nur.said.filter((x) => x.includes("Grid:Gateway:AllowedOrigins"));
  assert.equal(told.length, 1, nur.said.join("\n"));
  assert.ok(told[0].includes(stranger.url) && told[0].includes(host.url), told[0]);
  assert.deepEqual(await nur.mine(), ["hello"]);
  await nur.context.close();
});

test("under a content policy that forbids the connection the panel says so, and the console names the directive", { skip }, async () => {
  const nur = await visit("/no-connect");
  await nur.open();
  await nur.sees("The chat cannot connect from this page");
  assert.ok(
    nur.said.some((x) => x.startsWith("ConversationGrid:") && x.includes("connect-src")),
    nur.said.join("\n"),
  );
  await nur.context.close();
});

test("an older client, which asks with credentials, is answered", { skip }, async () => {
  const nur = await visit("/");
  const { token } = await nur.page.evaluate(
    (url) =>
      fetch(`${url}/api/v1/sessions/customer`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: '{"workspace":"demo"}',
        credentials: "include",
      }).then((r) => r.json()),
    host.url,
  );
  const status = await nur.page.evaluate(
    ([url, bearer]) =>
      fetch(`${url}/hubs/customer/negotiate?negotiateVersion=1`, {
        method: "POST",
        headers: { authorization: `Bearer ${bearer}`, "x-requested-with": "XMLHttpRequest" },
        credentials: "include",
      }).then((r) => r.status),
    [host.url, token],
  );
  assert.equal(status, 200);
  await nur.context.close();
});

test("the draft and the open panel go along to the site's next page", { skip }, async () => {
  const nur = await visit("/link");
  await nur.open();
  await asks(nur);
  await nur.page.locator("cg-chat #draft").fill("half a thought");
  await nur.page.locator("#link").click();
  await nur.page.getByText("Other goods").waitFor();
  await nur.page.locator("cg-chat .panel").waitFor();
  assert.equal(await nur.page.locator("cg-chat #draft").inputValue(), "half a thought");
  await until("the conversation is there", nur.mine, (all) => all.includes("Where is my order?"));
  await nur.page.locator("cg-chat #close").click();
  await nur.page.goto(`${site.url}/link`);
  await nur.page.locator("cg-chat .launcher").waitFor();
  assert.equal(await nur.page.locator("cg-chat .panel").count(), 0);
  await nur.context.close();
});

test("the page's own title stays, with a number of its own and when it changes while something is unread", { skip }, async () => {
  const nur = await visit("/", { scripts: "addEventListener('DOMContentLoaded', () => { document.title = '(2) Checkout'; });" });
  await nur.open();
  await asks(nur);
  assert.equal(await nur.page.title(), "(2) Checkout");
  await nur.page.locator("cg-chat #close").click();
  await nur.page.evaluate(() => document.querySelector("cg-chat").client.send("What are your opening hours?"));
  await until(
    "something is unread",
    () => nur.page.title(),
    (x) => /^\(\d\) \(2\) Checkout$/.test(x),
  );
  await nur.page.evaluate(() => (document.title = "(3) Basket"));
  await nur.open();
  await until(
    "the title is the page's",
    () => nur.page.title(),
    (x) => x === "(3) Basket",
  );
  await nur.context.close();
});

test("Enter that ends an input method's composition sends nothing", { skip }, async () => {
  const nur = await visit("/");
  await nur.open();
  await nur.page.locator("cg-chat #draft").fill("にほん");
  for (const init of [{ keyCode: 229 }, { isComposing: true }])
    await nur.page
      .locator("cg-chat #draft")
      .evaluate((e, more) => e.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, composed: true, ...more })), init);
  assert.equal(await nur.page.locator("cg-chat #draft").inputValue(), "にほん");
  assert.deepEqual(await nur.mine(), []);
  await nur.context.close();
});

const named = (externalId) => ({ externalId, signature: createHmac("sha256", "demo-identity-secret").update(externalId).digest("hex") });
const identify = (who, id) => who.page.evaluate((x) => window.ConversationGrid.identify(x), named(id));
const kept = (who) =>
  who.page.evaluate(() =>
    Object.entries(localStorage)
      .map(([k, v]) => `${k} ${v}`)
      .join("\n"),
  );

test("what one person did not send never leaves as another's, and is there again when that person is", { skip }, async () => {
  const nur = await visit("/");
  await nur.page.locator("cg-chat .launcher").waitFor();
  await identify(nur, "u-ann");
  await nur.open();
  await asks(nur);
  await nur.context.setOffline(true);
  await nur.say("Ann's secret");
  await nur.page.locator("cg-chat #draft").fill("Ann's draft");
  await identify(nur, "u-bea");
  assert.deepEqual([await nur.mine(), await nur.page.locator("cg-chat #draft").inputValue()], [[], ""]);
  await nur.context.setOffline(false);
  await asks(nur, "What are your opening hours?");
  assert.deepEqual(await nur.mine(), ["What are your opening hours?"]);
  // A page without an identity after it: somebody new, who has nothing.
  await nur.page.goto(`${site.url}/other`);
  await nur.page.locator("cg-chat .panel").waitFor();
  assert.deepEqual([await nur.mine(), await nur.page.locator("cg-chat #draft").inputValue()], [[], ""]);
  await asks(nur, "How long does delivery take?");
  assert.deepEqual(await nur.mine(), ["How long does delivery take?"]);
  await identify(nur, "u-ann");
  // What the visitor asked goes along with whoever signs in; Ann's own text is sent as hers behind it.
  await until("Ann's text is sent as hers", nur.mine, (all) => all.join() === "How long does delivery take?,Ann's secret");
  assert.equal(await nur.page.locator("cg-chat #draft").inputValue(), "Ann's draft");
  await nur.context.close();
});

test("logout leaves nothing of the person on the device, and a stranger writes next", { skip }, async () => {
  const nur = await visit("/");
  await nur.page.locator("cg-chat .launcher").waitFor();
  await identify(nur, "u-kim");
  await nur.open();
  await asks(nur);
  await nur.page.locator("cg-chat #draft").fill("Kim's draft");
  const before = await nur.conversationId();
  const ended = nur.page.waitForRequest((r) => r.url().endsWith("/sessions/customer/logout") && r.method() === "POST");
  await nur.page.evaluate(() => window.ConversationGrid.logout());
  await ended;
  assert.equal((await kept(nur)).includes("u-kim"), false, await kept(nur));
  assert.deepEqual([await nur.mine(), await nur.page.locator("cg-chat #draft").inputValue()], [[], ""]);
  await asks(nur, "What are your opening hours?");
  assert.notEqual(await nur.conversationId(), before);
  await nur.context.close();
});
