// Texts of the attack corpora, drawn in the widget, at the desk and on the board: nothing runs, nothing is asked for, nothing leaves.
import assert from "node:assert/strict";
import { test } from "node:test";
import { attacks, noAttacks } from "./lib/attacks.mjs";
import { skipOwn, startHost } from "./lib/host.mjs";
import { agent, customer, until } from "./lib/people.mjs";
import { staff } from "./lib/rest.mjs";
import { chrome, host, onStage } from "./lib/stage.mjs";

const skip = skipOwn || noAttacks;
const batchSize = 15;
const mostMs = 60_000;
const many = [
  "--Grid:Quotas:ConversationsPerCustomer",
  "1000000",
  "--Grid:Gateway:CallsPerSecondPerConnection",
  "10000",
  "--Grid:Gateway:CallsBurstPerConnection",
  "100000",
  "--Grid:Gateway:CallsPerSecondPerUser",
  "10000",
  "--Grid:Gateway:RequestsPerSecondPerAddress",
  "10000",
  "--Grid:Conversations:OfferTimeout",
  "00:10:00",
];

onStage(skip, () => startHost(...many));

/** Everything that a page must not do, counted. */
const guard = async (person) => {
  const seen = { dialogs: [], requests: [], pages: 0 };
  person.page.on("dialog", (d) => {
    seen.dialogs.push(d.message());
    void d.dismiss();
  });
  person.page.context().on("page", () => (seen.pages += 1));
  person.page.on("request", (r) => {
    const url = new URL(r.url());
    if (!["data:", "blob:"].includes(url.protocol) && url.host !== new URL(host.url).host) seen.requests.push(r.url());
  });
  await person.page.evaluate(() => {
    window.__hacked = [];
    for (const name of ["alert", "confirm", "prompt", "print", "open", "hacked"]) window[name] = (x) => window.__hacked.push(`${name} ${x}`);
    document.addEventListener("securitypolicyviolation", (e) => window.__hacked.push(`policy: ${e.violatedDirective} ${e.blockedURI} ${e.sample}`));
  });
  return async (where) => {
    assert.deepEqual(await person.page.evaluate(() => window.__hacked), [], `${where}: something ran, or the content policy had to step in`);
    assert.deepEqual(seen, { dialogs: [], requests: [], pages: 0 }, where);
    assert.deepEqual(person.bad, [], where);
    // No element that only a text could have brought.
    const foreign = () =>
      [...document.querySelectorAll("*")]
        .flatMap((e) => [e, ...(e.shadowRoot?.querySelectorAll("*") ?? [])])
        .filter(
          (e) =>
            (/^(iframe|object|embed|base|form|meta|link|video|audio|math|applet|style)$/i.test(e.tagName) &&
              e.closest(".log, .thread, .inbox, .bubble") !== null) ||
            [...e.attributes].some((a) => /^on/i.test(a.name) || (/^\s*(javascript|vbscript|data):/i.test(a.value) && a.name !== "src")),
        )
        .map((e) => e.outerHTML.slice(0, 120));
    assert.deepEqual(await person.page.evaluate(foreign), [], where);
  };
};

test("hostile texts in widget, desk and board are text", { skip, timeout: 1_500_000 }, async () => {
  const texts = attacks();
  const aina = await agent(chrome.browser, host, "aina@demo.test");
  const siti = await agent(chrome.browser, host, "siti@demo.test", { hash: "#/inbox/all" });
  const board = await agent(chrome.browser, host, "omar@demo.test", { hash: "#/board" });
  const nur = await customer(chrome.browser, host);
  const checks = [
    [await guard(aina), "desk"],
    [await guard(siti), "inbox"],
    [await guard(board), "board"],
    [await guard(nur), "widget"],
  ];
  await nur.say("hello");
  await nur.conversationId();
  await nur.page.evaluate(() => document.querySelector("cg-chat").client.requestHuman("x"));
  await aina.accept(nur);
  await aina.page.locator("#composer").waitFor();

  const rest = await staff(host, "siti@demo.test");
  let drawn = 0;
  let taken = 0;
  for (let at = 0; at < texts.length; at += batchSize) {
    const batch = texts.slice(at, at + batchSize);
    const mark = `mark-${at}-end`;
    await nur.page.evaluate(([all, last]) => [...all, last].forEach((x) => document.querySelector("cg-chat").client.send(x)), [batch, mark]);
    await aina.page.locator(".thread").getByText(mark).first().waitFor({ timeout: mostMs });
    await nur.page.locator("cg-chat .log").getByText(mark).first().waitFor({ timeout: mostMs });
    // As the text of a form, its subject and its sender's name: rows of the list, and what the board shows of conversations.
    for (const [i, x] of batch.slice(0, 4).entries())
      await rest
        .post("/api/v1/conversations", {
          channel: "form",
          customer: { email: `h${at}-${i}@example.test`, name: x.slice(0, 400) },
          subject: x.slice(0, 400),
          text: x,
          clientId: `h${at}-${i}`,
        })
        .then(
          () => (taken += 1),
          () => undefined,
        ); // What is refused is drawn nowhere.
    drawn += batch.length;
    for (const [check, where] of checks) await check(`${where}, texts ${at} to ${at + batch.length}`);
  }
  const shown = await nur.page.locator("cg-chat .log .row.mine").count();
  assert.ok(shown > 0 && taken > 0, `${shown} messages and ${taken} forms were drawn`);
  for (const x of texts.slice(0, 12)) {
    await aina.page.getByRole("button", { name: "Note", exact: true }).click();
    await aina.page.locator("#composer").fill(x);
    await aina.page.locator("#composer").press("Enter");
    await aina.page.locator("#composer").fill(x);
    await siti.page.locator("#search").fill(x);
  }
  await siti.page.locator("#search").fill("");
  await siti.page.locator(".inbox").waitFor();
  await board.page.locator(".board").waitFor();
  for (const [check, where] of checks) await check(`${where}, at the end`);
  console.log(`${drawn} texts drawn in widget and desk, ${taken} as names and subjects in list and board`);
  for (const person of [aina, siti, board, nur]) await person.context.close();
});
