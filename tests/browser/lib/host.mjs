// Where the tests talk to: the host that GRID_URL names, or one of their own with an empty store; before it a line that they can cut.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { noChromium } from "./browser.mjs";
import { openLine } from "./proxy.mjs";

const given = process.env.GRID_URL || null;
const root = fileURLToPath(new URL("../../../", import.meta.url));
/** A built program of ours; undefined when it is not built. */
export const programOf = (name) => {
  const path = join(root, "artifacts", `bin/${name}/release/${name}.dll`);
  return existsSync(path) ? path : undefined;
};
// The host that GRID_HOST names, which ./grid test publishes compiled ahead of time; else the one that is built.
const program = process.env.GRID_HOST ?? programOf("ConversationGrid.Silo");
const clients = join(root, "clients/dist");
/** Why a test that needs a host of its own and no page cannot run here; false where it can. */
export const skipHost = program === undefined && "the host is not built (dotnet build silo/ConversationGrid.Silo -c Release)";
const notBuilt = skipHost !== false ? skipHost : existsSync(join(clients, "desk")) ? false : "the clients are not built (npm run build in clients/)";

/** Why a test cannot run here; false where it can. */
export const skip = noChromium || (given === null && notBuilt);
/** The same for a test that must have a host with settings of its own. */
export const skipOwn = noChromium || notBuilt;

export const openHost = async (...settings) => {
  const own = given === null ? await startHost(...settings) : null;
  const line = await openLine(given ?? own.url);
  return {
    url: line.url,
    line,
    stop: async () => {
      await line.stop();
      await own?.stop();
    },
  };
};

/** The host as a process of its own. */
export const startHost = async (...settings) => {
  if (skipHost) throw new Error(skipHost);
  const folder = mkdtempSync(join(tmpdir(), "cg-host-"));
  const url = `http://127.0.0.1:${await freePort()}`;
  // What is given later counts.
  const own = ["--urls", url, "--Grid:Demo:Enabled", "true", "--Grid:Data:Path", join(folder, "data"), "--Grid:Clients:Path", clients];
  const host = spawn("dotnet", [program, ...own, ...settings], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  for (const stream of [host.stdout, host.stderr]) stream.on("data", (x) => (log = (log + x).slice(-20_000)));
  const end = Date.now() + 90_000;
  for (;;) {
    if (host.exitCode !== null || Date.now() > end) throw new Error(`the host did not start:\n${log}`);
    if (
      await fetch(`${url}/health/ready`).then(
        (r) => r.ok,
        () => false,
      )
    )
      break;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return {
    url,
    /** What it said until now. */
    log: () => log,
    stop: async () => {
      const gone = new Promise((resolve) => host.once("exit", resolve));
      host.kill("SIGKILL");
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

export const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
