// The host and the browser of one test file: open before its first test, gone after its last.
import { after, before } from "node:test";
import { openBrowser } from "./browser.mjs";
import { openHost } from "./host.mjs";

export let host = null;
export let chrome = null;

export const onStage = (skip, open = openHost) => {
  before(async () => {
    if (skip) return;
    [host, chrome] = [await open(), await openBrowser()];
  });
  after(async () => {
    await chrome?.close();
    await host?.stop();
  });
};
